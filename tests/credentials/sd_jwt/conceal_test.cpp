#include "credentials/sd_jwt/conceal.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/reveal.hpp"
#include "lib/json/errors.hpp"
#include "tests/credentials/sd_jwt/sd_tokens.hpp"

namespace deed::credentials {
namespace {

const std::string kClaims =
    R"({"name":"Ada","n":["DE",{"x":[1,2]},"US"],"a":{"b":{"c":1.50,"d":[]},"e":null}})";

Result<Concealed> concealed(const std::vector<std::string>& pointers, ConcealOptions options = {}) {
    return conceal(json_of(kClaims), pointers, options);
}

std::vector<Disclosure> parsed(const Concealed& concealed) {
    std::vector<Disclosure> disclosures;
    for (const std::string& text : concealed.disclosures)
        disclosures.push_back(test::must(Disclosure::parse(text)));
    return disclosures;
}

TEST(Concealing, IsUndoneByRevealing) {
    for (const std::vector<std::string>& pointers : {std::vector<std::string>{},
                                                     {"/name"},
                                                     {"/n/0", "/n/2"},
                                                     {"/n/1/x/0", "/n/1", "/n"},
                                                     {"/a/b/c", "/a/b", "/a/e", "/a"},
                                                     {"/name", "/n", "/a"},
                                                     {"/name", "/name"}})
        for (const auto hash : {crypto::HashAlgorithm::sha256, crypto::HashAlgorithm::sha384,
                                crypto::HashAlgorithm::sha512}) {
            ASSERT_OK_AND(const Concealed made, concealed(pointers, {.hash = hash, .decoys = 3}));
            ASSERT_OK_AND(const Revealed all, reveal(made.payload.root(), parsed(made), hash));
            EXPECT_EQ(all.payload, json_of(kClaims));
            EXPECT_EQ(made.payload.root().find("_sd_alg")->string(), sd_hash_name(hash));
        }
}

TEST(Concealing, LeavesNothingOfTheClaimBehind) {
    ASSERT_OK_AND(const Concealed made, concealed({"/name", "/n/0", "/a/b"}));
    EXPECT_EQ(made.disclosures.size(), 3U);
    const std::string text = made.payload.to_string();
    // With its quotes: a digest may hold any letters.
    for (const auto* part : {"\"Ada\"", "\"name\"", "\"DE\"", "1.50", "\"b\""})
        EXPECT_EQ(text.find(part), std::string::npos) << part;
    ASSERT_OK_AND(const Revealed none,
                  reveal(made.payload.root(), {}, crypto::HashAlgorithm::sha256));
    EXPECT_EQ(none.payload.to_string(), R"({"n":[{"x":[1,2]},"US"],"a":{"e":null}})");
    EXPECT_EQ(none.hidden, 3U);
}

TEST(Concealing, SortsDigestsAndAddsDecoys) {
    std::string claims = "{";
    std::vector<std::string> pointers;
    for (int i = 0; i < 12; ++i) {
        claims += (i == 0 ? "\"c" : ",\"c") + std::to_string(i) + "\":0";
        pointers.push_back("/c" + std::to_string(i));
    }
    ASSERT_OK_AND(const Concealed made, conceal(json_of(claims + "}"), pointers, {.decoys = 4}));
    std::vector<std::string> digests;
    for (const json::Value digest : made.payload.root().find("_sd")->array())
        digests.emplace_back(digest.string());
    EXPECT_EQ(digests.size(), 16U);
    EXPECT_TRUE(std::ranges::is_sorted(digests));
    EXPECT_EQ(made.disclosures.size(), 12U);
    // In an array the decoys stand behind; where nothing is withheld, there are none.
    ASSERT_OK_AND(const Concealed list, concealed({"/n/0"}, {.decoys = 2}));
    EXPECT_EQ(list.payload.root().find("n")->array().size(), 5U);
    EXPECT_FALSE(list.payload.root().find("_sd").has_value());
}

TEST(Concealing, SaltsEachClaimAfresh) {
    ASSERT_OK_AND(const Concealed one, concealed({"/name"}));
    ASSERT_OK_AND(const Concealed two, concealed({"/name"}));
    EXPECT_NE(one.disclosures, two.disclosures);
    const std::string salt(parsed(one).front().salt());
    EXPECT_EQ(base64url_decode(salt).value().size(), 16U);
}

TEST(Concealing, RefusesWhatCannotBe) {
    EXPECT_CODE(concealed({""}), errors::kNothingToWithhold);
    EXPECT_CODE(concealed({"name"}), json::errors::kPointerMalformed);
    EXPECT_CODE(concealed({"/nothing"}), json::errors::kPointerNotFound);
    EXPECT_CODE(concealed({"/n/3"}), json::errors::kPointerNotFound);
    EXPECT_CODE(concealed({"/n/-"}), json::errors::kPointerNotFound);
    EXPECT_CODE(concealed({"/name"}, {.decoys = kMaxDecoys + 1}), errors::kTooManyDecoys);
    for (const auto* claims : {R"({"_sd":[]})", R"({"a":{"_sd_alg":"x"}})", R"({"a":[{"...":1}]})",
                               R"({"a":{"_sd":1}})"})
        EXPECT_CODE(conceal(json_of(claims), std::vector<std::string>{}), errors::kClaimReserved)
            << claims;
    // The digest of "b" stands in an array, one floor below the limit.
    const std::string deep =
        "{\"a\":" + std::string(62, '[') + "{\"b\":1}" + std::string(62, ']') + "}";
    EXPECT_OK(conceal(json_of(deep), std::vector<std::string>{}));
    std::string inner = "/a";
    for (int i = 0; i < 62; ++i) inner += "/0";
    EXPECT_CODE(conceal(json_of(deep), std::vector<std::string>{inner + "/b"}),
                json::errors::kTooDeep);
}

TEST(Paths, OfCodecsBecomePointers) {
    EXPECT_EQ(pointer_from_path("credentialSubject.a").value(), "/credentialSubject/a");
    EXPECT_EQ(pointer_from_path("x[0]").value(), "/x/0");
    EXPECT_EQ(pointer_from_path("a[0][12].b.c[3]").value(), "/a/0/12/b/c/3");
    EXPECT_EQ(pointer_from_path("a~b/c").value(), "/a~0b~1c");
    EXPECT_EQ(pointer_from_path("/a.b[0]").value(), "/a.b[0]");
    for (const auto* path : {"", ".", "a.", ".a", "a..b", "[0]", "a[", "a[]", "a[x]", "a[0",
                             "a[0]b", "a[-1]", "a.[0]"})
        EXPECT_CODE(pointer_from_path(path), errors::kPathMalformed) << path;
}

}  // namespace
}  // namespace deed::credentials
