#include "lib/json/composer.hpp"

#include <gtest/gtest.h>

#include "lib/json/errors.hpp"
#include "lib/json/jcs.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::json {
namespace {

Document parsed(std::string_view text) { return Document::parse(text).value(); }

TEST(Composer, MakesDocumentsOfValuesOfOthers) {
    Document made = parsed("0");
    {
        const Document source = parsed(R"({"n":1.50,"o":{"b":[1,"x\n"],"a":null},"s":"é\""})");
        Composer composer;
        composer.begin_object().key("z").begin_array().end_array().key("a\"b");
        composer.begin_object().key("n").value(*source.root().find("n")).end_object();
        composer.key("o").begin_array().value(*source.root().find("o"));
        composer.value(*source.root().find("s")).end_array().end_object();
        ASSERT_OK_AND(made, composer.take());
    }
    // The source is gone.
    constexpr std::string_view kText =
        R"({"z":[],"a\"b":{"n":1.50},"o":[{"b":[1,"x\n"],"a":null},"é\""]})";
    EXPECT_EQ(made.to_string(), kText);
    EXPECT_EQ(made, parsed(kText));
    EXPECT_EQ(canonicalize(made.root()), canonicalize(parsed(kText).root()));
}

TEST(Composer, IndexesLargeObjects) {
    Composer composer;
    const Document one = parsed("1");
    composer.begin_object();
    for (int i = 0; i < 100; ++i) composer.key("k" + std::to_string(i)).value(one.root());
    ASSERT_OK_AND(const Document made, composer.end_object().take());
    EXPECT_EQ(made.root().object().size(), 100U);
    EXPECT_TRUE(made.root().find("k57").has_value());
    EXPECT_FALSE(made.root().find("k100").has_value());
    EXPECT_EQ(canonicalize(made.root()), canonicalize(parsed(made.to_string()).root()));
}

TEST(Composer, TakesAnyRoot) {
    const Document text = parsed(R"("x")");
    ASSERT_OK_AND(const Document made, Composer().value(text.root()).take());
    EXPECT_EQ(made, text);
}

TEST(Composer, RefusesDuplicateMembers) {
    const Document one = parsed("1");
    Composer few;
    few.begin_object().key("a").value(one.root()).key("a").value(one.root()).end_object();
    EXPECT_CODE(few.take(), errors::kDuplicateMember);
    Composer many;
    many.begin_array().begin_object();
    for (int i = 0; i < 40; ++i) many.key("k" + std::to_string(i % 39)).value(one.root());
    many.end_object().end_array();
    EXPECT_CODE(many.take(), errors::kDuplicateMember);
}

TEST(Composer, EndsAtTheLimitOfDepth) {
    const auto nested = [](int own, int copied) {
        const Document inner = parsed(std::string(copied, '[') + std::string(copied, ']'));
        Composer composer;
        for (int i = 0; i < own; ++i) composer.begin_array();
        composer.value(inner.root());
        for (int i = 0; i < own; ++i) composer.end_array();
        return composer.take();
    };
    EXPECT_OK(nested(4, 60));
    EXPECT_CODE(nested(5, 60), errors::kTooDeep);
    EXPECT_CODE(nested(64, 1), errors::kTooDeep);
}

}  // namespace
}  // namespace deed::json
