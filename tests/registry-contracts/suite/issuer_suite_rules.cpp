#include "tests/registry-contracts/suite/issuer_suite.hpp"

// What is refused.

namespace deed::registry::test {
namespace {

TEST_P(IssuerWriting, ADecisionIsCarriedOutOnce) {
    const Decision decision = Accredit{authority_, grant(false, 1, 100)};
    const Approval approval = approve(decision);
    ASSERT_OK(issuers().decide(root_, decision, approval, call_));
    EXPECT_CODE(issuers().decide(root_, decision, approval, call_), errors::kSignatureInvalid);
    const Decision below = Accredit{issuer_, grant(true, 0, 50)};
    const Approval own = approve_as(kAuthority, below);
    ASSERT_OK(issuers().decide(root_, below, own, call_));
    EXPECT_CODE(issuers().decide(root_, below, own, call_), errors::kSignatureInvalid);
    // Under another root it was never approved.
    ASSERT_OK_AND(const Hash other, issuers().found(Hash{8}, 2, words(), call_));
    EXPECT_CODE(issuers().decide(other, decision, approval, call_), errors::kSignatureInvalid);
}

TEST_P(IssuerWriting, AnApprovalHoldsUntilItExpires) {
    const Decision decision = Accredit{authority_, grant(false, 1, 100)};
    const Approval approval = approve(decision);
    fixture_->pass(3700);
    EXPECT_CODE(issuers().decide(root_, decision, approval, call_), errors::kOperationExpired);
    Approval longer = approval;
    longer.expiry += 7200;
    EXPECT_CODE(issuers().decide(root_, decision, longer, call_), errors::kSignatureInvalid);
    ASSERT_OK(decide(decision));
    const Decision below = Accredit{issuer_, grant(true, 0, 50)};
    const Approval own = approve_as(kAuthority, below);
    fixture_->pass(3700);
    EXPECT_CODE(issuers().decide(root_, below, own, call_), errors::kOperationExpired);
}

TEST_P(IssuerWriting, AnApprovalForAnotherLedgerIsNone) {
    const Decision decision = Accredit{authority_, grant(false, 1, 100)};
    Approval approval = approve(decision);
    const auto digest =
        fixture_->digest_elsewhere(root_, decision, {1, approval.epoch}, approval.expiry);
    approval.signatures = signatures(members(committee_), 2, digest);
    EXPECT_CODE(issuers().decide(root_, decision, approval, call_), errors::kSignatureInvalid);
}

TEST_P(IssuerWriting, AsManyMembersSignAsTheThresholdAsksFor) {
    const Decision decision = Accredit{authority_, grant(false, 1, 100)};
    EXPECT_CODE(issuers().decide(root_, decision, approve(decision, 1), call_),
                errors::kThresholdNotMet);
    Approval cut = approve(decision);
    cut.signatures.pop_back();
    EXPECT_CODE(issuers().decide(root_, decision, cut, call_), errors::kSignaturesTruncated);
    Approval stranger = approve(decision);
    stranger.signatures[0] = 3;
    EXPECT_CODE(issuers().decide(root_, decision, stranger, call_), errors::kSignerInvalid);
    ASSERT_OK(issuers().decide(root_, decision, approve(decision, 3), call_));
}

TEST_P(IssuerWriting, OnlyThePresentEpochDecides) {
    const std::vector<std::uint8_t> next{0x24, 0x25};
    ChangeCommittee change;
    change.threshold = 1;
    for (const auto& [word, byte] : members(next)) change.members.push_back(word);
    const Decision decision = change;
    const Decision accredit = Accredit{authority_, grant(false, 1, 100)};
    const Approval early = approve(accredit);
    Approval approval = approve(decision);
    EXPECT_CODE(issuers().decide(root_, decision, approval, call_), errors::kThresholdNotMet);
    const auto digest = fixture_->digest(root_, decision, {2, 1}, approval.expiry);
    approval.consents = signatures(members(next), 1, digest);
    ASSERT_OK(issuers().decide(root_, decision, approval, call_));
    EXPECT_CODE(issuers().decide(root_, decision, approval, call_), errors::kEpochMismatch);
    EXPECT_CODE(issuers().decide(root_, accredit, early, call_), errors::kEpochMismatch);
    ASSERT_OK_AND(const Committee committee, issuers().committee(root_, call_));
    EXPECT_EQ(committee.epoch, 2U);
    EXPECT_EQ(committee.members, change.members);
    committee_ = next;
    ASSERT_OK(decide(accredit));
}

TEST_P(IssuerWriting, FoundsWithGoodMembersAndOnce) {
    EXPECT_CODE(issuers().found(Hash{7}, 2, words(), call_), errors::kGroupExists);
    EXPECT_CODE(issuers().found(Hash{8}, 4, words(), call_), errors::kGroupSizeInvalid);
    std::vector<Hash> twice{words()[0], words()[0]};
    EXPECT_CODE(issuers().found(Hash{8}, 1, twice, call_), errors::kMembersNotAscending);
    twice.pop_back();
    twice[0][0] = 9;
    EXPECT_CODE(issuers().found(Hash{8}, 1, twice, call_), errors::kMemberInvalid);
}

TEST_P(IssuerWriting, AGrantLiesWithinItsAccreditors) {
    ASSERT_OK(decide(Accredit{{{account(kAuthority), degree_}}, grant(false, 1, 100)}));
    const AccreditationStep above{account(kAuthority), degree_};
    const auto below = [&](const CredentialType& type, const Grant& granted) {
        return decide_as(kAuthority, Accredit{{above, {account(kIssuer), type}}, granted});
    };
    EXPECT_CODE(below(licence_, grant(true, 0, 50)), errors::kOutsideParent);
    EXPECT_CODE(below(every_credential_type(), grant(true, 0, 50)), errors::kOutsideParent);
    EXPECT_CODE(below(degree_, grant(true, 1, 50)), errors::kOutsideParent);
    EXPECT_CODE(below(degree_, grant(true, 0, 200)), errors::kOutsideParent);
    ASSERT_OK(below(degree_, grant(true, 0, 50)));
    // Whose depth is 0 accredits nobody.
    const Decision third = Accredit{
        {above, {account(kIssuer), degree_}, {account(kOther), degree_}}, grant(true, 0, 10)};
    EXPECT_CODE(decide_as(kIssuer, third), errors::kOutsideParent);
    EXPECT_CODE(decide_as(kAuthority, third), errors::kOutsideParent);
    EXPECT_CODE(decide(Accredit{{{account(kOther), degree_}}, grant(true, 8, 10)}),
                errors::kOutsideParent);
    EXPECT_CODE(decide(Accredit{{{Address{}, degree_}}, grant(true, 0, 10)}),
                errors::kHolderInvalid);
    EXPECT_CODE(decide(Accredit{{{account(kOther), degree_}}, grant(true, 0, 0)}),
                errors::kPeriodInvalid);
}

TEST_P(IssuerWriting, OnlyWhoIsInForceAccredits) {
    const Decision below = Accredit{issuer_, grant(true, 0, 50)};
    EXPECT_CODE(decide_as(kAuthority, below), errors::kAccreditorNotInForce);
    ASSERT_OK(decide(Accredit{authority_, grant(false, 1, 100)}));
    EXPECT_CODE(decide_as(kOther, below), errors::kSignatureInvalid);
    EXPECT_CODE(decide(below), errors::kNotAccreditor);
    ASSERT_OK(decide(SetStanding{authority_, Standing::suspended, now(), Hash{1}}));
    EXPECT_CODE(decide_as(kAuthority, below), errors::kAccreditorNotInForce);
    EXPECT_CODE(issuers().terms(root_, Accredit{authority_, {}}, Decider::accreditor, call_),
                errors::kNotAccreditor);
}

TEST_P(IssuerWriting, AnAccreditorActsByItself) {
    ASSERT_OK(decide(Accredit{authority_, grant(false, 1, 100)}));
    const Decision below = Accredit{issuer_, grant(true, 0, 50)};
    EXPECT_CODE(fixture_->issuers_as(kOther).decide(root_, below, {}, call_),
                errors::kNotAccreditor);
    ASSERT_OK(fixture_->issuers_as(kAuthority).decide(root_, below, {}, call_));
    EXPECT_CODE(fixture_->issuers_as(kOther).renounce(root_, issuer_, Hash{1}, call_),
                errors::kNotAccreditor);
    EXPECT_CODE(
        fixture_->issuers_as(kOther).renounce(root_, {{account(kOther), degree_}}, Hash{1}, call_),
        errors::kRecordUnknown);
    ASSERT_OK(fixture_->issuers_as(kIssuer).renounce(root_, issuer_, Hash{1}, call_));
    ASSERT_OK_AND(const Accreditation held, issuers().find(root_, issuer_, call_));
    EXPECT_EQ(held.standing, Standing::removed);
    EXPECT_EQ(verdict(issuer_, held.acts_from), Verdict::removed);
    EXPECT_CODE(fixture_->issuers_as(kIssuer).renounce(root_, issuer_, Hash{1}, call_),
                errors::kStandingUnchanged);
    // What its holder laid down can be given again.
    ASSERT_OK(decide_as(kAuthority, Accredit{issuer_, grant(true, 0, 50)}));
}

TEST_P(IssuerWriting, TheCommitteeAloneTakesBackWhatItDecided) {
    accredit_both();
    const auto standing = [&](Standing wanted, std::uint64_t from) {
        return SetStanding{issuer_, wanted, from, Hash{1}};
    };
    const std::uint64_t start = now();
    ASSERT_OK(decide_as(kAuthority, standing(Standing::suspended, start + 10)));
    EXPECT_CODE(decide_as(kAuthority, standing(Standing::suspended, start + 20)),
                errors::kStandingUnchanged);
    ASSERT_OK(decide(standing(Standing::suspended, start + 30)));
    // The earlier of the two moments stays.
    EXPECT_EQ(must(issuers().find(root_, issuer_, call_)).acts_from, start + 10);
    EXPECT_CODE(decide_as(kAuthority, standing(Standing::active, 0)), errors::kDecidedByCommittee);
    EXPECT_CODE(decide_as(kAuthority, Accredit{issuer_, grant(true, 0, 50)}),
                errors::kDecidedByCommittee);
    ASSERT_OK(decide(standing(Standing::active, 0)));
    EXPECT_CODE(decide(standing(Standing::active, 0)), errors::kStandingUnchanged);
    EXPECT_CODE(decide(SetStanding{{{account(kOther), degree_}}, Standing::removed, start, {}}),
                errors::kRecordUnknown);
    EXPECT_CODE(decide(SetBar{account(kOther), false, 0, Hash{1}}), errors::kBarUnchanged);
    ASSERT_OK(decide(SetBar{account(kOther), true, start, Hash{1}}));
    EXPECT_CODE(decide(SetBar{account(kOther), true, start, Hash{1}}), errors::kBarUnchanged);
}

TEST_P(IssuerWriting, ALookBelongsToOneSubject) {
    accredit_both();
    const AccreditationPath other{authority_[0], {account(kOther), degree_}};
    const auto name = [](const AccreditationPath& path, const char* text) {
        return AssignName{{path[0]}, path[1], text};
    };
    EXPECT_CODE(decide_as(kAuthority, name(other, "East Bank")), errors::kSubjectNotAccredited);
    ASSERT_OK(decide_as(kAuthority, Accredit{other, grant(true, 0, 50)}));
    ASSERT_OK(decide_as(kAuthority, name(issuer_, "East Bank")));
    EXPECT_CODE(decide_as(kAuthority, name(other, "EAST.BANK")), errors::kNameTaken);
    const Decision gone = WithdrawName{{authority_[0]}, account(kIssuer), "East Bank"};
    ASSERT_OK(decide_as(kAuthority, gone));
    EXPECT_CODE(decide_as(kAuthority, gone), errors::kNameNotAssigned);
    EXPECT_CODE(decide_as(kAuthority, name(other, "East Bank")), errors::kNameTaken);
    // The committee gives it to whom it accredits, once.
    ASSERT_OK(decide(Accredit{{{account(kOther), degree_}}, grant(true, 0, 50)}));
    ASSERT_OK(decide(AssignName{{}, {account(kOther), degree_}, "East Bank"}));
    EXPECT_CODE(decide_as(kAuthority, name(issuer_, "East Bank")), errors::kNameTaken);
    EXPECT_EQ(must(fixture_->read_names().reserved_for(root_, must(DisplayName::parse("East Bank")),
                                                       call_)),
              account(kOther));
    ASSERT_OK(decide_as(kAuthority, name(issuer_, "West Bank")));
    ASSERT_OK(decide(WithdrawName{{authority_[0]}, account(kIssuer), "West Bank"}));
    EXPECT_CODE(decide_as(kAuthority, name(issuer_, "West Bank")), errors::kNameDecidedByCommittee);
}

}  // namespace
}  // namespace deed::registry::test
