// Private JWKs and Multikeys.

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/errors.hpp"
#include "tests/lib/crypto/key_encoding/openssl.hpp"

namespace deed::test {
namespace {

using crypto::PrivateKey;

// RFC 8037 appendix A.1.
constexpr std::string_view kRfc8037 =
    R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
    R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
// RFC 7517 appendix A.2, the first key.
constexpr std::string_view kRfc7517 =
    R"({"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
    R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",)"
    R"("d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","use":"enc","kid":"1"})";

std::string changed(std::string_view jwk, std::string_view from, std::string_view to) {
    std::string text(jwk);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

Result<PrivateKey> read(std::string_view text) {
    return crypto::read_private_key(as_bytes(text), never_asked());
}

TEST(PrivateJwk, KeysOfTheStandards) {
    ASSERT_OK_AND(const PrivateKey ed25519, read(kRfc8037));
    EXPECT_EQ(ed25519.public_key().type(), crypto::KeyType::ed25519);
    EXPECT_EQ(hex_encode(shown(ed25519.raw())),
              "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    EXPECT_EQ(hex_encode(ed25519.public_key().raw()),
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    ASSERT_OK_AND(const PrivateKey p256, read(kRfc7517));
    EXPECT_EQ(p256.public_key().type(), crypto::KeyType::p256);
}

TEST(PrivateJwk, EveryTypeComesBack) {
    for (const OpensslKey& row : openssl_keys()) {
        const PrivateKey key = PrivateKey::generate(row.type);
        const auto jwk = crypto::private_key_to_jwk(key);
        ASSERT_OK_AND(const PrivateKey again, read(as_text(shown(jwk))));
        EXPECT_TRUE(same_key(again, key));
        ASSERT_OK_AND(const auto document, json::Document::parse(shown(jwk)));
        EXPECT_CODE(crypto::PublicKey::from_jwk(document.root()),
                    crypto::errors::kPrivateKeyExposed);
        ASSERT_OK_AND(const auto rest, document.without("/d"));
        EXPECT_EQ(rest, key.public_key().to_jwk());
    }
}

TEST(PrivateJwk, TheHalvesMustBelongTogether) {
    EXPECT_CODE(read(changed(kRfc8037, "nWGx", "oWGx")), crypto::errors::kKeyPairMismatch);
    EXPECT_CODE(read(changed(kRfc7517, "870M", "970M")), crypto::errors::kKeyPairMismatch);
}

TEST(PrivateJwk, Refusals) {
    EXPECT_CODE(read(changed(kRfc8037, R"("d":)", R"("e":)")), crypto::errors::kPublicKeyGiven);
    EXPECT_CODE(read(changed(kRfc8037, R"("OKP")", R"("oct")")),
                crypto::errors::kUnsupportedKeyType);
    EXPECT_CODE(read(R"({"kty":"RSA","n":"AQ","e":"AQAB","d":"AQ"})"),
                crypto::errors::kNoPrivateKeys);
    EXPECT_CODE(read(changed(kRfc8037, R"("x":)", R"("z":)")), crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read(changed(kRfc7517, R"("y":)", R"("z":)")), crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read(changed(kRfc8037, "}", R"(,"alg":"ES256"})")),
                crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read(changed(kRfc7517, "}", R"(,"p":"AQ"})")), crypto::errors::kPrivateKeyExposed);
    EXPECT_CODE(read(changed(kRfc8037, "}", "} {")), json::errors::kTrailingBytes);
    EXPECT_CODE(read(R"({"keys":[]})"), crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read(R"({"kty":1,"d":"AQ"})"), crypto::errors::kInvalidPublicKey);
}

TEST(PrivateJwk, OneSpellingOfTheSecret) {
    const auto invalid = crypto::errors::kInvalidPrivateKey;
    EXPECT_CODE(read(changed(kRfc8037, "yuf2A", "yuf2B")), invalid);   // bits left over
    EXPECT_CODE(read(changed(kRfc8037, "yuf2A", "yuf2A=")), invalid);  // padding
    EXPECT_CODE(read(changed(kRfc8037, "ne_9W", "ne/9W")), invalid);
    EXPECT_CODE(read(changed(kRfc8037, "ne_9W", "ne_9\\n")), invalid);
    EXPECT_CODE(read(changed(kRfc8037, "nWGx", "AAAAnWGx")), invalid);
    EXPECT_CODE(read(changed(kRfc8037, "nWGx", "")), invalid);
    EXPECT_CODE(read(changed(kRfc7517, R"("870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE")", "7")),
                invalid);
    EXPECT_CODE(read(changed(kRfc7517, "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE", "")),
                invalid);
}

TEST(PrivateJwk, ErrorsDoNotTellTheSecret) {
    for (const std::string& text :
         {changed(kRfc8037, "nWGx", "oWGx"), changed(kRfc8037, "nWGx", "AAAAnWGx"),
          changed(kRfc8037, "yuf2A\"", "yuf2A\",\"kty\":1")}) {
        const auto refused = read(text);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().to_string().find("_9WmC6hEr0kuwsx"), std::string::npos);
    }
}

TEST(PrivateMultikey, EveryTypeComesBack) {
    for (const OpensslKey& row : openssl_keys()) {
        const PrivateKey key = PrivateKey::generate(row.type);
        const auto multikey = crypto::private_key_to_multikey(key);
        const std::string text(as_text(shown(multikey)));
        ASSERT_OK_AND(const PrivateKey again, crypto::private_key_from_multikey(text));
        EXPECT_TRUE(same_key(again, key));
        ASSERT_OK_AND(const PrivateKey file, read(text + "\n"));
        EXPECT_TRUE(same_key(file, key));
        EXPECT_CODE(crypto::PublicKey::from_multikey(text), crypto::errors::kPrivateKeyExposed);
        EXPECT_CODE(read(key.public_key().to_multikey()), crypto::errors::kPublicKeyGiven);

        const std::string object = R"({"type":"Multikey","publicKeyMultibase":")" +
                                   key.public_key().to_multikey() + R"(","secretKeyMultibase":")" +
                                   text + R"("})";
        ASSERT_OK_AND(const PrivateKey from_object, read(object));
        EXPECT_TRUE(same_key(from_object, key));
        EXPECT_CODE(crypto::read_public_key(as_bytes(object)), crypto::errors::kPrivateKeyExposed);
    }
}

// Data Integrity EdDSA Cryptosuites 1.0, section 2.1.2: the prefix 0x8026, and RFC 8032's TEST 1.
TEST(PrivateMultikey, Ed25519Prefix) {
    ASSERT_OK_AND(const PrivateKey key, read(kRfc8037));
    const auto text = crypto::private_key_to_multikey(key);
    ASSERT_OK_AND(const Bytes bytes, base58btc_decode(as_text(shown(text)).substr(1)));
    EXPECT_EQ(hex_encode(bytes),
              "80269d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}

TEST(PrivateMultikey, Refusals) {
    const auto multikey = [](std::string_view hex) {
        const auto bytes = hex_decode(hex);
        return multibase_encode(Multibase::base58btc, *bytes);
    };
    const std::string secret(62, '1');
    EXPECT_CODE(read(multikey("8026" + secret)), crypto::errors::kInvalidPrivateKey);
    EXPECT_CODE(read(multikey("8026" + secret + "111111")), crypto::errors::kInvalidPrivateKey);
    EXPECT_CODE(read(multikey("ff26" + secret)), crypto::errors::kUnsupportedKeyType);
    EXPECT_CODE(read("z"), crypto::errors::kInvalidPrivateKey);
    EXPECT_CODE(read("z0"), crypto::errors::kInvalidPrivateKey);
    EXPECT_CODE(crypto::private_key_from_multikey("u8026"), crypto::errors::kInvalidPrivateKey);

    const PrivateKey key = PrivateKey::generate(crypto::KeyType::ed25519);
    const PrivateKey other = PrivateKey::generate(crypto::KeyType::ed25519);
    const auto text = crypto::private_key_to_multikey(key);
    const std::string pair = R"({"type":"Multikey","publicKeyMultibase":")" +
                             other.public_key().to_multikey() + R"(","secretKeyMultibase":")" +
                             std::string(as_text(shown(text))) + R"("})";
    EXPECT_CODE(read(pair), crypto::errors::kKeyPairMismatch);
    EXPECT_CODE(read(R"({"type":"Multikey"})"), crypto::errors::kPublicKeyGiven);
    EXPECT_CODE(read(R"({"type":"Multikey","secretKeyMultibase":1})"),
                crypto::errors::kUnknownKeyFile);
    EXPECT_CODE(read(R"({"type":"Person"})"), crypto::errors::kUnknownKeyFile);
}

}  // namespace
}  // namespace deed::test
