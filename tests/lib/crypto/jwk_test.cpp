#include <gtest/gtest.h>

#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/json/jcs.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

// RFC 8037 appendix A.2; RFC 7517 appendix A.1; wycheproof's first secp256k1 group.
constexpr std::string_view kEd25519 =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr std::string_view kP256 =
    R"({"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
    R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"})";
constexpr std::string_view kSecp256k1 =
    R"({"kty":"EC","crv":"secp256k1","x":"uDj_ROW8F3vyEYnQdmCC_J2EMiaIf8l2A3EQC37iCm8",)"
    R"("y":"8MnXW_unsxpryhl0SW7rVt41cHGVXYPEsbraoLIYMuk"})";
// RFC 7520 section 3.1; RFC 6979 section A.2.6; GB/T 32918.5-2017 annex A; RFC 8037 appendix A.6.
constexpr std::string_view kP521 =
    R"({"kty":"EC","crv":"P-521","x":"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTK)"
    R"(qjqvjyekWF-7ytDyRXYgCF5cj0Kt","y":"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySs)"
    R"(UdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"})";
constexpr std::string_view kP384 =
    R"({"kty":"EC","crv":"P-384","x":"7DpOQVtOGaRWhhgCn0J_pdqai8SukuAuBqrlKGswDGTe-PDqkFWGYGSiVFFUgLwT",)"
    R"("y":"gBXZty19VyROqO-awMYhiWcIpZNn-d-59UyoSz8cnbEoiyMcOuDU_nNE_SUzJkcg"})";
constexpr std::string_view kSm2 =
    R"({"kty":"EC","crv":"SM2","x":"CfnfMR5UIaFQ3X0WHkvFxnIXn60YM_wHa7CP81bzUCA",)"
    R"("y":"zOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM"})";
constexpr std::string_view kX25519 =
    R"({"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"})";

Result<PublicKey> from_text(std::string_view text) {
    const json::Document document = parse_json(text);
    return PublicKey::from_jwk(document.root());
}

/// `jwk` with one member set to `value`, which is JSON.
Result<PublicKey> with(std::string_view jwk, std::string_view member, std::string_view value) {
    const json::Document new_value = parse_json(value);
    const Result<json::Document> changed =
        parse_json(jwk).with("/" + std::string(member), new_value.root());
    EXPECT_OK(changed);
    return PublicKey::from_jwk(changed->root());
}

Result<PublicKey> without(std::string_view jwk, std::string_view member) {
    const Result<json::Document> changed = parse_json(jwk).without("/" + std::string(member));
    EXPECT_OK(changed);
    return PublicKey::from_jwk(changed->root());
}

TEST(Jwk, GoesInAndComesOut) {
    for (const std::string_view text : {kEd25519, kP256, kSecp256k1, kP384, kP521, kSm2, kX25519}) {
        ASSERT_OK_AND(const PublicKey key, from_text(text));
        EXPECT_EQ(key.to_jwk().to_string(), text);
    }
    ASSERT_OK_AND(const PublicKey key, from_text(kEd25519));
    EXPECT_EQ(hex_encode(key.raw()),
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST(Jwk, PrivateMembersAreRefusedBeforeAnythingElse) {
    for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
        for (const std::string_view jwk :
             {kEd25519, kP256, kSecp256k1, kP384, kP521, kSm2, kX25519}) {
            EXPECT_CODE(with(jwk, member, R"("AAAA")"), errors::kPrivateKeyExposed) << member;
        }
    }
    EXPECT_CODE(from_text(R"({"d":null})"), errors::kPrivateKeyExposed);
    EXPECT_CODE(from_text(R"({"kty":"oct","k":"AAAA"})"), errors::kPrivateKeyExposed);
}

TEST(Jwk, OtherKeysAreUnsupported) {
    EXPECT_CODE(from_text(R"({"kty":"oct"})"), errors::kUnsupportedKeyType);
    EXPECT_CODE(with(kEd25519, "crv", R"("Ed448")"), errors::kUnsupportedKeyType);
    EXPECT_CODE(with(kP256, "crv", R"("P-192")"), errors::kUnsupportedKeyType);
}

TEST(Jwk, APointUnderTheNameOfAnotherCurveIsRefused) {
    for (const std::string_view crv : {"P-256", "P-384", "P-521", "SM2", "secp256k1"}) {
        for (const std::string_view jwk : {kP256, kSecp256k1, kP384, kP521, kSm2}) {
            if (jwk.find('"' + std::string(crv) + '"') != std::string_view::npos) continue;
            EXPECT_CODE(with(jwk, "crv", '"' + std::string(crv) + '"'), errors::kInvalidPublicKey)
                << jwk;
        }
    }
}

TEST(Jwk, MissingOrContradictingMembers) {
    for (const std::string_view text : {"[]", "null", "\"x\"", "{}", R"({"kty":1})"}) {
        EXPECT_CODE(from_text(text), errors::kInvalidPublicKey) << text;
    }
    for (const std::string_view member : {"kty", "crv", "x", "y"}) {
        EXPECT_CODE(without(kP256, member), errors::kInvalidPublicKey) << member;
        EXPECT_CODE(with(kP256, member, "null"), errors::kInvalidPublicKey) << member;
    }
    EXPECT_CODE(with(kEd25519, "kty", R"("EC")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kP256, "kty", R"("OKP")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kP256, "crv", R"("Ed25519")"), errors::kInvalidPublicKey);
    // The point of one curve under the other's name.
    EXPECT_CODE(with(kP256, "crv", R"("secp256k1")"), errors::kInvalidPublicKey);
}

TEST(Jwk, CoordinatesAre32BytesOfStrictBase64url) {
    for (const std::string_view x : {R"("")", R"("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7A")",
                                     R"("ADCgQkzSHClEg4otdckrN-duog2fAIk6O07uijwKr-w-")",
                                     R"("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4=")",
                                     R"("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D5")",
                                     R"("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D+")"}) {
        EXPECT_CODE(with(kP256, "x", x), errors::kInvalidPublicKey) << x;
    }
}

TEST(Jwk, AlgorithmMustFitTheCurve) {
    EXPECT_OK(with(kEd25519, "alg", R"("EdDSA")"));
    EXPECT_OK(with(kEd25519, "alg", R"("Ed25519")"));
    EXPECT_OK(with(kP256, "alg", R"("ES256")"));
    EXPECT_OK(with(kSecp256k1, "alg", R"("ES256K")"));
    EXPECT_CODE(with(kP256, "alg", R"("ES256K")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kP256, "alg", R"("ES384")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kP256, "alg", R"("")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kP256, "alg", "256"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kSecp256k1, "alg", R"("ES256")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kEd25519, "alg", R"("ES256")"), errors::kInvalidPublicKey);
    EXPECT_OK(with(kP384, "alg", R"("ES384")"));
    EXPECT_OK(with(kP521, "alg", R"("ES512")"));
    EXPECT_OK(with(kSm2, "alg", R"("deed-sm2-sm3")"));
    for (const std::string_view alg : {"ES256", "ES512", "RS256", "none", "HS256", "EdDSA"})
        EXPECT_CODE(with(kP384, "alg", '"' + std::string(alg) + '"'), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kX25519, "alg", R"("EdDSA")"), errors::kInvalidPublicKey);
    EXPECT_CODE(with(kSm2, "alg", R"("ES256")"), errors::kInvalidPublicKey);
    EXPECT_OK(with(kP256, "kid", R"("anything")"));
}

}  // namespace
}  // namespace deed::crypto
