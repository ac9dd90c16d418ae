#include <gtest/gtest.h>

#include "credentials/issue.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/key_reference_file.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/io/file.hpp"
#include "lib/pkcs11/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "tests/support/tokens/soft_token.hpp"
#include "tests/toolkit/backup_support.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/key_rotation.hpp"
#include "toolkit/key_sources.hpp"

namespace deed::test {
namespace {

using crypto::KeyReference;
using crypto::KeyType;

class TypedPin final : public pkcs11::PinSource {
public:
    Result<crypto::SecretBytes> pin(std::string_view, Call&) override {
        ++asked;
        return crypto::SecretBytes::copy_of(as_bytes(SoftToken::kPin));
    }
    int asked = 0;
};

KeyReference reference(const std::string& text) {
    auto parsed = KeyReference::parse(text);
    EXPECT_OK(parsed);
    return std::move(parsed).value();
}

class NoKeyPassphrase final : public crypto::KeyFilePassphrases {
public:
    Result<crypto::SecretBytes> passphrase(const std::string&, Call&) override {
        ADD_FAILURE() << "a passphrase was asked for";
        return crypto::SecretBytes();
    }
};

/// A home whose keys may be in a token.
struct Home {
    explicit Home(const std::filesystem::path& folder) {
        auto opened = Toolkit::open(config_in(folder), passphrases, clock,
                                    key_sources(pins, key_passphrases));
        EXPECT_OK(opened);
        toolkit = std::move(opened).value();
    }
    Toolkit* operator->() const { return toolkit.get(); }

    TypedPin pins;
    NoKeyPassphrase key_passphrases;
    TypedPassphrase passphrases;
    SystemClock clock;
    std::unique_ptr<Toolkit> toolkit;
};

TEST(KeysElsewhere, ADidLivesInAToken) {
    const SoftToken token;
    token.generate(KeyType::secp256k1, "control", 1);
    token.generate(KeyType::ed25519, "signing", 2);
    token.generate(KeyType::secp256k1, "control-next", 3);
    token.generate(KeyType::ed25519, "log", 4);
    const TempDir folder;
    Call call;
    const Home home(folder.path());

    ASSERT_OK(home->add_key("log.local", reference(token.uri("log")), call));
    CreateOptions options;
    options.controller = reference(token.uri("control"));
    options.assertion = reference(token.uri("signing"));
    ASSERT_OK_AND(const CreatedDid created, home->create_did("bank", options, call));
    EXPECT_EQ(created.controller_key, "bank.controller");
    EXPECT_EQ(home.pins.asked, 1);
    EXPECT_EQ(home.passphrases.asked, 0) << "no key is in the store, not even the log's";

    ASSERT_OK_AND(const crypto::KeyInfo signing, home->keys().find("bank.assertion", call));
    EXPECT_EQ(signing.reference, options.assertion);
    ASSERT_OK_AND(const auto signer,
                  home->signer_for(created.did, did::Relationship::assertion_method, call));
    EXPECT_EQ(signer->public_key(), signing.public_key);
    ASSERT_OK_AND(const Bytes signature, signer->sign(as_bytes("degree"), call));
    EXPECT_OK(crypto::verify(signing.public_key, as_bytes("degree"), signature));

    RotateOptions rotation;
    rotation.new_key = reference(token.uri("control-next"));
    ASSERT_OK_AND(const RotatedDid rotated, rotate_did(*home.toolkit, created.did, rotation, call));
    EXPECT_EQ(rotated.controller_key, "bank.controller-2");
    ASSERT_OK_AND(const auto controller, home->controller_of(created.did, call));
    ASSERT_OK_AND(const crypto::KeyInfo next, home->keys().find("bank.controller-2", call));
    EXPECT_EQ(controller->public_key(), next.public_key);
    ASSERT_OK_AND(const did::Did own, home->own_did("bank", call));
    EXPECT_EQ(own, created.did);

    // The same command, after an interruption that it does not know of.
    EXPECT_CODE(home->create_did("bank", options, call), errors::kToolkitDidExists);
}

TEST(KeysElsewhere, TheGivenKeyMustBeListed) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    const CopiedHome copied;
    Call call;
    const Home home(copied.folder.path());
    const did::Did acme = SharedHome::get().acme.did;
    const auto given = reference(token.uri("signing"));
    const auto assertion = did::Relationship::assertion_method;
    EXPECT_CODE(home->signer_for(acme, assertion, given, call), errors::kToolkitKeyNotListed);
    EXPECT_EQ(home.pins.asked, 0);

    ASSERT_OK_AND(const crypto::PublicKey key, home->public_key(given, call));
    const did::KeyEntry entry{key, {assertion}};
    ASSERT_OK(edit_did(
        *home.toolkit, acme,
        [&](const did::Document& document) { return did::with_key(document, entry); }, call));
    ASSERT_OK_AND(const auto signer, home->signer_for(acme, assertion, given, call));
    EXPECT_EQ(signer->public_key(), key);
    ASSERT_OK_AND(const auto own,
                  home->signer_for(acme, assertion, reference("acme.assertion"), call));
    EXPECT_FALSE(own->public_key() == key);
    EXPECT_CODE(home->signer_for(acme, assertion, reference("bureau.assertion"), call),
                errors::kToolkitKeyNotListed);
    EXPECT_CODE(home->signer_for(acme, assertion, reference("nobody"), call),
                crypto::errors::kKeyNotFound);
}

TEST(KeysElsewhere, AKeyThatSomebodyPlantedIsNotPublished) {
    const SoftToken token;
    token.generate(KeyType::ed25519, "signing", 1);
    token.generate(KeyType::ed25519, "attacker", 9);
    token.forget_public_key("signing");
    token.plant_public_key("attacker", "signing", 1);
    const CopiedHome copied;
    Call call;
    const Home home(copied.folder.path());
    const auto planted = reference(token.uri("signing"));
    ASSERT_OK(home->public_key(planted, call));  // the token shows it

    EXPECT_CODE(home->proven_key(planted, call), pkcs11::errors::kWrongSignature);
    EXPECT_CODE(home->add_key("signing", planted, call), pkcs11::errors::kWrongSignature);
    CreateOptions options;
    options.assertion = planted;
    EXPECT_CODE(home->create_did("bank", options, call), pkcs11::errors::kWrongSignature);
    EXPECT_CODE(rotate_key(*home.toolkit, "acme.assertion", {.new_key = planted}, call),
                pkcs11::errors::kWrongSignature);
}

TEST(KeysElsewhere, ThePairIsTakenAndNotAnotherPublicKeyOfTheSameLabel) {
    const SoftToken token;
    token.generate(KeyType::ed25519, "signing", 1);
    token.generate(KeyType::ed25519, "attacker", 9);
    token.plant_public_key("signing", "real", 1);
    token.forget_public_key("signing");
    token.plant_public_key("attacker", "signing", 9);
    const TempDir folder;
    Call call;
    const Home home(folder.path());
    ASSERT_OK_AND(const auto shown, home->public_key(reference(token.uri("signing")), call));
    ASSERT_OK_AND(const auto added, home->add_key("key", reference(token.uri("signing")), call));
    EXPECT_FALSE(added.public_key == shown);
    ASSERT_OK_AND(const auto real, home->public_key(reference(token.uri("real")), call));
    EXPECT_EQ(added.public_key, real);
}

TEST(KeysElsewhere, AReferenceDoesNotTakeTheStoredKeysPlace) {
    const CopiedHome copied;
    Call call;
    const Home home(copied.folder.path());
    // As somebody may have put it into a backup: a name that sorts before the stored key's.
    ASSERT_OK_AND(crypto::KeyInfo key, home->keys().find("acme.assertion", call));
    key.name = "aaa";
    key.reference = reference("remote:unix:/nonexistent/deed.sock#key");
    ASSERT_OK(write_file_durably(copied.folder / "keys/aaa.ref.json",
                                 as_bytes(crypto::key_reference_file::print(key)), 0600,
                                 Existing::refuse));
    ASSERT_OK_AND(const auto signer, home->signer_for(SharedHome::get().acme.did,
                                                      did::Relationship::assertion_method, call));
    EXPECT_OK(signer->sign(as_bytes("degree"), call));
}

TEST(KeysElsewhere, ADamagedReferenceCostsItsOwnNameOnly) {
    const CopiedHome copied;
    Call call;
    const Home home(copied.folder.path());
    const auto damage = [&](const std::string& name) {
        return write_file_durably(copied.folder / "keys" / (name + ".ref.json"), as_bytes("{}"),
                                  0600, Existing::refuse);
    };
    ASSERT_OK(damage("broken"));
    EXPECT_OK(home->own_did("acme", call));
    EXPECT_OK(home->own_dids(call));
    ASSERT_OK_AND(const auto damaged, home->damaged_keys(call));
    EXPECT_EQ(damaged.size(), 1u);
    const TempDir place;
    EXPECT_CODE(back_up(copied.folder.path(), place / "backup"),
                crypto::errors::kKeyReferenceDamaged);
    // Which DID is meant where none is named, and which ones list a key, cannot be told any more.
    ASSERT_OK(damage("bank.controller"));
    EXPECT_OK(home->own_did("acme", call));
    EXPECT_CODE(home->own_did("bank", call), crypto::errors::kKeyReferenceDamaged);
    EXPECT_CODE(home->own_did("", call), crypto::errors::kKeyReferenceDamaged);
    EXPECT_CODE(rotate_key(*home.toolkit, "acme.assertion", {}, call),
                crypto::errors::kKeyReferenceDamaged);
}

TEST(KeysElsewhere, OnlySomeKeysControlADid) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    const CopiedHome copied;
    Call call;
    const Home home(copied.folder.path());
    CreateOptions options;
    options.controller = reference(token.uri("signing"));
    EXPECT_CODE(home->create_did("bank", options, call), errors::kToolkitNotAController);
    RotateOptions rotation;
    rotation.new_key = options.controller;
    EXPECT_CODE(rotate_did(*home.toolkit, SharedHome::get().acme.did, rotation, call),
                errors::kToolkitNotAController);
    options = {};
    options.controller = reference("acme.controller");
    EXPECT_CODE(home->create_did("bureau", options, call), crypto::errors::kKeyExists);
}

TEST(KeysElsewhere, ABackupKnowsWhereTheyAre) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    const CopiedHome copied;
    Call call;
    const Home home(copied.folder.path());
    ASSERT_OK_AND(const crypto::KeyInfo key,
                  home->add_key("token", reference(token.uri("signing")), call));
    const TempDir place;
    ASSERT_OK_AND(const BackupContents contents, back_up(copied.folder.path(), place / "backup"));
    ASSERT_OK_AND(const BackupContents checked, check(place / "backup"));
    EXPECT_EQ(checked, contents);
    ASSERT_OK_AND(const RestoreOutcome outcome, restore(place / "backup", place / "home"));
    ASSERT_EQ(outcome.references.size(), 1u);
    EXPECT_EQ(outcome.references[0].name, "token");
    EXPECT_EQ(outcome.references[0].reference, key.reference);
    const Home restored(place / "home");
    ASSERT_OK_AND(const crypto::KeyInfo found, restored->keys().find("token", call));
    EXPECT_EQ(found.reference, key.reference);
    ASSERT_OK_AND(const auto signer, restored->keys().signer("token", call));
    EXPECT_EQ(signer->public_key(), key.public_key);
}

}  // namespace
}  // namespace deed::test
