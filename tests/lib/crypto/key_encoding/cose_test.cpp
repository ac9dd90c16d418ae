// Public COSE_Keys.

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_encoding/openssl.hpp"

namespace deed::test {
namespace {

using crypto::PublicKey;

// RFC 9052 appendix C.7.1, the key meriadoc.brandybuck@buckland.example.
const std::string kX = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d";
const std::string kY = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c";
const std::string kKid = "6d65726961646f632e6272616e64796275636b406275636b6c616e642e6578616d706c65";
const std::string kMeriadoc =
    "a5010202"
    "5824" +
    kKid +
    "2001"
    "215820" +
    kX + "225820" + kY;

Result<PublicKey> read(const std::string& hex) {
    const auto bytes = hex_decode(hex);
    if (!bytes) ADD_FAILURE() << hex;
    return crypto::read_public_key(*bytes);
}

TEST(CoseKey, KeyOfTheStandard) {
    ASSERT_OK_AND(const PublicKey key, read(kMeriadoc));
    EXPECT_EQ(key.type(), crypto::KeyType::p256);
    EXPECT_EQ(hex_encode(key.uncompressed()), "04" + kX + kY);
    ASSERT_OK_AND(const Bytes written, crypto::public_key_to_cose(key));
    EXPECT_EQ(hex_encode(written),
              "a40102"
              "2001"
              "215820" +
                  kX + "225820" + kY);
}

TEST(CoseKey, EveryTypeComesBack) {
    for (const OpensslKey& row : openssl_keys()) {
        const PublicKey key = crypto::PrivateKey::generate(row.type).public_key();
        ASSERT_OK_AND(const Bytes cose, crypto::public_key_to_cose(key));
        ASSERT_OK_AND(const PublicKey again, crypto::read_public_key(cose));
        EXPECT_EQ(again, key);
    }
}

TEST(CoseKey, CompressedPoint) {
    ASSERT_OK_AND(const PublicKey whole, read(kMeriadoc));
    ASSERT_OK_AND(const PublicKey compressed, read("a40102"
                                                   "2001"
                                                   "215820" +
                                                   kX + "22f4"));
    EXPECT_EQ(compressed, whole);  // its y is even
    ASSERT_OK_AND(const PublicKey other, read("a40102"
                                              "2001"
                                              "215820" +
                                              kX + "22f5"));
    EXPECT_NE(other, whole);
}

TEST(CoseKey, WhatIsBesideTheKey) {
    const std::string tail =
        "2001"
        "215820" +
        kX + "225820" + kY;
    EXPECT_OK(
        read("a50102"
             "0326" +
             tail));  // alg ES256
    EXPECT_OK(
        read("a50102"
             "0328" +
             tail));  // alg ESP256 of RFC 9864
    EXPECT_CODE(read("a50102"
                     "0327" +
                     tail),
                crypto::errors::kCoseKeyMalformed);  // alg EdDSA
    EXPECT_OK(
        read("a60102"
             "04820102"
             "05a1614082f6f5" +
             tail));                              // key_ops, and more
    EXPECT_OK(read("a50102" + tail + "61780a"));  // a label that is a text
    std::string deep = "f6";
    for (int i = 0; i < 20; ++i) deep = "81" + deep;
    EXPECT_CODE(read("a50102"
                     "05" +
                     deep + tail),
                crypto::errors::kCoseKeyMalformed);
}

/// A label twice, or out of order, in ways that leave as many items as a key of four labels has.
TEST(CoseKey, NoLabelTwice) {
    const std::string start = "a401012006";
    // RFC 8032 section 7.1, test 1
    const std::string point =
        "215820d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    EXPECT_OK(read(start + point + "616100"));
    for (const std::string& hex : {start + point + "21616100",    // -2, then a text as its value
                                   start + point + "210000",      // -2, then a number
                                   start + point + point,         // -2, as it was
                                   start + "2006" + point,        // crv
                                   start + point + "0500",        // 5 behind -2
                                   start + point + "0561616100",  // the same, then a text
                                   "a5" + start.substr(2) + point + "616100616100",  // a text
                                   "a40101"
                                   "05a201010102"
                                   "2006" +
                                       point,  // inside another item
                                   "a40101"
                                   "05a2010101f6f6"
                                   "2006" +
                                       point,
                                   "a40101"
                                   "05a201010141aa00"
                                   "2006" +
                                       point})
        EXPECT_CODE(read(hex), crypto::errors::kCoseKeyMalformed) << hex;
}

TEST(CoseKey, Refusals) {
    const auto malformed = crypto::errors::kCoseKeyMalformed;
    const std::string x = "215820" + kX;
    const std::string y = "225820" + kY;
    EXPECT_CODE(read("a50102"
                     "2001" +
                     x + y + "235820" + kX),
                crypto::errors::kPrivateKeyExposed);
    EXPECT_CODE(read("a3"
                     "2001" +
                     x + y),
                malformed);  // no kty
    EXPECT_CODE(read("a3"
                     "0102" +
                     x + y),
                malformed);  // no crv
    EXPECT_CODE(read("a3"
                     "0102"
                     "2001" +
                     x),
                malformed);  // no y
    EXPECT_CODE(read("a2"
                     "0102"
                     "2001"),
                malformed);  // neither
    EXPECT_CODE(read("a4"
                     "0102"
                     "2001" +
                     x + "2241aa"),
                malformed);  // another length
    EXPECT_CODE(read("a4"
                     "0102"
                     "2001"
                     "21f6" +
                     y),
                malformed);
    EXPECT_CODE(read("a4"
                     "2001"
                     "0102" +
                     x + y),
                malformed);  // not in order
    EXPECT_CODE(read("a4"
                     "0102"
                     "2001" +
                     x + y + "00"),
                malformed);  // bytes behind
    EXPECT_CODE(read("a4"
                     "0102"
                     "2001" +
                     x),
                malformed);  // cut short
    EXPECT_CODE(read("bf"
                     "0102"
                     "2001" +
                     x + y + "ff"),
                malformed);  // indefinite length
    EXPECT_CODE(read("a4"
                     "0102"
                     "2008" +
                     x + y),
                crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read("a4"
                     "0102"
                     "2006" +
                     x + y),
                crypto::errors::kUnsupportedKeyType);
    EXPECT_CODE(read("a2"
                     "0104"
                     "204101"),
                crypto::errors::kUnsupportedKeyType);  // symmetric
    EXPECT_CODE(read("a3"
                     "0101"
                     "2006"
                     "2141aa"),
                crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(read("a4"
                     "0102"
                     "2001"
                     "2141aa"
                     "2241bb"),
                crypto::errors::kInvalidPublicKey);
}

}  // namespace
}  // namespace deed::test
