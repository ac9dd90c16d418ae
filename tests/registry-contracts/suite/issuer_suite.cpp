#include "tests/registry-contracts/suite/issuer_suite.hpp"

// What is read, also where the engine only reads.

namespace deed::registry::test {
namespace {

TEST_P(IssuerReading, AChainFromTheRootLetsIssue) {
    accredit_both();
    const std::uint64_t at = now();
    ASSERT_OK_AND(const Judgement judged, reader().judge(root_, issuer_, degree_, at, call_));
    EXPECT_TRUE(judged.is_authorised());
    EXPECT_EQ(judged.step, 1U);
    EXPECT_EQ(must(reader().judge(root_, issuer_, licence_, at, call_)).verdict,
              Verdict::outside_parent);
    EXPECT_EQ(verdict(authority_, at), Verdict::may_not_issue);
    EXPECT_EQ(verdict(issuer_, at + 60 * kDay), Verdict::ended);
    EXPECT_EQ(verdict(issuer_, at - kDay), Verdict::not_yet);
    EXPECT_EQ(verdict({{account(kOther), degree_}}, at), Verdict::unknown);

    ASSERT_OK_AND(const auto paths, reader().paths_to(root_, account(kIssuer), call_));
    EXPECT_EQ(paths, std::vector<AccreditationPath>{issuer_});
    EXPECT_TRUE(must(reader().paths_to(root_, account(kOther), call_)).empty());
    EXPECT_TRUE(
        must(reader().is_authorised(root_, account(kIssuer), degree_, at, call_)).is_authorised());

    ASSERT_OK_AND(const Accreditation held, reader().find(root_, issuer_, call_));
    EXPECT_EQ(held.standing, Standing::active);
    EXPECT_TRUE(held.may_issue);
    EXPECT_FALSE(held.by_committee);
    EXPECT_EQ(held.version, 1U);
    EXPECT_EQ(held.decisions, 0U);
    EXPECT_EQ(must(reader().find(root_, authority_, call_)).decisions, 1U);
    EXPECT_CODE(reader().find(root_, {{account(kOther), degree_}}, call_), errors::kRecordUnknown);
    EXPECT_CODE(reader().find(root_, {}, call_), errors::kPathLengthInvalid);
    // An accreditation is no root, though the ids below it are the same.
    EXPECT_CODE(
        reader().judge(accreditation_id(root_, authority_), {issuer_[1]}, degree_, at, call_),
        errors::kGroupUnknown);
}

TEST_P(IssuerReading, PathsToAHolderAreThoseOfItsRoot) {
    accredit_both();
    ASSERT_OK_AND(const Hash other, fixture_->issuers().found(Hash{8}, 2, words(), call_));
    const Hash own = std::exchange(root_, other);
    const AccreditationPath elsewhere{{account(kIssuer), licence_}};
    ASSERT_OK(decide(Accredit{elsewhere, grant(true, 0, 10)}));
    EXPECT_EQ(must(reader().paths_to(other, account(kIssuer), call_)),
              std::vector<AccreditationPath>{elsewhere});
    EXPECT_EQ(must(reader().paths_to(own, account(kIssuer), call_)),
              std::vector<AccreditationPath>{issuer_});
}

TEST_P(IssuerReading, ASuspensionActsFromThenOn) {
    accredit_both();
    const std::uint64_t granted = now();
    fixture_->pass(10 * kDay);
    const std::uint64_t from = granted + 5 * kDay;
    ASSERT_OK(decide(SetStanding{authority_, Standing::suspended, from, Hash{1}}));
    EXPECT_EQ(verdict(issuer_, from - 1), Verdict::accredited);
    ASSERT_OK_AND(const Judgement judged, reader().judge(root_, issuer_, degree_, from, call_));
    EXPECT_EQ(judged.verdict, Verdict::suspended);
    EXPECT_EQ(judged.step, 0U);

    fixture_->pass(10 * kDay);
    ASSERT_OK(decide(SetStanding{authority_, Standing::active, 0, Hash{2}}));
    const std::uint64_t since = must(reader().find(root_, authority_, call_)).from;
    // By the history, what was issued before stays good, and what was issued meanwhile bad.
    EXPECT_EQ(verdict(issuer_, from - 1), Verdict::accredited);
    EXPECT_EQ(verdict(issuer_, from), Verdict::suspended);
    EXPECT_EQ(verdict(issuer_, since - 1), Verdict::suspended);
    EXPECT_EQ(verdict(issuer_, since), Verdict::accredited);

    ASSERT_OK_AND(const auto changes, reader().history(root_, authority_, call_));
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_TRUE(changes[0].grant.has_value());
    EXPECT_EQ(changes[1].after.standing, Standing::suspended);
    EXPECT_EQ(changes[1].after.acts_from, from);
    EXPECT_EQ(changes[1].reason, Hash{1});
    EXPECT_EQ(changes[2].after, must(reader().find(root_, authority_, call_)));
    EXPECT_LT(changes[0].recorded, changes[1].recorded);
    EXPECT_TRUE(must(reader().history(root_, {{account(kOther), degree_}}, call_)).empty());
}

TEST_P(IssuerReading, ARenewalKeepsTheBeginningAndAnotherGrantBeginsAnew) {
    accredit_both();
    const std::uint64_t begun = must(reader().find(root_, issuer_, call_)).from;
    fixture_->pass(10 * kDay);
    ASSERT_OK(decide_as(kAuthority, Accredit{issuer_, grant(true, 0, 60)}));
    EXPECT_EQ(must(reader().find(root_, issuer_, call_)).from, begun);
    fixture_->pass(10 * kDay);
    ASSERT_OK(decide_as(kAuthority, Accredit{issuer_, grant(false, 0, 60)}));
    const Accreditation held = must(reader().find(root_, issuer_, call_));
    EXPECT_GT(held.from, begun);
    EXPECT_EQ(held.version, 3U);
    EXPECT_EQ(verdict(issuer_, held.from - 1), Verdict::accredited);
    EXPECT_EQ(verdict(issuer_, held.from), Verdict::may_not_issue);
    EXPECT_EQ(verdict(issuer_, begun - 1), Verdict::not_yet);
}

TEST_P(IssuerReading, ABarCoversWhateverTheHolderHas) {
    accredit_both();
    const std::uint64_t granted = now();
    fixture_->pass(10 * kDay);
    const std::uint64_t from = granted + 4 * kDay;
    ASSERT_OK(decide(SetBar{account(kIssuer), true, from, Hash{1}}));
    EXPECT_EQ(verdict(issuer_, from - 1), Verdict::accredited);
    EXPECT_EQ(verdict(issuer_, from), Verdict::barred);
    EXPECT_EQ(must(reader().barred(root_, account(kIssuer), call_)),
              (std::vector<BarredTime>{{from, kLastMoment}}));
    ASSERT_OK(decide(SetBar{account(kIssuer), false, 0, Hash{2}}));
    const auto lifted = must(reader().barred(root_, account(kIssuer), call_));
    ASSERT_EQ(lifted.size(), 1U);
    EXPECT_EQ(verdict(issuer_, lifted[0].until), Verdict::accredited);
    fixture_->pass(10 * kDay);
    const std::uint64_t again = lifted[0].until + 3 * kDay;
    ASSERT_OK(decide(SetBar{account(kIssuer), true, again, Hash{3}}));
    EXPECT_EQ(must(reader().barred(root_, account(kIssuer), call_)),
              (std::vector<BarredTime>{lifted[0], {again, kLastMoment}}));
    // The first bar is known by the history alone.
    EXPECT_EQ(verdict(issuer_, from - 1), Verdict::accredited);
    EXPECT_EQ(verdict(issuer_, from), Verdict::barred);
    EXPECT_EQ(verdict(issuer_, again - 1), Verdict::accredited);
    EXPECT_EQ(verdict(issuer_, again), Verdict::barred);
    EXPECT_TRUE(must(reader().barred(root_, account(kOther), call_)).empty());
}

TEST_P(IssuerReading, ANameIsItsSubjectsWhileTheChainHolds) {
    accredit_both();
    ASSERT_OK_AND(const DisplayName name, DisplayName::parse("North Bank"));
    ASSERT_OK(decide_as(kAuthority, AssignName{authority_, issuer_[1], name.text()}));
    ASSERT_OK_AND(NameRecord held, fixture_->read_names().find(root_, authority_, name, call_));
    EXPECT_EQ(held.subject, account(kIssuer));
    EXPECT_EQ(held.type, degree_);
    EXPECT_TRUE(held.in_force);
    ASSERT_OK_AND(const DisplayName look_alike, DisplayName::parse("N0rth-Bank"));
    EXPECT_EQ(must(fixture_->read_names().reserved_for(root_, look_alike, call_)),
              account(kIssuer));
    ASSERT_OK(decide(SetStanding{issuer_, Standing::suspended, now(), Hash{1}}));
    fixture_->pass(10);
    ASSERT_OK_AND(held, fixture_->read_names().find(root_, authority_, name, call_));
    EXPECT_FALSE(held.in_force);
    ASSERT_OK(decide(WithdrawName{authority_, account(kIssuer), name.text()}));
    ASSERT_OK_AND(held, fixture_->read_names().find(root_, authority_, name, call_));
    EXPECT_EQ(held.standing, Standing::removed);
    EXPECT_TRUE(held.by_committee);
    ASSERT_OK_AND(const auto changes,
                  fixture_->read_names().history(root_, authority_, name, call_));
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].assigned, "North Bank");
    EXPECT_FALSE(changes[1].assigned);
    EXPECT_TRUE(changes[1].by_committee);
    ASSERT_OK_AND(const DisplayName none, DisplayName::parse("South Bank"));
    EXPECT_CODE(fixture_->read_names().find(root_, authority_, none, call_),
                errors::kNameNotAssigned);
    EXPECT_FALSE(must(fixture_->read_names().reserved_for(root_, none, call_)));
}

TEST_P(IssuerReading, ShowsTheCommitteeOfThePresentEpoch) {
    ASSERT_OK_AND(const Committee first, reader().committee(root_, call_));
    EXPECT_EQ(first.epoch, 1U);
    EXPECT_EQ(first.threshold, 2U);
    EXPECT_EQ(first.members, words());
    EXPECT_EQ(root_, fixture_->root_of(account(4), Hash{7}));
    EXPECT_CODE(reader().committee(Hash{1}, call_), errors::kGroupUnknown);
    ASSERT_OK_AND(const auto actor, reader().actor_of(account(kIssuer), call_));
    EXPECT_EQ(actor, account(kIssuer));
}

}  // namespace
}  // namespace deed::registry::test
