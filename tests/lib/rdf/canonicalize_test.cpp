#include "lib/rdf/canonicalize.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>

#include "lib/json/document.hpp"
#include "lib/rdf/errors.hpp"
#include "tests/support/vectors.hpp"

namespace deed::rdf {
namespace {

Result<CanonicalDataset> canonicalize_text(std::string_view text,
                                           CanonicalizeOptions options = {}) {
    DEED_TRY(const Dataset dataset, parse_nquads(text));
    Call call;
    return canonicalize(dataset, options, call);
}

/// One entry of the test suite's manifest.
struct Vector {
    std::string id, type, action, result;
    CanonicalizeOptions options;
};

std::vector<Vector> vectors() {
    std::vector<Vector> all;
    const auto manifest = json::Document::parse(test::read_vector("rdfc/manifest.jsonld"));
    for (const json::Value entry : manifest->root().find("entries")->array()) {
        const auto text = [&](std::string_view name) {
            const auto value = entry.find(name);
            return std::string(value ? *value->string_if() : std::string_view());
        };
        Vector vector{text("id"), text("type"), text("action"), text("result"), {}};
        if (text("hashAlgorithm") == "SHA384") vector.options.hash = crypto::HashAlgorithm::sha384;
        all.push_back(std::move(vector));
    }
    return all;
}

TEST(CanonicalizeVectors, GiveTheCanonicalForm) {
    DEED_NEEDS_VECTORS();
    std::size_t count = 0;
    for (const Vector& vector : vectors()) {
        if (vector.type != "rdfc:RDFC10EvalTest") continue;
        const auto canonical =
            canonicalize_text(test::read_vector("rdfc/" + vector.action), vector.options);
        ASSERT_TRUE(canonical) << vector.id << ": " << canonical.error().to_string();
        EXPECT_EQ(canonical->nquads, test::read_vector("rdfc/" + vector.result)) << vector.id;
        ++count;
    }
    EXPECT_EQ(count, 64U);
}

TEST(CanonicalizeVectors, GiveTheLabels) {
    DEED_NEEDS_VECTORS();
    std::size_t count = 0;
    for (const Vector& vector : vectors()) {
        if (vector.type != "rdfc:RDFC10MapTest") continue;
        const auto canonical =
            canonicalize_text(test::read_vector("rdfc/" + vector.action), vector.options);
        ASSERT_TRUE(canonical) << vector.id << ": " << canonical.error().to_string();
        const auto expected = json::Document::parse(test::read_vector("rdfc/" + vector.result));
        std::map<std::string, std::string> labels;
        for (const auto [name, label] : expected->root().object())
            labels.emplace(name, label.string());
        EXPECT_EQ((std::map<std::string, std::string>(canonical->labels.begin(),
                                                      canonical->labels.end())),
                  labels)
            << vector.id;
        ++count;
    }
    EXPECT_EQ(count, 21U);
}

TEST(CanonicalizeVectors, PoisonIsRefused) {
    DEED_NEEDS_VECTORS();
    std::size_t count = 0;
    for (const Vector& vector : vectors()) {
        if (vector.type != "rdfc:RDFC10NegativeEvalTest") continue;
        const auto canonical = canonicalize_text(test::read_vector("rdfc/" + vector.action));
        ASSERT_FALSE(canonical) << vector.id;
        EXPECT_EQ(canonical.error().code(), errors::kDatasetTooComplex);
        ++count;
    }
    EXPECT_EQ(count, 1U);
}

/// A ring of blank nodes that all look alike.
std::string ring(std::size_t size, std::string_view prefix = "n") {
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        text += "_:" + std::string(prefix) + std::to_string(i) +
                " <urn:next> _:" + std::string(prefix) + std::to_string((i + 1) % size) + " .\n";
    return text;
}

TEST(Canonicalize, OrderLabelsAndDuplicatesOfTheInputDoNotCount) {
    const auto first = canonicalize_text(
        "_:x <urn:p> _:y .\n_:y <urn:p> _:z .\n_:z <urn:q> \"1\" .\n_:z <urn:q> \"1\" .\n");
    const auto second = canonicalize_text(
        "_:x <urn:q> \"1\" .\n_:b <urn:p> _:x .\n_:a <urn:p> _:b .\n_:a <urn:p> _:b .\n");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->nquads, second->nquads);
    EXPECT_EQ(std::count(first->nquads.begin(), first->nquads.end(), '\n'), 3);
}

TEST(Canonicalize, OneBlankNodeIsTheFirst) {
    const auto canonical = canonicalize_text(
        "_:x <urn:p> \"2\" .\n<urn:a> <urn:p> _:x .\n_:x <urn:p> \"1\" .\n<urn:a> <urn:p> _:x .\n");
    ASSERT_TRUE(canonical);
    EXPECT_EQ(canonical->nquads,
              "<urn:a> <urn:p> _:c14n0 .\n_:c14n0 <urn:p> \"1\" .\n_:c14n0 <urn:p> \"2\" .\n");
    ASSERT_EQ(canonical->labels.size(), 1U);
    EXPECT_EQ(canonical->labels[0].first, "x");
    EXPECT_EQ(canonical->labels[0].second, "c14n0");
}

TEST(Canonicalize, NothingGivesNothing) {
    const auto canonical = canonicalize_text("");
    ASSERT_TRUE(canonical);
    EXPECT_EQ(canonical->nquads, "");
    EXPECT_TRUE(canonical->labels.empty());
}

TEST(Canonicalize, ManyNodesThatDifferCostNoWork) {
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "_:n" + std::to_string(i) + " <urn:p> \"" + std::to_string(i) + "\" .\n";
    EXPECT_TRUE(canonicalize_text(text, {.max_work = 0}));
}

TEST(Canonicalize, TheLimitIsExact) {
    std::size_t least = 1;
    while (!canonicalize_text(ring(5), {.max_work = least})) ++least;
    for (int repetition = 0; repetition < 3; ++repetition) {
        EXPECT_TRUE(canonicalize_text(ring(5, "other"), {.max_work = least}));
        const auto refused = canonicalize_text(ring(5), {.max_work = least - 1});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), errors::kDatasetTooComplex);
    }
}

TEST(Canonicalize, LongChainsEndInTheErrorAndNotInTheStack) {
    const auto refused = canonicalize_text(ring(50'000), {.max_work = 1'000'000'000});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), errors::kDatasetTooComplex);
}

TEST(Canonicalize, EndsWithTheCall) {
    const auto dataset = parse_nquads(ring(3));
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    const auto refused = canonicalize(*dataset, {}, call);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), deed::errors::kInterrupted);
}

}  // namespace
}  // namespace deed::rdf
