#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

#include "lib/crypto/errors.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

// RFC 7515 appendix A.2.
constexpr std::string_view kRfc7515N =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
    "4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql"
    "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
    "bSf63kpaSHSXndS5z5rexMdbBYUs"
    "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-"
    "DWNmoud"
    "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
constexpr std::string_view kRfc7515Input =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
constexpr std::string_view kRfc7515Signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujG"
    "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
    "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6"
    "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
// RFC 7520 sections 3.3 and 4.2.
constexpr std::string_view kRfc7520N =
    "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_"
    "AJmSCpMa"
    "JMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-"
    "OfVfHd1E6c"
    "S6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_"
    "vniUFAKwuCLqKnS2BYwd"
    "q_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw";
constexpr std::string_view kRfc7520Input =
    "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9."
    "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250by"
    "B0"
    "aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW"
    "91"
    "IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";
constexpr std::string_view kRfc7520Signature =
    "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-"
    "tPid6VrklHkqsGqDqHCdP6O8TTB5dD"
    "DItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_"
    "ij"
    "Q7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_"
    "jLAeQTlqRHtfa64QQSUmFAAj"
    "VKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";

Bytes decoded(std::string_view text) { return base64url_decode(text).value(); }

std::string jwk_text(std::string_view n, std::string_view e) {
    return R"({"kty":"RSA","n":")" + std::string(n) + R"(","e":")" + std::string(e) + R"("})";
}

Result<PublicKey> from_jwk(std::string_view n, std::string_view e = "AQAB") {
    const json::Document document = parse_json(jwk_text(n, e));
    return PublicKey::from_jwk(document.root());
}

TEST(Rsa, SignaturesOfTheRfcs) {
    ASSERT_OK_AND(const PublicKey a, from_jwk(kRfc7515N));
    ASSERT_OK_AND(const PublicKey b, from_jwk(kRfc7520N));
    const Bytes pkcs1 = decoded(kRfc7515Signature);
    const Bytes pss = decoded(kRfc7520Signature);
    EXPECT_OK(verify(a, Algorithm::rs256, as_bytes(kRfc7515Input), pkcs1));
    EXPECT_OK(verify(b, Algorithm::ps384, as_bytes(kRfc7520Input), pss));
    for (const AlgorithmInfo& other : algorithms()) {
        if (other.key_type != KeyType::rsa) {
            EXPECT_CODE(verify(a, other.id, as_bytes(kRfc7515Input), pkcs1),
                        errors::kAlgorithmMismatch);
            continue;
        }
        if (other.id != Algorithm::rs256) {
            EXPECT_CODE(verify(a, other.id, as_bytes(kRfc7515Input), pkcs1),
                        errors::kSignatureInvalid);
        }
        if (other.id != Algorithm::ps384) {
            EXPECT_CODE(verify(b, other.id, as_bytes(kRfc7520Input), pss),
                        errors::kSignatureInvalid);
        }
    }
    EXPECT_CODE(verify(b, Algorithm::rs256, as_bytes(kRfc7515Input), pkcs1),
                errors::kSignatureInvalid);
    EXPECT_CODE(verify(a, Algorithm::rs256, as_bytes("x"), pkcs1), errors::kSignatureInvalid);
    for (const std::size_t size : {0u, 64u, 255u, 257u, 512u}) {
        Bytes cut = pkcs1;
        cut.resize(size);
        EXPECT_CODE(verify(a, Algorithm::rs256, as_bytes(kRfc7515Input), cut),
                    errors::kSignatureMalformed);
    }
    // s + n would be a second signature (RFC 8017 section 5.2.2, step 1); n is one of the cases.
    EXPECT_CODE(verify(a, Algorithm::rs256, as_bytes(kRfc7515Input), decoded(kRfc7515N)),
                errors::kSignatureInvalid);
}

/// By OpenSSL alone: another implementation of the signing side.
Bytes sign(EVP_PKEY* key, const AlgorithmInfo& algorithm, ByteView message, int salt_length) {
    const bool is_pss = algorithm.jose.starts_with("PS");
    const std::string digest = "SHA" + std::string(algorithm.jose.substr(2));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_PKEY_CTX* inner = nullptr;
    EXPECT_EQ(EVP_DigestSignInit_ex(context.get(), &inner, digest.c_str(), nullptr, nullptr, key,
                                    nullptr),
              1);
    if (is_pss) {
        EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING), 1);
        EXPECT_EQ(EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, salt_length), 1);
    }
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
    std::size_t size = signature.size();
    EXPECT_EQ(
        EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()), 1);
    return signature;
}

Result<PublicKey> public_key_of(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int size = i2d_PublicKey(key, &der);  // RSAPublicKey
    EXPECT_GT(size, 0);
    const Bytes raw(der, der + size);
    OPENSSL_free(der);
    return PublicKey::from_raw(KeyType::rsa, raw);
}

TEST(Rsa, EveryAlgorithmAndItsSalt) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(
        EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}), EVP_PKEY_free);
    ASSERT_OK_AND(const PublicKey key, public_key_of(pair.get()));
    const Bytes message = to_bytes(as_bytes("message"));
    int count = 0;
    for (const AlgorithmInfo& algorithm : algorithms()) {
        if (algorithm.key_type != KeyType::rsa) continue;
        const Bytes good = sign(pair.get(), algorithm, message, RSA_PSS_SALTLEN_DIGEST);
        EXPECT_OK(verify(key, algorithm.id, message, good));
        EXPECT_CODE(verify(key, algorithm.id, as_bytes("massage"), good),
                    errors::kSignatureInvalid);
        for (const AlgorithmInfo& other : algorithms()) {
            if (other.key_type != KeyType::rsa || other.id == algorithm.id) continue;
            EXPECT_CODE(verify(key, other.id, message, good), errors::kSignatureInvalid);
        }
        ++count;
        if (!algorithm.jose.starts_with("PS")) continue;
        for (const int salt : {0, 20, RSA_PSS_SALTLEN_MAX}) {
            EXPECT_CODE(
                verify(key, algorithm.id, message, sign(pair.get(), algorithm, message, salt)),
                errors::kSignatureInvalid)
                << salt;
        }
    }
    EXPECT_EQ(count, 6);
}

TEST(Rsa, DidKeyVectors) {
    DEED_NEEDS_VECTORS();
    int count = 0;
    const json::Document document = read_json_vector("did-key/rsa.json");
    for (const auto [did, value] : document.root().object()) {
        const std::string_view text = did.substr(std::string_view("did:key:").size());
        ASSERT_OK_AND(const PublicKey key, PublicKey::from_multikey(text));
        EXPECT_EQ(key.to_multikey(), text);
        ASSERT_OK_AND(const PublicKey stated, PublicKey::from_jwk(*value.find("publicKeyJwk")));
        EXPECT_EQ(key, stated);
        EXPECT_EQ(key.to_jwk().root(), *value.find("publicKeyJwk"));
        EXPECT_CODE(PublicKey::from_jwk(*value.find("privateKeyJwk")), errors::kPrivateKeyExposed);
        ++count;
    }
    EXPECT_EQ(count, 2);
}

/// `size` bytes that start and end with these.
std::string number(std::size_t size, std::uint8_t first, std::uint8_t last) {
    Bytes bytes(size, 0x5a);
    bytes.front() = first;
    bytes.back() = last;
    return base64url_encode(bytes);
}

TEST(Rsa, ModulusFrom2048To8192Bits) {
    EXPECT_OK(from_jwk(number(256, 0x80, 1)));
    EXPECT_OK(from_jwk(number(1024, 0xff, 1)));
    for (const std::string& n :
         {number(256, 0x7f, 1), number(128, 0xff, 1), number(1025, 0x01, 1), number(256, 0x80, 2),
          number(257, 0x00, 1), std::string(), std::string("AA"), number(20000, 0xff, 1),
          std::string(kRfc7515N) + "=", std::string(kRfc7515N).substr(1)}) {
        EXPECT_CODE(from_jwk(n), errors::kInvalidPublicKey) << n.substr(0, 20);
    }
}

TEST(Rsa, ExponentOddAndFrom65537) {
    for (const std::string_view e : {"AQAB", "AQAD", "__________8"}) {
        ASSERT_OK_AND(const PublicKey key, from_jwk(kRfc7515N, e));
        ASSERT_OK_AND(const PublicKey again, PublicKey::from_multikey(key.to_multikey()));
        EXPECT_EQ(key, again);
        EXPECT_EQ(key.to_jwk().to_string(), jwk_text(kRfc7515N, e));
    }
    // 3, 1, 0, 65535, 65536, 65538, 2^64 + 1, 65537 with a zero before it, nothing.
    for (const std::string_view e :
         {"Aw", "AQ", "AA", "__8", "AQAA", "AQAC", "AQAAAAAAAAAB", "AAEAAQ", ""}) {
        EXPECT_CODE(from_jwk(kRfc7515N, e), errors::kInvalidPublicKey) << e;
    }
}

TEST(Rsa, OnlyDerOfAPublicKey) {
    ASSERT_OK_AND(const PublicKey key, from_jwk(kRfc7515N));
    const Bytes& good = key.raw();
    ASSERT_EQ(hex_encode(ByteView(good).first(9)), "3082010a0282010100");
    Bytes trailing = good;
    trailing.push_back(0);
    Bytes negative = good;  // n without its leading zero
    negative.erase(negative.begin() + 8);
    negative[3] = 0x09;
    negative[7] = 0x00;
    Bytes padded = good;  // n with a second leading zero
    padded.insert(padded.begin() + 8, 0);
    padded[3] = 0x0b;
    padded[7] = 0x02;
    Bytes inside = good;  // a third number
    append(inside, hex("020101"));
    inside[3] = 0x0d;
    for (const Bytes& raw : {Bytes{}, Bytes{0x30}, Bytes(good.begin(), good.end() - 1), trailing,
                             negative, padded, inside}) {
        EXPECT_CODE(PublicKey::from_raw(KeyType::rsa, raw), errors::kInvalidPublicKey)
            << hex_encode(raw).substr(0, 24);
    }
}

TEST(Rsa, AlgOfTheJwkMustBeOneOfRsa) {
    for (const AlgorithmInfo& algorithm : algorithms()) {
        const json::Document jwk =
            parse_json(R"({"kty":"RSA","alg":")" + std::string(algorithm.jose) + R"(","n":")" +
                       std::string(kRfc7515N) + R"(","e":"AQAB"})");
        const Result<PublicKey> key = PublicKey::from_jwk(jwk.root());
        if (algorithm.key_type == KeyType::rsa) {
            EXPECT_OK(key);
        } else {
            EXPECT_CODE(key, errors::kInvalidPublicKey) << algorithm.jose;
        }
    }
}

}  // namespace
}  // namespace deed::crypto
