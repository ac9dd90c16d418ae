#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <utility>

#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::crypto {
namespace {

using test::GivenPassphrase;

class KeyStoreTest : public test::StoreTest {};

TEST_F(KeyStoreTest, TheFirstKeyMakesTheStore) {
    folder_ = dir_ / "config" / "keys";
    const auto store = open_store();
    ASSERT_OK_AND(const KeyInfo first, store->generate("issuer", KeyType::ed25519, call_));
    ASSERT_OK(store->generate("second", KeyType::p256, call_));
    EXPECT_EQ(first.name, "issuer");
    EXPECT_EQ(first.public_key.type(), KeyType::ed25519);
    EXPECT_EQ(first.created.to_string(), "2026-01-02T03:04:05Z");
    EXPECT_EQ(passphrase_.asked_for_new(), std::vector<bool>{true});

    EXPECT_EQ(test::mode_of(folder_), 0700U);
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        files.insert(entry.path().filename().string());
        EXPECT_EQ(test::mode_of(entry.path()), 0600U) << entry.path();
    }
    EXPECT_EQ(files, (std::set<std::string>{".lock", "master.json", "issuer.key.json",
                                            "second.key.json"}));
    // The strength that is promised.
    const std::string master = test::get(folder_ / "master.json");
    EXPECT_NE(master.find(R"("memlimit":67108864,"opslimit":2)"), std::string::npos);
}

TEST_F(KeyStoreTest, EveryKindOfKeySignsAfterReopening) {
    const std::vector<std::pair<std::string, KeyType>> kinds = {
        {"ed", KeyType::ed25519}, {"secp", KeyType::secp256k1}, {"p", KeyType::p256},
        {"p384", KeyType::p384},  {"p521", KeyType::p521},      {"sm", KeyType::sm2}};
    put_example();
    for (const auto& [name, type] : kinds) ASSERT_OK(open_store()->generate(name, type, call_));

    GivenPassphrase again;
    const auto store = open_store(again);
    for (const auto& [name, type] : kinds) {
        ASSERT_OK_AND(const KeyInfo info, store->find(name, call_));
        EXPECT_EQ(info.public_key.type(), type);
        ASSERT_OK_AND(const auto signer, store->signer(name, call_));
        EXPECT_EQ(signer->public_key(), info.public_key);
        ASSERT_OK_AND(const Bytes signature, signer->sign(as_bytes("message"), call_));
        EXPECT_OK(verify(info.public_key, as_bytes("message"), signature));
    }
    EXPECT_EQ(again.asked_for_new(), std::vector<bool>{false});
}

TEST_F(KeyStoreTest, AgreementKeysAreKeptAndSignNothing) {
    ASSERT_OK_AND(const KeyInfo info, open_store()->generate("x", KeyType::x25519, call_));
    ASSERT_OK_AND(const auto signer, open_store()->signer("x", call_));
    EXPECT_EQ(signer->public_key(), info.public_key);
    EXPECT_CODE(signer->sign(as_bytes("message"), call_), errors::kKeyCannotSign);
    for (const KeyType type : {KeyType::rsa, KeyType::bls12381_g1, KeyType::bls12381_g2})
        EXPECT_CODE(open_store()->generate("none", type, call_), errors::kNoPrivateKeys);
}

// The signature of RFC 8032 section 7.1, TEST 1, from a store that another program wrote.
TEST_F(KeyStoreTest, OpensTheStoreOfTheExample) {
    put_example();
    test::put_private(master_, test::kMasterFile);
    ASSERT_OK_AND(const auto signer, open_store()->signer("issuer", call_));
    ASSERT_OK_AND(const Bytes signature, signer->sign({}, call_));
    EXPECT_EQ(hex_encode(signature),
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
              "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST_F(KeyStoreTest, AnAbsentFolderIsAnEmptyStoreAndStaysAbsent) {
    const auto store = open_store();
    ASSERT_OK_AND(const auto keys, store->list(call_));
    EXPECT_TRUE(keys.empty());
    EXPECT_CODE(store->find("issuer", call_), errors::kKeyNotFound);
    EXPECT_CODE(store->signer("issuer", call_), errors::kKeyNotFound);
    EXPECT_CODE(store->seal("c", {}, call_), errors::kNoKeyStore);
    EXPECT_CODE(store->open("c", {}, call_), errors::kNoKeyStore);
    EXPECT_TRUE(passphrase_.asked_for_new().empty());
    EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(KeyStoreTest, ListsByNameWithoutPassphraseAndIgnoresForeignFiles) {
    put_example();
    ASSERT_OK(open_store()->generate("a-key", KeyType::p256, call_));
    ASSERT_OK(open_store()->generate("z.key.json", KeyType::secp256k1, call_));
    for (const char* foreign : {"notes.txt", ".deed-00.tmp", "Upper.key.json", ".key.json",
                                ".x.key.json", "issuer.key.json~"})
        test::put_private(folder_ / foreign, "foreign");

    GivenPassphrase none(errors::kNoPassphrase);
    const auto store = open_store(none);
    ASSERT_OK_AND(const auto keys, store->list(call_));
    ASSERT_EQ(keys.size(), 3U);
    EXPECT_EQ(keys[0].name, "a-key");
    EXPECT_EQ(keys[1].name, "issuer");
    EXPECT_EQ(keys[2].name, "z.key.json");

    ASSERT_OK_AND(const auto found, store->find(keys[2].public_key, call_));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->name, "z.key.json");
    const PublicKey stranger = PrivateKey::generate(KeyType::ed25519).public_key();
    ASSERT_OK_AND(const auto missing, store->find(stranger, call_));
    EXPECT_FALSE(missing.has_value());
    EXPECT_TRUE(none.asked_for_new().empty());
}

TEST_F(KeyStoreTest, NamesAreCheckedAndNeverTakenTwice) {
    put_example();
    const auto store = open_store();
    for (const std::string_view bad : {"", "../x", "A", ".hidden"}) {
        EXPECT_CODE(store->generate(bad, KeyType::ed25519, call_), errors::kBadKeyName);
        EXPECT_CODE(store->find(bad, call_), errors::kBadKeyName);
        EXPECT_CODE(store->signer(bad, call_), errors::kBadKeyName);
    }
    EXPECT_CODE(store->generate("issuer", KeyType::ed25519, call_), errors::kKeyExists);
    EXPECT_TRUE(passphrase_.asked_for_new().empty());
    EXPECT_EQ(test::get(issuer_), test::kKeyFile);
    EXPECT_CODE(store->find("other", call_), errors::kKeyNotFound);
    EXPECT_CODE(store->signer("other", call_), errors::kKeyNotFound);
}

TEST_F(KeyStoreTest, AWrongPassphraseIsNotAskedForTwice) {
    put_example();
    GivenPassphrase wrong("Correct horse battery staple");
    const auto store = open_store(wrong);
    EXPECT_CODE(store->signer("issuer", call_), errors::kWrongPassphrase);
    EXPECT_CODE(store->generate("new", KeyType::ed25519, call_), errors::kWrongPassphrase);
    EXPECT_CODE(store->seal("c", {}, call_), errors::kWrongPassphrase);
    EXPECT_EQ(wrong.asked_for_new().size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "new.key.json"));
}

TEST_F(KeyStoreTest, NeedsAPassphraseThatIsNotEmpty) {
    GivenPassphrase empty("");
    GivenPassphrase none(errors::kNoPassphrase);
    const auto refuse_generating = [&] {
        const auto without = open_store(none);
        const auto with_empty = open_store(empty);
        EXPECT_CODE(without->generate("k", KeyType::ed25519, call_), errors::kNoPassphrase);
        EXPECT_CODE(with_empty->generate("k", KeyType::ed25519, call_), errors::kEmptyPassphrase);
        EXPECT_CODE(with_empty->generate("k", KeyType::ed25519, call_), errors::kEmptyPassphrase);
    };
    refuse_generating();
    EXPECT_FALSE(std::filesystem::exists(folder_));
    put_example();
    refuse_generating();
    EXPECT_CODE(open_store(none)->signer("issuer", call_), errors::kNoPassphrase);
    EXPECT_CODE(open_store(empty)->signer("issuer", call_), errors::kEmptyPassphrase);
    EXPECT_EQ(empty.asked_for_new(), (std::vector<bool>{true, false, false}));
}

TEST_F(KeyStoreTest, AnInterruptedPromptMayBeShownAgain) {
    put_example();
    GivenPassphrase interrupted(deed::errors::kInterrupted);
    const auto store = open_store(interrupted);
    EXPECT_CODE(store->signer("issuer", call_), deed::errors::kInterrupted);
    EXPECT_CODE(store->signer("issuer", call_), deed::errors::kInterrupted);
    EXPECT_EQ(interrupted.asked_for_new().size(), 2U);
}

TEST_F(KeyStoreTest, StopsWhenCancelled) {
    put_example();
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    const auto store = open_store();
    EXPECT_CODE(store->list(call), deed::errors::kInterrupted);
    EXPECT_CODE(store->find("issuer", call), deed::errors::kInterrupted);
    EXPECT_CODE(store->signer("issuer", call), deed::errors::kInterrupted);
    EXPECT_CODE(store->generate("k", KeyType::ed25519, call), deed::errors::kInterrupted);
    EXPECT_CODE(store->seal("c", {}, call), deed::errors::kInterrupted);
    EXPECT_CODE(store->open("c", {}, call), deed::errors::kInterrupted);
    EXPECT_TRUE(passphrase_.asked_for_new().empty());
}

TEST_F(KeyStoreTest, RefusesLoosePermissions) {
    put_example();
    const auto expect_refusal = [&](const std::filesystem::path& path, bool listing) {
        const auto opened = open_store()->signer("issuer", call_);
        ASSERT_EQ(test::code_of(opened), "io.loose_permissions");
        EXPECT_EQ(opened.error().where(), path.string());
        EXPECT_EQ(test::code_of(open_store()->list(call_)), listing ? "io.loose_permissions" : "");
    };
    ASSERT_EQ(::chmod(issuer_.c_str(), 0640), 0);
    expect_refusal(issuer_, true);
    ASSERT_EQ(::chmod(issuer_.c_str(), 0600), 0);
    ASSERT_EQ(::chmod(master_.c_str(), 0604), 0);
    expect_refusal(master_, false);
    EXPECT_CODE(open_store()->generate("k", KeyType::p256, call_), deed::errors::kLoosePermissions);
    ASSERT_EQ(::chmod(master_.c_str(), 0600), 0);
    ASSERT_EQ(::chmod(folder_.c_str(), 0770), 0);
    expect_refusal(folder_, true);
    EXPECT_CODE(open_store()->generate("k", KeyType::p256, call_), deed::errors::kLoosePermissions);
    ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
    EXPECT_OK(open_store()->signer("issuer", call_));
}

}  // namespace
}  // namespace deed::crypto
