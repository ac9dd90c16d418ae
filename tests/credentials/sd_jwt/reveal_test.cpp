// The processing rules of RFC 9901 section 7.1.
#include <gtest/gtest.h>

#include "credentials/jose/errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/credentials/sd_jwt/sd_tokens.hpp"

namespace deed::credentials {
namespace {

const std::string kName = R"(["s1","name","Ada"])";
const std::string kAge = R"(["s2","age",36])";
const std::string kElement = R"(["s3","FR"])";

std::string sd(const std::string& disclosure) { return "\"" + digest_of(disclosure) + "\""; }
std::string dots(const std::string& disclosure) { return "{\"...\":" + sd(disclosure) + "}"; }

std::string revealed(std::string_view payload, const std::vector<std::string>& disclosures) {
    const auto sd_jwt = parse(payload, disclosures);
    return sd_jwt ? sd_jwt->payload().to_string() : sd_jwt.error().to_string();
}

TEST(Revealing, PutsClaimsInTheirPlaces) {
    const std::string payload = R"({"iss":"x","_sd_alg":"sha-256","_sd":[)" + sd(kName) + "," +
                                sd(kAge) + R"(],"n":["DE",)" + dots(kElement) + R"(,"US"]})";
    EXPECT_EQ(revealed(payload, {}), R"({"iss":"x","n":["DE","US"]})");
    EXPECT_EQ(revealed(payload, {kAge}), R"({"iss":"x","n":["DE","US"],"age":36})");
    EXPECT_EQ(revealed(payload, {kElement, kName, kAge}),
              R"({"iss":"x","n":["DE","FR","US"],"name":"Ada","age":36})");
    EXPECT_EQ(parse(payload, {kAge})->hidden(), 2U);
    EXPECT_EQ(parse(payload, {kAge, kName, kElement})->hidden(), 0U);
}

TEST(Revealing, LeavesEmptyContainers) {
    EXPECT_EQ(revealed(R"({"a":{"_sd":["x"]},"b":[{"...":"y"}],"c":{"_sd":[]}})", {}),
              R"({"a":{},"b":[],"c":{}})");
}

TEST(Revealing, GoesThroughDisclosuresInDisclosures) {
    const std::string address = R"(["s4","address",{"_sd":[)" + sd(kName) + R"(],"zip":"1"}])";
    const std::string list = R"(["s5",[)" + dots(kElement) + "]]";
    const std::string payload = R"({"_sd":[)" + sd(address) + R"(],"l":[)" + dots(list) + "]}";
    EXPECT_EQ(revealed(payload, {}), R"({"l":[]})");
    EXPECT_EQ(revealed(payload, {address}), R"({"l":[],"address":{"zip":"1"}})");
    EXPECT_EQ(revealed(payload, {kName, address, kElement, list}),
              R"({"l":[["FR"]],"address":{"zip":"1","name":"Ada"}})");
    EXPECT_CODE(parse(payload, {kName}), errors::kDisclosureUnreferenced);
    EXPECT_CODE(parse(payload, {kElement, address}), errors::kDisclosureUnreferenced);
}

TEST(Revealing, TakesTheThreeHashes) {
    for (const auto& [name, hash] : {std::pair("sha-256", crypto::HashAlgorithm::sha256),
                                     std::pair("sha-384", crypto::HashAlgorithm::sha384),
                                     std::pair("sha-512", crypto::HashAlgorithm::sha512)}) {
        const std::string payload = R"({"_sd_alg":")" + std::string(name) + R"(","_sd":[")" +
                                    digest_of(kName, hash) + R"("]})";
        EXPECT_EQ(revealed(payload, {kName}), R"({"name":"Ada"})");
        EXPECT_EQ(parse(payload)->hash_algorithm(), hash);
    }
    EXPECT_EQ(parse("{}")->hash_algorithm(), crypto::HashAlgorithm::sha256);
    for (const auto* alg : {R"("md5")", R"("SHA-256")", R"("sha-256-128")", "1", "null", "[]"})
        EXPECT_CODE(parse(R"({"_sd_alg":)" + std::string(alg) + "}"), errors::kSdHashUnsupported);
}

TEST(Revealing, RefusesWhatNoDigestIsOf) {
    const std::string payload = R"({"_sd":[)" + sd(kName) + "]}";
    EXPECT_OK(parse(payload, {kName}));
    EXPECT_CODE(parse(payload, {kAge}), errors::kDisclosureUnreferenced);
    EXPECT_CODE(parse(payload, {kName, kAge}), errors::kDisclosureUnreferenced);
    EXPECT_CODE(parse("{}", {kAge}), errors::kDisclosureUnreferenced);
    // The same content, encoded with a space: another disclosure.
    EXPECT_CODE(parse(payload, {R"(["s1", "name","Ada"])"}), errors::kDisclosureUnreferenced);
    EXPECT_CODE(parse(payload, {kName, kName}), errors::kDisclosureRepeated);
}

TEST(Revealing, RefusesRepeatedDigests) {
    for (const auto* payload :
         {R"({"_sd":["a","a"]})", R"({"_sd":["a"],"x":[{"...":"a"}]})",
          R"({"x":{"_sd":["a"]},"y":{"_sd":["a"]}})", R"({"x":[{"...":"a"},{"...":"a"}]})"})
        EXPECT_CODE(parse(payload), errors::kDigestRepeated) << payload;
    const std::string both = R"({"_sd":[)" + sd(kName) + R"(],"a":{"_sd":[)" + sd(kName) + "]}}";
    EXPECT_CODE(parse(both, {kName}), errors::kDigestRepeated);
    // One of the two stands inside a disclosure.
    const std::string inner = R"(["s","in",{"_sd":[)" + sd(kName) + "]}]";
    const std::string payload = R"({"_sd":[)" + sd(inner) + "," + sd(kName) + "]}";
    EXPECT_OK(parse(payload, {}));
    EXPECT_CODE(parse(payload, {inner}), errors::kDigestRepeated);
    EXPECT_CODE(parse(payload, {inner, kName}), errors::kDigestRepeated);
}

TEST(Revealing, RefusesDisclosuresOfTheWrongKindForTheirPlace) {
    EXPECT_CODE(parse(R"({"_sd":[)" + sd(kElement) + "]}", {kElement}),
                errors::kDisclosureMisplaced);
    EXPECT_CODE(parse(R"({"a":[)" + dots(kName) + "]}", {kName}), errors::kDisclosureMisplaced);
}

TEST(Revealing, RefusesDigestsOfAnotherForm) {
    for (const auto* payload :
         {R"({"_sd":"a"})", R"({"_sd":{}})", R"({"_sd":null})", R"({"_sd":[1]})",
          R"({"_sd":["a",{}]})", R"({"x":{"_sd":[null]}})", R"({"x":[{"...":1}]})",
          R"({"x":[{"...":"a","y":1}]})", R"({"x":[{"y":1,"...":"a"}]})"})
        EXPECT_CODE(parse(payload), errors::kDigestMalformed) << payload;
}

TEST(Revealing, RefusesReservedNames) {
    for (const auto* payload : {R"({"...":"a"})", R"({"x":{"...":"a"}})", R"({"x":{"_sd_alg":1}})",
                                R"({"x":[{"_sd_alg":"sha-256"}]})"})
        EXPECT_CODE(parse(payload), errors::kClaimReserved) << payload;
    for (const auto* disclosure :
         {R"(["s","_sd",[]])", R"(["s","...","x"])", R"(["s","_sd_alg","sha-256"])",
          R"(["s","a",{"...":"x"}])", R"(["s","a",{"_sd_alg":"sha-256"}])"})
        EXPECT_CODE(parse(R"({"_sd":[)" + sd(disclosure) + "]}", {disclosure}),
                    errors::kClaimReserved)
            << disclosure;
}

TEST(Revealing, RefusesClaimsThatAreThereAlready) {
    const std::string other = R"(["t","name","Eve"])";
    EXPECT_CODE(parse(R"({"name":"Eve","_sd":[)" + sd(kName) + "]}", {kName}),
                errors::kClaimExists);
    EXPECT_CODE(parse(R"({"_sd":[)" + sd(kName) + "," + sd(other) + "]}", {kName, other}),
                errors::kClaimExists);
    EXPECT_OK(parse(R"({"_sd":[)" + sd(kName) + "," + sd(other) + "]}", {other}));
}

TEST(Revealing, EndsAtTheLimitOfDepth) {
    // Each disclosure holds the next; none alone is deep.
    std::string inner = R"(["s","x",1])";
    std::vector<std::string> disclosures{inner};
    for (int i = 0; i < 70; ++i) {
        inner = R"(["s","x",{"_sd":[)" + sd(inner) + "]}]";
        disclosures.push_back(inner);
    }
    EXPECT_CODE(parse(R"({"_sd":[)" + sd(inner) + "]}", disclosures), json::errors::kTooDeep);
}

TEST(Revealing, OfManyDisclosuresIsNotQuadratic) {
    std::vector<std::string> disclosures;
    std::string digests;
    for (std::size_t i = 0; i < kMaxDisclosures; ++i) {
        disclosures.push_back(R"(["s","c)" + std::to_string(i) + R"(",0])");
        digests += (i == 0 ? "" : ",") + sd(disclosures.back());
    }
    EXPECT_OK(parse(R"({"_sd":[)" + digests + "]}", disclosures));
    disclosures.emplace_back(R"(["s","one more",0])");
    EXPECT_CODE(parse(R"({"_sd":[)" + digests + "]}", disclosures), errors::kSdJwtTooLarge);
}

}  // namespace
}  // namespace deed::credentials
