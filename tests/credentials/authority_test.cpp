// The check authority: the table of specs/credential-profile.md section 11, row by row.
#include "credentials/authority_errors.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "credentials/issuer_authority.hpp"
#include "lib/time/timestamp.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::time;

constexpr ErrorCode kNodeLied{"test.history_broken", ErrorKind::mismatch, "A node errs.", "Ask."};

/// A registry of one line: accredited from `from` until `until`, then `after` says why not.
class OneLine final : public IssuerAuthority {
public:
    Result<AuthorityAnswer> ask(const AuthorityQuestion& question,
                                std::span<const Timestamp> moments, Call&) override {
        asked.push_back(question);
        if (fault) return *fault;
        AuthorityAnswer answer{{}, known_until};
        for (const Timestamp& moment : moments) {
            if (moment < from)
                answer.findings.push_back({&errors::kAuthorityNotYet, "not yet"});
            else if (moment >= until)
                answer.findings.push_back({after, "no longer"});
            else
                answer.findings.push_back({nullptr, "accredited"});
        }
        return answer;
    }

    Timestamp from = time("2025-01-01T00:00:00Z");
    Timestamp until = time("2099-01-01T00:00:00Z");
    const ErrorCode* after = &errors::kAuthoritySuspended;
    Timestamp known_until = time("2026-11-22T00:00:00Z");
    std::optional<Error> fault;
    std::vector<AuthorityQuestion> asked;
};

/// The test credential (valid from 2026-01-01), judged at 2026-11-22.
struct Scene {
    Cast cast;
    OneLine registry;

    Report report(const json::Document& credential) {
        const VerifyContext context{cast.resolver, cast.clock, cast.contexts, &registry};
        return verify(credential, cast.policy, context, cast.call).value();
    }
    Report report() { return report(signed_by_issuer(test::parse(test::kUnsigned))); }
    json::Document signed_by_issuer(const json::Document& credential) {
        return cast.sign(test::with(credential, "/issuer", "\"" + cast.issuer.to_string() + "\""));
    }
    std::string answer() { return entry(report(), "authority"); }
};

TEST(Authority, IsSkippedWhereNobodyIsNamedOrTheCheckIsNotAsked) {
    Scene scene;
    EXPECT_EQ(entry(scene.cast.report(scene.cast.issue(test::kUnsigned).value()), "authority"),
              "skipped");
    scene.cast.policy.skip = {"authority"};
    EXPECT_EQ(scene.answer(), "skipped");
    EXPECT_TRUE(scene.registry.asked.empty());
}

TEST(Authority, PassesWhoWasAccreditedThenAndIsNow) {
    Scene scene;
    EXPECT_EQ(scene.answer(), "passed");
    EXPECT_EQ(scene.report().verdict(), Verdict::good);
}

TEST(Authority, FailsByWhatTheRegistrySaysOfTheCredentialsOwnDate) {
    Scene scene;
    scene.registry.until = time("2025-12-31T00:00:00Z");
    for (const ErrorCode* code :
         {&errors::kAuthorityNotAccredited, &errors::kAuthorityEnded, &errors::kAuthoritySuspended,
          &errors::kAuthorityRemoved, &errors::kAuthorityBarred, &errors::kAuthorityMayNotIssue,
          &errors::kAuthorityOutsideScope, &errors::kAuthorityOtherNetwork}) {
        scene.registry.after = code;
        EXPECT_EQ(scene.answer(), "failed " + std::string(code->name) + " at /issuer");
        EXPECT_EQ(scene.report().exit_code(), 13) << code->name;
    }
    scene.registry.until = time("2099-01-01T00:00:00Z");
    scene.registry.from = time("2026-01-02T00:00:00Z");
    EXPECT_EQ(scene.answer(), "failed authority.not_yet_accredited at /issuer");
}

TEST(Authority, TakesNobodysWordForADateBeforeASuspension) {
    Scene scene;  // its proof says that it was made when 2026-11-21 began
    scene.registry.until = time("2026-11-21T12:00:00Z");
    EXPECT_EQ(scene.answer(), "undetermined authority.lost_unproven at /issuer");
    EXPECT_EQ(scene.report().verdict(), Verdict::could_not_judge);
    // Independent evidence from before is another's word, and one from after is none.
    scene.cast.policy.evidence = {{"a notary", "", time("2026-11-21T11:59:59Z")}};
    EXPECT_EQ(scene.answer(), "passed");
    scene.cast.policy.evidence = {{"a notary", "", time("2026-11-21T12:00:00Z")}};
    EXPECT_EQ(scene.answer(), "undetermined authority.lost_unproven at /issuer");
    // As of a moment before it nothing was lost.
    scene.cast.policy.evidence.clear();
    scene.cast.policy.at = time("2026-11-21T11:59:59Z");
    EXPECT_EQ(scene.answer(), "passed");
}

TEST(Authority, IsNotToldByWhatIsOld) {
    Scene scene;
    scene.cast.policy.max_did_age_seconds = 3600;
    scene.registry.known_until = time("2026-11-21T23:00:00Z");
    EXPECT_EQ(scene.answer(), "passed");
    scene.registry.known_until = time("2026-11-21T22:59:59Z");
    EXPECT_EQ(scene.answer(), "undetermined authority.stale at /issuer");
}

TEST(Authority, IsNotToldByWhatIsAheadOfTime) {
    Scene scene;
    scene.registry.known_until =
        scene.cast.clock.now().plus_seconds(scene.cast.policy.clock_skew_seconds);
    EXPECT_EQ(scene.answer(), "passed");
    scene.registry.known_until = scene.registry.known_until.plus_seconds(1);
    EXPECT_EQ(scene.answer(), "undetermined authority.stale at /issuer");
    // Nor is anything denied by it.
    scene.registry.until = time("2025-12-31T00:00:00Z");
    EXPECT_EQ(scene.answer(), "undetermined authority.stale at /issuer");
}

TEST(Authority, IsNotDeniedByWhoHasNotHeardOfItYet) {
    Scene scene;
    scene.cast.policy.max_did_age_seconds = std::int64_t{400} * 24 * 3600;
    scene.registry.from = time("2025-12-31T23:59:30Z");
    scene.registry.until = scene.registry.from;
    scene.registry.after = &errors::kAuthorityNotAccredited;
    scene.registry.known_until = time("2025-12-31T23:58:59Z");
    EXPECT_EQ(scene.answer(), "undetermined authority.stale at /issuer");
    scene.registry.known_until = time("2025-12-31T23:59:00Z");
    EXPECT_EQ(scene.answer(), "failed authority.not_accredited at /issuer");
}

TEST(Authority, IsUndeterminedByAnyFaultOfTheRegistry) {
    Scene scene;
    scene.registry.fault = Error(kNodeLied, "events are missing");
    EXPECT_EQ(scene.answer(), "undetermined test.history_broken");
    EXPECT_EQ(scene.report().verdict(), Verdict::could_not_judge);
}

TEST(Authority, IsNobodysWhereTheIssuerDidNotSign) {
    Scene scene;
    scene.cast.policy.allow_foreign_keys = true;
    EXPECT_EQ(scene.answer(), "undetermined authority.issuer_unproven");
    scene.cast.policy.allow_foreign_keys = false;
    scene.cast.policy.skip = {"control"};
    EXPECT_EQ(scene.answer(), "undetermined authority.issuer_unproven");
    EXPECT_TRUE(scene.registry.asked.empty());
}

TEST(Authority, IsAskedForEachTypeAndSchema) {
    Scene scene;
    auto credential = test::with(test::parse(test::kUnsigned), "/type",
                                 R"(["VerifiableCredential", "DegreeCredential", "Honours"])");
    credential = test::with(credential, "/credentialSchema",
                            R"([{"id": "urn:a", "type": "JsonSchema"},
                                {"id": "urn:b", "type": "JsonSchema"}])");
    scene.report(scene.signed_by_issuer(credential));
    ASSERT_EQ(scene.registry.asked.size(), 1U);
    const AuthorityQuestion& question = scene.registry.asked.front();
    EXPECT_EQ(question.issuer, scene.cast.issuer.to_string());
    EXPECT_EQ(question.types, (std::vector<std::string>{"DegreeCredential", "Honours"}));
    EXPECT_EQ(question.schemas, (std::vector<std::string>{"urn:a", "urn:b"}));
}

TEST(Authority, OfNoTypeOfItsOwnIsThatOfAllCredentials) {
    Scene scene;
    auto credential =
        test::with(test::parse(test::kUnsigned), "/type", R"(["VerifiableCredential"])");
    scene.report(scene.signed_by_issuer(credential));
    ASSERT_EQ(scene.registry.asked.size(), 1U);
    EXPECT_EQ(scene.registry.asked.front().types,
              (std::vector<std::string>{"VerifiableCredential"}));
}

TEST(Authority, IsNotAskedForMoreTypesThanAreLookedUp) {
    const auto answer_of = [](std::size_t types) {
        Scene scene;
        std::string list = "[\"VerifiableCredential\"";
        for (std::size_t i = 0; i < types; ++i) list += ", \"Type" + std::to_string(i) + "\"";
        auto credential = test::with(test::parse(test::kUnsigned), "/type", list + "]");
        return entry(scene.report(scene.signed_by_issuer(credential)), "authority");
    };
    EXPECT_EQ(answer_of(16), "passed");
    EXPECT_EQ(answer_of(17), "undetermined authority.too_many_types at /type");
}

}  // namespace
}  // namespace deed::credentials
