// The JSON-LD 1.1 API test suite: compaction.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "lib/rdf/jsonld.hpp"
#include "tests/lib/rdf/jsonld_vectors.hpp"
#include "tests/support/vectors.hpp"

namespace deed::rdf::test {
namespace {

/// Cases that are not passed, and why.
const std::map<std::string, std::string> kExceptions = {};

/// "" if the case is passed, else what went wrong.
std::string run_compact(const SuiteCase& test) {
    const auto input = json::Document::parse(read_suite_file(test.input));
    if (!input) return input.error().to_string();
    const auto context = json::Document::parse(read_suite_file(*test.context));
    if (!context) return context.error().to_string();
    Call call;
    const auto result = compact(input->root(), context->root(), test.options, call);
    if (test.error) {
        if (result) return "no error, but " + *test.error + " was due";
        const std::string_view name = json_ld_error_name(result.error().code());
        return name == *test.error ? "" : *test.error + " was due: " + result.error().to_string();
    }
    if (!result) return result.error().to_string();
    const auto expected = json::Document::parse(read_suite_file(*test.expect));
    if (!expected) return expected.error().to_string();
    if (*result != *expected)
        return "seen     " + result->to_string() + "\nexpected " + expected->to_string();
    return "";
}

TEST(JsonLdSuite, Compact) {
    DEED_NEEDS_VECTORS();
    const SuiteLoader loader;
    std::size_t passed = 0;
    for (SuiteCase& test : read_suite("compact", loader)) {
        if (!test.applies) continue;
        const std::string fault = run_compact(test);
        ContextCache cache;
        test.options.cache = &cache;
        EXPECT_EQ(run_compact(test), fault) << "with a cache";
        const auto exception = kExceptions.find(test.id);
        if (exception != kExceptions.end())
            EXPECT_NE(fault, "") << test.id << " is passed, though: " << exception->second;
        else
            EXPECT_EQ(fault, "") << test.id << " " << test.name;
        passed += fault.empty() ? 1 : 0;
    }
    EXPECT_GE(passed, 240U);
    testing::Test::RecordProperty("passed", static_cast<int>(passed));
}

}  // namespace
}  // namespace deed::rdf::test
