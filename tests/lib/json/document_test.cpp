#include "lib/json/document.hpp"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::json {
namespace {

Document must_parse(std::string_view text) { return Document::parse(text).value(); }

TEST(Document, ReadsEveryType) {
    const auto document =
        must_parse(R"({"n":null,"t":true,"f":false,"d":1.50,"s":"x","a":[1,"2"],"o":{"k":7}})");
    const Object object = document.root().object();
    EXPECT_EQ(object.size(), 7U);
    EXPECT_TRUE(object.find("n")->is_null());
    EXPECT_TRUE(object.find("t")->boolean());
    EXPECT_FALSE(object.find("f")->boolean());
    EXPECT_EQ(object.find("d")->number(), 1.5);
    EXPECT_EQ(object.find("d")->number_text(), "1.50");
    EXPECT_EQ(object.find("s")->string(), "x");
    EXPECT_EQ(object.find("a")->array().size(), 2U);
    EXPECT_EQ(object.find("a")->array()[1].string(), "2");
    EXPECT_EQ(object.find("o")->find("k")->integer(), 7);
    EXPECT_TRUE(object.contains("s"));
    EXPECT_FALSE(object.contains("missing"));
}

TEST(Document, IteratesInDocumentOrder) {
    const auto document = must_parse(R"({"z":[3,1,2],"a":0,"":{}})");
    std::vector<std::string> names;
    for (const auto& [name, value] : document.root().object()) names.emplace_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"z", "a", ""}));
    std::string spelled;
    for (const Value value : document.root().find("z")->array()) spelled += value.number_text();
    EXPECT_EQ(spelled, "312");
}

TEST(Document, LooksUpGently) {
    const auto document = must_parse(R"(["text"])");
    EXPECT_FALSE(document.root().find("a").has_value());
    EXPECT_FALSE(document.root().string_if().has_value());
    EXPECT_EQ(document.root().array()[0].string_if(), "text");
}

TEST(Document, FindsEveryMemberOfALargeObject) {
    std::string text = "{";
    for (int i = 0; i < 500; ++i) {
        text += "\"" + std::to_string(i * 7919 % 500) + "\":" + std::to_string(i) + ",";
    }
    text += R"("\ud83d\ude02":"high","\ufb33":"low"})";
    const auto document = must_parse(text);
    for (int i = 0; i < 500; ++i) {
        EXPECT_EQ(document.root().find(std::to_string(i * 7919 % 500))->integer(), i);
    }
    EXPECT_EQ(document.root().find("\U0001f602")->string(), "high");
    EXPECT_EQ(document.root().find("\ufb33")->string(), "low");
    EXPECT_FALSE(document.root().find("500").has_value());
    EXPECT_FALSE(document.root().find("").has_value());
    EXPECT_FALSE(document.root().find("\U0010ffff").has_value());
}

TEST(Document, TellsIntegers) {
    const auto integer = [](std::string_view text) { return must_parse(text).root().integer(); };
    EXPECT_EQ(integer("0"), 0);
    EXPECT_EQ(integer("-0"), 0);
    EXPECT_EQ(integer("1.0"), 1);
    EXPECT_EQ(integer("-25e2"), -2500);
    EXPECT_EQ(integer("9007199254740991"), 9007199254740991);
    EXPECT_EQ(integer("-9007199254740991"), -9007199254740991);
    EXPECT_EQ(integer("9007199254740992"), std::nullopt);
    EXPECT_EQ(integer("-9007199254740992"), std::nullopt);
    EXPECT_EQ(integer("1e300"), std::nullopt);
    EXPECT_EQ(integer("1.5"), std::nullopt);
    EXPECT_EQ(integer("1e-7"), std::nullopt);
}

TEST(Document, ComparesContent) {
    const auto a = must_parse(R"({"a":[1.50,"x"],"b":{"c":-0,"d":null}})");
    EXPECT_EQ(a, must_parse(R"({"b":{"d":null,"c":0},"a":[15e-1,"\u0078"]})"));
    for (const auto* other :
         {R"({"a":[1.50,"x"],"b":{"c":-0}})", R"({"a":[1.50,"x"],"b":{"c":-0,"e":null}})",
          R"({"a":["x",1.50],"b":{"c":-0,"d":null}})", R"({"a":[1.50],"b":{"c":-0,"d":null}})",
          R"({"a":[1.50,"x"],"b":{"c":1,"d":null}})",
          R"({"a":[1.50,"x"],"b":{"c":false,"d":null}})", "null", "[]"}) {
        EXPECT_FALSE(a == must_parse(other)) << other;
    }
    EXPECT_FALSE(must_parse("true") == must_parse("false"));
}

TEST(Document, OutlivesItsInputAndItsCopies) {
    auto text = std::make_unique<std::string>(R"({"a":["some longer text","\u0041"]})");
    std::optional<Document> first = Document::parse(*text).value();
    text.reset();
    const Document second = *first;
    first.reset();
    EXPECT_EQ(second.to_string(), R"({"a":["some longer text","A"]})");
}

TEST(Document, PrintsEscapesMinimally) {
    const auto document =
        must_parse("[\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\\\/\\u007f\\u00e9\"]");
    EXPECT_EQ(document.to_string(), "[\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7f\u00e9\"]");
}

TEST(Document, RoundTrips) {
    for (const auto* text :
         {R"([[],{},"",[[[]]],{"a":{"b":[{}]}}])", R"({"\u0001\"\\":[1e5,-0.0,"\uD834\uDD1E"]})"}) {
        const auto document = must_parse(text);
        const auto again = must_parse(document.to_string());
        EXPECT_EQ(document, again);
        EXPECT_EQ(again.to_string(), document.to_string());
    }
}

TEST(Document, PrintsForPeople) {
    const auto document = must_parse(R"({"a":[1.0,{"b":"x"}],"c":{},"d":[]})");
    EXPECT_EQ(to_pretty_string(document.root()),
              "{\n  \"a\": [\n    1.0,\n    {\n      \"b\": \"x\"\n    }\n  ],\n  \"c\": {},\n"
              "  \"d\": []\n}");
    EXPECT_EQ(to_pretty_string(must_parse("\"x\"").root()), "\"x\"");
}

TEST(Document, PrintsNothingForPeopleThatSteersATerminal) {
    // What must be escaped, by code point, and its neighbours, which must not.
    const auto steers = [](unsigned c) {
        return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e || c == 0x200f ||
               (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    };
    std::string array = "[";
    std::vector<unsigned> points;
    for (unsigned c = 0; c <= 0xffff; c += c < 0x2100 ? 1 : 0x111) {
        if (c >= 0xd800 && c <= 0xdfff) continue;
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", c);
        array += (points.empty() ? "\"" : ",\"") + std::string(escape) + "\"";
        points.push_back(c);
    }
    const auto document = must_parse(array + "]");
    for (std::size_t i = 0; i < points.size(); ++i) {
        const unsigned c = points[i];
        const Value value = document.root().array()[i];
        const std::string pretty = to_pretty_string(value);
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", c);
        if (c >= 0x7f && steers(c)) {
            EXPECT_EQ(pretty, "\"" + std::string(escape) + "\"");
        } else {
            EXPECT_EQ(pretty, to_string(value)) << std::hex << c;
        }
    }
    EXPECT_EQ(must_parse(to_pretty_string(document.root())), document);
    EXPECT_EQ(to_pretty_string(must_parse("{\"a\u009b\":\"\u202ex\U0001f600\"}").root()),
              "{\n  \"a\\u009b\": \"\\u202ex\U0001f600\"\n}");
    // Only there.
    EXPECT_EQ(must_parse("\"\u009b\"").to_string(), "\"\u009b\"");
}

TEST(DocumentDeathTest, ReadingAsAnotherTypeIsABug) {
    const auto document = must_parse("[1]");
    EXPECT_DEATH(document.root().string(), "deed: bug");
    EXPECT_DEATH(document.root().object(), "deed: bug");
    EXPECT_DEATH(document.root().boolean(), "deed: bug");
    EXPECT_DEATH(document.root().number(), "deed: bug");
    EXPECT_DEATH(document.root().array()[1], "deed: bug");
    EXPECT_DEATH(document.root().array()[0].array(), "deed: bug");
}

}  // namespace
}  // namespace deed::json
