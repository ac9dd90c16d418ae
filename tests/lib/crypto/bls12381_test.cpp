#include <gtest/gtest.h>

#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

#ifdef DEED_WITH_BLST

// draft-ietf-cose-bls-key-representations-09, its examples of JWKs.
constexpr std::string_view kG1 =
    R"({"kty":"OKP","crv":"BLS12381G1","x":"iQ5g10FLC8VIX4b0jjN1ofvjStLU1tL0xN-_CpcHNPiQMT6qtk8hYBmbyevZWu5y"})";
constexpr std::string_view kG2 =
    R"({"kty":"OKP","crv":"BLS12381G2","x":"pVD25M3Ca0jOBmHizej_YwuVOEIadk44urQcQQD3uhITsWj5LdgRmjTkftCme9KQ)"
    R"(EReUf5yoxPi7pDDx4UdkmTXtzuaIKm9YY2cOpT5dO26ttBSzneQEUFhHpM3sdUmf"})";
// The generators (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1), compressed.
constexpr std::string_view kGenerator1 =
    "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6"
    "bb";
constexpr std::string_view kGenerator2 =
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b"
    "7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bd"
    "b8";

TEST(Bls12381, KeysInEveryForm) {
    for (const std::string_view text : {kG1, kG2}) {
        ASSERT_OK_AND(const PublicKey key, PublicKey::from_jwk(parse_json(text).root()));
        EXPECT_EQ(key.to_jwk().to_string(), text);
        ASSERT_OK_AND(const PublicKey again, PublicKey::from_multikey(key.to_multikey()));
        EXPECT_EQ(again, key);
        EXPECT_CODE(public_key_to_der(key), errors::kNoSuchEncoding);
        EXPECT_CODE(public_key_to_pem(key), errors::kNoSuchEncoding);
    }
    EXPECT_OK(PublicKey::from_raw(KeyType::bls12381_g1, hex(kGenerator1)));
    EXPECT_OK(PublicKey::from_raw(KeyType::bls12381_g2, hex(kGenerator2)));
}

TEST(Bls12381, DidKeyVectors) {
    DEED_NEEDS_VECTORS();
    int count = 0;
    const json::Document document = read_json_vector("did-key/bls12381.json");
    for (const auto [did, value] : document.root().object()) {
        const std::string_view text = did.substr(std::string_view("did:key:").size());
        const Result<PublicKey> key = PublicKey::from_multikey(text);
        if (text.starts_with("z5Tc")) {  // bls12_381-g1g2-pub, two keys in one
            EXPECT_CODE(key, errors::kUnsupportedKeyType);
            continue;
        }
        ASSERT_OK(key);
        EXPECT_EQ(key->type(), KeyType::bls12381_g2);
        EXPECT_EQ(key->to_multikey(), text);
        EXPECT_EQ(base58btc_encode(key->raw()),
                  text_of(*value.find("verificationKeyPair"), "publicKeyBase58"));
        ++count;
    }
    EXPECT_EQ(count, 5);
}

TEST(Bls12381, RefusesWhatIsNoPointOfTheGroup) {
    const Bytes good1 = hex(kGenerator1);
    const Bytes good2 = hex(kGenerator2);
    Bytes infinity1(48);
    Bytes infinity2(96);
    infinity1[0] = infinity2[0] = 0xc0;
    Bytes uncompressed_flag = good1;
    uncompressed_flag[0] &= 0x7f;
    Bytes not_reduced(48, 0xff);  // x is above the field's prime
    not_reduced[0] = 0x9f;
    Bytes off_curve(48);  // x = 1: 5 is no square
    off_curve[0] = 0x80;
    off_curve[47] = 1;
    Bytes outside_group(48);  // x = 4 is on the curve and not in G1
    outside_group[0] = 0x80;
    outside_group[47] = 4;
    for (const Bytes& raw : {Bytes{}, infinity1, uncompressed_flag, not_reduced, off_curve,
                             outside_group, Bytes(good1.begin(), good1.end() - 1), good2}) {
        EXPECT_CODE(PublicKey::from_raw(KeyType::bls12381_g1, raw), errors::kInvalidPublicKey)
            << hex_encode(raw);
    }
    Bytes outside2(96);
    outside2[0] = 0x80;
    outside2[95] = 2;
    for (const Bytes& raw : {Bytes{}, infinity2, outside2, good1}) {
        EXPECT_CODE(PublicKey::from_raw(KeyType::bls12381_g2, raw), errors::kInvalidPublicKey)
            << hex_encode(raw);
    }
}

TEST(Bls12381, KeysAreForPublicUseOnly) {
    ASSERT_OK_AND(const PublicKey key, PublicKey::from_jwk(parse_json(kG2).root()));
    EXPECT_CODE(verify(key, as_bytes("x"), Bytes(64)), errors::kKeyCannotSign);
    EXPECT_CODE(PrivateKey::from_raw(KeyType::bls12381_g2, SecretBytes(32)),
                errors::kNoPrivateKeys);
}

#else

TEST(Bls12381, NeedsBlst) {
    EXPECT_CODE(PublicKey::from_raw(KeyType::bls12381_g1, Bytes(48)), errors::kUnsupportedKeyType);
    EXPECT_CODE(PublicKey::from_raw(KeyType::bls12381_g2, Bytes(96)), errors::kUnsupportedKeyType);
}

#endif

}  // namespace
}  // namespace deed::crypto
