#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <memory>
#include <string>

#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/errors.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

constexpr std::string_view kDefaultUserId = "1234567812345678";

/// Whether OpenSSL, asked in its own way, takes the signature under a user id.
bool openssl_accepts(const PublicKey& key, ByteView message, ByteView compact,
                     std::string user_id) {
    char group[] = "SM2";
    Bytes point = key.uncompressed();
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
        EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY* made = nullptr;
    EXPECT_EQ(EVP_PKEY_fromdata_init(maker.get()), 1);
    EXPECT_EQ(EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters), 1);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> peer(made, EVP_PKEY_free);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> checker(
        EVP_PKEY_CTX_new_from_pkey(nullptr, peer.get(), nullptr), EVP_PKEY_CTX_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EXPECT_EQ(EVP_PKEY_CTX_set1_id(checker.get(), user_id.data(), user_id.size()), 1);
    EVP_MD_CTX_set_pkey_ctx(context.get(), checker.get());
    EXPECT_EQ(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sm3(), nullptr, peer.get()), 1);
    const Bytes der = ecdsa_compact_to_der(compact).value();
    return EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(),
                            message.size()) == 1;
}

TEST(Sm2, KnownSignaturesUnderTheDefaultUserId) {
    DEED_NEEDS_VECTORS();
    const json::Document document = read_json_vector("sm/sm2_sign.json");
    const json::Value root = document.root();
    ASSERT_OK_AND(const PublicKey key,
                  PublicKey::from_raw(KeyType::sm2, hex_of(root, "publicKeyUncompressed")));
    EXPECT_EQ(key.raw(), hex_of(root, "publicKeyCompressed"));
    EXPECT_EQ(signer(KeyType::sm2, text_of(root, "privateKey"))->public_key(), key);

    int good = 0;
    int bad = 0;
    int other_user = 0;
    for (const json::Value entry : root.find("cases")->array()) {
        const std::string_view name = text_of(entry, "name");
        const std::string_view user = text_of(entry, "userId");
        const bool valid = entry.find("valid")->boolean();
        const Bytes message = hex_of(entry, "message");
        Bytes signature = hex_of(entry, "r");
        append(signature, hex_of(entry, "s"));
        if (entry.find("signatureDer")) {
            const Result<Bytes> der = ecdsa_der_to_compact(hex_of(entry, "signatureDer"));
            EXPECT_TRUE(der && *der == signature) << name;
        }
        if (user != kDefaultUserId) {
            EXPECT_EQ(openssl_accepts(key, message, signature, std::string(user)), valid) << name;
            if (valid) {
                EXPECT_CODE(verify(key, message, signature), errors::kSignatureInvalid);
            }
            ++other_user;
        } else if (valid) {
            EXPECT_OK(verify(key, message, signature));
            ++good;
        } else {
            EXPECT_CODE(verify(key, message, signature), errors::kSignatureInvalid) << name;
            ++bad;
        }
    }
    EXPECT_EQ(good, 5);
    EXPECT_EQ(bad, 10);
    EXPECT_EQ(other_user, 3);
}

TEST(Sm2, SignsUnderTheDefaultUserIdAndNoOther) {
    const auto key = PrivateKey::into_signer(PrivateKey::generate(KeyType::sm2));
    const Bytes message = to_bytes(as_bytes("message"));
    Call call;
    ASSERT_OK_AND(const Bytes signature, key->sign(message, call));
    EXPECT_TRUE(
        openssl_accepts(key->public_key(), message, signature, std::string(kDefaultUserId)));
    EXPECT_FALSE(openssl_accepts(key->public_key(), message, signature, ""));
    EXPECT_FALSE(openssl_accepts(key->public_key(), message, signature, "ALICE123@YAHOO.COM"));
}

// GB/T 32918.1-2016 section 6.1: d is from 1 to n - 2.
TEST(Sm2, PrivateKeysEndBeforeTheOrderLessOne) {
    constexpr std::string_view kRefused[] = {
        "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122",
        "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000"};
    for (const std::string_view text : kRefused)
        EXPECT_CODE(PrivateKey::from_raw(KeyType::sm2, secret(text)), errors::kInvalidPrivateKey);
    EXPECT_OK(PrivateKey::from_raw(
        KeyType::sm2, secret("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121")));
}

}  // namespace
}  // namespace deed::crypto
