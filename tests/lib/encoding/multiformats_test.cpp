#include "lib/encoding/multiformats.hpp"

#include <gtest/gtest.h>

#include <string>

#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed {
namespace {

Bytes hex(std::string_view text) { return hex_decode(text).value(); }

TEST(Multibase, RefusesOtherPrefixesAndEmptyTexts) {
    EXPECT_CODE(multibase_decode(""), errors::kEncodingMalformed);
    EXPECT_CODE(multibase_decode("", Multibase::base58btc), errors::kEncodingMalformed);
    for (const std::string_view text :
         {"Z7Pznk19XTTzBtx", "k2lcpzo5yikidynfl", "c", "0", "Q", "\xf0\x9f\x9a\x80"}) {
        SCOPED_TRACE(text);
        EXPECT_CODE(multibase_decode(text), errors::kEncodingUnsupportedBase);
        EXPECT_CODE(multibase_decode(text, Multibase::base58btc), errors::kEncodingUnsupportedBase);
    }
    EXPECT_CODE(multibase_decode(std::string_view("\0", 1)), errors::kEncodingUnsupportedBase);
}

TEST(Multibase, RequiresTheBaseAskedFor) {
    ASSERT_OK_AND(const Bytes bytes, multibase_decode("z7paNL19xttacUY", Multibase::base58btc));
    EXPECT_EQ(as_text(bytes), "yes mani !");
    const auto other = multibase_decode("ueWVzIG1hbmkgIQ", Multibase::base58btc);
    EXPECT_CODE(other, errors::kEncodingWrongBase);
    EXPECT_NE(other.error().message().find("base58btc"), std::string::npos);
    EXPECT_CODE(multibase_decode("F79", Multibase::base16), errors::kEncodingWrongBase);
}

TEST(Multibase, ThePrefixAloneIsNoBytes) {
    for (const char prefix : std::string_view("fFbBzmMuU")) {
        ASSERT_OK_AND(const Bytes bytes, multibase_decode(std::string_view(&prefix, 1)));
        EXPECT_TRUE(bytes.empty());
        EXPECT_EQ(multibase_encode(static_cast<Multibase>(prefix), {}), std::string(1, prefix));
    }
}

TEST(Multibase, IsStrictAboutCasePaddingAndSpareBits) {
    for (const std::string_view text :
         {"f7F", "F7f", "bMY", "Bmy", "b7", "mZg==", "MZg", "uZg==", "UZg", "m-_8", "u+/8", "mZh",
          "uZh", "MZh==", "UZh==", "bmz", "f7", "z0", "z 2g"}) {
        SCOPED_TRACE(text);
        EXPECT_CODE(multibase_decode(text), errors::kEncodingMalformed);
    }
    EXPECT_CODE(multibase_decode("z" + std::string(8193, '2')), errors::kEncodingTooLong);
    EXPECT_OK(multibase_decode("z" + std::string(1450, '2')));
}

TEST(Multibase, KnowsNoOtherNames) {
    for (const std::string_view name : {"", "base58", "base58flickr", "Base58btc", "base32hex"})
        EXPECT_CODE(multibase_from_name(name), errors::kEncodingUnsupportedBase);
}

struct VarintCase {
    std::uint64_t value;
    std::string_view hex;
};

// The examples of multiformats/unsigned-varint, and the edges of its 9 bytes.
constexpr VarintCase kVarints[] = {
    {0, "00"},
    {1, "01"},
    {127, "7f"},
    {128, "8001"},
    {255, "ff01"},
    {300, "ac02"},
    {16384, "808001"},
    {0xed, "ed01"},
    {0x1200, "8024"},
    {(1ULL << 56) - 1, "ffffffffffffff7f"},
    {1ULL << 56, "808080808080808001"},
    {(1ULL << 63) - 1, "ffffffffffffffff7f"},
};

TEST(Varint, PublishedExamplesAndEdges) {
    for (const VarintCase& c : kVarints) {
        SCOPED_TRACE(c.hex);
        Bytes out = {0xaa};
        append_varint(out, c.value);
        EXPECT_EQ(hex_encode(out), "aa" + std::string(c.hex));
        ASSERT_OK_AND(const Varint read, read_varint(hex(std::string(c.hex) + "ff")));
        EXPECT_EQ(read.value, c.value);
        EXPECT_EQ(read.size, c.hex.size() / 2);
    }
}

TEST(Varint, RefusesOverlongOverflowingAndTruncatedOnes) {
    for (const std::string_view text :
         {"", "80", "ff", "ffffffffffffffff", "8000", "ff00", "818000", "808080808080808000",
          "ffffffffffffffffff", "ffffffffffffffffff01", "80808080808080808001",
          "8080808080808080808080"}) {
        SCOPED_TRACE(text);
        EXPECT_CODE(read_varint(hex(text)), errors::kEncodingMalformed);
    }
}

TEST(VarintDeathTest, CodesAreBelowTwoToThe63) {
    Bytes out;
    EXPECT_DEATH(append_varint(out, 1ULL << 63), "deed: bug");
}

TEST(Multihash, PutsCodeAndLengthBeforeTheDigest) {
    EXPECT_EQ(hex_encode(multihash(0x00, {})), "0000");
    EXPECT_EQ(hex_encode(multihash(0xb220, Bytes(128, 0x5a))).substr(0, 12),
              "a0e402"
              "8001"
              "5a");
}

}  // namespace
}  // namespace deed
