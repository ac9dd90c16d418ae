#include <gtest/gtest.h>

#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/lib/rdf/jsonld_vectors.hpp"
#include "tests/support/vectors.hpp"

namespace deed::rdf::test {
namespace {

/// With '\'' for '"'.
json::Document document(std::string text) {
    for (char& c : text)
        if (c == '\'') c = '"';
    return json::Document::parse(text).value();
}

std::string flat(const std::string& text, const JsonLdOptions& options = {}) {
    Call call;
    const auto result = flatten(document(text).root(), std::nullopt, options, call);
    return result ? result->to_string() : std::string(result.error().code().name);
}

TEST(Flatten, NodesStandSideBySideAndHaveNames) {
    EXPECT_EQ(flat("{'@id':'urn:a','urn:p':{'urn:q':'x'}}"),
              document("[{'@id':'urn:a','urn:p':[{'@id':'_:b0'}]},"
                       "{'@id':'_:b0','urn:q':[{'@value':'x'}]}]")
                  .to_string());
}

TEST(Flatten, BlankNodesAreRenamedEverywhere) {
    EXPECT_EQ(flat("[{'@id':'_:x','@type':'_:y','urn:p':[{'@id':'_:y'},{'@id':'_:x'}]}]"),
              document("[{'@id':'_:b0','@type':['_:b1'],'urn:p':[{'@id':'_:b1'},{'@id':'_:b0'}]}]")
                  .to_string());
}

TEST(Flatten, WhatIsSaidTwiceStandsOnce) {
    EXPECT_EQ(flat("[{'@id':'urn:a','@type':'urn:T','urn:p':['x',{'@id':'urn:b'},1.0]},"
                   "{'@id':'urn:a','@type':['urn:T','urn:U'],'urn:p':['x',{'@id':'urn:b'},1]}]"),
              document("[{'@id':'urn:a','@type':['urn:T','urn:U'],"
                       "'urn:p':[{'@value':'x'},{'@id':'urn:b'},{'@value':1.0}]}]")
                  .to_string());
}

TEST(Flatten, ListsStayListsAndTheirNodesAreTakenOut) {
    EXPECT_EQ(flat("{'@id':'urn:a','urn:p':{'@list':['x','x',{'@id':'urn:b','urn:q':1},"
                   "{'@list':[2]}]}}"),
              document("[{'@id':'urn:a','urn:p':[{'@list':[{'@value':'x'},{'@value':'x'},"
                       "{'@id':'urn:b'},{'@list':[{'@value':2}]}]}]},"
                       "{'@id':'urn:b','urn:q':[{'@value':1}]}]")
                  .to_string());
}

TEST(Flatten, GraphsReversesAndIncludedNodes) {
    EXPECT_EQ(flat("{'@id':'urn:g','@graph':{'@id':'urn:a','urn:p':'x'}}"),
              document("[{'@id':'urn:g','@graph':[{'@id':'urn:a','urn:p':[{'@value':'x'}]}]}]")
                  .to_string());
    EXPECT_EQ(
        flat("{'@id':'urn:a','@reverse':{'urn:p':[{'@id':'urn:b','urn:q':1},"
             "{'@id':'urn:b'}]}}"),
        document("[{'@id':'urn:b','urn:p':[{'@id':'urn:a'}],'urn:q':[{'@value':1}]}]").to_string());
    EXPECT_EQ(flat("{'@id':'urn:a','urn:p':1,'@included':[{'@id':'urn:b','urn:p':2}]}"),
              document("[{'@id':'urn:a','urn:p':[{'@value':1}]},"
                       "{'@id':'urn:b','urn:p':[{'@value':2}]}]")
                  .to_string());
}

TEST(Flatten, PropertiesOfANodeAreOrderedNodesOnRequest) {
    const std::string text = "[{'@id':'urn:b','urn:q':1,'urn:p':2},{'@id':'urn:a','urn:p':3}]";
    EXPECT_EQ(flat(text), document("[{'@id':'urn:b','urn:p':[{'@value':2}],'urn:q':[{'@value':1}]},"
                                   "{'@id':'urn:a','urn:p':[{'@value':3}]}]")
                              .to_string());
    EXPECT_EQ(flat(text, {.ordered = true}),
              document("[{'@id':'urn:a','urn:p':[{'@value':3}]},"
                       "{'@id':'urn:b','urn:p':[{'@value':2}],'urn:q':[{'@value':1}]}]")
                  .to_string());
}

TEST(Flatten, ContradictingIndexesAreRefused) {
    EXPECT_EQ(flat("[{'@id':'urn:a','@index':'1','urn:p':1},{'@id':'urn:a','@index':'1'}]"),
              document("[{'@id':'urn:a','@index':'1','urn:p':[{'@value':1}]}]").to_string());
    EXPECT_EQ(flat("[{'@id':'urn:a','@index':'1'},{'@id':'urn:a','@index':'2'}]"),
              errors::kConflictingIndexes.name);
}

TEST(Flatten, WithAContextTheResultIsCompacted) {
    Call call;
    const auto input = document("{'@id':'urn:a','urn:p':{'@id':'urn:b','urn:p':'x'}}");
    const auto context = document("{'@context':{'p':'urn:p','id':'@id'}}");
    const auto result = flatten(input.root(), context.root(), {}, call);
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, document("{'@context':{'p':'urn:p','id':'@id'},'@graph':["
                                "{'id':'urn:a','p':{'id':'urn:b'}},{'id':'urn:b','p':'x'}]}"));
}

std::string canonical(const Result<Dataset>& dataset) {
    if (!dataset) return dataset.error().to_string();
    Call call;
    const auto result = canonicalize(*dataset, {}, call);
    return result ? result->nquads : result.error().to_string();
}

// A flat document tells the same.
TEST(Flatten, ChangesNothingInRdf) {
    DEED_NEEDS_VECTORS();
    const SuiteLoader loader;
    std::size_t count = 0;
    for (const SuiteCase& test : read_suite("toRdf", loader)) {
        if (test.error || !test.applies || !test.expect) continue;
        const auto input = json::Document::parse(read_suite_file(test.input));
        ASSERT_TRUE(input);
        Call call;
        const auto result = flatten(input->root(), std::nullopt, test.options, call);
        ASSERT_TRUE(result) << test.id << result.error().to_string();
        JsonLdOptions flat_options = test.options;
        flat_options.base.reset();  // what stayed relative is not to be completed now
        flat_options.expand_context.reset();
        EXPECT_EQ(canonical(to_rdf(result->root(), flat_options, call)),
                  canonical(to_rdf(input->root(), test.options, call)))
            << test.id << result->to_string();
        ++count;
    }
    EXPECT_GE(count, 300U);
}

}  // namespace
}  // namespace deed::rdf::test
