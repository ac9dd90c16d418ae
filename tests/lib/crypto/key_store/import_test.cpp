// Keys that come from elsewhere, and that go there.

#include "lib/crypto/errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::test {
namespace {

namespace errors = crypto::errors;
using crypto::KeyType;
using crypto::PrivateKey;

class ImportTest : public StoreTest {
protected:
    Result<PrivateKey> exported(crypto::KeyStore& store, std::string_view name) {
        return store.export_key(crypto::SecretAccessForOpened::get(), name, call_);
    }
};

TEST_F(ImportTest, EveryTypeIsKeptAndComesBack) {
    const auto store = open_store();
    for (const KeyType type : {KeyType::ed25519, KeyType::secp256k1, KeyType::p256}) {
        std::string name(crypto::to_string(type));
        for (char& c : name) c = static_cast<char>(std::tolower(c));
        const PrivateKey key = PrivateKey::generate(type);
        ASSERT_OK_AND(const auto info, store->import_key(name, key, call_));
        EXPECT_EQ(info.public_key, key.public_key());
        EXPECT_EQ(mode_of(folder_ / (name + ".key.json")), 0600U);
        ASSERT_OK_AND(const PrivateKey back, exported(*open_store(), name));
        EXPECT_EQ(text_of(back.raw()), text_of(key.raw()));
        ASSERT_OK_AND(const auto signer, open_store()->signer(name, call_));
        EXPECT_EQ(signer->public_key(), key.public_key());
    }
}

TEST_F(ImportTest, TheFirstKeyMakesTheStore) {
    ASSERT_OK(open_store()->import_key("first", PrivateKey::generate(KeyType::ed25519), call_));
    EXPECT_EQ(passphrase_.asked_for_new(), std::vector<bool>{true});
}

TEST_F(ImportTest, Refusals) {
    put_example();
    const auto store = open_store();
    const PrivateKey key = PrivateKey::generate(KeyType::ed25519);
    const std::string before = get(issuer_);
    EXPECT_CODE(store->import_key("issuer", key, call_), errors::kKeyExists);
    EXPECT_EQ(get(issuer_), before);
    EXPECT_CODE(store->import_key("Issuer", key, call_), errors::kBadKeyName);
    EXPECT_TRUE(passphrase_.asked_for_new().empty());
    EXPECT_CODE(exported(*store, "nobody"), errors::kKeyNotFound);
    EXPECT_CODE(exported(*store, "../issuer"), errors::kBadKeyName);
    GivenPassphrase wrong("wrong");
    EXPECT_CODE(exported(*open_store(wrong), "issuer"), errors::kWrongPassphrase);
    EXPECT_CODE(open_store(wrong)->import_key("second", key, call_), errors::kWrongPassphrase);
    ASSERT_OK_AND(const PrivateKey issuer, exported(*store, "issuer"));
    // RFC 8032 section 7.1, TEST 1, as specs/key-store.md has it.
    EXPECT_EQ(hex_encode(issuer.raw().reveal(crypto::SecretAccessForOpened::get())),
              "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

TEST_F(ImportTest, AChangedFileIsNotExported) {
    put_example();
    put_private(issuer_, replaced(get(issuer_), "qY751g", "rY751g"));
    EXPECT_CODE(exported(*open_store(), "issuer"), errors::kKeyStoreDamaged);
}

}  // namespace
}  // namespace deed::test
