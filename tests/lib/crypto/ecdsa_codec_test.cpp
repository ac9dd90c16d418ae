#include "lib/crypto/ecdsa_codec.hpp"

#include <gtest/gtest.h>

#include <string>

#include "lib/crypto/errors.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

std::string repeated(std::string_view byte, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += byte;
    return text;
}

// Encodings by X.690 sections 8.3 and 10.1.
TEST(EcdsaCodec, DerAndCompactFormsOfKnownValues) {
    const std::pair<std::string, std::string> cases[] = {
        {"3006020101020102", repeated("00", 31) + "01" + repeated("00", 31) + "02"},
        {"300702010102020080", repeated("00", 31) + "01" + repeated("00", 31) + "80"},
        {"3006020100020100", repeated("00", 64)},
        {"3046022100" + repeated("ff", 32) + "022100" + repeated("ff", 32), repeated("ff", 64)},
        {"30440220" + repeated("7f", 32) + "0220" + repeated("7f", 32), repeated("7f", 64)}};
    for (const auto& [der, compact] : cases) {
        ASSERT_OK_AND(const Bytes decoded, ecdsa_der_to_compact(hex(der)));
        EXPECT_EQ(hex_encode(decoded), compact);
        ASSERT_OK_AND(const Bytes encoded, ecdsa_compact_to_der(hex(compact)));
        EXPECT_EQ(hex_encode(encoded), der);
    }
}

// P-521's signatures need lengths of two bytes.
TEST(EcdsaCodec, NumbersOfOtherSizes) {
    const std::string large = "01" + repeated("ff", 65);
    const std::string der =
        "308188"
        "0242" +
        large + "0242" + large;
    ASSERT_OK_AND(const Bytes compact, ecdsa_der_to_compact(hex(der), 66));
    EXPECT_EQ(hex_encode(compact), large + large);
    ASSERT_OK_AND(const Bytes again, ecdsa_compact_to_der(compact));
    EXPECT_EQ(hex_encode(again), der);
    EXPECT_CODE(ecdsa_der_to_compact(hex(der), 48), errors::kSignatureMalformed);
    EXPECT_CODE(ecdsa_der_to_compact(hex(der + "00"), 66), errors::kSignatureMalformed);
    // The same with a length of three bytes, and a short one with two.
    EXPECT_CODE(ecdsa_der_to_compact(hex("30820088" + der.substr(6)), 66),
                errors::kSignatureMalformed);
    EXPECT_CODE(ecdsa_der_to_compact(hex("308106020101020102"), 66), errors::kSignatureMalformed);
    ASSERT_OK_AND(const Bytes small, ecdsa_der_to_compact(hex("3006020101020102"), 48));
    EXPECT_EQ(hex_encode(small), repeated("00", 47) + "01" + repeated("00", 47) + "02");
}

TEST(EcdsaCodec, RefusesWhatDerForbids) {
    const std::string refused[] = {
        "",
        "30",
        "3000",
        "300602010102010200",    // bytes after the signature
        "30070201010201020500",  // … and inside it
        "3007020101020102",      // cut short
        "3005020101020102",      // length too small
        "3006020101020202",      // integer beyond the end
        "308106020101020102",    // length not minimal
        "3080020101020102"
        "0000",              // indefinite length
        "3006020181020102",  // negative r
        "3006020101020180",  // negative s
        "30070202000102"
        "0102",                    // r longer than needed
        "30050200020102",          // empty r
        "3106020101020102",        // not a SEQUENCE
        "3006030101020102",        // not an INTEGER
        "3003020101",              // r alone
        "3009020101020102020103",  // three integers
        "3047022101" + repeated("00", 32) + "022100" + repeated("ff", 32) + "00",
        "3046022101" + repeated("00", 32) + "022100" + repeated("ff", 32),  // r of 33 bytes
    };
    for (const std::string& der : refused) {
        EXPECT_CODE(ecdsa_der_to_compact(hex(der)), errors::kSignatureMalformed) << der;
    }
    for (const std::size_t size : {0u, 2u, 62u, 63u, 65u, 97u, 130u, 134u}) {
        EXPECT_CODE(ecdsa_compact_to_der(Bytes(size, 1)), errors::kSignatureMalformed);
    }
}

}  // namespace
}  // namespace deed::crypto
