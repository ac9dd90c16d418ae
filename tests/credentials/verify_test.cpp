#include "credentials/contexts/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::with;

json::Document issued(Cast& cast) { return cast.issue(test::kUnsigned).value(); }

/// Unsigned, with the issuer named.
json::Document sound(const Cast& cast) {
    return with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\"");
}

TEST(Verify, ReportsEveryCheckInItsOrder) {
    Cast cast;
    const Report report = cast.report(issued(cast));
    std::string lines;
    for (const Check& check : report.checks())
        lines +=
            check.name + " " + std::string(to_string(check.state)) + ": " + check.detail + "\n";
    EXPECT_EQ(lines,
              "model passed: follows VC data model 2.0\n"
              "context passed: all contexts are known\n"
              "proof passed: eddsa-jcs-2022 by " +
                  cast.method +
                  "\n"
                  "purpose passed: the key is listed for assertionMethod\n"
                  "control passed: the key is controlled by " +
                  cast.issuer.to_string() +
                  "\n"
                  "did.freshness passed: resolved directly\n"
                  "time passed: no evidence shows when the proof existed; nothing else bounds when "
                  "it was signed\n"
                  "dates passed: valid at 2026-11-22T00:00:00Z\n"
                  "status skipped: the credential carries none\n"
                  "schema skipped: the credential names none\n"
                  "authority skipped: not asked\n"
                  "terms skipped: not asked\n");
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.exit_code(), 0);
}

TEST(Verify, KnowsItsChecksByName) {
    Cast cast;
    const Report report = cast.report(issued(cast));
    ASSERT_EQ(check_names().size(), report.checks().size());
    for (std::size_t i = 0; i < check_names().size(); ++i)
        EXPECT_EQ(report.checks()[i].name, check_names()[i]);
}

TEST(Verify, ReportsNothingOnWhatIsNoObject) {
    Cast cast;
    for (const auto* text : {"[]", "null", R"("{}")", "1"})
        EXPECT_CODE(cast.verify(parse(text)), errors::kNotAnObject);
}

TEST(Verify, RefusesToSkipWhatItDoesNotKnow) {
    Cast cast;
    cast.policy.skip = {"proof", "prof"};
    EXPECT_CODE(cast.verify(issued(cast)), errors::kUnknownCheck);
}

TEST(Verify, SkipsEachCheckOnDemandAndSaysSo) {
    for (const std::string_view name : check_names()) {
        Cast cast;
        cast.policy.skip = {std::string(name)};
        const Report report = cast.report(issued(cast));
        ASSERT_EQ(report.checks().size(), 12u);
        EXPECT_EQ(report.find(name)->state, CheckState::skipped);
        EXPECT_EQ(report.find(name)->detail, "not asked");
        EXPECT_EQ(report.verdict(), Verdict::good);
    }
}

TEST(Verify, ASkippedCheckHidesNoOther) {
    Cast cast;
    const auto changed = with(issued(cast), "/credentialSubject/degree", R"("PhD")");
    for (const std::string_view name : check_names()) {
        cast.policy.skip = {std::string(name)};
        EXPECT_EQ(cast.report(changed).verdict(), name == "proof" ? Verdict::good : Verdict::bad);
    }
}

TEST(Verify, StopsWhenCancelled) {
    Cast cast;
    const auto credential = issued(cast);
    const std::atomic<bool> cancelled = true;
    cast.call = Call(nullptr, &cancelled);
    EXPECT_CODE(cast.verify(credential), deed::errors::kInterrupted);
}

TEST(VerifyModel, FailsWithTheFirstFaultAndListsThem) {
    Cast cast;
    const auto credential =
        cast.sign(parse(R"({"@context":["https://www.w3.org/ns/credentials/v2"],)"
                        R"("type":["VerifiableCredential"],"credentialSubject":{},"issuer":")" +
                        cast.issuer.to_string() + R"(","name":1})"));
    const Report report = cast.report(credential);
    EXPECT_EQ(entry(report, "model"), "failed credential.language_value_malformed at /name");
    EXPECT_NE(report.find("model")->detail.find("/credentialSubject"), std::string::npos);
    EXPECT_EQ(test::troubles(report),
              "model: failed credential.language_value_malformed at /name\n");
    EXPECT_EQ(report.exit_code(), 7);
}

TEST(VerifyContext, CannotJudgeUnknownOnesUntilTheyAreGiven) {
    Cast cast;
    const auto credential = cast.sign(
        with(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
             "/@context/-", R"("https://example.org/v1")"));
    const Report report = cast.report(credential);
    EXPECT_EQ(test::troubles(report), "context: undetermined context.unknown at /@context/2\n");
    EXPECT_EQ(report.find("context")->detail, "not known: https://example.org/v1");
    EXPECT_EQ(report.verdict(), Verdict::could_not_judge);
    EXPECT_EQ(report.exit_code(), 9);

    ASSERT_OK(cast.contexts.add("https://example.org/v1", parse(R"({"@context":{}})")));
    EXPECT_EQ(cast.report(credential).verdict(), Verdict::good);
}

TEST(VerifyContext, SeesContextsInsideTheClaims) {
    Cast cast;
    const auto credential = cast.sign(
        with(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
             "/credentialSubject/@context", R"("https://example.org/v1")"));
    EXPECT_EQ(test::troubles(cast.report(credential)),
              "context: undetermined context.unknown at /credentialSubject/@context\n");
}

TEST(VerifyContext, FailsOnTermsThatTheBaseContextProtects) {
    Cast cast;
    const auto credential =
        cast.sign(with(with(sound(cast), "/@context/1", R"({"name": "urn:x:n"})"), "/@context/-",
                       R"("https://example.org/v1")"));
    const Report report = cast.report(credential);
    EXPECT_EQ(test::troubles(report),
              "context: failed context.protected_term at /@context/1/name\n");
    EXPECT_EQ(report.find("context")->detail, "the base context protects name");
    EXPECT_EQ(report.verdict(), Verdict::bad);
}

TEST(Verify, FailsOnWhatReadersOfJsonLdSeeDifferently) {
    Cast cast;
    EXPECT_EQ(test::troubles(cast.report(cast.sign(
                  with(sound(cast), "/credentialSubject/@id", R"("did:example:mallory")")))),
              "model: failed credential.keyword_member at /credentialSubject/@id\n");
    EXPECT_EQ(test::troubles(cast.report(
                  cast.sign(with(sound(cast), "/expirationDate", R"("2020-01-01T00:00:00Z")")))),
              "model: failed credential.version_mixed at /expirationDate\n"
              "dates: failed credential.version_mixed at /expirationDate\n");
}

TEST(VerifyStatusAndSchema, CannotBeJudgedWhereCarried) {
    Cast cast;
    const auto status = R"({"type": "BitstringStatusListEntry"})";
    const auto schema = R"({"id": "https://example.org/s", "type": "JsonSchema"})";
    ASSERT_OK_AND(const auto credential,
                  cast.issue(with(with(parse(test::kUnsigned), "/credentialStatus", status),
                                  "/credentialSchema", schema)
                                 .to_string()));
    EXPECT_EQ(test::troubles(cast.report(credential)),
              "status: undetermined status.unsupported at /credentialStatus\n"
              "schema: undetermined schema.unsupported at /credentialSchema\n");
    cast.policy.skip = {"status"};
    EXPECT_EQ(cast.report(credential).exit_code(), 9);
    cast.policy.skip = {"status", "schema"};
    EXPECT_EQ(cast.report(credential).verdict(), Verdict::good);
}

TEST(VerifyStatusAndSchema, AreNotTakenForAbsentWhenMalformed) {
    Cast cast;
    cast.policy.skip = {"model"};
    for (const auto* value : {"null", "[]", "false"}) {
        const auto credential = cast.sign(
            with(with(parse(test::kUnsigned), "/issuer", "\"" + cast.issuer.to_string() + "\""),
                 "/credentialStatus", value));
        EXPECT_EQ(test::troubles(cast.report(credential)),
                  "status: undetermined status.unsupported at /credentialStatus\n");
    }
}

}  // namespace
}  // namespace deed::credentials
