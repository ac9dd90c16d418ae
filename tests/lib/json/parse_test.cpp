#include <limits>
#include <string>

#include "lib/encoding/utf8.hpp"
#include "lib/json/document.hpp"
#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::json {
namespace {

using namespace std::string_literals;

Result<Document> parse(std::string_view text) { return Document::parse(text); }

TEST(Parse, KeepsOrderAndSpelling) {
    ASSERT_OK_AND(const auto document,
                  parse(" {\"b\" : [1.50, -0, 1E2, true, null],\n\"a\":\"x\"} "));
    EXPECT_EQ(document.to_string(), R"({"b":[1.50,-0,1E2,true,null],"a":"x"})");
}

TEST(Parse, TakesEveryKindOfRoot) {
    for (const auto* text : {"null", "true", "false", "0", "-1.5e3", "\"s\"", "[]", "{}"}) {
        ASSERT_OK_AND(const auto document, parse(text));
        EXPECT_EQ(document.to_string(), text);
    }
}

TEST(Parse, DecodesEscapes) {
    ASSERT_OK_AND(const auto document, parse(R"("\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude02")"));
    EXPECT_EQ(document.root().string(), "\"\\/\b\f\n\r\t\u00e9\u20ac\U0001f602");
}

TEST(Parse, KeepsEscapedNulInStringsAndNames) {
    ASSERT_OK_AND(const auto document, parse(R"({"k\u0000":"a\u0000b"})"));
    ASSERT_TRUE(document.root().find("k\0"s).has_value());
    EXPECT_EQ(document.root().find("k\0"s)->string(), "a\0b"s);
    EXPECT_FALSE(document.root().find("k").has_value());
    EXPECT_EQ(document.to_string(), R"({"k\u0000":"a\u0000b"})");
}

TEST(Parse, TellsEscapedFromPlainStrings) {
    const std::string text = R"(["plain","a\\b","plain","\"","c\\","/","\\\"\\","end"])";
    ASSERT_OK_AND(const auto document, parse(text));
    EXPECT_EQ(document.to_string(), text);
}

// Strings are looked at several bytes at once: every kind of byte at every distance from the ends.
TEST(Parse, SeesEveryByteOfStringsWhereverItStands) {
    for (std::size_t before = 0; before < 20; ++before)
        for (std::size_t after = 0; after < 20; ++after) {
            const std::string front(before, 'a');
            const std::string back(after, 'b');
            const std::string start = "[\"" + front;
            const std::string end = back + "\"]";
            SCOPED_TRACE(start + "?" + end);
            for (const auto* plain : {" ", "!", "#", "[", "]", "\x7f", "\u0080", "\u00ff", "\uffff",
                                      "\U0010ffff", "\u00a2\u00dc"}) {
                ASSERT_OK_AND(const auto document, parse(start + plain + end));
                EXPECT_EQ(document.root().array()[0].string(), front + plain + back);
            }
            for (const auto& [escape, meant] :
                 {std::pair{"\\n", "\n"}, std::pair{"\\\\", "\\"}, std::pair{"\\\"", "\""},
                  std::pair{"\\u00e9", "\u00e9"}, std::pair{"\\n1234567\\t", "\n1234567\t"}}) {
                ASSERT_OK_AND(const auto document, parse(start + escape + end));
                EXPECT_EQ(document.root().array()[0].string(), front + meant + back);
            }
            for (const char control : {'\x01', '\t', '\n', '\x19', '\x1a', '\x1f'})
                EXPECT_CODE(parse(start + control + end), errors::kSyntax);
            EXPECT_CODE(parse(start + '"' + end), errors::kSyntax);
        }
}

TEST(Parse, RefusesBrokenGrammar) {
    for (const auto* text : {"",
                             "   ",
                             "tru",
                             "nul",
                             "[",
                             "[1",
                             "[1,",
                             "{",
                             "{\"a\"",
                             "{\"a\":",
                             "{\"a\":1",
                             "{\"a\":1,",
                             "\"abc",
                             "\"\\",
                             "\"\\u12",
                             "[1,]",
                             "{\"a\":1,}",
                             "[,1]",
                             "[01]",
                             "[+1]",
                             "[1.]",
                             "[.5]",
                             "[1e]",
                             "[1e+]",
                             "[-]",
                             "[--1]",
                             "[0x10]",
                             "NaN",
                             "[NaN]",
                             "Infinity",
                             "-Infinity",
                             "[Inf]",
                             "nan",
                             "[1]/**/]",
                             "/* c */ 1",
                             "// c\n1",
                             "[1 // c\n]",
                             "{a:1}",
                             "{'a':1}",
                             "['a']",
                             "{\"a\" 1}",
                             "[1 2]",
                             "{1:2}",
                             "{\"a\":1 \"b\":2}",
                             "]",
                             "}",
                             "[}",
                             "\"\\x41\"",
                             "\"\\u12G4\"",
                             "\"a\nb\"",
                             "\"a\tb\"",
                             "\"\x01\"",
                             "\"\x1a\"",
                             "\"\x1f\"",
                             "\v1",
                             "True",
                             "\xef\xbb\xbf{}",
                             "\xef\xbb\xbf"}) {
        const auto result = parse(text);
        ASSERT_FALSE(result.has_value()) << text;
        const bool trailing = std::string_view(text) == "[1]/**/]";
        EXPECT_CODE(result, trailing ? errors::kTrailingBytes : errors::kSyntax) << text;
    }
}

TEST(Parse, RefusesEveryTruncation) {
    const std::string text = R"({"a":[1.5e3,"x\u00e9\n",true,{"b":null}],"c":-0.25})";
    ASSERT_OK(parse(text));
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_CODE(parse(text.substr(0, size)), errors::kSyntax) << size;
    }
}

TEST(Parse, RefusesWhateverFollowsTheValue) {
    for (const std::string& text : {"{}\0x"s, "{}\0"s, "{}{}"s, "1 2"s, "null,"s, "[]]"s, "{} \0"s,
                                    "{}//"s, "01"s, "1\0"s, "\"a\"\0\"b\""s}) {
        EXPECT_CODE(parse(text), errors::kTrailingBytes) << text;
    }
}

TEST(Parse, RefusesRawNul) {
    for (const std::string& text :
         {"\0"s, "[1\0]"s, "\"a\0b\""s, "{\"a\0\":1}"s, "{\0}"s, "\0{}"s, "[\0"s, "tru\0"s}) {
        EXPECT_CODE(parse(text), errors::kSyntax) << text;
    }
}

TEST(Parse, RefusesWhatIsNotUtf8) {
    for (const auto* text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
                             "\"\xe2\x82\"", "\x80", "{\"\xc3\":1}", "\xff\xfe{\0}"}) {
        EXPECT_CODE(parse(text), errors::kNotUtf8) << text;
    }
    EXPECT_TRUE(parse("[\"ab\xff\"]").error().message().starts_with("byte 4:"));
}

TEST(Parse, RefusesHalvesOfSurrogatePairs) {
    for (const auto* text :
         {R"("\ud800")", R"("\udc00")", R"("\uDFFF")", R"("\uD83Dx")", R"("\ud83d\n")",
          R"("\ud83d\u0041")", R"("\ud83d\ud83d")", R"("\ude02\ud83d")", R"("a\udc00b")",
          R"({"\udc00":1})", R"({"\ud800":1})", R"(["\ud83d\ude02\ude02"])"}) {
        EXPECT_CODE(parse(text), errors::kLoneSurrogate) << text;
    }
    EXPECT_OK(parse(R"("\\udc00")"));
}

TEST(Parse, RefusesDuplicateMembers) {
    for (const auto* text :
         {R"({"a":1,"a":2})", R"({"a":1,"b":2,"a":1})", R"({"a":1,"\u0061":2})",
          R"([{"x":{"":0,"":0}}])", R"({"\u20ac":1,"€":2})", R"({"a\u0000":1,"a\u0000":2})"}) {
        EXPECT_CODE(parse(text), errors::kDuplicateMember) << text;
    }
    EXPECT_EQ(parse(R"({"a":1,"b":2,"\u0061":3})").error().message(),
              "byte 14: a second member \"a\"");
    EXPECT_OK(parse(R"({"a":1,"A":2,"a\u0000":3,"":4})"));
}

TEST(Parse, QuotesNamesSafely) {
    EXPECT_TRUE(parse(R"({"\u001b\n":1,"\u001b\n":1})")
                    .error()
                    .message()
                    .ends_with(R"(a second member "\u001b\n")"));
    std::string name = "a";
    for (int i = 0; i < 50; ++i) name += "\u20ac";
    const auto result = parse("{\"" + name + "\":1,\"" + name + "\":1}");
    EXPECT_CODE(result, errors::kDuplicateMember);
    EXPECT_TRUE(is_utf8(as_bytes(result.error().message())));
    EXPECT_LT(result.error().message().size(), 100U);
}

std::string large_object(int members, const std::string& last) {
    std::string text = "{";
    for (int i = 0; i < members; ++i) text += "\"name" + std::to_string(i) + "\":0,";
    return text + last + "}";
}

TEST(Parse, FindsDuplicatesInLargeObjects) {
    for (const int members : {15, 16, 17, 1000, 100'000}) {
        EXPECT_OK(parse(large_object(members, R"("other":1)")));
        const auto result = parse(large_object(members, R"("name\u0037":1)"));
        EXPECT_CODE(result, errors::kDuplicateMember) << members;
        EXPECT_TRUE(result.error().message().ends_with("\"name7\"")) << result.error().message();
    }
}

TEST(Parse, BoundsDepth) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_OK(parse(nested(64)));
    EXPECT_CODE(parse(nested(65)), errors::kTooDeep);
    EXPECT_CODE(parse(std::string(100'000, '[')), errors::kTooDeep);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_CODE(parse(objects), errors::kTooDeep);
    EXPECT_OK(Document::parse(nested(3), {100, 3}));
    EXPECT_CODE(Document::parse(nested(4), {100, 3}), errors::kTooDeep);
    EXPECT_OK(Document::parse("1", {100, 0}));
    EXPECT_CODE(Document::parse("[]", {100, 0}), errors::kTooDeep);
    constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();
    EXPECT_OK(Document::parse(nested(256), {kUnlimited, kUnlimited}));
    EXPECT_CODE(Document::parse(nested(257), {kUnlimited, kUnlimited}), errors::kTooDeep);
}

TEST(Parse, BoundsSize) {
    EXPECT_OK(Document::parse("[1,2]", {5, 1}));
    EXPECT_CODE(Document::parse("[1,2]", {4, 1}), errors::kTooLarge);
    EXPECT_CODE(parse(std::string((4U << 20) + 1, ' ')), errors::kTooLarge);
    EXPECT_OK(parse("1." + std::string(998, '5')));
    EXPECT_CODE(parse("1." + std::string(999, '5')), errors::kTooLarge);
}

TEST(Parse, RefusesNumbersWithoutFaithfulDouble) {
    for (const auto* text :
         {"9007199254740993", "-9007199254740993", "18446744073709551615", "9223372036854775807",
          "-9223372036854775808", "123456789012345678901234567890", "1e999", "-1e999", "1e309",
          "1.8e308", "1e-999", "-1e-999", "0.1e-400", "0.0000001e-350", "2e-324"}) {
        EXPECT_CODE(parse(text), errors::kNumberNotInteroperable) << text;
        EXPECT_CODE(parse("{\"a\":[" + std::string(text) + "]}"), errors::kNumberNotInteroperable)
            << text;
    }
    EXPECT_CODE(parse("1" + std::string(400, '0')), errors::kNumberNotInteroperable);
    // Zero, but RapidJSON sees only that the exponent is out of range.
    EXPECT_CODE(parse("0e999"), errors::kNumberNotInteroperable);
}

TEST(Parse, TakesNumbersWithFaithfulDouble) {
    for (const auto* text : {"9007199254740991",
                             "9007199254740992",
                             "9007199254740994",
                             "-9007199254740992",
                             "1000000000000000000000",
                             "100000000000000000000",
                             "123456789012345680000",
                             "-9223372036854776000",
                             "18446744073709552000",
                             "5e-324",
                             "1e-320",
                             "3e-324",
                             "1.7976931348623157e308",
                             "0",
                             "-0",
                             "-0.0",
                             "0.0",
                             "0e0",
                             "0e-999",
                             "0.000e-999",
                             "3.14159265358979323846264338327950288",
                             "333333333.33333329",
                             "9007199254740993.0"}) {
        ASSERT_OK_AND(const auto document, parse(text));
        EXPECT_EQ(document.root().number_text(), text);
    }
}

TEST(Parse, NamesTheByte) {
    EXPECT_TRUE(parse("[1,\n x]").error().message().starts_with("byte 5:"));
    EXPECT_TRUE(parse("[1]]").error().message().starts_with("byte 3:"));
    EXPECT_TRUE(parse("{}\0x"s).error().message().starts_with("byte 2:"));
    EXPECT_TRUE(parse("[1,1e999]").error().message().starts_with("byte 3:"));
    EXPECT_TRUE(Document::parse("[0,[]]", {9, 1}).error().message().starts_with("byte 3:"));
}

}  // namespace
}  // namespace deed::json
