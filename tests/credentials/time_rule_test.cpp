// The table of specs/credential-profile.md section 7, row by row and at its edges.
#include "credentials/time_rule.hpp"

#include <gtest/gtest.h>

#include "credentials/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kSkew = 60;

/// Full hours after 2026-11-01T00:00:00Z.
Timestamp hour(std::int64_t hours, std::int64_t seconds = 0) {
    return test::time("2026-11-01T00:00:00Z").plus_seconds(hours * kHour + seconds);
}
Timestamp just_before(Timestamp time) {
    return Timestamp::from_unix_milliseconds(time.unix_milliseconds() - 1).value();
}

/// Everything happens on full hours; now is hour 100.
struct Question {
    KeyLife life;
    std::optional<Timestamp> at{};
    std::optional<Timestamp> created{};
    std::optional<Timestamp> evidence{};

    TimeRule rule() const {
        std::vector<TimeEvidence> given;
        if (evidence) given.push_back({"a notary", "", *evidence});
        return TimeRule(life, {at, hour(100), kSkew}, created, given);
    }
    /// "passed", or state and code.
    std::string answer() const {
        const auto judged = rule().judge();
        if (judged) return "passed";
        const bool unknown = judged.error().kind() == ErrorKind::undetermined;
        return (unknown ? "undetermined " : "failed ") + std::string(judged.error().code().name);
    }
};

/// A DID created at 10 that lists its key at once.
KeyLife living() {
    KeyLife life;
    life.did_created = hour(10);
    life.listed = {{hour(10), std::nullopt}};
    return life;
}
KeyLife retired_at(std::int64_t hours) {
    KeyLife life = living();
    life.listed.back().until = hour(hours);
    return life;
}

TEST(TimeRule, PassesAKeyThatIsListedToThisDayWithoutEvidence) {
    EXPECT_EQ((Question{living()}.answer()), "passed");
    EXPECT_EQ((Question{living(), std::nullopt, hour(20)}.answer()), "passed");
    EXPECT_EQ((Question{living(), hour(20), hour(20)}.answer()), "passed");
    EXPECT_EQ((Question{living(), hour(20), hour(15), hour(90)}.answer()), "passed");
}

TEST(TimeRule, FailsAMomentBeforeTheDidOrItsKey) {
    EXPECT_EQ((Question{living(), just_before(hour(10))}.answer()),
              "failed key.did_not_yet_created");
    EXPECT_EQ((Question{living(), hour(10)}.answer()), "passed");

    KeyLife late = living();
    late.listed = {{hour(12), std::nullopt}};
    EXPECT_EQ((Question{late, just_before(hour(10))}.answer()), "failed key.did_not_yet_created");
    EXPECT_EQ((Question{late, just_before(hour(12))}.answer()), "failed key.not_yet_listed");
    EXPECT_EQ((Question{late, hour(12)}.answer()), "passed");
    // No evidence helps.
    EXPECT_EQ((Question{late, hour(11), hour(12), hour(12)}.answer()), "failed key.not_yet_listed");
}

// The ledger's clock may be ahead of the verifier's.
TEST(TimeRule, NowKnowsWhatTheLedgerRecordedAfterThisClocksNow) {
    KeyLife life;
    life.did_created = hour(100, 5);
    life.listed = {{hour(100, 5), std::nullopt}};
    EXPECT_EQ((Question{life}.answer()), "passed");
    life.compromised = hour(100, 7);
    EXPECT_EQ((Question{life}.answer()), "failed key.compromised");
    // As of a moment, the same declaration is one of later.
    life.did_created = hour(10);
    life.listed = {{hour(10), std::nullopt}};
    EXPECT_EQ((Question{life, hour(100)}.answer()), "undetermined key.compromised_unproven");
}

TEST(TimeRule, WantsEvidenceFromBeforeACompromise) {
    KeyLife life = living();
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, std::nullopt, hour(20)}.answer()), "failed key.compromised");
    EXPECT_EQ((Question{life, std::nullopt, hour(40)}.answer()), "failed key.compromised");
    EXPECT_EQ((Question{life, std::nullopt, std::nullopt}.answer()), "failed key.compromised");
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(40)}.answer()),
              "failed key.compromised");
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(30)}.answer()),
              "failed key.compromised");
    EXPECT_EQ((Question{life, std::nullopt, hour(20), just_before(hour(30))}.answer()), "passed");
    EXPECT_EQ((Question{life, std::nullopt, std::nullopt, hour(20)}.answer()), "passed");
}

TEST(TimeRule, AsOfAMomentBeforeACompromiseIsUnprovenAndAfterwardsBad) {
    KeyLife life = living();
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, hour(30), hour(20)}.answer()), "failed key.compromised");
    EXPECT_EQ((Question{life, just_before(hour(30)), hour(20)}.answer()),
              "undetermined key.compromised_unproven");
    EXPECT_EQ((Question{life, hour(25), hour(20), hour(30)}.answer()),
              "undetermined key.compromised_unproven");
    // Evidence need not be from before the moment: it rules the thief out.
    EXPECT_EQ((Question{life, hour(25), hour(20), hour(28)}.answer()), "passed");
    EXPECT_EQ((Question{life, hour(50), hour(20), hour(28)}.answer()), "passed");
}

TEST(TimeRule, WantsEvidenceFromBeforeARetirement) {
    EXPECT_EQ((Question{retired_at(30), std::nullopt, hour(20)}.answer()),
              "undetermined key.retired_unproven");
    EXPECT_EQ((Question{retired_at(30)}.answer()), "undetermined key.retired_unproven");
    EXPECT_EQ((Question{retired_at(30), std::nullopt, hour(20), hour(30)}.answer()),
              "undetermined key.retired_unproven");
    EXPECT_EQ((Question{retired_at(30), std::nullopt, hour(20), just_before(hour(30))}.answer()),
              "passed");
    EXPECT_EQ((Question{retired_at(30), hour(30), hour(20)}.answer()),
              "undetermined key.retired_unproven");
    EXPECT_EQ((Question{retired_at(30), just_before(hour(30)), hour(20)}.answer()),
              "undetermined key.retired_unproven");
    EXPECT_EQ((Question{retired_at(30), hour(25), hour(20), hour(29)}.answer()), "passed");
    EXPECT_EQ((Question{retired_at(30), hour(25), hour(20), hour(30)}.answer()),
              "undetermined key.retired_unproven");
}

TEST(TimeRule, AKeyListedAgainIsVouchedForAgain) {
    KeyLife life = retired_at(30);
    life.listed.push_back({hour(40), std::nullopt});
    EXPECT_EQ((Question{life, std::nullopt, hour(20)}.answer()), "passed");
    EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()), "passed");
    EXPECT_EQ((Question{life, hour(50), hour(45)}.answer()), "passed");
    // In between it was not, then.
    EXPECT_EQ((Question{life, hour(35), hour(20)}.answer()), "undetermined key.retired_unproven");
    EXPECT_EQ((Question{life, hour(35), hour(20), hour(29)}.answer()), "passed");
    EXPECT_EQ((Question{life, std::nullopt, hour(35)}.answer()),
              "failed proof.created_outside_key_life");
    // Retired for the second time.
    life.listed.back().until = hour(60);
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(59)}.answer()), "passed");
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(60)}.answer()),
              "undetermined key.retired_unproven");
    EXPECT_EQ((Question{life, hour(25), hour(20), hour(59)}.answer()), "passed");
    EXPECT_EQ((Question{life, hour(25), hour(20), hour(60)}.answer()),
              "undetermined key.retired_unproven");
    EXPECT_EQ((Question{life, hour(35), hour(20), hour(30)}.answer()),
              "undetermined key.retired_unproven");
}

TEST(TimeRule, FailsAProofThatDatesItselfOutsideTheKeysLife) {
    const auto created = [](Timestamp time) {
        return Question{retired_at(30), std::nullopt, time, std::nullopt}.answer();
    };
    const std::string outside = "failed proof.created_outside_key_life";
    EXPECT_EQ(created(hour(9)), outside);
    EXPECT_EQ(created(just_before(hour(10, -kSkew))), outside);
    EXPECT_EQ(created(hour(10, -kSkew)), "undetermined key.retired_unproven");
    EXPECT_EQ(created(just_before(hour(30, kSkew))), "undetermined key.retired_unproven");
    EXPECT_EQ(created(hour(30, kSkew)), outside);
    // Also of a key that is good today.
    EXPECT_EQ((Question{living(), std::nullopt, hour(9)}.answer()), outside);
    // A compromise is the graver word.
    KeyLife life = living();
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, std::nullopt, hour(9)}.answer()), "failed key.compromised");
    EXPECT_EQ((Question{life, hour(20), hour(9)}.answer()), outside);
}

TEST(TimeRule, FailsAProofThatDatesItselfAfterTheDidsEnd) {
    KeyLife life = living();
    life.deactivated = hour(30);
    EXPECT_EQ((Question{life, std::nullopt, hour(30, kSkew)}.answer()),
              "failed proof.created_outside_key_life");
    EXPECT_EQ((Question{life, std::nullopt, just_before(hour(30, kSkew))}.answer()), "passed");
}

TEST(TimeRule, WantsEvidenceFromBeforeALaterDeactivation) {
    KeyLife life = living();
    life.deactivated = hour(30);
    const std::string unproven = "undetermined key.deactivated_unproven";
    EXPECT_EQ((Question{life, just_before(hour(30)), hour(20)}.answer()), unproven);
    EXPECT_EQ((Question{life, hour(25), hour(20), hour(30)}.answer()), unproven);
    EXPECT_EQ((Question{life, hour(25), hour(20), just_before(hour(30))}.answer()), "passed");
    // From then on it is for the checks control and purpose.
    EXPECT_EQ((Question{life, hour(30), hour(20)}.answer()), "passed");
    EXPECT_EQ((Question{life, std::nullopt, hour(20)}.answer()), "passed");
    EXPECT_TRUE((Question{life, std::nullopt, hour(20), hour(29)}.rule().existed_before(hour(30))));
    EXPECT_FALSE(
        (Question{life, std::nullopt, hour(20), hour(30)}.rule().existed_before(hour(30))));
    EXPECT_FALSE((Question{life, std::nullopt, hour(20)}.rule().existed_before(hour(30))));
}

TEST(TimeRule, WantsEvidenceFromBeforeAMoveWhenever) {
    KeyLife life = living();
    life.moved = hour(30);
    const std::string unproven = "undetermined key.moved_unproven";
    for (const auto& at : {std::optional<Timestamp>(), std::optional(hour(25)),
                           std::optional(hour(30)), std::optional(hour(50))}) {
        EXPECT_EQ((Question{life, at, hour(20)}.answer()), unproven);
        EXPECT_EQ((Question{life, at, hour(20), hour(30)}.answer()), unproven);
        EXPECT_EQ((Question{life, at, hour(20), just_before(hour(30))}.answer()), "passed");
    }
}

TEST(TimeRule, WantsEvidenceFromBeforeALaterRevocationOrExpiryOfTheMethod) {
    for (const bool revoked : {true, false}) {
        KeyLife life = living();
        (revoked ? life.revoked : life.expires) = hour(30);
        const std::string unproven =
            revoked ? "undetermined key.revoked_unproven" : "undetermined key.expired_unproven";
        EXPECT_EQ((Question{life, just_before(hour(30)), hour(20)}.answer()), unproven);
        EXPECT_EQ((Question{life, hour(25), hour(20), hour(30)}.answer()), unproven);
        EXPECT_EQ((Question{life, hour(25), hour(20), hour(29)}.answer()), "passed");
        // From then on it is for the check purpose.
        EXPECT_EQ((Question{life, hour(30), hour(20)}.answer()), "passed");
        EXPECT_EQ((Question{life, std::nullopt, hour(20)}.answer()), "passed");
        // What is planned has not happened.
        (revoked ? life.revoked : life.expires) = hour(100);
        EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()), unproven);
        (revoked ? life.revoked : life.expires) = hour(100, 1);
        EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()), "passed");
    }
}

TEST(TimeRule, NamesTheGravestEndFirst) {
    KeyLife life = retired_at(30);
    life.expires = hour(30);
    EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()), "undetermined key.retired_unproven");
    life.moved = hour(30);
    EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()), "undetermined key.moved_unproven");
    life.deactivated = hour(30);
    EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()),
              "undetermined key.deactivated_unproven");
    life.revoked = hour(30);
    EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()), "undetermined key.revoked_unproven");
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, hour(25), hour(20)}.answer()),
              "undetermined key.compromised_unproven");
    EXPECT_EQ((Question{life, hour(25), hour(20), hour(29)}.answer()), "passed");
}

TEST(TimeRule, EvidenceMustComeBeforeTheEarliestEnd) {
    KeyLife life = retired_at(40);
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(35)}.answer()),
              "failed key.compromised");
    life = retired_at(30);
    life.compromised = hour(40);
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(35)}.answer()),
              "undetermined key.retired_unproven");
}

TEST(TimeRule, SetsEvidenceAsideThatIsEarlierThanTheProofOrItsKey) {
    KeyLife life = living();
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, std::nullopt, hour(20), hour(20, -kSkew)}.answer()), "passed");
    const Question early{life, std::nullopt, hour(20), just_before(hour(20, -kSkew))};
    EXPECT_EQ(early.answer(), "failed key.compromised");
    EXPECT_FALSE(early.rule().bounds().not_after);
    const BoundSource source = early.rule().bounds().sources.back();
    EXPECT_EQ(source.source, "a notary");
    EXPECT_EQ(source.set_aside->code(), errors::kEvidenceContradicted);

    // A proof that does not date itself is held against its key.
    EXPECT_EQ((Question{life, std::nullopt, std::nullopt, hour(10, -kSkew)}.answer()), "passed");
    EXPECT_EQ((Question{life, std::nullopt, std::nullopt, just_before(hour(10, -kSkew))}.answer()),
              "failed key.compromised");
}

TEST(TimeRule, CountsTheEarliestSoundEvidenceAndNamesTheRest) {
    KeyLife life = living();
    life.compromised = hour(30);
    const Moment moment{std::nullopt, hour(100), kSkew};
    const TimeEvidence none{"mallory", "", Error(errors::kEvidenceNotIndependent, "not for you")};
    const TimeEvidence late{"late", "", hour(50)};
    const TimeEvidence early{"early", "", hour(21)};
    const std::vector<TimeEvidence> given{late, none, early, late};
    const TimeRule rule(life, moment, hour(20), given);
    ASSERT_OK_AND(const std::string words, rule.judge());
    EXPECT_EQ(words,
              "the proof existed by 2026-11-01T21:00:00Z, says early; set aside: mallory (not "
              "for you); the key was listed from 2026-11-01T10:00:00Z on, compromised since "
              "2026-11-02T06:00:00Z, as the operator of the DID's ledger claims");
    const TimeBounds bounds = rule.bounds();
    EXPECT_EQ(bounds.not_before, hour(10));
    EXPECT_EQ(bounds.not_after, hour(21));
    EXPECT_EQ(bounds.at, std::nullopt);
    ASSERT_EQ(bounds.sources.size(), 5u);
    EXPECT_EQ(bounds.sources[0].source, "the operator of the DID's ledger");
    EXPECT_EQ(bounds.sources[0].not_before, hour(10));
    EXPECT_EQ(bounds.sources[1].not_after, hour(50));
    EXPECT_EQ(bounds.sources[2].set_aside->code(), errors::kEvidenceNotIndependent);
    EXPECT_EQ(bounds.sources[3].not_after, hour(21));
}

TEST(TimeRule, SaysWhyEvidenceIsOfNoUse) {
    KeyLife life = living();
    life.compromised = hour(30);
    const auto judged = Question{life, std::nullopt, hour(20), hour(40)}.rule().judge();
    ASSERT_FALSE(judged);
    EXPECT_EQ(judged.error().message(),
              "the key is compromised since 2026-11-02T06:00:00Z; the proof existed by "
              "2026-11-02T16:00:00Z, says a notary");
    const auto bare = Question{life, hour(25), hour(20)}.rule().judge();
    EXPECT_EQ(bare.error().message(),
              "the key was declared compromised later, since 2026-11-02T06:00:00Z; no evidence "
              "shows when the proof existed");
}

TEST(TimeRule, ClaimsNoBoundsWhereThereIsNoHistory) {
    KeyLife life;
    life.listed = {{std::nullopt, std::nullopt}};
    const Question question{life, hour(20), hour(5)};
    ASSERT_OK_AND(const std::string words, question.rule().judge());
    EXPECT_EQ(words,
              "no evidence shows when the proof existed; nothing else bounds when it was "
              "signed");
    EXPECT_FALSE(question.rule().bounds().not_before);
    EXPECT_FALSE(question.rule().bounds().not_after);
    EXPECT_TRUE(question.rule().bounds().sources.empty());
    EXPECT_EQ(question.rule().bounds().at, hour(20));
}

// Whether it may sign for the purpose at all is for the check purpose, which can be skipped.
TEST(TimeRule, StillJudgesAKeyThatWasNeverListed) {
    KeyLife life;
    life.did_created = hour(10);
    EXPECT_EQ((Question{life, std::nullopt, hour(20)}.answer()), "passed");
    EXPECT_FALSE((Question{life}.rule().is_listed()));
    life.compromised = hour(30);
    EXPECT_EQ((Question{life, std::nullopt, hour(20)}.answer()), "failed key.compromised");
}

}  // namespace
}  // namespace deed::credentials
