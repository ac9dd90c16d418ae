// Contexts and documents made to exhaust their reader end in deterministic refusals.

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/lib/rdf/map_loader.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::rdf {
namespace {

using test::MapLoader;

Result<Dataset> convert(std::string_view text, JsonLdOptions options) {
    auto document = json::Document::parse(text, {std::size_t{64} << 20, 256});
    if (!document) return std::move(document).error();
    Call call;
    return to_rdf(document->root(), options, call);
}

/// A context under a URL.
std::string with_context(const std::string& value) { return "{\"@context\":" + value + "}"; }

TEST(JsonLdBounds, ContextThatLeadsBackToItself) {
    const MapLoader loader({{"ex:a", with_context(R"(["ex:b"])")},
                            {"ex:b", with_context(R"([{"x":"ex:x"},"ex:a"])")}});
    JsonLdOptions options;
    options.loader = &loader;
    EXPECT_CODE(convert(R"({"@context":"ex:a","x":1})", options), errors::kContextOverflow);
    EXPECT_EQ(loader.loads(), 2);
}

// A scoped context may name the context in which it stands, and is applied where it is used.
TEST(JsonLdBounds, ScopedContextThatNamesItsOwnDocument) {
    const MapLoader loader(
        {{"ex:a", with_context(R"({"x":{"@id":"ex:x","@context":"ex:a"},"y":"ex:y"})")}});
    JsonLdOptions options;
    options.loader = &loader;
    options.safe = true;
    EXPECT_OK(convert(R"({"@context":"ex:a","x":{"x":{"x":{"y":1}}}})", options));
    EXPECT_EQ(loader.loads(), 1);
}

TEST(JsonLdBounds, ManyRemoteContexts) {
    std::map<std::string, std::string, std::less<>> texts;
    std::string list;
    for (int i = 0; i < 33; ++i) {
        texts.emplace("ex:" + std::to_string(i), with_context("{}"));
        list += (i == 0 ? "\"ex:" : ",\"ex:") + std::to_string(i) + "\"";
    }
    const MapLoader loader(texts);
    const std::string document = "{\"@context\":[" + list + "],\"ex:a\":1}";
    JsonLdOptions options;
    options.loader = &loader;
    EXPECT_CODE(convert(document, options), errors::kContextOverflow);
    options.max_remote_contexts = 33;
    EXPECT_OK(convert(document, options));
}

// The bounds are those of one document: what others left in the cache counts in full.
TEST(JsonLdBounds, AreTheSameWithAWarmCache) {
    std::string terms;
    for (int i = 0; i < 500; ++i)
        terms += (i == 0 ? "" : ",") + ("\"t" + std::to_string(i)) +
                 "\":\"ex:" + std::to_string(i) + "\"";
    const MapLoader loader(
        {{"ex:a", with_context("{" + terms + "}")}, {"ex:b", with_context(R"("ex:a")")}});
    ContextCache cache;
    JsonLdOptions options;
    options.loader = &loader;
    options.cache = &cache;
    const std::string document = R"({"@context":"ex:b","t1":1})";
    EXPECT_OK(convert(document, options));
    EXPECT_OK(convert(document, options));
    EXPECT_EQ(loader.loads(), 2);
    options.max_nodes = 900;
    EXPECT_CODE(convert(document, options), errors::kTooComplex);
    options.max_nodes = 1'000'000;
    options.max_remote_contexts = 1;
    EXPECT_CODE(convert(document, options), errors::kContextOverflow);
}

TEST(JsonLdBounds, TenThousandTerms) {
    std::string terms;
    for (int i = 0; i < 10'000; ++i)
        terms += "\"t" + std::to_string(i) + "\":\"ex:" + std::to_string(i) + "\",";
    const std::string context = "{" + terms + "\"last\":\"ex:last\"}";
    EXPECT_OK(convert("{\"@context\":" + context + ",\"last\":1}", {}));
    // Every object copies the terms.
    std::string objects;
    for (int i = 0; i < 1'000; ++i) objects += R"({"@context":{"a":"ex:a"},"a":1},)";
    const auto many = "{\"@context\":" + context + ",\"last\":[" + objects + "1]}";
    EXPECT_CODE(convert(many, {}), errors::kTooComplex);
}

TEST(JsonLdBounds, TermsThatLeanOnEachOther) {
    std::string terms;
    for (int i = 0; i < 10'000; ++i)
        terms += "\"t" + std::to_string(i) + "\":\"t" + std::to_string(i + 1) + ":x\",";
    EXPECT_CODE(convert("{\"@context\":{" + terms + "\"t10000\":\"ex:/\"}}", {}), errors::kTooDeep);
}

// Each term is a little longer than the one before it: 40 GB in all.
TEST(JsonLdBounds, TermsThatGrow) {
    std::string terms = "\"t0\":\"ex:/\"";
    const std::string suffix(100, 'x');
    for (int i = 1; i < 30'000; ++i)
        terms += ",\"t" + std::to_string(i) + "\":{\"@prefix\":true,\"@id\":\"t" +
                 std::to_string(i - 1) + ":" + suffix + "\"}";
    JsonLdOptions options;
    options.max_nodes = 100'000;
    EXPECT_CODE(convert("{\"@context\":{" + terms + "},\"ex:a\":1}", options),
                errors::kTooComplex);
}

// Ten contexts, each of which applies the next ten times: ten thousand millions in all.
TEST(JsonLdBounds, ScopedContextsThatMultiply) {
    std::map<std::string, std::string, std::less<>> texts;
    for (int level = 0; level < 10; ++level) {
        std::string terms;
        for (int i = 0; i < 10; ++i) {
            if (i != 0) terms += ",";
            terms += "\"t" + std::to_string(level) + "x" + std::to_string(i) +
                     "\":{\"@id\":\"ex:t\",\"@context\":\"ex:" + std::to_string(level + 1) + "\"}";
        }
        texts.emplace("ex:" + std::to_string(level), with_context("{" + terms + "}"));
    }
    texts.emplace("ex:10", with_context("{}"));
    const MapLoader loader(texts);
    JsonLdOptions options;
    options.loader = &loader;
    options.max_nodes = 100'000;
    EXPECT_CODE(convert(R"({"@context":"ex:0","ex:a":1})", options), errors::kTooComplex);
}

TEST(JsonLdBounds, ContextsInsideOfContexts) {
    std::string context = "{}";
    for (int i = 0; i < 110; ++i)
        context = "{\"t\":{\"@id\":\"ex:t\",\"@context\":" + context + "}}";
    EXPECT_CODE(convert("{\"@context\":" + context + ",\"ex:a\":1}", {}), errors::kTooDeep);
}

TEST(JsonLdBounds, DeepDocuments) {
    std::string document = "1";
    for (int i = 0; i < 250; ++i) document = "{\"ex:a\":" + document + "}";
    EXPECT_OK(convert(document, {}));
    // Expanded, each level of these has four.
    std::string graphs = "1";
    for (int i = 0; i < 100; ++i) graphs = "{\"a\":" + graphs + "}";
    graphs = R"({"@context":{"a":{"@id":"ex:a","@container":"@graph"}},)" + graphs.substr(1);
    const auto parsed = json::Document::parse(graphs, {1 << 20, 256});
    ASSERT_OK(parsed);
    Call call;
    EXPECT_CODE(expand(parsed->root(), {}, call), errors::kTooDeep);
    EXPECT_OK(to_rdf(parsed->root(), {}, call));
}

TEST(JsonLdBounds, ManyValues) {
    std::string values = "1";
    for (int i = 0; i < 50'000; ++i) values += ",1";
    const std::string document = "{\"ex:a\":[" + values + "]}";
    ASSERT_OK_AND(const Dataset dataset, convert(document, {}));
    EXPECT_EQ(dataset.quads().size(), 1U);
    JsonLdOptions options;
    options.max_nodes = 40'000;
    EXPECT_CODE(convert(document, options), errors::kTooComplex);
}

TEST(JsonLdBounds, ManyProperties) {
    std::string members = "\"ex:a\":1";
    for (int i = 0; i < 30'000; ++i) members += ",\"ex:" + std::to_string(i) + "\":1";
    ASSERT_OK_AND(const Dataset dataset, convert("{" + members + "}", {}));
    EXPECT_EQ(dataset.quads().size(), 30'001U);
}

TEST(JsonLdBounds, HeedTheCall) {
    std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    const auto document = json::Document::parse(R"({"ex:a":1})");
    EXPECT_EQ(to_rdf(document->root(), {}, call).error().code().name, "call.interrupted");
}

}  // namespace
}  // namespace deed::rdf
