// The JSON-LD 1.1 API test suite: expansion and conversion to RDF.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld.hpp"
#include "tests/lib/rdf/jsonld_vectors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::rdf::test {
namespace {

/// Cases that are not passed, and why.
const std::map<std::string, std::string> kExceptions = {
    {"toRdf#te075", "its result is generalised RDF, which N-Quads here cannot express"},
};

/// "" if the case is passed, else what went wrong.
using Run = std::string (*)(const SuiteCase&);

std::string judge_error(const SuiteCase& test, const Error* error) {
    if (error == nullptr) return "no error, but " + *test.error + " was due";
    const std::string_view name = json_ld_error_name(error->code());
    return name == *test.error ? "" : *test.error + " was due, not " + error->to_string();
}

std::string run_expand(const SuiteCase& test) {
    const auto input = json::Document::parse(read_suite_file(test.input));
    if (!input) return input.error().to_string();
    Call call;
    JsonLdOptions options = test.options;
    options.ordered = true;  // as results are compared with their order
    const auto result = expand(input->root(), options, call);
    if (test.error) return judge_error(test, result ? nullptr : &result.error());
    if (!result) return result.error().to_string();
    const auto expected = json::Document::parse(read_suite_file(*test.expect));
    if (!expected) return expected.error().to_string();
    return *result == *expected ? "" : result->to_string();
}

std::string canonical(const Dataset& dataset) {
    Call call;
    const auto result = canonicalize(dataset, {}, call);
    return result ? result->nquads : result.error().to_string();
}

std::string run_to_rdf(const SuiteCase& test) {
    const auto input = json::Document::parse(read_suite_file(test.input));
    if (!input) return input.error().to_string();
    Call call;
    const auto result = to_rdf(input->root(), test.options, call);
    if (test.error) return judge_error(test, result ? nullptr : &result.error());
    if (!result) return result.error().to_string();
    if (!test.expect) return "";
    const auto expected = parse_nquads(read_suite_file(*test.expect));
    if (!expected) return expected.error().to_string();
    const std::string seen = canonical(*result);
    return seen == canonical(*expected) ? "" : seen;
}

void run_suite(const std::string& manifest, Run run, std::size_t at_least) {
    const SuiteLoader loader;
    std::size_t passed = 0;
    for (SuiteCase& test : read_suite(manifest, loader)) {
        if (!test.applies) continue;
        SCOPED_TRACE(test.id + " " + test.name);
        const std::string fault = run(test);
        ContextCache cache;
        test.options.cache = &cache;
        EXPECT_EQ(run(test), fault) << "with a cache";
        EXPECT_EQ(run(test), fault) << "with what the cache remembers";
        const auto exception = kExceptions.find(test.id);
        if (exception != kExceptions.end())
            EXPECT_NE(fault, "") << "is passed, though: " << exception->second;
        else
            EXPECT_EQ(fault, "");
        passed += fault.empty() ? 1 : 0;
    }
    EXPECT_GE(passed, at_least);
    testing::Test::RecordProperty("passed", static_cast<int>(passed));
}

TEST(JsonLdSuite, Expand) {
    DEED_NEEDS_VECTORS();
    run_suite("expand", run_expand, 370);
}

TEST(JsonLdSuite, ToRdf) {
    DEED_NEEDS_VECTORS();
    run_suite("toRdf", run_to_rdf, 450);
}

}  // namespace
}  // namespace deed::rdf::test
