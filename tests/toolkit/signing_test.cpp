#include <gtest/gtest.h>

#include "did/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/errors.hpp"

namespace deed::test {
namespace {

/// The keys of another person, the ledgers of this one.
Config with_other_keys(const std::filesystem::path& home, const std::filesystem::path& keys) {
    Config config = config_in(home);
    config.key_folder = keys;
    return config;
}

did::Did unregistered_beside(const did::Did& known) {
    auto id = did::parse_weid(known);
    EXPECT_OK(id);
    id->address.fill(0x11);
    return did::make_weid(id->network, id->address);
}

did::Did parsed(std::string_view text) {
    auto did = did::Did::parse(text);
    EXPECT_OK(did);
    return std::move(did).value();
}

TEST(ControllerOf, IsTheKeyThatMadeTheDid) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Owner owner(home.folder.path());
    ASSERT_OK_AND(const auto signer, owner->controller_of(home.acme.did, call));
    ASSERT_OK_AND(const did::WeidId id, did::parse_weid(home.acme.did));
    ASSERT_OK_AND(const registry::Address address, registry::address_of(signer->public_key()));
    EXPECT_EQ(address, id.address);
}

TEST(ControllerOf, RefusesWhatItCannotControl) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Reader reader(home.folder.path());
    EXPECT_CODE(reader->controller_of(unregistered_beside(home.acme.did), call),
                did::errors::kNotFound);
    // W3C's did:key example: a method that no ledger controls.
    EXPECT_CODE(reader->controller_of(
                    parsed("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"), call),
                did::errors::kMethodUnsupported);
    EXPECT_CODE(
        reader->controller_of(parsed("did:weid:l" + std::string(32, 'a') + ":0x" +
                                     std::string(40, '0')),
                              call),
        did::errors::kUnknownNetwork);
    const TempDir other;
    const Reader stranger(with_other_keys(home.folder.path(), other / "keys"));
    EXPECT_CODE(stranger->controller_of(home.acme.did, call), errors::kToolkitNoControllerKey);
}

TEST(WritableLedger, NeedsTheKeyOfItsLog) {
    Call call;
    const TempDir other;
    const Reader stranger(with_other_keys(SharedHome::get().folder.path(), other / "keys"));
    EXPECT_CODE(stranger->writable_ledger(call), errors::kToolkitNoLogKey);
    EXPECT_CODE(stranger->ensure_ledger(call), errors::kToolkitNoLogKey);
    EXPECT_TRUE(std::filesystem::is_empty(other.path())) << "no key may be made for it";
}

TEST(ControllerOf, WrongPassphraseIsSaid) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Owner owner(home.folder.path(), "local", TypedPassphrase("wrong horse"));
    EXPECT_CODE(owner->controller_of(home.acme.did, call), crypto::errors::kWrongPassphrase);
    EXPECT_CODE(owner->create_did("third", call), crypto::errors::kWrongPassphrase);
    EXPECT_FALSE(std::filesystem::exists(home.folder / "keys" / "third.controller.key.json"));
}

TEST(SignerFor, IsAKeyListedForTheRelationship) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Owner owner(home.folder.path());
    ASSERT_OK_AND(const crypto::KeyInfo assertion, owner->keys().find("acme.assertion", call));
    ASSERT_OK_AND(
        const auto signer,
        owner->signer_for(home.acme.did, did::Relationship::assertion_method, call));
    EXPECT_EQ(signer->public_key(), assertion.public_key);

    ASSERT_OK_AND(const crypto::KeyInfo controller, owner->keys().find("acme.controller", call));
    ASSERT_OK_AND(
        const auto invoker,
        owner->signer_for(home.acme.did, did::Relationship::capability_invocation, call));
    EXPECT_EQ(invoker->public_key(), controller.public_key);
}

TEST(SignerFor, WorksForDidKey) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Owner owner(home.folder.path());
    ASSERT_OK_AND(const crypto::KeyInfo key, owner->keys().find("bureau.assertion", call));
    ASSERT_OK_AND(const auto signer,
                  owner->signer_for(did::did_key_of(key.public_key),
                                    did::Relationship::assertion_method, call));
    EXPECT_EQ(signer->public_key(), key.public_key);
}

TEST(SignerFor, RefusesWhereNoKeyIsListed) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Reader reader(home.folder.path());
    EXPECT_CODE(reader->signer_for(home.acme.did, did::Relationship::key_agreement, call),
                errors::kToolkitNoListedKey);
    EXPECT_CODE(reader->signer_for(
                    parsed("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"),
                    did::Relationship::assertion_method, call),
                errors::kToolkitNoListedKey);
    EXPECT_CODE(reader->signer_for(unregistered_beside(home.acme.did),
                                   did::Relationship::assertion_method, call),
                did::errors::kNotFound);
    EXPECT_CODE(reader->signer_for(parsed("did:example:alice"),
                                   did::Relationship::assertion_method, call),
                did::errors::kMethodUnsupported);
}

}  // namespace
}  // namespace deed::test
