#include "tests/registry-contracts/suite/registries_suite.hpp"

namespace deed::registry::test {
namespace {

TEST_P(SchemaReading, ShowsEachVersionAndMoment) {
    const OwnedName name = must(owned_name("degree"));
    ASSERT_OK_AND(const Receipt first,
                  schemas().create(alice_, name, bytes_of("one"), *alice_key_, call_));
    fixture_->let_time_pass();
    const Hash id = owned_id(alice_, name);
    ASSERT_OK_AND(const Receipt second, schemas().update(id, bytes_of("two"), *alice_key_, call_));
    fixture_->let_time_pass();
    ASSERT_OK_AND(const Consent taken,
                  schemas().accept_hand_over(id, bob_, *bob_key_, call_, OwnedTerms{2}));
    ASSERT_OK_AND(const Receipt third, schemas().hand_over(id, bob_, taken, *alice_key_, call_));

    const SchemaRecord now = schema(id);
    EXPECT_EQ(now.publisher, bob_);
    EXPECT_EQ(now.version, 2U);
    EXPECT_EQ(now.sequence, 3U);
    EXPECT_EQ(now.body, bytes_of("two"));
    EXPECT_EQ(now.content_hash, crypto::sha256(as_bytes("two")));
    EXPECT_EQ(now.published.accepted, second.accepted);
    EXPECT_EQ(now.published.position, second.position);
    EXPECT_EQ(now.changed.position, third.position);
    EXPECT_EQ(now.changed.accepted, third.accepted);
    EXPECT_FALSE(now.cpt);

    EXPECT_EQ(schema(id, UntilLength{1}).body, bytes_of("one"));
    EXPECT_EQ(schema(id, UntilLength{2}).publisher, alice_);
    EXPECT_EQ(schema(id, UntilLength{100}).publisher, bob_);
    EXPECT_EQ(schema(id, UntilTime{first.accepted}).version, 1U);
    EXPECT_EQ(schema(id, UntilTime{second.accepted}).version, 2U);
    EXPECT_EQ(schema(id, UntilTime{second.accepted}).publisher, alice_);

    SchemaRegistry& reader = fixture_->read_schemas();
    const Timestamp before =
        must(Timestamp::from_unix_milliseconds(first.accepted.unix_milliseconds() - 1000));
    EXPECT_CODE(reader.find(id, UntilTime{before}, call_), errors::kSchemaUnknown);
    EXPECT_CODE(reader.find(id, UntilLength{0}, call_), errors::kSchemaUnknown);
    EXPECT_CODE(reader.find(root_of("none"), Latest{}, call_), errors::kSchemaUnknown);
    EXPECT_CODE(reader.history(root_of("none"), call_), errors::kSchemaUnknown);

    using Kind = SchemaChange::Kind;
    ASSERT_OK_AND(const auto history, reader.history(id, call_));
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(history[0].kind, Kind::registered);
    EXPECT_EQ(history[0].body, bytes_of("one"));
    EXPECT_EQ(history[0].moment.position, first.position);
    EXPECT_EQ(history[1].kind, Kind::updated);
    EXPECT_EQ(history[1].version, 2U);
    EXPECT_EQ(history[2].kind, Kind::handed_over);
    EXPECT_EQ(history[2].sequence, 2U);
    EXPECT_EQ(history[2].publisher, bob_);
    EXPECT_EQ(history[2].version, 2U);
    EXPECT_TRUE(history[2].body.empty());
}

TEST_P(SchemaReading, FindsByCptId) {
    const Hash first = make_schema("first");
    const Hash second = make_schema("second");
    ASSERT_OK_AND(const CptReceipt claimed, schemas().claim_cpt(first, *alice_key_, call_));
    EXPECT_EQ(claimed.cpt, kOpenCptFrom);
    ASSERT_OK_AND(const CptReceipt next, schemas().claim_cpt(second, *alice_key_, call_));
    EXPECT_EQ(next.cpt, kOpenCptFrom + 1);

    SchemaRegistry& reader = fixture_->read_schemas();
    ASSERT_OK_AND(const CptGrant grant, reader.find_cpt(kOpenCptFrom + 1, call_));
    EXPECT_EQ(grant.schema, second);
    EXPECT_EQ(grant.cpt, kOpenCptFrom + 1);
    EXPECT_EQ(grant.given.position, next.receipt.position);
    EXPECT_EQ(schema(second).cpt, grant);
    // The id takes no number of the schema's.
    EXPECT_EQ(schema(second).sequence, 1U);
    EXPECT_CODE(reader.find_cpt(kOpenCptFrom + 2, call_), errors::kCptUnknown);
    EXPECT_CODE(reader.find_cpt(0, call_), errors::kCptZero);
}

TEST_P(SchemaWriting, ANameIsTakenOnceByItsCreator) {
    const OwnedName name = must(owned_name("degree"));
    const Hash id = make_schema();
    EXPECT_CODE(schemas().create(alice_, name, bytes_of("{}"), *alice_key_, call_),
                errors::kSchemaExists);
    ASSERT_OK(schemas().create(bob_, name, bytes_of("{}"), *bob_key_, call_));
    EXPECT_NE(owned_id(bob_, name), id);
    EXPECT_CODE(
        schemas().create(alice_, must(owned_name("other")), bytes_of("{}"), *bob_key_, call_),
        errors::kNotPermitted);
}

TEST_P(SchemaWriting, BodiesHaveASize) {
    const Hash id = make_schema();
    EXPECT_CODE(schemas().update(id, {}, *alice_key_, call_), errors::kBodySize);
    EXPECT_CODE(schemas().update(id, Bytes(kMaxSchemaBody + 1, 'a'), *alice_key_, call_),
                errors::kBodySize);
    EXPECT_CODE(schemas().create(alice_, must(owned_name("x")), {}, *alice_key_, call_),
                errors::kBodySize);
    ASSERT_OK(schemas().update(id, Bytes(kMaxSchemaBody, 'a'), *alice_key_, call_));
    EXPECT_EQ(schema(id).body.size(), kMaxSchemaBody);
}

TEST_P(SchemaWriting, OnlyTheControllerOfTodayActs) {
    const Hash id = make_schema();
    EXPECT_CODE(schemas().update(id, bytes_of("2"), *bob_key_, call_), errors::kNotPermitted);
    fixture_->create_identity(*alice_key_);
    ASSERT_OK(schemas().update(id, bytes_of("2"), *alice_key_, call_));
    fixture_->rotate(alice_, *alice_key_, *carol_key_);
    EXPECT_CODE(schemas().update(id, bytes_of("3"), *alice_key_, call_), errors::kNotPermitted);
    ASSERT_OK(schemas().update(id, bytes_of("3"), *carol_key_, call_));
    fixture_->deactivate(alice_, *carol_key_);
    EXPECT_CODE(schemas().update(id, bytes_of("4"), *carol_key_, call_), errors::kNotPermitted);
    EXPECT_EQ(schema(id).version, 3U);
}

TEST_P(SchemaWriting, NumbersHoldOnce) {
    const Hash id = make_schema();
    EXPECT_CODE(schemas().update(id, bytes_of("2"), *alice_key_, call_, OwnedTerms{0}),
                errors::kSequenceConflict);
    EXPECT_CODE(schemas().update(id, bytes_of("2"), *alice_key_, call_, OwnedTerms{2}),
                errors::kSequenceConflict);
    ASSERT_OK(schemas().update(id, bytes_of("2"), *alice_key_, call_, OwnedTerms{1}));
    EXPECT_CODE(schemas().update(root_of("none"), bytes_of("2"), *alice_key_, call_),
                errors::kSchemaUnknown);
}

TEST_P(SchemaWriting, AHandOverTakesBoth) {
    const Hash id = make_schema();
    ASSERT_OK_AND(const Consent of_carol, schemas().accept_hand_over(id, bob_, *carol_key_, call_));
    EXPECT_CODE(schemas().hand_over(id, bob_, of_carol, *alice_key_, call_),
                errors::kConsentInvalid);
    ASSERT_OK_AND(const Consent of_bob, schemas().accept_hand_over(id, bob_, *bob_key_, call_));
    EXPECT_CODE(schemas().hand_over(id, bob_, of_bob, *carol_key_, call_), errors::kNotPermitted);
    EXPECT_CODE(schemas().hand_over(id, address_of(*carol_key_), of_bob, *alice_key_, call_),
                errors::kConsentInvalid);
    Consent changed = of_bob;
    changed.expiry += 1;
    EXPECT_CODE(schemas().hand_over(id, bob_, changed, *alice_key_, call_),
                errors::kConsentInvalid);
    EXPECT_CODE(schemas().accept_hand_over(id, alice_, *alice_key_, call_), errors::kBadRecipient);
    EXPECT_CODE(schemas().accept_hand_over(id, Address{}, *bob_key_, call_), errors::kBadRecipient);

    ASSERT_OK(Consent::parse(of_bob.encode()));
    ASSERT_OK(schemas().hand_over(id, bob_, of_bob, *alice_key_, call_));
    EXPECT_EQ(schema(id).publisher, bob_);
    EXPECT_CODE(schemas().update(id, bytes_of("2"), *alice_key_, call_), errors::kNotPermitted);
    ASSERT_OK(schemas().update(id, bytes_of("2"), *bob_key_, call_));
    EXPECT_CODE(schemas().hand_over(id, bob_, of_bob, *alice_key_, call_),
                errors::kSequenceConflict);
}

TEST_P(SchemaWriting, AnotherOperationVoidsAConsent) {
    const Hash id = make_schema();
    ASSERT_OK_AND(const Consent consent, schemas().accept_hand_over(id, bob_, *bob_key_, call_));
    ASSERT_OK(schemas().update(id, bytes_of("2"), *alice_key_, call_));
    EXPECT_CODE(schemas().hand_over(id, bob_, consent, *alice_key_, call_),
                errors::kSequenceConflict);
}

TEST_P(SchemaWriting, GivesCptIdsByZones) {
    fixture_->appoint(*steward_key_);
    const Hash id = make_schema();
    ASSERT_OK_AND(const CptRules rules, schemas().cpt_rules(call_));
    EXPECT_EQ(rules.steward, address_of(*steward_key_));
    EXPECT_EQ(rules.open_from, kOpenCptFrom);

    EXPECT_CODE(schemas().approve_cpt(0, id, *steward_key_, call_), errors::kCptZero);
    EXPECT_CODE(schemas().approve_cpt(kOpenCptFrom, id, *steward_key_, call_),
                errors::kCptZoneOpen);
    ASSERT_OK_AND(const Consent of_bob, schemas().approve_cpt(101, id, *bob_key_, call_));
    EXPECT_CODE(schemas().assign_cpt(101, id, of_bob, *alice_key_, call_), errors::kConsentInvalid);
    ASSERT_OK_AND(const Consent approved, schemas().approve_cpt(101, id, *steward_key_, call_));
    EXPECT_CODE(schemas().assign_cpt(102, id, approved, *alice_key_, call_),
                errors::kConsentInvalid);
    EXPECT_CODE(schemas().assign_cpt(0, id, approved, *alice_key_, call_), errors::kCptZero);
    EXPECT_CODE(schemas().assign_cpt(kOpenCptFrom, id, approved, *alice_key_, call_),
                errors::kCptZoneOpen);
    EXPECT_CODE(schemas().assign_cpt(101, id, approved, *bob_key_, call_), errors::kNotPermitted);
    ASSERT_OK(schemas().assign_cpt(101, id, approved, *alice_key_, call_));
    EXPECT_EQ(schema(id).cpt->cpt, 101U);

    const Hash other = make_schema("other");
    ASSERT_OK_AND(const Consent again, schemas().approve_cpt(101, other, *steward_key_, call_));
    EXPECT_CODE(schemas().assign_cpt(101, other, again, *alice_key_, call_), errors::kCptTaken);
    EXPECT_CODE(schemas().claim_cpt(id, *alice_key_, call_), errors::kCptGiven);
    EXPECT_CODE(schemas().claim_cpt(other, *bob_key_, call_), errors::kNotPermitted);
    ASSERT_OK(schemas().claim_cpt(other, *alice_key_, call_));
    EXPECT_CODE(schemas().claim_cpt(root_of("none"), *alice_key_, call_), errors::kSchemaUnknown);
}

TEST_P(SchemaWriting, AHandOverVoidsTheStewardsWord) {
    fixture_->appoint(*steward_key_);
    const Hash id = make_schema();
    ASSERT_OK_AND(const Consent approved, schemas().approve_cpt(1001, id, *steward_key_, call_));
    ASSERT_OK_AND(const Consent taken, schemas().accept_hand_over(id, bob_, *bob_key_, call_));
    ASSERT_OK(schemas().hand_over(id, bob_, taken, *alice_key_, call_));
    EXPECT_CODE(schemas().assign_cpt(1001, id, approved, *bob_key_, call_),
                errors::kConsentInvalid);
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SchemaWriting);
}  // namespace deed::registry::test
