#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"

// RFC 8949 appendix A, the rows without tags, floating point and indefinite lengths, both ways.
namespace deed::cbor {
namespace {

Bytes hex(std::string_view text) { return hex_decode(text).value(); }

std::string print(Writer writer) { return hex_encode(std::move(writer).data()); }

struct UintCase {
    std::uint64_t value;
    std::string_view hex;
};

constexpr UintCase kUints[] = {
    {0, "00"},
    {1, "01"},
    {10, "0a"},
    {23, "17"},
    {24, "1818"},
    {25, "1819"},
    {100, "1864"},
    {1000, "1903e8"},
    {1000000, "1a000f4240"},
    {1000000000000, "1b000000e8d4a51000"},
    {18446744073709551615ULL, "1bffffffffffffffff"},
    // Not of the appendix: the edges between head sizes (section 3).
    {255, "18ff"},
    {256, "190100"},
    {65535, "19ffff"},
    {65536, "1a00010000"},
    {4294967295, "1affffffff"},
    {4294967296, "1b0000000100000000"},
};

TEST(CborAppendixA, UnsignedIntegers) {
    for (const UintCase& c : kUints) {
        SCOPED_TRACE(c.hex);
        EXPECT_EQ(print(Writer().uint(c.value)), c.hex);
        const Bytes input = hex(c.hex);
        Reader reader(input);
        ASSERT_OK_AND(const std::uint64_t value, reader.uint());
        EXPECT_EQ(value, c.value);
        EXPECT_OK(reader.finish());
    }
}

struct IntegerCase {
    std::int64_t value;
    std::string_view hex;
};

constexpr IntegerCase kIntegers[] = {
    {0, "00"},
    {1000000, "1a000f4240"},
    {-1, "20"},
    {-10, "29"},
    {-100, "3863"},
    {-1000, "3903e7"},
    // Not of the appendix: the ends of the type, and the edges between head sizes.
    {-24, "37"},
    {-25, "3818"},
    {-256, "38ff"},
    {-257, "390100"},
    {std::numeric_limits<std::int64_t>::max(), "1b7fffffffffffffff"},
    {std::numeric_limits<std::int64_t>::min(), "3b7fffffffffffffff"},
};

TEST(CborAppendixA, SignedIntegers) {
    for (const IntegerCase& c : kIntegers) {
        SCOPED_TRACE(c.hex);
        EXPECT_EQ(print(Writer().integer(c.value)), c.hex);
        const Bytes input = hex(c.hex);
        Reader reader(input);
        ASSERT_OK_AND(const std::int64_t value, reader.integer());
        EXPECT_EQ(value, c.value);
        EXPECT_OK(reader.finish());
    }
}

TEST(CborAppendixA, SimpleValues) {
    EXPECT_EQ(print(Writer().boolean(false)), "f4");
    EXPECT_EQ(print(Writer().boolean(true)), "f5");
    EXPECT_EQ(print(Writer().null()), "f6");

    const Bytes input = hex("f4f5f6");
    Reader reader(input);
    ASSERT_OK_AND(const bool first, reader.boolean());
    EXPECT_FALSE(first);
    ASSERT_OK_AND(const bool too_early, reader.skip_null());
    EXPECT_FALSE(too_early);
    ASSERT_OK_AND(const bool second, reader.boolean());
    EXPECT_TRUE(second);
    ASSERT_OK_AND(const bool skipped, reader.skip_null());
    EXPECT_TRUE(skipped);
    EXPECT_OK(reader.finish());
}

TEST(CborAppendixA, ByteStrings) {
    EXPECT_EQ(print(Writer().bytes({})), "40");
    EXPECT_EQ(print(Writer().bytes(Bytes{1, 2, 3, 4})), "4401020304");

    const Bytes input = hex("4401020304");
    Reader reader(input);
    ASSERT_OK_AND(const ByteView value, reader.bytes());
    EXPECT_EQ(hex_encode(value), "01020304");
    EXPECT_EQ(value.data(), input.data() + 1);
}

struct TextCase {
    std::string_view value;
    std::string_view hex;
};

constexpr TextCase kTexts[] = {
    {"", "60"},
    {"a", "6161"},
    {"IETF", "6449455446"},
    {"\"\\", "62225c"},
    {"\xc3\xbc", "62c3bc"},
    {"\xe6\xb0\xb4", "63e6b0b4"},
    {"\xf0\x90\x85\x91", "64f0908591"},
};

TEST(CborAppendixA, TextStrings) {
    for (const TextCase& c : kTexts) {
        SCOPED_TRACE(c.hex);
        EXPECT_EQ(print(Writer().text(c.value)), c.hex);
        const Bytes input = hex(c.hex);
        Reader reader(input);
        ASSERT_OK_AND(const std::string_view value, reader.text());
        EXPECT_EQ(value, c.value);
        EXPECT_OK(reader.finish());
    }
}

TEST(CborAppendixA, Arrays) {
    EXPECT_EQ(print(Writer().array(0)), "80");
    EXPECT_EQ(print(Writer().array(3).uint(1).uint(2).uint(3)), "83010203");
    Writer nested;
    nested.array(3).uint(1).array(2).uint(2).uint(3).array(2).uint(4).uint(5);
    EXPECT_EQ(print(nested), "8301820203820405");

    Writer long_one;
    long_one.array(25);
    for (std::uint64_t i = 1; i <= 25; ++i) long_one.uint(i);
    const std::string_view expected = "98190102030405060708090a0b0c0d0e0f101112131415161718181819";
    EXPECT_EQ(print(long_one), expected);

    const Bytes input = hex(expected);
    Reader reader(input);
    ASSERT_OK_AND(const std::uint64_t count, reader.array());
    ASSERT_EQ(count, 25U);
    for (std::uint64_t i = 1; i <= count; ++i) {
        ASSERT_OK_AND(const std::uint64_t item, reader.uint());
        EXPECT_EQ(item, i);
    }
    EXPECT_OK(reader.finish());
}

TEST(CborAppendixA, NestedArraysAreReadInOrder) {
    const Bytes input = hex("8301820203820405");
    Reader reader(input);
    EXPECT_OK(reader.array_of(3));
    EXPECT_EQ(reader.uint().value(), 1U);
    EXPECT_OK(reader.array_of(2));
    EXPECT_EQ(reader.uint().value(), 2U);
    EXPECT_EQ(reader.uint().value(), 3U);
    EXPECT_OK(reader.array_of(2));
    EXPECT_EQ(reader.uint().value(), 4U);
    EXPECT_EQ(reader.uint().value(), 5U);
    EXPECT_OK(reader.finish());
}

TEST(CborAppendixA, Maps) {
    EXPECT_EQ(print(Writer().map(0)), "a0");
    EXPECT_EQ(print(Writer().map(2).uint(1).uint(2).uint(3).uint(4)), "a201020304");
    EXPECT_EQ(print(Writer().map(2).text("a").uint(1).text("b").array(2).uint(2).uint(3)),
              "a26161016162820203");
    EXPECT_EQ(print(Writer().array(2).text("a").map(1).text("b").text("c")), "826161a161626163");
    Writer letters;
    letters.map(5);
    for (const char* key : {"a", "b", "c", "d", "e"})
        letters.text(key).text(std::string(1, static_cast<char>(*key - 'a' + 'A')));
    EXPECT_EQ(print(letters), "a56161614161626142616361436164614461656145");
}

TEST(CborAppendixA, MapsAreReadInOrder) {
    const Bytes input = hex("a26161016162820203");
    Reader reader(input);
    ASSERT_OK_AND(const std::uint64_t pairs, reader.map());
    EXPECT_EQ(pairs, 2U);
    EXPECT_EQ(reader.text().value(), "a");
    EXPECT_EQ(reader.uint().value(), 1U);
    EXPECT_EQ(reader.text().value(), "b");
    EXPECT_OK(reader.array_of(2));
    EXPECT_EQ(reader.uint().value(), 2U);
    EXPECT_EQ(reader.uint().value(), 3U);
    EXPECT_EQ(reader.position(), input.size());
    EXPECT_OK(reader.finish());
}

}  // namespace
}  // namespace deed::cbor
