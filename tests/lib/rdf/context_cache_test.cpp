#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/lib/rdf/map_loader.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::rdf {
namespace {

constexpr std::string_view kContext = R"({"@context":{
    "@version":1.1,"id":"@id","type":"@type",
    "Person":{"@id":"ex:Person","@context":{"name":"ex:name","knows":{"@id":"ex:knows",
        "@context":{"since":"ex:since"}}}},
    "Company":{"@id":"ex:Company","@context":{"name":"ex:company"}}}})";

class Cached : public testing::Test {
protected:
    std::string convert(std::string_view text, bool cached = true) {
        JsonLdOptions options = options_;
        options.loader = &loader_;
        if (cached) options.cache = &cache_;
        const auto document = json::Document::parse(text);
        Call call;
        const auto dataset = to_rdf(document->root(), options, call);
        return dataset ? to_nquads(*dataset) : dataset.error().to_string();
    }
    /// With the cache, twice, as without it.
    void expect_same(std::string_view text) {
        const std::string plain = convert(text, false);
        EXPECT_EQ(convert(text), plain);
        EXPECT_EQ(convert(text), plain);
    }

    test::MapLoader loader_{{{"ex:c", std::string(kContext)},
                             {"ex:d", R"({"@context":{"name":"ex:other"}})"},
                             {"ex:vocab", R"({"@context":{"@vocab":"words#"}})"},
                             {"ex:reserved", R"({"@context":{"@foo":"ex:foo"}})"}}};
    ContextCache cache_;
    JsonLdOptions options_;
};

TEST_F(Cached, LoadsOnce) {
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(convert(R"({"@context":"ex:c","id":"ex:a","type":"Person","name":"A"})"),
                  "<ex:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <ex:Person> .\n"
                  "<ex:a> <ex:name> \"A\" .\n");
    EXPECT_EQ(loader_.loads(), 1);
}

TEST_F(Cached, ScopesMeanTheSame) {
    expect_same(R"({"@context":"ex:c","id":"ex:a","type":["Company","Person"],"name":"A"})");
    expect_same(R"({"@context":["ex:c","ex:d"],"id":"ex:a","type":"Company","name":"A"})");
    expect_same(R"({"@context":["ex:c","ex:d"],"id":"ex:a","name":"A"})");
    expect_same(R"({"@context":"ex:c","id":"ex:a","type":"Person",
                    "knows":[{"since":1},{"since":2}]})");
    // The scope of a type ends at the next object.
    expect_same(R"({"@context":"ex:c","type":"Person","knows":{"name":"B"}})");
    expect_same(R"({"@context":["ex:c",{"name":"ex:mine"}],"type":"Person","name":"B"})");
}

TEST_F(Cached, ContextsOfDocumentsAreNotRemembered) {
    for (int i = 0; i < 3; ++i) {
        const std::string number = std::to_string(i);
        EXPECT_EQ(
            convert(R"({"@context":["ex:c",{"T":{"@id":"ex:T","@context":{"a":"ex:a)" + number +
                    R"("}}}],"id":"ex:x","type":"T","a":1})"),
            "<ex:x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <ex:T> .\n<ex:x> <ex:a" +
                number + "> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n");
    }
}

// A relative @vocab of a shared context stands for something else in each document.
TEST_F(Cached, BasesOfDocumentsAreNotRemembered) {
    for (const char* base : {"https://one.example/", "https://two.example/"}) {
        options_.base = base;
        EXPECT_EQ(convert(R"({"@context":"ex:vocab","@id":"ex:a","b":"c"})"),
                  "<ex:a> <" + std::string(base) + "words#b> \"c\" .\n");
    }
}

TEST_F(Cached, SafeModeSeesWhatOthersIgnored) {
    const std::string text = R"({"@context":"ex:reserved","ex:a":1})";
    EXPECT_NE(convert(text).find("<ex:a>"), std::string::npos);
    options_.safe = true;
    EXPECT_NE(convert(text).find("jsonld.dropped_reserved"), std::string::npos);
}

TEST_F(Cached, ModesAreApart) {
    const std::string text = R"({"@context":"ex:c","ex:a":1})";
    EXPECT_EQ(convert(text).find("jsonld"), std::string::npos);
    options_.json_ld_1_0 = true;
    EXPECT_NE(convert(text).find("jsonld.processing_mode_conflict"), std::string::npos);
}

TEST_F(Cached, IsSharedByThreads) {
    const std::string text =
        R"({"@context":["ex:c","ex:d"],"id":"ex:a","type":["Person","Company"],"name":"A",
            "knows":{"type":"Company","name":"B"}})";
    const std::string expected = convert(text, false);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 50; ++j) EXPECT_EQ(convert(text), expected);
        });
    for (std::thread& thread : threads) thread.join();
}

// More contexts than are remembered: the cache starts anew.
TEST_F(Cached, StartsAnewWhenItIsFull) {
    std::map<std::string, std::string, std::less<>> texts;
    for (int i = 0; i < 1'100; ++i)
        texts.emplace("ex:" + std::to_string(i),
                      R"({"@context":{"a":"ex:a)" + std::to_string(i) + R"("}})");
    const test::MapLoader many(texts);
    JsonLdOptions options;
    options.loader = &many;
    options.cache = &cache_;
    Call call;
    const auto convert_with = [&](int i) {
        const auto document = json::Document::parse(R"({"@context":"ex:)" + std::to_string(i) +
                                                    R"(","@id":"ex:x","a":"b"})");
        return to_nquads(to_rdf(document->root(), options, call).value());
    };
    for (int i = 0; i < 1'100; ++i)
        ASSERT_EQ(convert_with(i), "<ex:x> <ex:a" + std::to_string(i) + "> \"b\" .\n");
    EXPECT_EQ(many.loads(), 1'100);
    convert_with(0);
    EXPECT_EQ(many.loads(), 1'101);
}

}  // namespace
}  // namespace deed::rdf
