#include <string>

#include "did/document_edit.hpp"
#include "did/errors.hpp"
#include "did/methods/weid_export.hpp"
#include "lib/json/jcs.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/did/methods/weid_support.hpp"

namespace deed::did {
namespace {

using test::controller;
using test::must;
using test::TestLedger;
using test::time_of;

crypto::PublicKey key(std::uint8_t byte) {
    return test::signer_of(crypto::KeyType::ed25519, byte)->public_key();
}

WeidResolver resolver_on(registry::Ledger& ledger, NetworkNames names = {}) {
    return WeidResolver(
        [&ledger](const std::string& network, Call&) -> Result<registry::Ledger*> {
            if (network != ledger.network())
                return Error(errors::kUnknownNetwork, "no ledger of " + network);
            return &ledger;
        },
        nullptr, std::move(names));
}

class WeidLife : public testing::Test {
protected:
    Resolution resolve(const ResolveOptions& options = {}) {
        return must(resolver_.resolve(did_, options, t_.call));
    }
    History history() { return must(resolver_.history(did_, t_.call)); }
    json::Document listing(std::vector<KeyEntry> keys) { return make_document(did_, keys).json(); }
    Did elsewhere() { return make_weid("elsewhere", t_.address(1)); }

    TestLedger t_;
    Did did_ = t_.create(1);
    WeidResolver resolver_ = resolver_on(*t_.ledger);
};

TEST_F(WeidLife, RotatesAndKeepsItsName) {
    t_.tick(60);
    const auto next = listing({{key(5), {Relationship::assertion_method}}});
    ASSERT_OK(t_.registrar.rotate(did_, next, {*controller(2), controller(1).get()}, t_.call));
    EXPECT_EQ(resolve().document.json(), next);
    EXPECT_EQ(resolve().metadata.version_id, "1");
    t_.tick(60);
    ASSERT_OK(
        t_.registrar.rotate(did_, std::nullopt, {*controller(3), controller(2).get()}, t_.call));
    // The last document stays where the rotation brings none.
    EXPECT_EQ(resolve().document.json(), next);
    EXPECT_EQ(resolve().metadata.updated, t_.clock.now());
    const History life = history();
    EXPECT_EQ(life.versions.at(1).kind, Version::Kind::rotated);
    EXPECT_EQ(life.versions.at(2).document->json(), next);
    EXPECT_CODE(t_.registrar.update(did_, next, *controller(1), t_.call),
                registry::errors::kNotController);
    EXPECT_OK(t_.registrar.update(did_, next, *controller(3), t_.call));
}

TEST_F(WeidLife, RefusesADocumentUnfitForARotation) {
    EXPECT_CODE(t_.registrar.rotate(did_, test::json_of("{}"),
                                    {*controller(2), controller(1).get()}, t_.call),
                errors::kInvalidDocument);
    EXPECT_CODE(t_.registrar.rotate(elsewhere(), std::nullopt,
                                    {*controller(2), controller(1).get()}, t_.call),
                errors::kWrongLedger);
}

TEST_F(WeidLife, APreRotatedDidIsSavedFromAThief) {
    const Did did = must(t_.registrar.create(
        *controller(4), {}, t_.call, {{}, registry::commitment_to(controller(5)->public_key())}));
    const auto thief = controller(4);
    EXPECT_CODE(t_.registrar.rotate(did, std::nullopt, {*controller(9), thief.get()}, t_.call),
                registry::errors::kNotCommittedKey);
    EXPECT_CODE(t_.registrar.deactivate(did, *thief, t_.call), registry::errors::kNotCommittedKey);
    EXPECT_CODE(t_.registrar.move(did, elsewhere(), *thief, t_.call),
                registry::errors::kNotCommittedKey);
    ASSERT_OK(t_.registrar.rotate(did, std::nullopt, {*controller(5), nullptr}, t_.call));
    EXPECT_CODE(t_.registrar.update(did, make_document(did, {}).json(), *thief, t_.call),
                registry::errors::kNotController);
}

TEST_F(WeidLife, ACompromisedKeyNeverComesBack) {
    t_.tick(600);
    const Timestamp since = t_.clock.now().plus_seconds(-300);
    const auto rest = listing({{key(7), {Relationship::assertion_method}}});
    // create() listed key(1).
    const auto kept = listing({{key(1), {Relationship::assertion_method}}});
    EXPECT_CODE(t_.registrar.compromise(did_, {{key(1), since}}, kept, *controller(1), t_.call),
                errors::kCompromisedKey);
    ASSERT_OK(t_.registrar.compromise(did_, {{key(1), since}}, rest, *controller(1), t_.call));
    EXPECT_CODE(t_.registrar.update(did_, kept, *controller(1), t_.call), errors::kCompromisedKey);
    EXPECT_CODE(t_.registrar.rotate(did_, kept, {*controller(2), controller(1).get()}, t_.call),
                errors::kCompromisedKey);
    EXPECT_CODE(t_.registrar.compromise(did_, {{key(7), t_.clock.now().plus_seconds(9)}},
                                        listing({}), *controller(1), t_.call),
                registry::errors::kSinceInFuture);
    EXPECT_CODE(t_.registrar.compromise(did_, {{key(7), since}}, test::json_of("{}"),
                                        *controller(1), t_.call),
                errors::kInvalidDocument);

    const History life = history();
    EXPECT_EQ(life.versions.back().kind, Version::Kind::compromised);
    ASSERT_NE(life.compromise_of(key(1)), nullptr);
    EXPECT_EQ(life.compromise_of(key(1))->since, since);
    EXPECT_EQ(life.compromise_of(key(1))->declared, t_.clock.now());
    EXPECT_EQ(life.compromise_of(key(7)), nullptr);
    // In the version that listed it, it is revoked from then on.
    const Resolution first = resolve({"0", {}});
    EXPECT_EQ(first.document.find_method(key(1), Relationship::assertion_method)->revoked, since);
}

TEST_F(WeidLife, AKeyThatALedgerHoldsAgainStaysCompromised) {
    t_.tick(600);
    const Timestamp since = t_.clock.now().plus_seconds(-300);
    ASSERT_OK(
        t_.registrar.compromise(did_, {{key(1), since}}, listing({}), *controller(1), t_.call));
    // A ledger looks into no document; another registrar may have looked less closely too.
    registry::DidRegistry registry(*t_.ledger, t_.clock);
    const auto relisted = listing({{key(1), {Relationship::assertion_method}}});
    ASSERT_OK(registry.update(t_.address(1),
                              to_bytes(as_bytes(json::canonicalize(relisted.root()))),
                              *controller(1), t_.call));
    const Resolution now = resolve();
    EXPECT_EQ(now.document.find_method(key(1), Relationship::assertion_method)->revoked, since);
    const WeidExport exported =
        must(WeidExport::parse(must(export_weid(*t_.ledger, did_, t_.clock, t_.call)).root()));
    EXPECT_EQ(must(exported.resolution())
                  .document.find_method(key(1), Relationship::assertion_method)
                  ->revoked,
              since);
    EXPECT_EQ(must(exported.history()).compromises.size(), 1U);
}

TEST_F(WeidLife, SaysSinceEverAs1970) {
    ASSERT_OK(t_.registrar.compromise(did_, {{key(1), time_of("1066-10-14T00:00:00Z")}},
                                      listing({}), *controller(1), t_.call));
    EXPECT_EQ(history().compromise_of(key(1))->since, time_of("1970-01-01T00:00:00Z"));
}

TEST_F(WeidLife, MovesAndStillResolves) {
    for (const std::string bad : {"did:key:z6Mk", "did:example:1", "did:weid:elsewhere:0x00"})
        EXPECT_CODE(t_.registrar.move(did_, must(Did::parse(bad)), *controller(1), t_.call),
                    errors::kBadSuccessor);
    const Did same = make_weid(t_.ledger->network(), t_.address(9));
    EXPECT_CODE(t_.registrar.move(did_, same, *controller(1), t_.call), errors::kBadSuccessor);
    const Did shortened = must(Did::parse("did:weid:" + registry::to_string(t_.address(9))));
    EXPECT_CODE(t_.registrar.move(did_, shortened, *controller(1), t_.call), errors::kBadSuccessor);

    const auto before = resolve().document.json();
    t_.tick(60);
    ASSERT_OK(t_.registrar.move(did_, elsewhere(), *controller(1), t_.call));
    const Resolution moved = resolve();
    EXPECT_EQ(moved.metadata.canonical_id, elsewhere().to_string());
    EXPECT_FALSE(moved.metadata.deactivated);
    EXPECT_EQ(moved.document.json(), before);
    EXPECT_EQ(to_resolution_result(moved)
                  .root()
                  .find("didDocumentMetadata")
                  ->find("canonicalId")
                  ->string(),
              elsewhere().to_string());
    EXPECT_FALSE(resolve({"0", {}}).metadata.canonical_id);
    EXPECT_EQ(history().versions.back().kind, Version::Kind::moved);
    EXPECT_EQ(history().versions.back().document->json(), before);
    EXPECT_CODE(t_.registrar.update(did_, before, *controller(1), t_.call),
                registry::errors::kIdentityMoved);
}

TEST_F(WeidLife, BelievesNoSuccessorThatTheMethodDoesNotKnow) {
    registry::DidRegistry registry(*t_.ledger, t_.clock);
    ASSERT_OK(registry.move(t_.address(1), "did:web:thief.example", *controller(1), t_.call));
    EXPECT_FALSE(resolve().metadata.canonical_id);
}

TEST_F(WeidLife, FailsOnWhatWasPreparedBefore) {
    const auto document = listing({});
    ASSERT_OK(t_.registrar.update(did_, document, *controller(1), t_.call, {1, {}}));
    EXPECT_CODE(t_.registrar.update(did_, document, *controller(1), t_.call, {1, {}}),
                registry::errors::kSequenceConflict);
    EXPECT_CODE(t_.registrar.compromise(did_, {{key(1), t_.clock.now()}}, document, *controller(1),
                                        t_.call, {1, {}}),
                registry::errors::kSequenceConflict);
    EXPECT_OK(t_.registrar.deactivate(did_, *controller(1), t_.call, {2, {}}));
}

TEST_F(WeidLife, ResolvesOtherNamesOfItsNetwork) {
    const std::string address = registry::to_string(t_.address(1));
    const Did shortened = must(Did::parse("did:weid:" + address));
    const Did foreign = must(Did::parse("did:weid:101:" + address));
    EXPECT_CODE(resolver_.resolve(shortened, t_.call), errors::kNetworkMissing);
    EXPECT_CODE(resolver_.history(shortened, t_.call), errors::kNetworkMissing);
    const auto unknown = resolver_.resolve(foreign, t_.call);
    EXPECT_CODE(unknown, errors::kUnknownNetwork);
    EXPECT_NE(unknown.error().message().find("101"), std::string::npos);

    WeidResolver named =
        resolver_on(*t_.ledger, {{"", t_.ledger->network()}, {"101", t_.ledger->network()}});
    for (const Did& other : {shortened, foreign}) {
        ASSERT_OK_AND(const Resolution resolution, named.resolve(other, t_.call));
        EXPECT_EQ(resolution.document.id(), did_);
        EXPECT_EQ(resolution.metadata.canonical_id, did_.to_string());
        EXPECT_EQ(resolution.metadata.equivalent_id, std::vector{did_.to_string()});
        EXPECT_OK(named.history(other, t_.call));
    }
    EXPECT_FALSE(must(named.resolve(did_, t_.call)).metadata.canonical_id);
}

}  // namespace
}  // namespace deed::did
