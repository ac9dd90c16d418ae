#include <string>

#include "lib/json/document.hpp"
#include "lib/json/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::json {
namespace {

Document must_parse(std::string_view text) { return Document::parse(text).value(); }

std::string with(std::string_view text, std::string_view pointer, std::string_view value) {
    const auto replacement = must_parse(value);
    const auto result = must_parse(text).with(pointer, replacement.root());
    return result ? result->to_string() : test::code_of(result);
}

std::string without(std::string_view text, std::string_view pointer) {
    const auto result = must_parse(text).without(pointer);
    return result ? result->to_string() : test::code_of(result);
}

TEST(With, ReplacesWhereItStands) {
    EXPECT_EQ(with(R"({"z":1.50,"a":{"b":[1E2,2]},"c":"\u0001"})", "/a/b/1", R"({"n":-0})"),
              R"({"z":1.50,"a":{"b":[1E2,{"n":-0}]},"c":"\u0001"})");
    EXPECT_EQ(with(R"({"z":1,"a":2})", "/z", "1.0"), R"({"z":1.0,"a":2})");
    EXPECT_EQ(with("[1]", "", "{}"), "{}");
}

TEST(With, AddsLast) {
    EXPECT_EQ(with(R"({"z":1})", "/a", "[]"), R"({"z":1,"a":[]})");
    EXPECT_EQ(with(R"({"z":1})", "/", "2"), R"({"z":1,"":2})");
    EXPECT_EQ(with(R"({"z":[]})", "/z/-", "2"), R"({"z":[2]})");
    EXPECT_EQ(with("[1]", "/-", "\"x\""), R"([1,"x"])");
    EXPECT_EQ(with("{}", "/a~1b~0\"", "1"), R"({"a/b~\"":1})");
    EXPECT_EQ(with("{}", "/-", "1"), R"({"-":1})");
}

TEST(With, NeedsTheParent) {
    for (const auto* pointer : {"/a/b", "/x/0/y", "/x/-/y", "/x/1", "/x/00", "/x/01", "/x/a",
                                "/x/+1", "/x/99999999999999999999", "/s/a", "/x/"}) {
        EXPECT_EQ(with(R"({"x":[1],"s":"t"})", pointer, "0"), errors::kPointerNotFound.name)
            << pointer;
    }
    EXPECT_EQ(with("{}", "a", "0"), errors::kPointerMalformed.name);
    EXPECT_EQ(with("{}", "/~2", "0"), errors::kPointerMalformed.name);
    EXPECT_EQ(with("{}", "/\xff", "0"), errors::kPointerMalformed.name);
}

TEST(With, TakesValuesOfAnyDocument) {
    const auto document = must_parse(R"({"a":{"b":[1,2]}})");
    ASSERT_OK_AND(const auto doubled, document.with("/a/b/0", document.root()));
    EXPECT_EQ(doubled.to_string(), R"({"a":{"b":[{"a":{"b":[1,2]}},2]}})");
    EXPECT_EQ(document.to_string(), R"({"a":{"b":[1,2]}})");
}

TEST(With, OutlivesItsSources) {
    std::string text;
    {
        auto document = must_parse(R"({"a":"first text","b":1})");
        auto value = must_parse(R"(["second text"])");
        auto result = document.with("/b", value.root()).value();
        document = must_parse("0");
        value = must_parse("0");
        text = result.to_string();
    }
    EXPECT_EQ(text, R"({"a":"first text","b":["second text"]})");
}

TEST(With, KeepsTheDepthLimit) {
    const auto document = Document::parse("[[0]]", {100, 3}).value();
    EXPECT_OK(document.with("/0/0", must_parse("[]").root()));
    EXPECT_CODE(document.with("/0/0", must_parse("[[]]").root()), errors::kTooDeep);
    EXPECT_CODE(document.with("/0/-", must_parse("{\"a\":{}}").root()), errors::kTooDeep);
    EXPECT_CODE(document.with("", must_parse("[[[[]]]]").root()), errors::kTooDeep);
    EXPECT_OK(document.with("", must_parse("[[[]]]").root()));
}

TEST(With, StopsGrowingAtTheDepthLimit) {
    auto document = must_parse("0");
    const auto step = must_parse("[0]");
    std::string deepest;
    for (int level = 0; level < 64; ++level) {
        auto deeper = document.with(deepest, step.root());
        ASSERT_OK(deeper);
        document = std::move(deeper).value();
        deepest += "/0";
    }
    EXPECT_CODE(document.with(deepest, step.root()), errors::kTooDeep);
}

TEST(With, KeepsLargeObjectsSearchable) {
    std::string text = "{\"m0\":0";
    for (int i = 1; i < 16; ++i) text += ",\"m" + std::to_string(i) + "\":" + std::to_string(i);
    const auto document = must_parse(text + "}");
    const auto value = must_parse("\"new\"");
    ASSERT_OK_AND(const auto larger, document.with("/extra", value.root()));
    ASSERT_EQ(larger.root().object().size(), 17U);
    EXPECT_EQ(larger.root().find("extra")->string(), "new");
    EXPECT_EQ(larger.root().find("m11")->integer(), 11);
    ASSERT_OK_AND(const auto smaller, larger.without("/m11"));
    EXPECT_EQ(smaller.root().object().size(), 16U);
    EXPECT_FALSE(smaller.root().find("m11").has_value());
    EXPECT_EQ(smaller.root().find("extra")->string(), "new");
}

TEST(Without, DropsThePlaceAlone) {
    EXPECT_EQ(without(R"({"z":1.50,"a":2,"c":[1,2,3]})", "/a"), R"({"z":1.50,"c":[1,2,3]})");
    EXPECT_EQ(without(R"({"z":1.50,"a":2,"c":[1,2,3]})", "/c/1"), R"({"z":1.50,"a":2,"c":[1,3]})");
    EXPECT_EQ(without(R"([{"a":{"b":1}}])", "/0/a/b"), R"([{"a":{}}])");
    EXPECT_EQ(without("[1]", "/0"), "[]");
}

TEST(Without, NeedsThePlace) {
    for (const auto* pointer : {"/b", "/a/b", "/l/-", "/l/1", "/l/01", ""}) {
        EXPECT_EQ(without(R"({"a":1,"l":[0]})", pointer), errors::kPointerNotFound.name) << pointer;
    }
    EXPECT_EQ(without("{}", "x"), errors::kPointerMalformed.name);
}

TEST(Without, UndoesWith) {
    const std::string text = R"({"b":1.50,"a":["\u00e9\n"]})";
    EXPECT_EQ(without(with(text, "/proof", R"({"x":1})"), "/proof"), must_parse(text).to_string());
}

}  // namespace
}  // namespace deed::json
