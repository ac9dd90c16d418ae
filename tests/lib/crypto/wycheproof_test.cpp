#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

struct Tally {
    int cases = 0;
    int valid = 0;
    int malformed = 0;
    int high_s = 0;
};

using Verifier = std::function<Result<void>(const PublicKey&, ByteView, ByteView)>;

void check_case(const PublicKey& key, json::Value entry, const Verifier& verifier, Tally& tally) {
    const bool expected = text_of(entry, "result") == "valid";
    const Result<void> verdict = verifier(key, hex_of(entry, "msg"), hex_of(entry, "sig"));
    const std::string code = test::code_of(verdict);
    EXPECT_EQ(verdict.has_value(), expected)
        << "case " << entry.find("tcId")->number_text() << ": " << text_of(entry, "comment");
    const bool known = code.empty() || code == errors::kSignatureInvalid.name ||
                       code == errors::kSignatureMalformed.name ||
                       code == errors::kSignatureHighS.name;
    EXPECT_TRUE(known) << code;
    ++tally.cases;
    tally.valid += expected ? 1 : 0;
    tally.malformed += code == errors::kSignatureMalformed.name ? 1 : 0;
    tally.high_s += code == errors::kSignatureHighS.name ? 1 : 0;
}

/// Every case of a file. Keys must be good, and be the same as JWK where the file has them so.
Tally check_file(const std::string& file, KeyType type, std::string_view key_member,
                 const Verifier& verifier) {
    Tally tally;
    const json::Document document = read_json_vector("wycheproof/" + file);
    for (const json::Value group : document.root().find("testGroups")->array()) {
        const Bytes raw = hex_of(*group.find("publicKey"), key_member);
        const Result<PublicKey> key = PublicKey::from_raw(type, raw);
        EXPECT_OK(key);
        if (!key) continue;
        if (const auto jwk = group.find("publicKeyJwk")) {
            const Result<PublicKey> same = PublicKey::from_jwk(*jwk);
            EXPECT_OK(same);
            EXPECT_TRUE(same && *same == *key);
        }
        for (const json::Value entry : group.find("tests")->array()) {
            check_case(*key, entry, verifier, tally);
        }
    }
    return tally;
}

Result<void> verify_compact(const PublicKey& key, ByteView message, ByteView signature) {
    return verify(key, message, signature);
}

/// As a ledger does: DER, low S only.
Result<void> verify_der_low_s(const PublicKey& key, ByteView message, ByteView signature) {
    DEED_TRY(const Bytes compact, ecdsa_der_to_compact(signature));
    return verify(key, message, compact, HighS::refuse);
}

TEST(Wycheproof, Ed25519) {
    DEED_NEEDS_VECTORS();
    const Tally tally = check_file("ed25519_test.json", KeyType::ed25519, "pk", verify_compact);
    EXPECT_EQ(tally.cases, 151);
    EXPECT_EQ(tally.valid, 88);
    EXPECT_GT(tally.malformed, 0);
}

TEST(Wycheproof, P256) {
    DEED_NEEDS_VECTORS();
    const Tally tally = check_file("ecdsa_secp256r1_sha256_p1363_test.json", KeyType::p256,
                                   "uncompressed", verify_compact);
    EXPECT_EQ(tally.cases, 262);
    EXPECT_EQ(tally.valid, 173);
    EXPECT_GT(tally.malformed, 0);
    EXPECT_EQ(tally.high_s, 0);
}

TEST(Wycheproof, P384) {
    DEED_NEEDS_VECTORS();
    const Tally tally = check_file("ecdsa_secp384r1_sha384_p1363_test.json", KeyType::p384,
                                   "uncompressed", verify_compact);
    EXPECT_EQ(tally.cases, 280);
    EXPECT_EQ(tally.valid, 193);
    EXPECT_GT(tally.malformed, 0);
    EXPECT_EQ(tally.high_s, 0);
}

TEST(Wycheproof, Secp256k1) {
    DEED_NEEDS_VECTORS();
    const Tally tally = check_file("ecdsa_secp256k1_sha256_p1363_test.json", KeyType::secp256k1,
                                   "uncompressed", verify_compact);
    EXPECT_EQ(tally.cases, 252);
    EXPECT_EQ(tally.valid, 167);
    EXPECT_GT(tally.malformed, 0);
    EXPECT_EQ(tally.high_s, 0);
}

TEST(Wycheproof, Secp256k1InDerWithLowS) {
    DEED_NEEDS_VECTORS();
    const Tally tally = check_file("ecdsa_secp256k1_sha256_bitcoin_test.json", KeyType::secp256k1,
                                   "uncompressed", verify_der_low_s);
    EXPECT_EQ(tally.cases, 463);
    EXPECT_EQ(tally.valid, 162);
    EXPECT_GT(tally.malformed, 0);
    EXPECT_GT(tally.high_s, 0);
}

// "acceptable" are points of the twist and of small order; the latter, whose secret is zero, are
// refused (RFC 7748 section 6.1).
TEST(Wycheproof, X25519) {
    DEED_NEEDS_VECTORS();
    int cases = 0;
    int refused = 0;
    const json::Document document = read_json_vector("wycheproof/x25519_test.json");
    for (const json::Value group : document.root().find("testGroups")->array()) {
        for (const json::Value entry : group.find("tests")->array()) {
            ASSERT_OK_AND(const PrivateKey own,
                          PrivateKey::from_raw(KeyType::x25519,
                                               SecretBytes::copy_of(hex_of(entry, "private"))));
            ASSERT_OK_AND(const PublicKey peer,
                          PublicKey::from_raw(KeyType::x25519, hex_of(entry, "public")));
            const Bytes expected = hex_of(entry, "shared");
            const Result<SecretBytes> shared = agree(own, peer);
            ++cases;
            if (expected == Bytes(32)) {
                EXPECT_NE(text_of(entry, "result"), "valid");
                EXPECT_CODE(shared, errors::kNoSharedSecret);
                ++refused;
                continue;
            }
            ASSERT_OK(shared);
            EXPECT_EQ(to_bytes(shared->reveal(SecretAccessForOpened::get())), expected)
                << entry.find("tcId")->number_text();
        }
    }
    EXPECT_EQ(cases, 518);
    EXPECT_GT(refused, 0);
}

TEST(KeyAgreement, IsOfTwoX25519KeysAlone) {
    const PrivateKey agreeing = PrivateKey::generate(KeyType::x25519);
    const PrivateKey signing = PrivateKey::generate(KeyType::ed25519);
    EXPECT_OK(agree(agreeing, agreeing.public_key()));
    EXPECT_CODE(agree(agreeing, signing.public_key()), errors::kKeyCannotAgree);
    EXPECT_CODE(agree(signing, agreeing.public_key()), errors::kKeyCannotAgree);
    EXPECT_CODE(agree(signing, signing.public_key()), errors::kKeyCannotAgree);
}

}  // namespace
}  // namespace deed::crypto
