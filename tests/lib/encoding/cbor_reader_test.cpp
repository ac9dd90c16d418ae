#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/lib/encoding/cbor_walk.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::cbor {
namespace {

Bytes hex(std::string_view text) { return hex_decode(text).value(); }

/// The fate of one whole item of any type.
Result<Bytes> walk(std::string_view text) {
    const Bytes input = hex(text);
    return test::rewrite_cbor(input);
}

void expect_all(const std::vector<std::string_view>& texts, const ErrorCode& code) {
    for (const std::string_view text : texts) {
        SCOPED_TRACE(text);
        EXPECT_CODE(walk(text), code);
    }
}

TEST(CborReader, RefusesHeadsThatAreNotTheShortest) {
    expect_all({"1800",
                "1817",
                "190000",
                "1900ff",
                "1a00000000",
                "1a0000ffff",
                "1b0000000000000000",
                "1b00000000ffffffff",
                "3817",
                "3900ff",
                "3a0000ffff",
                "3b00000000ffffffff",
                "5800",
                "580401020304",
                "590004",
                "7801"
                "61",
                "7900016161",
                "9800",
                "9801"
                "00",
                "990000",
                "9a00000000",
                "9b0000000000000001"
                "00",
                "b800",
                "b8010000",
                "b90000"},
               errors::kNotDeterministic);
}

// RFC 8949 appendix A, the indefinite-length rows, and a lone "break".
TEST(CborReader, RefusesIndefiniteLengths) {
    expect_all({"5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff",
                "83018202039f0405ff", "bf61610161629f0203ffff", "826161bf61626163ff", "ff", "81ff"},
               errors::kNotDeterministic);
}

// RFC 8949 section 3: 28 to 30 are reserved.
TEST(CborReader, RefusesReservedHeads) {
    expect_all({"1c", "1d", "1e", "3c", "5d", "7e", "9c", "bd", "de", "fc", "1f", "3f", "df"},
               errors::kNotDeterministic);
}

// RFC 8949 appendix A, the rows with tags, floating point and other simple values.
TEST(CborReader, RefusesTagsFloatsAndOtherSimpleValues) {
    expect_all({"c249010000000000000000", "c074323031332d30332d32315432303a30343a30305a",
                "c11a514b67b0", "d74401020304", "d818456449455446", "d9d9f700"},
               errors::kUnexpectedType);
    expect_all({"f90000", "f93c00", "fa47c35000", "fb3ff199999999999a", "f97e00"},
               errors::kUnexpectedType);
    expect_all({"f7", "f0", "e0", "f8ff", "f814", "f815", "f816"}, errors::kUnexpectedType);
}

TEST(CborReader, IntegersOutside64BitsAreOfAnotherType) {
    expect_all({"3bffffffffffffffff", "3b8000000000000000"}, errors::kUnexpectedType);
    const Bytes big = hex("1b8000000000000000");
    EXPECT_CODE(Reader(big).integer(), errors::kUnexpectedType);
    EXPECT_EQ(Reader(big).uint().value(), 1ULL << 63);
    const Bytes negative = hex("20");
    EXPECT_CODE(Reader(negative).uint(), errors::kUnexpectedType);
}

TEST(CborReader, RefusesTruncatedItems) {
    expect_all({"",
                "18",
                "19",
                "1901",
                "1a000f42",
                "1b000000e8d4a510",
                "38",
                "41",
                "44010203",
                "58",
                "5818"
                "01",
                "61",
                "63e6b0",
                "81",
                "820a",
                "a1",
                "a101",
                "8181",
                "f9",
                "f93c",
                "fb3ff1999999"},
               errors::kTruncated);
}

TEST(CborReader, EveryPrefixOfAnItemIsTruncated) {
    const std::string_view whole = "a26161016162820203";
    for (std::size_t size = 0; size < whole.size(); size += 2) {
        SCOPED_TRACE(size);
        EXPECT_CODE(walk(whole.substr(0, size)), errors::kTruncated);
    }
    EXPECT_OK(walk(whole));
}

// A count is refused before anybody could reserve memory for it.
TEST(CborReader, CountsNeverExceedTheBytesLeft) {
    expect_all({"9bffffffffffffffff", "9b7fffffffffffffff00", "9affffffff0000", "98ff00",
                "bbffffffffffffffff", "bb8000000000000000", "bb80000000000000000000", "baffffffff",
                "a2000001", "5bffffffffffffffff", "7bffffffffffffffff", "5b7fffffffffffffff00",
                "5affffffff",
                "8200"
                "9bffffffffffffffff"},
               errors::kTruncated);
    const Bytes exact = hex("820000");
    EXPECT_EQ(Reader(exact).array().value(), 2U);
    const Bytes one_short =
        hex("8300"
            "00");
    EXPECT_CODE(Reader(one_short).array(), errors::kTruncated);
    const Bytes pair = hex("a10000");
    EXPECT_EQ(Reader(pair).map().value(), 1U);
    const Bytes half_pair = hex("a100");
    EXPECT_CODE(Reader(half_pair).map(), errors::kTruncated);
}

TEST(CborReader, RefusesTrailingBytes) {
    expect_all({"0000", "00ff", "8000", "a0a0", "f6f6", "610000"}, errors::kTrailingBytes);
    EXPECT_OK(Reader({}).finish());
}

TEST(CborReader, IsNotFinishedInsideAnArray) {
    // Two items fit the two bytes left, but the first of them takes both.
    const Bytes input =
        hex("82"
            "4100");
    Reader reader(input);
    ASSERT_OK(reader.array_of(2));
    ASSERT_OK(reader.bytes());
    EXPECT_CODE(reader.finish(), errors::kTruncated);
}

TEST(CborReader, RefusesTextThatIsNotUtf8) {
    expect_all({"61ff", "62c080", "63eda080", "64f4908080", "61c3",
                "8161"
                "80"},
               errors::kNotUtf8);
    EXPECT_OK(walk("41ff"));
}

// RFC 8949 section 4.2.1: bytewise lexicographic order of the encoded keys; its own example.
TEST(CborReader, TakesMapKeysInBytewiseOrder) {
    EXPECT_OK(
        walk("a8"
             "0a00"
             "186400"
             "2000"
             "617a00"
             "62616100"
             "811864"
             "00"
             "8120"
             "00"
             "f400"));
}

TEST(CborReader, RefusesMapKeysOutOfOrderOrRepeated) {
    expect_all({"a2"
                "0100"
                "0100",  // repeated
                "a2"
                "0200"
                "0100",  // falling
                "a2"
                "186400"
                "0a00",  // 100 before 10
                "a2"
                "62616100"
                "617a00",  // longer text first
                "a2"
                "f400"
                "2000",  // false before -1
                "a2"
                "812000"
                "81186400",  // arrays as keys
                "a2"
                "80"
                "00"
                "80"
                "00",  // empty arrays as keys
                "a1"
                "00"
                "a2"
                "0100"
                "0100",  // in a map's value
                "82"
                "00"
                "a2"
                "0100"
                "0100",  // in an array
                "a2"
                "a1000000"
                "a1000000",  // maps as keys
                "a3"
                "0100"
                "0200"
                "0200"},
               errors::kNotDeterministic);
}

TEST(CborReader, MapsDoNotDisturbEachOther) {
    EXPECT_OK(
        walk("82"
             "a10500"
             "a10100"));
    EXPECT_OK(
        walk("a2"
             "01"
             "a10900"
             "02"
             "a10100"));
    EXPECT_OK(
        walk("a2"
             "a1000000"
             "a1000100"));
    EXPECT_OK(
        walk("a2"
             "00"
             "00"
             "01"
             "00"));
}

// What the header promises after `cbor.unexpected_type`.
TEST(CborReader, AnotherTypeCanBeTried) {
    const Bytes input =
        hex("8201"
            "f5");
    Reader reader(input);
    EXPECT_CODE(reader.uint(), errors::kUnexpectedType);
    EXPECT_CODE(reader.integer(), errors::kUnexpectedType);
    EXPECT_CODE(reader.bytes(), errors::kUnexpectedType);
    EXPECT_CODE(reader.text(), errors::kUnexpectedType);
    EXPECT_CODE(reader.boolean(), errors::kUnexpectedType);
    EXPECT_CODE(reader.map(), errors::kUnexpectedType);
    EXPECT_CODE(reader.array_of(1), errors::kUnexpectedType);
    EXPECT_EQ(reader.skip_null().value(), false);
    EXPECT_EQ(reader.position(), 0U);
    EXPECT_OK(reader.array_of(2));
    EXPECT_CODE(reader.array(), errors::kUnexpectedType);
    EXPECT_EQ(reader.uint().value(), 1U);
    EXPECT_EQ(reader.boolean().value(), true);
    EXPECT_OK(reader.finish());
}

TEST(CborReader, MessagesNameThePlace) {
    const auto result = walk(
        "8201"
        "1800");
    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(result.error().message().ends_with("at byte 2")) << result.error().message();
}

TEST(CborReader, NestingIsBoundedByTheInputAlone) {
    Bytes deep(100'000, 0x81);
    deep.push_back(0x00);
    ASSERT_OK_AND(const Bytes rewritten, test::rewrite_cbor(deep));
    EXPECT_EQ(rewritten, deep);
}

}  // namespace
}  // namespace deed::cbor
