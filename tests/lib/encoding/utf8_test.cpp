#include "lib/encoding/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace deed {
namespace {

using namespace std::string_literals;

/// The verdict at each place relative to the 8-byte steps of the fast path.
void expect_everywhere(const std::string& sequence, bool expected) {
    for (std::size_t before = 0; before < 18; ++before) {
        for (std::size_t after = 0; after < 18; ++after) {
            const std::string text = std::string(before, 'a') + sequence + std::string(after, 'b');
            ASSERT_EQ(is_utf8(as_bytes(text)), expected)
                << testing::PrintToString(sequence) << " after " << before << ", before " << after;
        }
    }
}

TEST(Utf8, AcceptsTheEdgesOfTable37) {
    EXPECT_TRUE(is_utf8({}));
    for (const std::string& text :
         {"\0"s, "\x7f"s, "\xc2\x80"s, "\xdf\xbf"s, "\xe0\xa0\x80"s, "\xe0\xbf\xbf"s,
          "\xe1\x80\x80"s, "\xec\xbf\xbf"s, "\xed\x80\x80"s, "\xed\x9f\xbf"s, "\xee\x80\x80"s,
          "\xef\xbf\xbf"s, "\xf0\x90\x80\x80"s, "\xf0\xbf\xbf\xbf"s, "\xf1\x80\x80\x80"s,
          "\xf3\xbf\xbf\xbf"s, "\xf4\x80\x80\x80"s, "\xf4\x8f\xbf\xbf"s})
        expect_everywhere(text, true);
}

TEST(Utf8, RefusesOverlongForms) {
    for (const std::string& text : {"\xc0\x80"s, "\xc0\xaf"s, "\xc1\xbf"s, "\xe0\x80\x80"s,
                                    "\xe0\x9f\xbf"s, "\xf0\x80\x80\x80"s, "\xf0\x8f\xbf\xbf"s})
        expect_everywhere(text, false);
}

TEST(Utf8, RefusesSurrogates) {
    for (const std::string& text : {"\xed\xa0\x80"s, "\xed\xad\xbf"s, "\xed\xb0\x80"s,
                                    "\xed\xbf\xbf"s, "\xed\xa0\xbd\xed\xb8\x80"s})
        expect_everywhere(text, false);
}

TEST(Utf8, RefusesCodePointsAbove10FFFF) {
    for (const std::string& text : {"\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s, "\xf7\xbf\xbf\xbf"s,
                                    "\xf8\x88\x80\x80\x80"s, "\xfe"s, "\xff"s})
        expect_everywhere(text, false);
}

TEST(Utf8, RefusesTruncatedAndStraySequences) {
    for (const std::string& text :
         {"\x80"s, "\xbf"s, "\xc2"s, "\xe1\x80"s, "\xe1"s, "\xf1\x80\x80"s, "\xf1\x80"s, "\xf1"s,
          "\xc2\xc2\x80"s, "\xe1\x80\xc2\x80"s, "\xf1\x80\x80\xf1\x80\x80\x80"s, "\xc2\x80\x80"s})
        expect_everywhere(text, false);
}

// Every code point of one to four bytes, encoded as RFC 3629 section 3 tells.
TEST(Utf8, TellsEveryCodePointRight) {
    for (std::uint32_t c = 0; c < 0x20'0000; c += c < 0x1'1000 ? 1 : 61) {
        Bytes bytes;
        if (c < 0x80) {
            bytes = {static_cast<std::uint8_t>(c)};
        } else if (c < 0x800) {
            bytes = {static_cast<std::uint8_t>(0xc0 | c >> 6),
                     static_cast<std::uint8_t>(0x80 | (c & 0x3f))};
        } else if (c < 0x1'0000) {
            bytes = {static_cast<std::uint8_t>(0xe0 | c >> 12),
                     static_cast<std::uint8_t>(0x80 | (c >> 6 & 0x3f)),
                     static_cast<std::uint8_t>(0x80 | (c & 0x3f))};
        } else {
            bytes = {static_cast<std::uint8_t>(0xf0 | c >> 18),
                     static_cast<std::uint8_t>(0x80 | (c >> 12 & 0x3f)),
                     static_cast<std::uint8_t>(0x80 | (c >> 6 & 0x3f)),
                     static_cast<std::uint8_t>(0x80 | (c & 0x3f))};
        }
        const bool expected = c <= 0x10'ffff && (c < 0xd800 || c > 0xdfff);
        ASSERT_EQ(is_utf8(bytes), expected) << std::hex << c;
    }
}

TEST(AsUtf8, KeepsUtf8AndReplacesTheRest) {
    EXPECT_EQ(as_utf8("caf\u00e9\n"), "caf\u00e9\n");
    EXPECT_EQ(as_utf8("caf\xe9\n\x7f~ "), "caf???~ ");
}

TEST(Utf8Prefix, CutsNoCharacter) {
    const std::string text = "a\u00e9\u20ac\U0001f600";  // 1, 2, 3 and 4 bytes
    const std::vector<std::size_t> sizes{0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (std::size_t max = 0; max < sizes.size(); ++max)
        EXPECT_EQ(utf8_prefix(text, max), text.substr(0, sizes[max])) << max;
}

TEST(SteeringLength, TellsWhatSteersATerminal) {
    for (const std::string& text :
         {"\0"s, "\n"s, "\x1b"s, "\x1f"s, "\x7f"s, "\u0080"s, "\u009b"s, "\u009f"s, "\u061c"s,
          "\u200e"s, "\u200f"s, "\u2028"s, "\u2029"s, "\u202a"s, "\u202e"s, "\u2066"s, "\u2069"s}) {
        EXPECT_EQ(steering_length(text), text.size());
        EXPECT_EQ(steering_length(text + "x"), text.size());
    }
    for (const std::string& text :
         {""s, " "s, "~"s, "a\n"s, "\u00a0"s, "\u061b"s, "\u061d"s, "\u200d"s, "\u2010"s, "\u2027"s,
          "\u202f"s, "\u2065"s, "\u206a"s, "\xc2"s, "\xe2\x80"s, "\U0001f600"s})
        EXPECT_EQ(steering_length(text), 0U) << text;
}

}  // namespace
}  // namespace deed
