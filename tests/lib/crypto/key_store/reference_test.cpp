#include <gtest/gtest.h>

#include <fstream>

#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/key_reference_file.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/referenced_key_store.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {
namespace {

using crypto::KeyPlace;
using crypto::KeyReference;
using crypto::KeyType;
namespace errors = crypto::errors;

class OnePassphrase final : public crypto::PassphraseSource {
public:
    Result<crypto::SecretBytes> passphrase(bool, Call&) override {
        return crypto::SecretBytes::copy_of(as_bytes("correct horse"));
    }
};

/// A place with one key, whatever the reference says.
class OneKey final : public crypto::KeySource {
public:
    explicit OneKey(std::uint8_t byte) : byte_(byte) {}
    Result<crypto::PublicKey> public_key(const KeyReference&, Call&) override {
        return signer_of(KeyType::ed25519, byte_)->public_key();
    }
    Result<std::unique_ptr<crypto::Signer>> signer(const KeyReference& reference,
                                                   const std::optional<crypto::PublicKey>& known,
                                                   Call&) override {
        last_reference = reference.to_string();
        last_known = known;
        return signer_of(KeyType::ed25519, byte_);
    }
    std::string last_reference;
    std::optional<crypto::PublicKey> last_known;

private:
    std::uint8_t byte_;
};

KeyReference reference(std::string_view text) { return must(KeyReference::parse(text)); }

struct Store {
    explicit Store(const std::filesystem::path& folder, std::uint8_t token_key = 7)
        : keys(crypto::open_key_store(folder, passphrases, clock), folder, sources(token_key),
               clock) {}
    crypto::KeySources sources(std::uint8_t token_key) {
        auto made = std::make_unique<OneKey>(token_key);
        token = made.get();
        return {.pkcs11 = std::move(made)};
    }
    OnePassphrase passphrases;
    SystemClock clock;
    OneKey* token = nullptr;
    crypto::ReferencedKeyStore keys;
    Call call;
};

TEST(KeyReference, SaysWhereAKeyIs) {
    EXPECT_EQ(reference("signing"), reference("store:signing"));
    EXPECT_EQ(reference("signing").to_string(), "store:signing");
    EXPECT_EQ(reference("signing").place(), KeyPlace::store);
    for (const char* text : {"store:acme.controller-2", "pkcs11:object=a?module-path=/m",
                             "remote:unix:/run/deed.sock#signing", "file:keys/a b.pem"}) {
        EXPECT_EQ(reference(text).to_string(), text);
        EXPECT_EQ(reference(text).rest(),
                  std::string(text).substr(std::string(text).find(':') + 1));
    }
    EXPECT_EQ(reference("file:a").place(), KeyPlace::file);
    EXPECT_EQ(reference("remote:a").place(), KeyPlace::remote);
    EXPECT_EQ(reference("pkcs11:a").place(), KeyPlace::pkcs11);
}

TEST(KeyReference, RefusesWhatSaysNothing) {
    for (const std::string& text :
         {std::string(), std::string("pkcs11:"), std::string("file:"), std::string("file:a\nb"),
          std::string("file:\xff"), std::string("file:a\0b", 8), std::string("file:\xe2\x80\xae"),
          "file:" + std::string(2044, 'a')})
        EXPECT_CODE(KeyReference::parse(text), errors::kKeyReferenceMalformed) << text.size();
    EXPECT_OK(KeyReference::parse("file:" + std::string(2043, 'a')));
    for (const char* text : {"tpm:key", "PKCS11:object=a", ":a", "https://example.com/key"})
        EXPECT_CODE(KeyReference::parse(text), errors::kKeyPlaceUnknown) << text;
    for (const char* text : {"Signing", "store:", "store:../a", "store:a:b", "../a"})
        EXPECT_CODE(KeyReference::parse(text), errors::kBadKeyName) << text;
}

TEST(KeyReferenceFile, IsWhatTheSpecificationShows) {
    // The public key of RFC 8032 section 7.1, TEST 1; specs/key-references.md has the same line.
    const std::string line =
        R"({"created":"2026-01-02T03:04:05Z","format":"deed/key-reference/v1","name":"issuer",)"
        R"("publicKeyMultibase":"z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw",)"
        R"("reference":"pkcs11:token=acme;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so",)"
        R"("type":"Ed25519"})"
        "\n";
    ASSERT_OK_AND(const crypto::KeyInfo key, crypto::key_reference_file::parse(as_bytes(line)));
    EXPECT_EQ(key.name, "issuer");
    EXPECT_EQ(key.reference->place(), KeyPlace::pkcs11);
    EXPECT_EQ(crypto::key_reference_file::print(key), line);

    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = line;
        text.replace(text.find(from), from.size(), to);
        return crypto::key_reference_file::parse(as_bytes(text));
    };
    EXPECT_CODE(changed("reference/v1", "reference/v2"), errors::kNewerKeyReference);
    for (const auto& [from, to] : {std::pair{"reference/v1", "reference/x"},
                                   {"\"issuer\"", "\"Issuer\""},
                                   {"\"Ed25519\"", "\"P-256\""},
                                   {"pkcs11:token", "tpm:token"},
                                   {"z6Mk", "z6Mm"},
                                   {"2026-01", "2026-13"},
                                   {"{\"created", "{ \"created"},
                                   {"}\n", "}"},
                                   {"\"name\"", "\"nome\""},
                                   {"{\"created", "{\"a\":1,\"created"}})
        EXPECT_CODE(changed(from, to), errors::kKeyReferenceDamaged) << from;
    EXPECT_CODE(crypto::key_reference_file::parse(as_bytes("{")), errors::kKeyReferenceDamaged);
}

TEST(KeyReferenceFile, HoldsTheLongestKey) {
    // RSA of 8192 bits with an exponent of 64.
    const std::string n = base64url_encode(Bytes(1024, 0xff));
    const std::string e = base64url_encode(Bytes(8, 0xff));
    const json::Document jwk =
        must(json::Document::parse(R"({"kty":"RSA","n":")" + n + R"(","e":")" + e + R"("})"));
    ASSERT_OK_AND(const crypto::PublicKey key, crypto::PublicKey::from_jwk(jwk.root()));
    const crypto::KeyInfo info{"rsa", key, SystemClock().now().floor_seconds(),
                               reference("remote:https://example.com#rsa")};
    ASSERT_OK_AND(const auto read, crypto::key_reference_file::parse(
                                       as_bytes(crypto::key_reference_file::print(info))));
    EXPECT_EQ(read.public_key, key);
}

TEST(ReferencedKeyStore, FindsAKeyByItsNameWhereverItIs) {
    const TempDir folder;
    Store store(folder / "keys");
    ASSERT_OK_AND(const crypto::KeyInfo added,
                  store.keys.add("token", reference("pkcs11:object=a"), store.call));
    EXPECT_FALSE(std::filesystem::exists(folder / "keys/master.json")) << "no secret, no store";
    ASSERT_OK(store.keys.generate("own", KeyType::ed25519, store.call));

    ASSERT_OK_AND(const auto keys, store.keys.list(store.call));
    ASSERT_EQ(keys.size(), 2u);
    EXPECT_EQ(keys[0].name, "own");
    EXPECT_FALSE(keys[0].reference);
    EXPECT_EQ(keys[1].name, "token");
    EXPECT_EQ(keys[1].reference, reference("pkcs11:object=a"));

    ASSERT_OK_AND(const auto found, store.keys.find(added.public_key, store.call));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "token");
    ASSERT_OK_AND(const auto signer, store.keys.signer("token", store.call));
    EXPECT_EQ(signer->public_key(), added.public_key);
    EXPECT_EQ(store.token->last_reference, "pkcs11:object=a");
    EXPECT_EQ(store.token->last_known, added.public_key);
    EXPECT_OK(store.keys.signer("own", store.call));

    // Another program, later.
    Store later(folder / "keys");
    EXPECT_OK(later.keys.signer("token", later.call));
    EXPECT_CODE(later.keys.find("nothing", later.call), errors::kKeyNotFound);
    EXPECT_CODE(later.keys.signer("nothing", later.call), errors::kKeyNotFound);
}

TEST(ReferencedKeyStore, GivesANameToOneKeyOnly) {
    const TempDir folder;
    Store store(folder / "keys");
    ASSERT_OK(store.keys.generate("own", KeyType::ed25519, store.call));
    ASSERT_OK_AND(const auto first,
                  store.keys.add("token", reference("pkcs11:object=a"), store.call));

    EXPECT_CODE(store.keys.generate("token", KeyType::ed25519, store.call), errors::kKeyExists);
    EXPECT_CODE(store.keys.add("own", reference("pkcs11:object=a"), store.call),
                errors::kKeyExists);
    EXPECT_CODE(store.keys.add("Token", reference("pkcs11:object=a"), store.call),
                errors::kBadKeyName);
    Store other(folder / "keys", 8);
    EXPECT_CODE(other.keys.add("token", reference("pkcs11:object=a"), other.call),
                errors::kKeyExists);

    // The same key in another place takes the name along.
    ASSERT_OK_AND(const auto moved,
                  store.keys.add("token", reference("pkcs11:object=b"), store.call));
    EXPECT_EQ(moved.created, first.created);
    ASSERT_OK_AND(const auto found, store.keys.find("token", store.call));
    EXPECT_EQ(found.reference, reference("pkcs11:object=b"));
}

TEST(ReferencedKeyStore, NamesAKeyOnceMore) {
    const TempDir folder;
    Store store(folder / "keys");
    ASSERT_OK_AND(const auto own, store.keys.generate("own", KeyType::ed25519, store.call));
    ASSERT_OK(store.keys.add("token", reference("pkcs11:object=a"), store.call));
    ASSERT_OK_AND(const auto second, store.keys.add("second", reference("own"), store.call));
    EXPECT_EQ(second.reference, reference("store:own"));
    EXPECT_EQ(second.public_key, own.public_key);
    ASSERT_OK_AND(const auto third, store.keys.add("third", reference("token"), store.call));
    EXPECT_EQ(third.reference, reference("pkcs11:object=a"));
    ASSERT_OK_AND(const auto itself, store.keys.add("own", reference("own"), store.call));
    EXPECT_FALSE(itself.reference);

    ASSERT_OK_AND(const auto signer, store.keys.signer("second", store.call));
    EXPECT_EQ(signer->public_key(), own.public_key);
    ASSERT_OK_AND(const auto found, store.keys.find(own.public_key, store.call));
    EXPECT_EQ(found->name, "own") << "the key itself before another name of it";
    EXPECT_CODE(store.keys.add("fourth", reference("nothing"), store.call), errors::kKeyNotFound);
}

TEST(ReferencedKeyStore, RefusesAnotherKeyInTheSamePlace) {
    const TempDir folder;
    Store store(folder / "keys");
    ASSERT_OK(store.keys.add("token", reference("pkcs11:object=a"), store.call));
    Store later(folder / "keys", 8);
    EXPECT_CODE(later.keys.signer("token", later.call), errors::kReferencedKeyChanged);
}

/// A place that shows one key and signs with another.
class ShownKey final : public crypto::KeySource {
public:
    Result<crypto::PublicKey> public_key(const KeyReference&, Call&) override {
        return signer_of(KeyType::ed25519, 7)->public_key();
    }
    Result<std::unique_ptr<crypto::Signer>> signer(const KeyReference&,
                                                   const std::optional<crypto::PublicKey>&,
                                                   Call&) override {
        class OtherSigner final : public crypto::Signer {
        public:
            const crypto::PublicKey& public_key() const override { return shown_; }
            Result<Bytes> sign(ByteView message, Call& call) override {
                return signer_of(KeyType::ed25519, 8)->sign(message, call);
            }

        private:
            const crypto::PublicKey shown_ = signer_of(KeyType::ed25519, 7)->public_key();
        };
        return std::unique_ptr<crypto::Signer>(std::make_unique<OtherSigner>());
    }
};

TEST(ReferencedKeyStore, GivesNoNameToAKeyWhosePrivateHalfIsNotThere) {
    const TempDir folder;
    OnePassphrase passphrases;
    const SystemClock clock;
    Call call;
    for (const bool is_remote : {false, true}) {
        crypto::KeySources sources;
        (is_remote ? sources.remote : sources.pkcs11) = std::make_unique<ShownKey>();
        crypto::ReferencedKeyStore keys(crypto::open_key_store(folder / "keys", passphrases, clock),
                                        folder / "keys", std::move(sources), clock);
        const auto place = reference(is_remote ? "remote:a#b" : "pkcs11:object=a");
        EXPECT_OK(keys.public_key(place, call));
        EXPECT_CODE(keys.proven_key(place, call), errors::kKeyNotPossessed);
        EXPECT_CODE(keys.add("key", place, call), errors::kKeyNotPossessed);
        EXPECT_CODE(keys.find("key", call), errors::kKeyNotFound);
    }
}

TEST(ReferencedKeyStore, ProvesWhatANameStandsFor) {
    const TempDir folder;
    Store store(folder / "keys");
    ASSERT_OK_AND(const auto own, store.keys.generate("own", KeyType::x25519, store.call));
    ASSERT_OK_AND(const auto token,
                  store.keys.add("token", reference("pkcs11:object=a"), store.call));
    ASSERT_OK(store.keys.add("second", reference("own"), store.call));
    ASSERT_OK_AND(const auto proven, store.keys.proven_key(reference("token"), store.call));
    EXPECT_EQ(proven, token.public_key);
    ASSERT_OK_AND(const auto again, store.keys.proven_key(reference("second"), store.call));
    EXPECT_EQ(again, own.public_key);
    Store later(folder / "keys", 8);
    EXPECT_CODE(later.keys.proven_key(reference("token"), later.call),
                errors::kReferencedKeyChanged);
}

TEST(ReferencedKeyStore, RefusesPlacesThatItCannotReach) {
    const TempDir folder;
    Store store(folder / "keys");
    for (const char* text : {"remote:a#b", "file:/a"}) {
        EXPECT_CODE(store.keys.add("key", reference(text), store.call),
                    errors::kKeyPlaceUnavailable);
        EXPECT_CODE(store.keys.signer(reference(text), store.call), errors::kKeyPlaceUnavailable);
        EXPECT_CODE(store.keys.public_key(reference(text), store.call),
                    errors::kKeyPlaceUnavailable);
    }
}

TEST(ReferencedKeyStore, TellsOfDamage) {
    const TempDir folder;
    Store store(folder / "keys");
    ASSERT_OK(store.keys.generate("own", KeyType::ed25519, store.call));
    ASSERT_OK(store.keys.add("token", reference("pkcs11:object=a"), store.call));
    const auto keys = folder / "keys";

    std::filesystem::copy_file(keys / "token.ref.json", keys / "other.ref.json");
    EXPECT_CODE(store.keys.find("other", store.call), errors::kKeyReferenceDamaged);
    EXPECT_CODE(store.keys.signer("other", store.call), errors::kKeyReferenceDamaged);
    EXPECT_CODE(store.keys.generate("other", KeyType::ed25519, store.call),
                errors::kKeyReferenceDamaged);
    // It costs its own name and no other.
    ASSERT_OK_AND(const auto rest, store.keys.list(store.call));
    EXPECT_EQ(rest.size(), 2u);
    ASSERT_OK_AND(const auto damaged, store.keys.damaged(store.call));
    ASSERT_EQ(damaged.size(), 1u);
    EXPECT_EQ(damaged[0].name, "other");
    EXPECT_TRUE(damaged[0].error.code() == errors::kKeyReferenceDamaged);
    std::filesystem::remove(keys / "other.ref.json");

    std::filesystem::permissions(keys / "token.ref.json", std::filesystem::perms(0644));
    EXPECT_CODE(store.keys.find("token", store.call), deed::errors::kLoosePermissions);
    std::filesystem::permissions(keys / "token.ref.json", std::filesystem::perms(0600));

    ASSERT_OK(store.keys.add("second", reference("own"), store.call));
    std::filesystem::copy_file(keys / "own.key.json", keys / "second.key.json");
    EXPECT_CODE(store.keys.list(store.call), errors::kKeyStoreDamaged);
    std::filesystem::remove(keys / "second.key.json");
    ASSERT_OK(store.keys.generate("third", KeyType::ed25519, store.call));
    ASSERT_OK_AND(Bytes bytes, read_file(keys / "token.ref.json", 10'000));
    std::string text(as_text(bytes));
    text.replace(text.find("\"token\""), 7, "\"third\"");
    ASSERT_OK(write_file_durably(keys / "third.ref.json", as_bytes(text), 0600, Existing::refuse));
    EXPECT_CODE(store.keys.list(store.call), errors::kKeyNameTwice);
    EXPECT_CODE(store.keys.find("third", store.call), errors::kKeyNameTwice);
    EXPECT_CODE(store.keys.signer("third", store.call), errors::kKeyNameTwice);
}

}  // namespace
}  // namespace deed::test
