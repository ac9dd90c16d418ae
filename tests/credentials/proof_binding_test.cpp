// What a proof may be bound to: a domain, a challenge, an expiry, a nonce.
#include "tests/credentials/signatories.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::troubles;

json::Document issued(Cast& cast, ProofOptions options) {
    const IssueRequest request{parse(test::kUnsigned), cast.issuer,  *cast.signer,
                               std::nullopt,           std::nullopt, std::move(options)};
    return credentials::issue(request, {cast.resolver, cast.clock, cast.contexts}, cast.call)
        .value();
}

Result<json::Document> try_issue(Cast& cast, ProofOptions options) {
    const IssueRequest request{parse(test::kUnsigned), cast.issuer,  *cast.signer,
                               std::nullopt,           std::nullopt, std::move(options)};
    return credentials::issue(request, {cast.resolver, cast.clock, cast.contexts}, cast.call);
}

TEST(ProofOptionsOfIssuing, AreSignedAsGiven) {
    Cast cast;
    const auto credential = issued(cast, {.id = "urn:proof:1",
                                          .expires = test::time("2027-01-01T00:00:00Z"),
                                          .domains = {"a.example", "b.example"},
                                          .challenge = "c",
                                          .nonce = "n"});
    const json::Value proof = *credential.root().find("proof");
    EXPECT_EQ(proof.find("id")->string(), "urn:proof:1");
    EXPECT_EQ(proof.find("expires")->string(), "2027-01-01T00:00:00Z");
    EXPECT_EQ(json::to_string(*proof.find("domain")), R"(["a.example","b.example"])");
    EXPECT_EQ(proof.find("challenge")->string(), "c");
    EXPECT_EQ(proof.find("nonce")->string(), "n");
    cast.policy.domains = {"b.example", "a.example"};
    cast.policy.challenge = "c";
    EXPECT_EQ(troubles(cast.report(credential)), "");
    for (const auto* member :
         {"/proof/id", "/proof/expires", "/proof/domain", "/proof/challenge", "/proof/nonce"})
        EXPECT_EQ(entry(cast.report(credential.without(member).value()), "proof"),
                  "failed proof.signature_invalid at /proof/proofValue");
}

TEST(ProofOptionsOfIssuing, RefuseWhatNoProofMayState) {
    Cast cast;
    EXPECT_CODE(try_issue(cast, {.id = "no url"}), errors::kProofOptionMalformed);
    EXPECT_CODE(try_issue(cast, {.domains = {"a", ""}}), errors::kProofOptionMalformed);
    EXPECT_CODE(try_issue(cast, {.challenge = ""}), errors::kProofOptionMalformed);
    EXPECT_CODE(try_issue(cast, {.nonce = ""}), errors::kProofOptionMalformed);
    EXPECT_CODE(try_issue(cast, {.expires = cast.clock.now()}), errors::kProofExpiryPast);
}

TEST(ProofDomain, IsJudgedWhereItIsAsked) {
    const auto judged = [](std::vector<std::string> stated, std::vector<std::string> expected) {
        Cast cast;
        const auto credential = issued(cast, {.domains = std::move(stated)});
        cast.policy.domains = std::move(expected);
        return entry(cast.report(credential), "proof");
    };
    EXPECT_EQ(judged({}, {}), "passed");
    EXPECT_EQ(judged({"a"}, {"a"}), "passed");
    EXPECT_EQ(judged({"a", "b"}, {"b", "a", "b"}), "passed");
    EXPECT_EQ(judged({}, {"a"}), "failed proof.domain_missing at /proof");
    EXPECT_EQ(judged({"a"}, {"A"}), "failed proof.domain_mismatch at /proof/domain");
    EXPECT_EQ(judged({"a", "b"}, {"a"}), "failed proof.domain_mismatch at /proof/domain");
    EXPECT_EQ(judged({"a"}, {"a", "b"}), "failed proof.domain_mismatch at /proof/domain");
    EXPECT_EQ(judged({"a"}, {}), "undetermined proof.domain_not_asked at /proof/domain");
}

TEST(ProofChallenge, IsJudgedWhereItIsAsked) {
    const auto judged = [](std::optional<std::string> stated, std::optional<std::string> expected) {
        Cast cast;
        const auto credential = issued(cast, {.challenge = std::move(stated)});
        cast.policy.challenge = std::move(expected);
        return entry(cast.report(credential), "proof");
    };
    EXPECT_EQ(judged({}, {}), "passed");
    EXPECT_EQ(judged("c", "c"), "passed");
    EXPECT_EQ(judged({}, "c"), "failed proof.challenge_missing at /proof");
    EXPECT_EQ(judged("c", "d"), "failed proof.challenge_mismatch at /proof/challenge");
    EXPECT_EQ(judged("c", {}), "undetermined proof.challenge_not_asked at /proof/challenge");
}

// A changed text is a changed proof, before it is a wrong answer.
TEST(ProofChallenge, IsTheSignersWordOnly) {
    Cast cast;
    const auto credential = issued(cast, {.challenge = "c"});
    cast.policy.challenge = "d";
    EXPECT_EQ(entry(cast.report(test::with(credential, "/proof/challenge", R"("d")")), "proof"),
              "failed proof.signature_invalid at /proof/proofValue");
}

TEST(ProofExpiry, IsThatOfEachProofOfASet) {
    test::Signatories cast;
    CosignRequest request{cast.issued(), cast.dean.did, *cast.dean.signer};
    request.proof.expires = test::time("2026-11-23T00:00:00Z");
    const auto credential =
        cosign(request, {cast.resolver, cast.clock, cast.contexts}, cast.call).value();
    cast.clock.set(test::time("2026-11-23T00:00:00Z"));
    EXPECT_EQ(troubles(cast.report(credential)), "");
    cast.clock.set(test::time("2026-11-23T00:00:01Z"));
    EXPECT_EQ(troubles(cast.report(credential)),
              "proof: failed proof.expired at /proof/1/expires\n");
    cast.policy.at = test::time("2026-11-22T12:00:00Z");
    EXPECT_EQ(troubles(cast.report(credential)), "");
}

}  // namespace
}  // namespace deed::credentials
