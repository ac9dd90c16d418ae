#include "lib/cose/header.hpp"

#include <gtest/gtest.h>

#include "lib/cose/errors.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::cose {
namespace {

Result<Header> parse(std::string_view protected_hex, std::string_view unprotected_hex = "a0") {
    return Header::parse(hex_decode(protected_hex).value(), hex_decode(unprotected_hex).value());
}

TEST(CoseHeader, MayBeInAnyOrderAndSayMoreThanCounts) {
    // kid, alg, then 99: [1.0, undefined, tag 1 of 0, simple 32], then "x": -2^64
    ASSERT_OK_AND(const Header header, parse("a4"
                                             "044161"
                                             "0126"
                                             "1863"
                                             "84f93c00f7c100f820"
                                             "6178"
                                             "3bffffffffffffffff"));
    EXPECT_EQ(header.algorithm_number(), -7);
    EXPECT_EQ(as_text(*header.key_id()), "a");
    EXPECT_EQ(header.type(), std::nullopt);
    EXPECT_EQ(header.cwt_claims(), std::nullopt);
}

TEST(CoseHeader, HasAnEmptyMapOrNone) {
    EXPECT_OK(parse("a10127", ""));
    EXPECT_OK(parse("a10127", "a0"));
    EXPECT_CODE(parse(""), errors::kAlgorithmMissing);
    EXPECT_CODE(parse("a0"), errors::kAlgorithmMissing);
}

TEST(CoseHeader, TakesHintsFromEitherMap) {
    ASSERT_OK_AND(const Header header, parse("a10127",
                                             "a2"
                                             "03182a"
                                             "044162"));
    EXPECT_EQ(as_text(*header.key_id()), "b");
    EXPECT_EQ(header.content_type(), ContentFormat(std::uint64_t{42}));
    ASSERT_OK_AND(const Header signed_one, parse("a3"
                                                 "0127"
                                                 "0fa1016169"
                                                 "10613a"));
    EXPECT_EQ(signed_one.type(), ContentFormat(":"));
    EXPECT_EQ(hex_encode(*signed_one.cwt_claims()), "a1016169");
}

TEST(CoseHeader, RefusesOtherForms) {
    for (const auto* hex : {"8101", "01", "a1f626", "a1410126", "a1014126", "a201260401",
                            "a20126104161", "a2012603f5", "a1f93c0026", "a11bffffffffffffffff00"})
        EXPECT_CODE(parse(hex), errors::kHeaderMalformed) << hex;
    EXPECT_CODE(parse("a10126a0"), cbor::errors::kTrailingBytes);
    EXPECT_CODE(parse("a10127", "8101"), errors::kHeaderMalformed);
    EXPECT_CODE(parse("a2012601"
                      "27"),
                cbor::errors::kDuplicateKey);
    EXPECT_CODE(parse("bf0126ff"), cbor::errors::kIndefiniteLength);
    EXPECT_CODE(parse("a1180126"), cbor::errors::kHeadNotShortest);
    EXPECT_CODE(parse("a101"), cbor::errors::kTruncated);
    EXPECT_CODE(parse("a161ff26"), cbor::errors::kNotUtf8);
}

TEST(CoseHeader, RefusesWhatIsSaidTwiceOrUnsigned) {
    EXPECT_CODE(parse("a10126", "a10126"), errors::kLabelRepeated);
    EXPECT_CODE(parse("a20126044161", "a1044161"), errors::kLabelRepeated);
    EXPECT_CODE(parse("a20126617800", "a1617801"), errors::kLabelRepeated);
    EXPECT_CODE(parse("", "a10126"), errors::kUnprotected);
    EXPECT_CODE(parse("a10126", "a1028104"), errors::kUnprotected);
    EXPECT_CODE(parse("a10126", "a1106161"), errors::kUnprotected);
    EXPECT_CODE(parse("a10126", "a10fa0"), errors::kUnprotected);
}

TEST(CoseHeader, RefusesKeysThatComeAlong) {
    for (const auto* hex : {"a2012618204100", "a2012618214100", "a2012618236161"})
        EXPECT_CODE(parse(hex), errors::kEmbeddedKey) << hex;
    EXPECT_CODE(parse("a10126", "a118214100"), errors::kEmbeddedKey);
    // x5t is a fingerprint, and names no more than kid does.
    EXPECT_OK(parse("a20126182282264100"));
}

TEST(CoseHeader, RefusesOtherAlgorithms) {
    // HMAC 256/256, A128GCM, ES256 by its name, and what nobody registered.
    for (const auto* hex : {"a10105", "a10101", "a101654553323536", "a10100", "a1013903e6"})
        EXPECT_CODE(parse(hex), errors::kAlgorithmUnknown) << hex;
    ASSERT_OK_AND(const Header pss, parse("a1013824"));
    EXPECT_EQ(pss.algorithm().id, crypto::Algorithm::ps256);
    EXPECT_EQ(pss.algorithm_name(), "PS256");
}

// RFC 9052 section 3.1, "crit".
TEST(CoseHeader, RefusesWhatItWouldHaveToUnderstand) {
    EXPECT_OK(
        parse("a3"
              "0126"
              "028104"
              "044161"));
    EXPECT_OK(
        parse("a3"
              "0126"
              "02820110"
              "106161"));
    EXPECT_CODE(parse("a3"
                      "0126"
                      "02811863"
                      "186300"),
                errors::kCriticalUnknown);
    EXPECT_CODE(parse("a3"
                      "0126"
                      "02816178"
                      "617800"),
                errors::kCriticalUnknown);
    EXPECT_CODE(parse("a3"
                      "0126"
                      "028105"
                      "054100"),
                errors::kCriticalUnknown);
    EXPECT_CODE(parse("a2"
                      "0126"
                      "0280"),
                errors::kCriticalMalformed);
    EXPECT_CODE(parse("a2"
                      "0126"
                      "0204"),
                errors::kCriticalMalformed);
    EXPECT_CODE(parse("a2"
                      "0126"
                      "02811863"),
                errors::kCriticalMalformed);
    EXPECT_CODE(parse("a3"
                      "0126"
                      "02820404"
                      "044161"),
                errors::kCriticalMalformed);
    EXPECT_CODE(parse("a2"
                      "0126"
                      "028104",
                      "a1044161"),
                errors::kCriticalMalformed);
    EXPECT_CODE(parse("a2"
                      "0126"
                      "0281f6"),
                errors::kHeaderMalformed);
}

TEST(CoseHeader, IsNotMadeOfWhatIsNoText) {
    const auto key = crypto::PrivateKey::generate(crypto::KeyType::ed25519).public_key();
    EXPECT_CODE(make_header({.type = "\xff"}, key), errors::kHeaderMalformed);
    ASSERT_OK_AND(const Bytes made, make_header({.content_type = "application/vp"}, key));
    EXPECT_EQ(hex_encode(made), "a20127036e6170706c69636174696f6e2f7670");
}

}  // namespace
}  // namespace deed::cose
