#include <gtest/gtest.h>

#include <string>

#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed {
namespace {

struct Case {
    std::string_view hex;
    std::string_view base58;
};

// draft-msporny-base58-03 section 5 (the first three rows), and Bitcoin Core's
// src/test/data/base58_encode_decode.json.
constexpr Case kCases[] = {
    {"48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U"},
    {"54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e",
     "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"},
    {"0000287fb4cd", "11233QC4"},
    {"", ""},
    {"61", "2g"},
    {"626262", "a3gV"},
    {"636363", "aPEr"},
    {"73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2"},
    {"00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L"},
    {"516b6fcd0f", "ABnLTmg"},
    {"bf4f89001e670274dd", "3SEo3LWLoPntC"},
    {"572e4794", "3EFU7m"},
    {"ecac89cad93923c02321", "EJDM8drfXA6uyA"},
    {"10c8511e", "Rt5zm"},
    {"00000000000000000000", "1111111111"},
};

TEST(Base58, PublishedVectors) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.base58);
        ASSERT_OK_AND(const Bytes bytes, hex_decode(c.hex));
        EXPECT_EQ(base58btc_encode(bytes), c.base58);
        ASSERT_OK_AND(const Bytes decoded, base58btc_decode(c.base58));
        EXPECT_EQ(decoded, bytes);
    }
}

TEST(Base58, ALeadingZeroByteIsALeadingOne) {
    for (std::size_t zeros = 0; zeros < 12; ++zeros) {
        Bytes bytes(zeros, 0);
        bytes.push_back(0x61);
        const std::string text = std::string(zeros, '1') + "2g";
        EXPECT_EQ(base58btc_encode(bytes), text);
        ASSERT_OK_AND(const Bytes decoded, base58btc_decode(text));
        EXPECT_EQ(decoded, bytes);
    }
}

TEST(Base58, RefusesCharactersOutsideTheAlphabet) {
    for (const std::string_view text :
         {"0", "O", "I", "l", "2g ", " 2g", "2g\n", "2+g", "1\xc3\xbc"}) {
        SCOPED_TRACE(text);
        EXPECT_CODE(base58btc_decode(text), errors::kEncodingMalformed);
    }
    EXPECT_CODE(base58btc_decode(std::string_view("2g\0", 3)), errors::kEncodingMalformed);
}

TEST(Base58, ReadsTextsOf8192CharactersAndNoMore) {
    ASSERT_OK_AND(const Bytes longest, base58btc_decode(std::string(8192, 'z')));
    EXPECT_EQ(base58btc_encode(longest), std::string(8192, 'z'));
    ASSERT_OK_AND(const Bytes zeros, base58btc_decode(std::string(8192, '1')));
    EXPECT_EQ(zeros, Bytes(8192, 0));
    EXPECT_CODE(base58btc_decode(std::string(8193, 'z')), errors::kEncodingTooLong);
    EXPECT_CODE(base58btc_decode(std::string(8193, '0')), errors::kEncodingTooLong);
}

}  // namespace
}  // namespace deed
