#include "registry-contracts/client/owned_state.hpp"

#include <map>

#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/owned_body.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::address_of;
using test::bytes_of;
using test::must;

constexpr std::int64_t kNow = 1'700'000'000;
constexpr std::uint64_t kExpiry = 1'700'000'060;
const std::string kOrigin = "log.example";

class MapStore final : public OwnedStore {
public:
    Result<std::optional<Bytes>> get(const OwnedKey& key) override {
        const auto found = states_.find(key);
        return found == states_.end() ? std::nullopt : std::optional(found->second);
    }
    Result<void> put(const OwnedKey& key, Bytes state) override {
        states_.insert_or_assign(key, std::move(state));
        return {};
    }

private:
    std::map<OwnedKey, Bytes> states_;
};

/// The rules alone, with operations that no registry would sign.
class OwnedStateTest : public testing::Test {
protected:
    Envelope envelope(OperationType type, std::uint64_t sequence = 0, const Hash& previous = {}) {
        Envelope result{};
        result.type = type;
        result.network = "lexample";
        result.subject = alice_;
        result.sequence = sequence;
        result.previous = previous;
        result.expiry = kExpiry;
        return result;
    }

    Operation sign(const Envelope& envelope, Bytes body, crypto::Signer* signer = nullptr) {
        return must(Operation::sign(envelope, std::move(body),
                                    signer != nullptr ? *signer : *alice_key_, call_));
    }

    Result<void> apply(const Operation& operation, std::int64_t second = kNow) {
        const OwnedContext context{
            store_,
            [](const Address& account) -> Result<IdentityState> { return IdentityState(account); },
            log_key_, kOrigin};
        return apply_owned(OwnedOperation::of(operation.statement(), 9, test::at_second(second)),
                           context);
    }

    /// The registration of alice's schema "a".
    Operation schema() {
        return sign(envelope(OperationType::schema_register),
                    SchemaRegisterBody{name_, bytes_of("{}")}.encode());
    }
    Operation list() {
        return sign(envelope(OperationType::status_create),
                    ListCreateBody{name_, true, ""}.encode());
    }
    Operation update(const Envelope& envelope) {
        return sign(envelope, SchemaUpdateBody{id_, bytes_of("2")}.encode());
    }

    PartyConsent consent(const Envelope& envelope, const Bytes& without, crypto::Signer& party) {
        return {party.public_key(), must(party.sign(consent_message(envelope, without), call_))};
    }
    Operation assign(std::uint64_t cpt, crypto::Signer& steward) {
        const Envelope wanted = envelope(OperationType::schema_cpt);
        CptBody body{id_, cpt, std::nullopt};
        body.approval = consent(wanted, body.encode(), steward);
        return sign(wanted, body.encode());
    }
    Operation claim(const Hash& id) {
        return sign(envelope(OperationType::schema_cpt), CptBody{id, {}, {}}.encode());
    }
    Operation steward(std::uint64_t open_from, crypto::Signer& log,
                      const std::string& origin = kOrigin) {
        const std::string note =
            must(tlog::sign_note(steward_text(kOrigin, alice_, open_from), origin, log, call_));
        return sign(envelope(OperationType::schema_steward), StewardBody{open_from, note}.encode());
    }

    Call call_;
    MapStore store_;
    std::unique_ptr<crypto::Signer> alice_key_ = test::controller(1);
    std::unique_ptr<crypto::Signer> bob_key_ = test::controller(2);
    std::unique_ptr<crypto::Signer> log_signer_ = test::signer_of(crypto::KeyType::ed25519, 7);
    tlog::VerifierKey log_key_ =
        must(tlog::VerifierKey::create(kOrigin, log_signer_->public_key()));
    Address alice_ = address_of(*alice_key_);
    OwnedName name_ = must(owned_name("a"));
    Hash id_ = owned_id(alice_, name_);
};

TEST_F(OwnedStateTest, HoldsThePlace) {
    const Operation registered = schema();
    ASSERT_OK(apply(registered));
    EXPECT_CODE(apply(update(envelope(OperationType::schema_update, 2, registered.hash()))),
                errors::kSequenceConflict);
    EXPECT_CODE(apply(update(envelope(OperationType::schema_update, 1))),
                errors::kPreviousMismatch);
    const Operation good = update(envelope(OperationType::schema_update, 1, registered.hash()));
    EXPECT_CODE(apply(good, kNow + 61), errors::kOperationExpired);
    ASSERT_OK(apply(good));
    EXPECT_CODE(apply(good), errors::kSequenceConflict);
    EXPECT_CODE(apply(sign(envelope(OperationType::status_create, 1),
                           ListCreateBody{name_, true, ""}.encode())),
                errors::kSequenceConflict);
}

TEST_F(OwnedStateTest, CarriesNoCommitment) {
    Envelope committing = envelope(OperationType::schema_register);
    committing.next = Hash{};
    EXPECT_CODE(apply(sign(committing, SchemaRegisterBody{name_, bytes_of("{}")}.encode())),
                errors::kCommitmentBroken);
}

TEST_F(OwnedStateTest, TheSubjectIsTheOwner) {
    ASSERT_OK(apply(schema()));
    Envelope other = envelope(OperationType::schema_update, 1);
    other.subject = address_of(*bob_key_);
    EXPECT_CODE(apply(sign(other, SchemaUpdateBody{id_, bytes_of("2")}.encode(), bob_key_.get())),
                errors::kNotPermitted);
}

TEST_F(OwnedStateTest, ASchemaAndAListOfOneNameAreTwo) {
    ASSERT_OK(apply(schema()));
    ASSERT_OK(apply(list()));
    EXPECT_CODE(apply(list()), errors::kListExists);
    EXPECT_CODE(apply(schema()), errors::kSchemaExists);
}

TEST_F(OwnedStateTest, ConsentIsVerifiedWithTheOperation) {
    const Envelope wanted = envelope(OperationType::schema_hand_over, 1);
    HandOverBody body{id_, address_of(*bob_key_), std::nullopt};
    EXPECT_CODE(Operation::sign(wanted, body.encode(), *alice_key_, call_),
                errors::kConsentInvalid);
    body.acceptance = consent(wanted, body.encode(), *bob_key_);
    const Operation good = sign(wanted, body.encode());
    EXPECT_EQ(good.authorized_by(), address_of(*bob_key_));
    Envelope later = wanted;
    ++later.expiry;
    EXPECT_CODE(Operation::sign(later, body.encode(), *alice_key_, call_), errors::kConsentInvalid);
}

TEST_F(OwnedStateTest, NobodyTakesWhatIsTheirs) {
    const Operation registered = schema();
    ASSERT_OK(apply(registered));
    const Envelope wanted = envelope(OperationType::schema_hand_over, 1, registered.hash());
    HandOverBody body{id_, alice_, std::nullopt};
    body.acceptance = consent(wanted, body.encode(), *alice_key_);
    EXPECT_CODE(apply(sign(wanted, body.encode())), errors::kBadRecipient);
}

TEST_F(OwnedStateTest, StewardsAreNamedByTheLogOnce) {
    ASSERT_OK(apply(schema()));
    EXPECT_CODE(apply(assign(5, *alice_key_)), errors::kNoSteward);
    EXPECT_CODE(apply(steward(kOpenCptFrom, *log_signer_, "log.example/x")),
                errors::kConsentInvalid);
    const auto other_log = test::signer_of(crypto::KeyType::ed25519, 8);
    EXPECT_CODE(apply(steward(kOpenCptFrom, *other_log)), errors::kConsentInvalid);
    EXPECT_CODE(apply(steward(kOpenCptFrom - 1, *log_signer_)), errors::kOpenFromOutOfRange);
    for (const std::uint64_t beyond : {kMaxOpenCptFrom + 1, ~std::uint64_t{0}})
        EXPECT_CODE(apply(steward(beyond, *log_signer_)), errors::kOpenFromOutOfRange);
    ASSERT_OK(apply(steward(3'000'000, *log_signer_)));
    EXPECT_CODE(apply(steward(3'000'000, *log_signer_)), errors::kStewardExists);

    EXPECT_CODE(apply(assign(0, *alice_key_)), errors::kCptZero);
    EXPECT_CODE(apply(assign(3'000'000, *alice_key_)), errors::kCptZoneOpen);
    EXPECT_CODE(apply(assign(2'999'999, *bob_key_)), errors::kConsentInvalid);
    ASSERT_OK(apply(assign(2'999'999, *alice_key_)));
    EXPECT_CODE(apply(claim(id_)), errors::kCptGiven);
    EXPECT_CODE(apply(claim(Hash{})), errors::kSchemaUnknown);
}

TEST_F(OwnedStateTest, TheHighestZoneStillHasIdsToGive) {
    ASSERT_OK(apply(schema()));
    ASSERT_OK(apply(steward(kMaxOpenCptFrom, *log_signer_)));
    ASSERT_OK(apply(claim(id_)));
    EXPECT_TRUE(must(store_.get(cpt_key(kMaxOpenCptFrom))).has_value());
}

TEST_F(OwnedStateTest, ZonesDoNotMoveOnceIdsWereClaimed) {
    ASSERT_OK(apply(schema()));
    ASSERT_OK(apply(claim(id_)));
    EXPECT_CODE(apply(steward(3'000'000, *log_signer_)), errors::kOpenFromOutOfRange);
    ASSERT_OK(apply(steward(kOpenCptFrom, *log_signer_)));
}

TEST_F(OwnedStateTest, NumbersEnd) {
    const Operation created = list();
    ASSERT_OK(apply(created));
    const OwnedKey key{Chain::status, id_};
    OwnedState state = must(OwnedState::parse(*must(store_.get(key))));
    state.chain.length = std::uint64_t{1} << 24;
    ASSERT_OK(store_.put(key, state.encode()));
    EXPECT_CODE(
        apply(sign(envelope(OperationType::status_publish, std::uint64_t{1} << 24, created.hash()),
                   PublishBody{id_, crypto::sha256(as_bytes("1"))}.encode())),
        errors::kTooManyOperations);
}

TEST_F(OwnedStateTest, IdentitiesTakeNoSuchOperation) {
    IdentityState identity(alice_);
    EXPECT_CODE(identity.apply(schema(), test::at_second(kNow)), errors::kTypeUnsupported);
}

TEST_F(OwnedStateTest, StatesAreWrittenAndReadAgain) {
    ASSERT_OK(apply(schema()));
    ASSERT_OK(apply(steward(kOpenCptFrom, *log_signer_)));
    ASSERT_OK(apply(assign(101, *alice_key_)));
    const Bytes state = *must(store_.get({Chain::schema, id_}));
    EXPECT_EQ(must(OwnedState::parse(state)).encode(), state);
    const Bytes book = *must(store_.get(book_key()));
    EXPECT_EQ(must(CptBook::parse(book)).encode(), book);
    const Bytes grant = *must(store_.get(cpt_key(101)));
    EXPECT_EQ(encode_grant(must(parse_grant(grant))), grant);
    EXPECT_EQ(must(store_.get({Chain::cpt, id_})), grant);
    EXPECT_CODE(OwnedState::parse(book), errors::kStateMalformed);
    EXPECT_CODE(CptBook::parse(grant), errors::kStateMalformed);
    EXPECT_CODE(parse_grant(ByteView(grant).first(10)), errors::kStateMalformed);
}

// That ids are those of the contracts' own idOf() is tested on a chain (OwnedIds in
// client/evm/registries); here that names are padded as Solidity does.
TEST(OwnedNames, AreTextOrAnyBytes) {
    OwnedName padded{};
    padded[0] = 'a';
    EXPECT_EQ(must(owned_name("a")), padded);
    EXPECT_EQ(text_of(padded), "a");
    padded[5] = 'b';
    EXPECT_FALSE(text_of(padded));
    EXPECT_FALSE(text_of(OwnedName{}));
    EXPECT_EQ(text_of(must(owned_name(std::string(32, 'x')))), std::string(32, 'x'));
    EXPECT_CODE(owned_name(""), errors::kNameMalformed);
    EXPECT_CODE(owned_name(std::string(33, 'x')), errors::kNameMalformed);
    EXPECT_CODE(owned_name(std::string("a\0b", 3)), errors::kNameMalformed);
    EXPECT_CODE(owned_name("\xff"), errors::kNameMalformed);
}

TEST(Consents, TravelInFiles) {
    const Consent consent{3, 4, bytes_of("key"), bytes_of("signature")};
    EXPECT_EQ(must(Consent::parse(consent.encode())), consent);
    EXPECT_CODE(Consent::parse(bytes_of("x")), errors::kConsentMalformed);
    Consent long_one = consent;
    long_one.signature = Bytes(5000);
    EXPECT_CODE(Consent::parse(long_one.encode()), errors::kConsentMalformed);
}

TEST(Cpts, HaveZonesAndNames) {
    EXPECT_CODE(cpt_zone(0), errors::kCptZero);
    EXPECT_EQ(must(cpt_zone(999)), CptZone::system);
    EXPECT_EQ(must(cpt_zone(1'000)), CptZone::authority);
    EXPECT_EQ(must(cpt_zone(1'999'999)), CptZone::authority);
    EXPECT_EQ(must(cpt_zone(2'000'000)), CptZone::open);
    EXPECT_EQ(system_cpt_name(101), "data authorization token");
    EXPECT_EQ(system_cpt_name(111), "zero-knowledge user nonce");
    EXPECT_TRUE(system_cpt_name(100).empty());
    EXPECT_TRUE(system_cpt_name(112).empty());
    EXPECT_EQ(to_string(CptZone::authority), "authority");
}

TEST(OwnedBodies, KeepTheirForms) {
    const Bytes words = BitsBody{{}, {{2, {}}, {2, {}}}}.encode();
    EXPECT_CODE(BitsBody::parse(words), errors::kOperationMalformed);
    const Bytes far = BitsBody{{}, {{std::uint64_t{1} << 56, {}}}}.encode();
    EXPECT_CODE(BitsBody::parse(far), errors::kOperationMalformed);
    EXPECT_CODE(SchemaUpdateBody::parse(bytes_of("x")), errors::kOperationMalformed);
    const auto key = test::controller(1)->public_key();
    EXPECT_CODE(CptBody::parse(CptBody{{}, {}, PartyConsent{key, Bytes(64)}}.encode()),
                errors::kOperationMalformed);
    EXPECT_CODE(HandOverBody::parse(HandOverBody{{}, {}, PartyConsent{key, Bytes(63)}}.encode()),
                errors::kOperationMalformed);
}

}  // namespace
}  // namespace deed::registry
