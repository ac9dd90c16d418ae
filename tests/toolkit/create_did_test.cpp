#include <gtest/gtest.h>

#include "tests/toolkit/home.hpp"
#include "toolkit/errors.hpp"

namespace deed::test {
namespace {

TEST(CreateDid, MakesKeysLedgerAndDocument) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Reader reader(home.folder.path());
    EXPECT_EQ(home.acme.controller_key, "acme.controller");
    EXPECT_EQ(home.acme.assertion_key, "acme.assertion");

    ASSERT_OK_AND(const crypto::KeyInfo controller, reader->keys().find("acme.controller", call));
    ASSERT_OK_AND(const crypto::KeyInfo assertion, reader->keys().find("acme.assertion", call));
    EXPECT_EQ(controller.public_key.type(), crypto::KeyType::secp256k1);
    EXPECT_EQ(assertion.public_key.type(), crypto::KeyType::ed25519);

    ASSERT_OK_AND(const did::Resolution resolution,
                  reader->resolver().resolve(home.acme.did, call));
    EXPECT_EQ(resolution.document.id(), home.acme.did);
    EXPECT_NE(resolution.document.find_method(assertion.public_key,
                                              did::Relationship::assertion_method),
              nullptr);
    EXPECT_NE(
        resolution.document.find_method(assertion.public_key, did::Relationship::authentication),
        nullptr);
    EXPECT_NE(resolution.document.find_method(controller.public_key,
                                              did::Relationship::capability_invocation),
              nullptr);
    EXPECT_EQ(resolution.document.find_method(controller.public_key,
                                              did::Relationship::assertion_method),
              nullptr);
    EXPECT_FALSE(resolution.freshness) << "the ledger itself answers, not a copy";
}

TEST(CreateDid, RefusesANameWhoseDidIsThere) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Owner owner(home.folder.path());
    const auto again = owner->create_did("acme", call);
    ASSERT_FALSE(again);
    EXPECT_CODE(again, errors::kToolkitDidExists);
    EXPECT_NE(again.error().message().find(home.acme.did.to_string()), std::string::npos)
        << "the error must name the DID that is there";
}

TEST(CreateDid, GoesOnWithAKeyLeftByAnInterruption) {
    Call call;
    const TempDir home;
    const Owner owner(home.path());
    ASSERT_OK_AND(const crypto::KeyInfo left,
                  owner->keys().generate("acme.controller", crypto::KeyType::secp256k1, call));
    ASSERT_OK_AND(const CreatedDid created, owner->create_did("acme", call));
    ASSERT_OK_AND(const did::WeidId id, did::parse_weid(created.did));
    ASSERT_OK_AND(const registry::Address address, registry::address_of(left.public_key));
    EXPECT_EQ(id.address, address) << "the key that was left must be the controller";
    EXPECT_EQ(owner.passphrases.asked, 1) << "one passphrase must do for the whole command";
}

TEST(CreateDid, GoesOnWithALogKeyWithoutLedger) {
    Call call;
    const TempDir home;
    const Owner owner(home.path());
    ASSERT_OK_AND(const crypto::KeyInfo log,
                  owner->keys().generate("log.local", crypto::KeyType::ed25519, call));
    ASSERT_OK(owner->create_did("acme", call));
    ASSERT_OK_AND(registry::LogLedger * ledger, owner->readable_ledger("local", call));
    EXPECT_EQ(ledger->verifier_key().key(), log.public_key);
}

TEST(CreateDid, GoesOnWithKeysAndLedgerButNoRegistration) {
    Call call;
    const TempDir home;
    {
        const Owner owner(home.path());
        ASSERT_OK(owner->keys().generate("acme.controller", crypto::KeyType::secp256k1, call));
        ASSERT_OK(owner->keys().generate("acme.assertion", crypto::KeyType::ed25519, call));
        ASSERT_OK(owner->ensure_ledger(call));
        ASSERT_OK_AND(const auto none, owner->own_dids(call));
        EXPECT_TRUE(none.empty()) << "a key that controls no registered DID is not a DID";
    }
    const Owner later(home.path());
    ASSERT_OK_AND(const CreatedDid created, later->create_did("acme", call));
    ASSERT_OK_AND(const did::Did own, later->own_did("acme", call));
    EXPECT_EQ(own, created.did);
}

TEST(CreateDid, RefusesAKeyOfAnotherType) {
    Call call;
    const TempDir home;
    const Owner owner(home.path());
    ASSERT_OK(owner->keys().generate("acme.controller", crypto::KeyType::ed25519, call));
    EXPECT_CODE(owner->create_did("acme", call), errors::kToolkitKeyTypeTaken);
    EXPECT_FALSE(std::filesystem::exists(home / "ledgers")) << "no ledger may be left behind";
}

TEST(CreateDid, UsesTheConfiguredLedger) {
    Call call;
    const CopiedHome home;
    const Owner owner(home.folder.path(), "archive");
    ASSERT_OK_AND(const CreatedDid created, owner->create_did("acme", call));
    EXPECT_NE(created.did, SharedHome::get().acme.did) << "another ledger is another network";
    ASSERT_OK_AND(const auto own, owner->own_dids(call));
    ASSERT_EQ(own.size(), 1U) << "DIDs of other ledgers are not those of this one";
    EXPECT_EQ(own[0].did, created.did);

    // Both ledgers can be read, whichever is configured.
    EXPECT_OK(owner->resolver().resolve(created.did, call));
    EXPECT_OK(owner->resolver().resolve(SharedHome::get().acme.did, call));
}

}  // namespace
}  // namespace deed::test
