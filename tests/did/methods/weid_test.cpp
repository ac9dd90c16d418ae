#include "did/methods/weid.hpp"

#include <string>
#include <vector>

#include "did/errors.hpp"
#include "lib/json/jcs.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/did/methods/weid_support.hpp"

namespace deed::did {
namespace {

using test::controller;
using test::must;
using test::TestLedger;

constexpr std::string_view kAddress = "0x00112233445566778899aabbccddeeff00112233";

Did did_of(const std::string& text) { return must(Did::parse(text)); }

WeidResolver resolver_on(registry::Ledger& ledger) {
    return WeidResolver([&ledger](const std::string& network, Call&) -> Result<registry::Ledger*> {
        if (network != ledger.network())
            return Error(errors::kUnknownNetwork, "no ledger of " + network);
        return &ledger;
    });
}

TEST(WeidId, ReadsNetworkAndAddress) {
    const std::string address(kAddress);
    for (const std::string network :
         {"l234567abcdefghijklmnopqrstuvwxyz", "101", "a", "-", "e1-ab"}) {
        const std::string text = "did:weid:" + network + ":" + address;
        ASSERT_OK_AND(const WeidId id, parse_weid(did_of(text)));
        EXPECT_EQ(id.network, network);
        EXPECT_EQ(id.address[0], 0x00);
        EXPECT_EQ(id.address[19], 0x33);
        EXPECT_EQ(make_weid(network, id.address).to_string(), text);
    }
    EXPECT_OK(parse_weid(did_of("did:weid:" + std::string(64, 'a') + ":" + address)));
}

TEST(WeidId, RefusesOtherSpellings) {
    const std::string a(kAddress);
    for (const std::string& id : std::vector<std::string>{
             a + "0", "n:" + a + "0", "n:" + a.substr(0, 41), "n:" + a.substr(2),
             "n:0X" + a.substr(2), "n:0x00112233445566778899AABBCCDDEEFF00112233",
             "n:0x00112233445566778899aabbccddeeff0011223g", "N:" + a, "n_m:" + a, "n.m:" + a,
             "n%2d:" + a, ":" + a, "n:m:" + a, "n::" + a, "n:" + a + ":1",
             std::string(65, 'a') + ":" + a, "n"}) {
        EXPECT_CODE(parse_weid(did_of("did:weid:" + id)), errors::kMalformed) << id;
    }
    EXPECT_CODE(parse_weid(did_of("did:weid2:n:" + a)), errors::kMethodUnsupported);
    EXPECT_CODE(parse_weid(did_of("did:weid:" + a)), errors::kNetworkMissing);
}

TEST(WeidId, ReadsTheShortForm) {
    const std::string a(kAddress);
    ASSERT_OK_AND(const WeidId id, parse_any_weid(did_of("did:weid:" + a)));
    EXPECT_EQ(id.network, "");
    EXPECT_EQ(id.address[19], 0x33);
    EXPECT_CODE(parse_any_weid(did_of("did:weid:0x00112233445566778899AABBCCDDEEFF00112233")),
                errors::kMalformed);
    const NetworkNames names{{"", "l2"}, {"101", "l3"}};
    EXPECT_EQ(must(full_weid(did_of("did:weid:" + a), names)).to_string(), "did:weid:l2:" + a);
    EXPECT_EQ(must(full_weid(did_of("did:weid:101:" + a), names)).to_string(), "did:weid:l3:" + a);
    EXPECT_EQ(must(full_weid(did_of("did:weid:l3:" + a), names)).to_string(), "did:weid:l3:" + a);
    EXPECT_CODE(full_weid(did_of("did:weid:" + a), {}), errors::kNetworkMissing);
}

TEST(Weid, IsCreatedAndResolved) {
    TestLedger t;
    const auto owner = controller(1);
    const auto assertion = test::signer_of(crypto::KeyType::ed25519, 3);
    ASSERT_OK_AND(
        const Did did,
        t.registrar.create(*owner,
                           {{assertion->public_key(),
                             {Relationship::assertion_method, Relationship::authentication}}},
                           t.call));
    EXPECT_EQ(did, make_weid(t.ledger->network(), t.address(1)));

    WeidResolver resolver = resolver_on(*t.ledger);
    ASSERT_OK_AND(const Resolution resolution, resolver.resolve(did, t.call));
    const Document& document = resolution.document;
    EXPECT_EQ(document.id(), did);
    const auto* control =
        document.find_method(owner->public_key(), Relationship::capability_invocation);
    ASSERT_NE(control, nullptr);
    EXPECT_EQ(control->id, did.to_string() + "#" + owner->public_key().to_multikey());
    EXPECT_EQ(document.find_method(owner->public_key(), Relationship::assertion_method), nullptr);
    EXPECT_NE(document.find_method(assertion->public_key(), Relationship::assertion_method),
              nullptr);
    EXPECT_NE(document.find_method(assertion->public_key(), Relationship::authentication), nullptr);
    EXPECT_EQ(document.verification_methods().size(), 2U);

    EXPECT_EQ(resolution.metadata.created, t.clock.now());
    EXPECT_EQ(resolution.metadata.updated, t.clock.now());
    EXPECT_EQ(resolution.metadata.version_id, "0");
    EXPECT_FALSE(resolution.metadata.deactivated);
    EXPECT_FALSE(resolution.freshness.has_value());
}

TEST(Weid, ListsAKeyOnceWhoeverNamesIt) {
    TestLedger t;
    const auto owner = controller(1);
    const auto key = test::signer_of(crypto::KeyType::ed25519, 3)->public_key();
    ASSERT_OK_AND(const Did did,
                  t.registrar.create(*owner,
                                     {{owner->public_key(), {Relationship::assertion_method}},
                                      {key, {Relationship::authentication}},
                                      {key, {Relationship::assertion_method}}},
                                     t.call));
    ASSERT_OK_AND(const Resolution resolution, resolver_on(*t.ledger).resolve(did, t.call));
    const Document& document = resolution.document;
    EXPECT_EQ(document.verification_methods().size(), 2U);
    for (const auto relationship :
         {Relationship::capability_invocation, Relationship::assertion_method})
        EXPECT_NE(document.find_method(owner->public_key(), relationship), nullptr);
    for (const auto relationship : {Relationship::authentication, Relationship::assertion_method})
        EXPECT_NE(document.find_method(key, relationship), nullptr);
}

TEST(Weid, RefusesWhatCannotBeCreated) {
    TestLedger t;
    const auto ed25519 = test::signer_of(crypto::KeyType::ed25519, 1);
    EXPECT_CODE(t.registrar.create(*ed25519, {}, t.call), registry::errors::kUnsupportedController);

    std::vector<KeyEntry> keys;
    for (std::uint8_t i = 10; i < 74; ++i)
        keys.push_back({test::signer_of(crypto::KeyType::ed25519, i)->public_key(), {}});
    EXPECT_CODE(t.registrar.create(*controller(1), keys, t.call), errors::kInvalidDocument);
    const Did did = make_weid(t.ledger->network(), t.address(1));
    EXPECT_CODE(resolver_on(*t.ledger).resolve(did, t.call), errors::kNotFound);
    keys.pop_back();
    EXPECT_OK(t.registrar.create(*controller(1), keys, t.call));
    EXPECT_CODE(t.registrar.create(*controller(1), {}, t.call), registry::errors::kIdentityExists);
}

TEST(Weid, IsUpdatedByItsController) {
    TestLedger t;
    const Did did = t.create(1);
    const Timestamp created = t.clock.now();
    t.tick(60);
    const auto key = test::signer_of(crypto::KeyType::p256, 9)->public_key();
    const auto next = make_document(did, {{key, {Relationship::assertion_method}}}).json();
    ASSERT_OK(t.registrar.update(did, next, *controller(1), t.call));

    ASSERT_OK_AND(const Resolution resolution, resolver_on(*t.ledger).resolve(did, t.call));
    EXPECT_EQ(resolution.document.json(), next);
    EXPECT_NE(resolution.document.find_method(key, Relationship::assertion_method), nullptr);
    EXPECT_EQ(resolution.metadata.created, created);
    EXPECT_EQ(resolution.metadata.updated, t.clock.now());
    EXPECT_EQ(resolution.metadata.version_id, "1");
    // The controller need not be listed to go on.
    EXPECT_OK(t.registrar.update(did, next, *controller(1), t.call));
}

TEST(Weid, RefusesUpdatesBeforeAnythingIsSigned) {
    TestLedger t;
    const Did did = t.create(1);
    const Did other = t.create(2);
    const auto document = make_document(did, {}).json();
    EXPECT_CODE(t.registrar.update(did, make_document(other, {}).json(), *controller(1), t.call),
                errors::kInvalidDocument);
    EXPECT_CODE(t.registrar.update(did, test::json_of("{}"), *controller(1), t.call),
                errors::kInvalidDocument);
    EXPECT_CODE(t.registrar.update(did, document, *controller(2), t.call),
                registry::errors::kNotController);
    const Did elsewhere = make_weid("elsewhere", t.address(1));
    EXPECT_CODE(t.registrar.update(elsewhere, document, *controller(1), t.call),
                errors::kWrongLedger);
    EXPECT_CODE(t.registrar.deactivate(elsewhere, *controller(1), t.call), errors::kWrongLedger);
    EXPECT_CODE(t.registrar.deactivate(did_of("did:key:z6Mk"), *controller(1), t.call),
                errors::kMethodUnsupported);
    const Did unborn = make_weid(t.ledger->network(), t.address(7));
    EXPECT_CODE(
        t.registrar.update(unborn, make_document(unborn, {}).json(), *controller(7), t.call),
        registry::errors::kIdentityUnknown);
    ASSERT_OK_AND(const Resolution resolution, resolver_on(*t.ledger).resolve(did, t.call));
    EXPECT_EQ(resolution.metadata.version_id, "0");
}

TEST(Weid, IsDeactivatedForGood) {
    TestLedger t;
    const Did did = t.create(1);
    t.update(did, 1, "second");
    t.tick(60);
    EXPECT_CODE(t.registrar.deactivate(did, *controller(2), t.call),
                registry::errors::kNotController);
    ASSERT_OK(t.registrar.deactivate(did, *controller(1), t.call));

    ASSERT_OK_AND(const Resolution resolution, resolver_on(*t.ledger).resolve(did, t.call));
    EXPECT_TRUE(resolution.metadata.deactivated);
    EXPECT_EQ(resolution.metadata.version_id, "2");
    EXPECT_EQ(resolution.metadata.updated, t.clock.now());
    EXPECT_EQ(resolution.document.json().root().find("note")->string(), "second");
    EXPECT_TRUE(to_resolution_result(resolution).root().find("didDocument")->is_null());

    EXPECT_CODE(t.registrar.update(did, make_document(did, {}).json(), *controller(1), t.call),
                registry::errors::kIdentityDeactivated);
    EXPECT_CODE(t.registrar.deactivate(did, *controller(1), t.call),
                registry::errors::kIdentityDeactivated);
}

TEST(WeidResolver, SaysWhatItCannotFind) {
    TestLedger t;
    TestLedger other(5);
    WeidResolver resolver = resolver_on(*t.ledger);
    EXPECT_CODE(resolver.resolve(make_weid(t.ledger->network(), t.address(9)), t.call),
                errors::kNotFound);
    EXPECT_CODE(resolver.resolve(other.create(1), t.call), errors::kUnknownNetwork);
    EXPECT_CODE(resolver.resolve(did_of("did:key:z6Mk"), t.call), errors::kMethodUnsupported);
    EXPECT_CODE(resolver.resolve(did_of("did:weid:local:0x00"), t.call), errors::kMalformed);

    WeidResolver mistaken(
        [&](const std::string&, Call&) -> Result<registry::Ledger*> { return t.ledger.get(); });
    EXPECT_CODE(mistaken.resolve(make_weid(other.ledger->network(), t.address(1)), t.call),
                errors::kWrongLedger);
}

TEST(WeidResolver, RefusesDocumentsThatTheLedgerDoesNotJudge) {
    TestLedger t;
    registry::DidRegistry raw(*t.ledger, t.clock);
    WeidResolver resolver = resolver_on(*t.ledger);
    const Did did = make_weid(t.ledger->network(), t.address(1));
    const auto record = [&](const std::string& body) {
        return raw.update(t.address(1), to_bytes(as_bytes(body)), *controller(1), t.call);
    };
    const std::string good = json::canonicalize(make_document(did, {}).json().root());

    ASSERT_OK(raw.create(to_bytes(as_bytes("not JSON")), *controller(1), t.call));
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kInvalidDocument);
    ASSERT_OK(record(good));
    EXPECT_OK(resolver.resolve(did, t.call));
    ASSERT_OK(record(" " + good));  // the same document, but not in JCS
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kInvalidDocument);
    ASSERT_OK(record(""));  // must not bring back the document before
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kInvalidDocument);
    ASSERT_OK(record("{}"));
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kInvalidDocument);
    ASSERT_OK(record(json::canonicalize(
        make_document(make_weid(t.ledger->network(), t.address(2)), {}).json().root())));
    EXPECT_CODE(resolver.resolve(did, t.call), errors::kInvalidDocument);
    ASSERT_OK(record(good));
    EXPECT_OK(resolver.resolve(did, t.call));
}

}  // namespace
}  // namespace deed::did
