// What the credentials of the scenario are worth, question by question. The expected answers are
// read off the table of specs/credential-profile.md section 7.
#include "credentials/errors.hpp"
#include "did/errors.hpp"
#include "lib/json/jcs.hpp"
#include "tests/scenarios/key_life_suite.hpp"

namespace deed::scenarios {
namespace {

using credentials::Check;
using credentials::Report;
using credentials::Verdict;
using credentials::VerifyPolicy;
using registry::test::must;

/// Every check with its state and code, one a line.
std::string all_checks(const Report& report) {
    std::string lines;
    for (const Check& check : report.checks()) {
        lines += check.name + ": " + std::string(to_string(check.state));
        if (check.code != nullptr) lines += " " + std::string(check.code->name);
        lines += "\n";
    }
    return lines;
}

/// The same of a report in which all checks that can be asked passed but these.
std::string all_but(const std::map<std::string, std::string>& exceptions) {
    std::string lines;
    for (const std::string_view name : credentials::check_names()) {
        const bool unasked =
            name == "status" || name == "schema" || name == "authority" || name == "terms";
        const auto exception = exceptions.find(std::string(name));
        lines += std::string(name) + ": " +
                 (exception != exceptions.end() ? exception->second
                  : unasked                     ? "skipped"
                                                : "passed") +
                 "\n";
    }
    return lines;
}

constexpr int kNone = -1;

struct Question {
    int evidence;  ///< the hour of the notary's proof, or kNone
    int at;        ///< or kNone
    std::map<std::string, std::string> expected;
    int exit_code;
};

const std::map<std::string, std::string> kGood;
const std::map<std::string, std::string> kRetired{{"time", "undetermined key.retired_unproven"}};
const std::map<std::string, std::string> kCompromised{{"time", "failed key.compromised"}};
const std::map<std::string, std::string> kCompromisedLater{
    {"time", "undetermined key.compromised_unproven"}};
const std::map<std::string, std::string> kCompromisedAndOver{
    {"time", "failed key.compromised"}, {"control", "failed control.issuer_deactivated"}};
const std::map<std::string, std::string> kOver{{"control", "failed control.issuer_deactivated"}};
const std::map<std::string, std::string> kOverLater{
    {"time", "undetermined key.deactivated_unproven"}};
const std::map<std::string, std::string> kNotYet{{"proof", "failed proof.created_in_future"},
                                                 {"purpose", "failed proof.key_not_authorized"},
                                                 {"time", "failed key.not_yet_listed"},
                                                 {"dates", "failed dates.not_yet_valid"}};
const std::map<std::string, std::string> kBeforeTheDid{
    {"proof", "failed proof.created_in_future"},
    {"purpose", "failed proof.key_not_authorized"},
    {"time", "failed key.did_not_yet_created"},
    {"dates", "failed dates.not_yet_valid"}};

// K1 was listed from 0 until 4 and is compromised since 8; the DID ended at 12.
const std::vector<Question> kAboutTheDegree{
    {kNone, 3, kCompromisedLater, 9},
    {kNone, 7, kCompromisedLater, 9},
    {kNone, 8, kCompromised, 12},
    {kNone, 9, kCompromised, 12},
    {kNone, 11, kCompromised, 12},
    {kNone, 13, kCompromisedAndOver, 12},
    {kNone, kNone, kCompromisedAndOver, 12},
    {2, 3, kGood, 0},
    {2, 7, kGood, 0},
    {2, 9, kGood, 0},
    {2, 11, kGood, 0},
    {2, 13, kGood, 0},
    {2, kNone, kGood, 0},
    // From before the compromise, but after the retirement.
    {5, 3, kRetired, 9},
    {5, 7, kRetired, 9},
    {5, 9, kRetired, 9},
    {5, 11, kRetired, 9},
    {5, 13, kRetired, 9},
    {5, kNone, kRetired, 9},
    // After both.
    {9, 3, kCompromisedLater, 9},
    {9, 7, kCompromisedLater, 9},
    {9, 9, kCompromised, 12},
    {9, 11, kCompromised, 12},
    {9, 13, kCompromised, 12},
    {9, kNone, kCompromised, 12},
};

// K2 was listed from 4 on, and nothing happened to it but the end of the DID.
const std::vector<Question> kAboutTheDiploma{
    {kNone, 3, kNotYet, 13},    {kNone, 7, kOverLater, 9}, {kNone, 9, kOverLater, 9},
    {kNone, 11, kOverLater, 9}, {kNone, 13, kOver, 12},    {kNone, kNone, kOver, 12},
    {7, 3, kNotYet, 13},        {7, 7, kGood, 0},          {7, 9, kGood, 0},
    {7, 11, kGood, 0},          {7, 13, kGood, 0},         {7, kNone, kGood, 0},
};

VerifyPolicy at(int hours) {
    VerifyPolicy policy;
    if (hours != kNone) policy.at = hour(hours);
    return policy;
}

did::ResolveOptions version_at(Timestamp moment) {
    did::ResolveOptions options;
    options.version_time = moment;
    return options;
}

void expect(const Report& report, const Question& question) {
    SCOPED_TRACE("evidence of " + std::to_string(question.evidence) + ", at " +
                 std::to_string(question.at));
    EXPECT_EQ(all_checks(report), all_but(question.expected));
    EXPECT_EQ(report.exit_code(), question.exit_code);
    // No report claims a narrower bound than the evidence gives.
    ASSERT_TRUE(report.bounds());
    const auto not_after =
        question.evidence == kNone ? std::nullopt : std::optional(hour(question.evidence));
    EXPECT_EQ(report.bounds()->not_after, not_after);
}

/// The policy of a question about a file that was notarized at some hours.
VerifyPolicy policy_for(const Question& question, KeyLife& life, const std::string& file,
                        const std::map<int, json::Document>& proofs) {
    VerifyPolicy policy = at(question.at);
    if (question.evidence != kNone)
        policy.evidence = {life.weigh(proofs.at(question.evidence), file)};
    return policy;
}

}  // namespace

TEST_P(KeyLife, AskedOfTheLedger) {
    live_until(14);
    for (const Question& question : kAboutTheDegree)
        expect(judge(degree_, policy_for(question, *this, degree_, degree_proofs_)), question);
    for (const Question& question : kAboutTheDiploma)
        expect(judge(diploma_, policy_for(question, *this, diploma_, diploma_proofs_)), question);
    VerifyPolicy before;
    before.at = hour(-1);
    expect(judge(degree_, before), {kNone, kNone, kBeforeTheDid, 13});
}

TEST_P(KeyLife, AskedOfAnExport) {
    live_until(14);
    if (log() == nullptr) GTEST_SKIP() << "the engine is no log, and has no exports";
    const auto did_export = export_did();
    for (const Question& question : kAboutTheDegree) {
        const Report report =
            judge_by(did_export, degree_, policy_for(question, *this, degree_, degree_proofs_));
        expect(report, question);
        EXPECT_EQ(report.bounds()->known_until, hour(14));
    }
    for (const Question& question : kAboutTheDiploma)
        expect(
            judge_by(did_export, diploma_, policy_for(question, *this, diploma_, diploma_proofs_)),
            question);
}

// The same credentials judged as of now, while it happens.
TEST_P(KeyLife, AskedWhileItHappens) {
    const auto expect_now = [&](double hours, const std::map<std::string, std::string>& degree) {
        live_until(hours);
        EXPECT_EQ(all_checks(judge(degree_, {})), all_but(degree)) << hours;
    };
    expect_now(1, kGood);
    expect_now(3.9, kGood);
    expect_now(4, kRetired);
    expect_now(5.5, kRetired);  // the controller's rotation is no matter
    expect_now(7, kRetired);
    EXPECT_EQ(all_checks(judge(diploma_, {})), all_but(kGood));
    expect_now(9, kRetired);  // nobody knows yet
    expect_now(10, kCompromised);
    EXPECT_EQ(all_checks(judge(diploma_, {})), all_but(kGood));
    expect_now(12, kCompromisedAndOver);
    EXPECT_EQ(all_checks(judge(diploma_, {})), all_but(kOver));
}

// Whoever has K1 since 8 dates proofs back, and has them notarized at once.
TEST_P(KeyLife, AskedByAThief) {
    live_until(9);
    const std::string inside = sign(*k1_, hour(3));
    const std::string before = sign(*k1_, hour(-24));
    const std::string after = sign(*k1_, hour(7));
    const auto proof = notarize(inside);
    EXPECT_EQ(all_checks(judge(inside, {})), all_but(kRetired));
    VerifyPolicy notarized;
    notarized.evidence = {weigh(proof, inside)};
    EXPECT_EQ(all_checks(judge(inside, notarized)), all_but(kRetired));

    const std::map<std::string, std::string> outside{
        {"time", "failed proof.created_outside_key_life"}};
    EXPECT_EQ(all_checks(judge(before, {})), all_but(outside));
    EXPECT_EQ(all_checks(judge(after, {})), all_but(outside));

    live_until(14);
    EXPECT_EQ(all_checks(judge(inside, {})), all_but(kCompromisedAndOver));
    EXPECT_EQ(all_checks(judge(before, {})), all_but(kCompromisedAndOver));
    EXPECT_EQ(all_checks(judge(inside, notarized)), all_but(kCompromised));
    for (const int moment : {3, 7}) {
        EXPECT_EQ(all_checks(judge(inside, at(moment))), all_but(kCompromisedLater));
        EXPECT_EQ(all_checks(judge(before, at(moment))), all_but(outside));
        notarized.at = hour(moment);
        EXPECT_EQ(all_checks(judge(inside, notarized)), all_but(kCompromisedLater));
    }
    EXPECT_EQ(all_checks(judge(after, at(7))), all_but(outside));
}

// An export of before shows none of it, and says until when it knows.
TEST_P(KeyLife, AskedOfAnExportThatHidesTheCompromise) {
    live_until(3);
    if (log() == nullptr) GTEST_SKIP() << "the engine is no log, and has no exports";
    const auto did_export = export_did();
    live_until(9);
    const std::string forged = sign(*k1_, hour(3));
    live_until(14);
    const Report report = judge_by(did_export, forged, {});
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.bounds()->known_until, hour(3));
    EXPECT_FALSE(report.bounds()->not_after);
    EXPECT_NE(report.find("time")->detail.find("what was recorded after " + hour(3).to_string() +
                                               " is not known"),
              std::string::npos);
    EXPECT_EQ(report.find("did.freshness")->detail,
              "as of " + hour(3).to_string() + ", by did export");

    VerifyPolicy strict;
    strict.max_did_age_seconds = 3600;
    const std::map<std::string, std::string> stale{{"did.freshness", "undetermined did.stale"}};
    EXPECT_EQ(all_checks(judge_by(did_export, forged, strict)), all_but(stale));
    // Old knowledge is no better for a moment that it covers.
    strict.at = hour(3);
    EXPECT_EQ(all_checks(judge_by(did_export, forged, strict)), all_but(stale));
    EXPECT_EQ(all_checks(judge(forged, {})), all_but(kCompromisedAndOver));
}

TEST_P(KeyLife, AskedWithEvidenceThatIsNone) {
    live_until(3);
    const auto at_home = log() != nullptr ? std::optional(notarize_at_home(degree_)) : std::nullopt;
    live_until(14);
    const auto expect_set_aside = [&](const std::string& file,
                                      const credentials::TimeEvidence& evidence,
                                      const std::string& code) {
        VerifyPolicy policy;
        policy.evidence = {evidence};
        const Report report = judge(file, policy);
        EXPECT_EQ(all_checks(report), all_but(kCompromisedAndOver));
        EXPECT_FALSE(report.bounds()->not_after);
        const auto& source = report.bounds()->sources.back();
        ASSERT_TRUE(source.set_aside);
        EXPECT_EQ(source.set_aside->code().name, code);
        EXPECT_NE(report.find("time")->detail.find("; set aside: " + source.source + " (" +
                                                   source.set_aside->message() + ")"),
                  std::string::npos);
    };
    const json::Document& proof = degree_proofs_.at(2);
    // The same JSON in other bytes is another file.
    const std::string rewritten = json::canonicalize(must(json::Document::parse(degree_)).root());
    expect_set_aside(rewritten, weigh(proof, rewritten), "evidence.document_mismatch");
    expect_set_aside(degree_, weigh(proof, degree_, {}), "evidence.log_not_pinned");
    expect_set_aside(degree_, weigh(proof, degree_, {std::string(33, 'l')}),
                     "evidence.log_mismatch");
    if (!at_home) return;
    const auto own = weigh(*at_home, degree_, {log()->network()});
    expect_set_aside(degree_, own, "time.evidence_not_independent");
    VerifyPolicy policy;
    policy.evidence = {own};
    policy.allow_same_ledger = true;
    const Report report = judge(degree_, policy);
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.bounds()->not_after, hour(3));
    EXPECT_NE(report.find("time")->detail.find("the ledger of the issuer's DID"),
              std::string::npos);
}

// `deed did resolve --version-time` and `deed credential verify --at` read one history.
TEST_P(KeyLife, AgreesWithTheVersionsOfTheDocument) {
    live_until(14);
    for (int half = 2; half <= 28; ++half) {
        const Timestamp moment = hour(half / 2.0);
        const auto resolution = must(resolver().resolve(issuer(), version_at(moment), call_));
        VerifyPolicy policy;
        policy.at = moment;
        const auto agrees = [&](const std::string& file, const crypto::Signer& key) {
            const bool listed =
                resolution.document.find_method(key.public_key(),
                                                did::Relationship::assertion_method) != nullptr;
            const Report report = judge(file, policy);
            EXPECT_EQ(report.find("purpose")->detail == "the key is listed for assertionMethod",
                      listed)
                << moment.to_string();
            EXPECT_EQ(report.find("control")->state == credentials::CheckState::failed,
                      resolution.metadata.deactivated)
                << moment.to_string();
        };
        agrees(degree_, *k1_);
        agrees(diploma_, *k2_);
    }
    const auto none = resolver().resolve(issuer(), version_at(hour(-1)), call_);
    EXPECT_CODE(none, did::errors::kNoSuchVersion);
}

}  // namespace deed::scenarios
