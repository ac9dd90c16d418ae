#include "tests/registry-contracts/client/evm/registries/issuers_fixture.hpp"

namespace deed::registry::evm {
namespace {

namespace codes = registry::errors;

const Hash kReason = test::word_of_byte(0x77);

class IssuersTest : public test::Issuers {
protected:
    Verdict verdict(const AccreditationPath& path, const CredentialType& type, std::uint64_t at) {
        return test::must(issuers->judge(root, path, type, at, call)).verdict;
    }
    /// Decided by an accreditor that sends it itself.
    Result<registry::Receipt> decided_by(test::Account& account, const Decision& decision) {
        return open(&account.transactor())->decide(root, decision, {}, call);
    }
};

TEST_F(IssuersTest, AChainFromTheRootSaysWhoMayIssueWhatAndWhen) {
    const auto ministry = chain->account(0x31);
    const Address university = test::wallet_of(0x32)->address();
    const AccreditationPath above{{ministry->address(), degree}};
    const AccreditationPath path{{ministry->address(), degree}, {university, degree}};

    EXPECT_EQ(verdict(path, degree, chain->now()), Verdict::unknown);
    ASSERT_OK_AND(const auto receipt, decide(Accredit{above, grant(false, 1)}));
    EXPECT_EQ(receipt.finality, Finality::included);
    // The accreditor itself sends the second; no signature is needed.
    ASSERT_OK(decided_by(*ministry, Accredit{path, grant(true, 0, 1000)}));

    const std::uint64_t now = chain->now();
    EXPECT_EQ(verdict(path, degree, now), Verdict::accredited);
    EXPECT_EQ(verdict(path, licence, now), Verdict::outside_parent);
    EXPECT_EQ(verdict(above, degree, now), Verdict::may_not_issue);
    EXPECT_EQ(verdict(path, degree, now + 5000), Verdict::ended);
    EXPECT_EQ(verdict(path, degree, now - 5000), Verdict::not_yet);

    ASSERT_OK_AND(const auto paths, issuers->paths_to(root, university, call));
    EXPECT_EQ(paths, std::vector<AccreditationPath>{path});
    ASSERT_OK_AND(const auto judged, issuers->is_authorised(root, university, degree, now, call));
    EXPECT_TRUE(judged.is_authorised());
    EXPECT_EQ(judged.path, path);
    ASSERT_OK_AND(const auto nobody, issuers->is_authorised(root, Address{1}, degree, now, call));
    EXPECT_EQ(nobody.verdict, Verdict::unknown);
    EXPECT_TRUE(nobody.path.empty());

    ASSERT_OK_AND(const auto held, issuers->find(root, path, call));
    EXPECT_EQ(held.standing, Standing::active);
    EXPECT_EQ(held.version, 1U);
    EXPECT_CODE(issuers->find(root, {{Address{1}, degree}}, call), codes::kRecordUnknown);
    // Another root's issuers are none of this one's.
    ASSERT_OK_AND(const Hash other, issuers->found(test::word_of_byte(2), 1, members(), call));
    ASSERT_OK_AND(const auto none, issuers->paths_to(other, university, call));
    EXPECT_TRUE(none.empty());
}

TEST_F(IssuersTest, OtherRootsCannotCrowdOutTheWayFromTheRootThatIsAsked) {
    const auto ministry = chain->account(0x31);
    const Address university = test::wallet_of(0x32)->address();
    const AccreditationPath above{{ministry->address(), degree}};
    const AccreditationPath path{{ministry->address(), degree}, {university, degree}};
    ASSERT_OK(decide(Accredit{above, grant(false, 1)}));
    ASSERT_OK(decided_by(*ministry, Accredit{path, grant(true, 0)}));
    const Hash asked = root;
    root = test::must(issuers->found(test::word_of_byte(2), 1, members(), call));
    ASSERT_OK(decide(Accredit{{{university, degree}}, grant(true, 0)}));
    ASSERT_OK(decide(Accredit{{{university, licence}}, grant(true, 0)}));
    const auto paths_by = [&](IssuerRegistryOptions options) {
        return test::must(EvmIssuerRegistry::open(chain->anvil.node(), {31337, issuers_at},
                                                  names_at, nullptr, options, call))
            ->paths_to(asked, university, call);
    };
    // One more than may be looked at upward, and then down from the root, which has two below it.
    IssuerRegistryOptions narrow;
    narrow.most_paths = 2;
    ASSERT_OK_AND(const auto paths, paths_by(narrow));
    EXPECT_EQ(paths, std::vector<AccreditationPath>{path});
    narrow.most_below_root = 2;
    EXPECT_EQ(test::must(paths_by(narrow)), std::vector<AccreditationPath>{path});
    narrow.most_below_root = 1;
    EXPECT_CODE(paths_by(narrow), codes::kTooManyPaths);
}

TEST_F(IssuersTest, ASuspensionActsFromItsMomentAndThePastIsKept) {
    const Address bank = test::wallet_of(0x32)->address();
    const AccreditationPath path{{bank, licence}};
    ASSERT_OK(decide(Accredit{path, grant(true, 0)}));
    const std::uint64_t began = test::must(issuers->find(root, path, call)).from;
    chain->at(began + 100);
    ASSERT_OK(decide(SetStanding{path, Standing::suspended, began + 50, kReason}));
    EXPECT_EQ(verdict(path, licence, began + 49), Verdict::accredited);
    EXPECT_EQ(verdict(path, licence, began + 50), Verdict::suspended);
    chain->at(began + 200);
    ASSERT_OK(decide(SetStanding{path, Standing::active, 0, kReason}));
    EXPECT_EQ(verdict(path, licence, began + 200), Verdict::accredited);
    // Before the present period the events tell.
    EXPECT_EQ(verdict(path, licence, began + 49), Verdict::accredited);
    EXPECT_EQ(verdict(path, licence, began + 50), Verdict::suspended);
    EXPECT_EQ(verdict(path, licence, began + 199), Verdict::suspended);
    EXPECT_EQ(verdict(path, licence, began - 1), Verdict::not_yet);

    ASSERT_OK_AND(const auto changes, issuers->history(root, path, call));
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].grant->info, test::word_of_byte(9));
    EXPECT_EQ(changes[1].after.standing, Standing::suspended);
    EXPECT_EQ(changes[1].after.acts_from, began + 50);
    EXPECT_EQ(changes[1].reason, kReason);
    EXPECT_EQ(changes[2].after.from, began + 200);
    EXPECT_EQ(changes[2].recorded.unix_milliseconds(),
              static_cast<std::int64_t>(began + 200) * 1000);
    EXPECT_EQ(changes[2].after, test::must(issuers->find(root, path, call)));
    ASSERT_OK_AND(const auto empty, issuers->history(root, {{bank, degree}}, call));
    EXPECT_TRUE(empty.empty());
}

TEST_F(IssuersTest, ABarHoldsOnEveryPathForItsTime) {
    const Address bank = test::wallet_of(0x32)->address();
    const AccreditationPath path{{bank, licence}};
    ASSERT_OK(decide(Accredit{path, grant(true, 0)}));
    const std::uint64_t began = test::must(issuers->find(root, path, call)).from;
    const auto bar = [&](std::uint64_t at, bool barred, std::uint64_t from) {
        chain->at(at);
        test::must(decide(SetBar{bank, barred, from, kReason}));
    };
    bar(began + 100, true, began + 10);
    EXPECT_EQ(verdict(path, licence, began + 10), Verdict::barred);
    bar(began + 110, false, 0);
    bar(began + 200, true, began + 150);
    bar(began + 210, false, 0);
    EXPECT_EQ(test::must(issuers->barred(root, bank, call)),
              (std::vector<BarredTime>{{began + 10, began + 110}, {began + 150, began + 210}}));
    const auto expect = [&](std::uint64_t at, Verdict wanted) {
        EXPECT_EQ(verdict(path, licence, began + at), wanted) << at;
    };
    expect(9, Verdict::accredited);
    expect(10, Verdict::barred);
    expect(109, Verdict::barred);
    expect(110, Verdict::accredited);
    expect(150, Verdict::barred);
    expect(210, Verdict::accredited);
    // A bar that reaches back to the one before joins it.
    bar(began + 300, true, began + 205);
    EXPECT_EQ(test::must(issuers->barred(root, bank, call)),
              (std::vector<BarredTime>{{began + 10, began + 110}, {began + 150, kLastMoment}}));
    EXPECT_CODE(decide(SetBar{bank, true, began + 205, kReason}), codes::kBarUnchanged);
}

TEST_F(IssuersTest, EachRefusalHasItsCode) {
    const auto ministry = chain->account(0x31);
    const auto stranger = chain->account(0x33);
    const Address university = test::wallet_of(0x32)->address();
    const AccreditationPath above{{ministry->address(), degree}};
    const AccreditationPath path{{ministry->address(), degree}, {university, degree}};
    EXPECT_CODE(issuers->committee(test::word_of_byte(0xee), call), codes::kGroupUnknown);
    EXPECT_CODE(issuers->judge(test::word_of_byte(0xee), path, degree, 0, call),
                codes::kGroupUnknown);
    EXPECT_CODE(issuers->judge(root, {}, degree, 0, call), codes::kPathLengthInvalid);
    EXPECT_CODE(issuers->history(root, AccreditationPath(9), call), codes::kPathLengthInvalid);
    EXPECT_CODE(issuers->found(test::word_of_byte(1), 2, members(), call), codes::kGroupExists);
    EXPECT_CODE(decided_by(*ministry, Accredit{path, grant(true, 0)}),
                codes::kAccreditorNotInForce);
    ASSERT_OK(decide(Accredit{above, grant(false, 1)}));
    EXPECT_CODE(decided_by(*stranger, Accredit{path, grant(true, 0)}), codes::kNotAccreditor);
    EXPECT_CODE(decided_by(*ministry, Accredit{path, grant(true, 1)}), codes::kOutsideParent);
    EXPECT_CODE(decided_by(*ministry, Accredit{path, grant(true, 0, 2'000'000)}),
                codes::kOutsideParent);
    EXPECT_CODE(decided_by(*ministry, Accredit{{above[0], {university, licence}}, grant(true, 0)}),
                codes::kOutsideParent);
    Grant past = grant(true, 0);
    past.until = chain->now() - 1;
    EXPECT_CODE(decided_by(*ministry, Accredit{path, past}), codes::kPeriodInvalid);
    EXPECT_CODE(decided_by(*ministry, Accredit{{above[0], {Address{}, degree}}, grant(true, 0)}),
                codes::kHolderInvalid);
    EXPECT_CODE(decided_by(*ministry, SetStanding{path, Standing::removed, 0, kReason}),
                codes::kRecordUnknown);
    EXPECT_CODE(open(nullptr)->decide(root, SetBar{}, {}, call), codes::kLedgerReadOnly);
    EXPECT_CODE(open(nullptr)->found(test::word_of_byte(5), 2, members(), call),
                codes::kLedgerReadOnly);
    EXPECT_CODE(issuers->terms(root, Accredit{above, {}}, Decider::accreditor, call),
                codes::kNotAccreditor);

    ASSERT_OK(decided_by(*ministry, Accredit{path, grant(true, 0)}));
    const Decision suspend = SetStanding{path, Standing::suspended, chain->now(), kReason};
    ASSERT_OK(decide(suspend));
    EXPECT_CODE(decided_by(*ministry, SetStanding{path, Standing::active, 0, kReason}),
                codes::kDecidedByCommittee);
    EXPECT_CODE(decide(suspend), codes::kStandingUnchanged);
    EXPECT_CODE(open(&stranger->transactor())->renounce(root, path, kReason, call),
                codes::kNotAccreditor);
    EXPECT_OK(open(&ministry->transactor())->renounce(root, above, kReason, call));
    EXPECT_EQ(verdict(path, degree, chain->now()), Verdict::removed);
}

TEST_F(IssuersTest, CommitteesDecideByTheirPresentMembersOnce) {
    const Address bank = test::wallet_of(0x32)->address();
    const Decision accredit = Accredit{{{bank, licence}}, grant(true, 0)};
    auto proposal = propose(accredit);
    sign(proposal, 1);
    EXPECT_EQ(proposal.missing(), 1U);
    EXPECT_CODE(proposal.approval(), codes::kThresholdNotMet);
    sign(proposal, 2);
    const Approval good = test::must(proposal.approval());
    const auto tried = [&](auto change) {
        Approval approval = good;
        change(approval);
        return issuers->decide(root, accredit, approval, call);
    };
    const std::size_t one = 3 + 65;
    EXPECT_CODE(tried([&](Approval& a) { a.signatures.resize(one); }), codes::kThresholdNotMet);
    EXPECT_CODE(tried([&](Approval& a) { a.signatures.pop_back(); }), codes::kSignaturesTruncated);
    EXPECT_CODE(tried([&](Approval& a) { a.signatures[one] = 0; }), codes::kSignerInvalid);
    EXPECT_CODE(tried([&](Approval& a) { a.signatures[one] = 3; }), codes::kSignerInvalid);
    EXPECT_CODE(tried([&](Approval& a) { a.epoch = 2; }), codes::kEpochMismatch);
    EXPECT_CODE(tried([&](Approval& a) { a.expiry = 1; }), codes::kOperationExpired);
    EXPECT_CODE(tried([&](Approval& a) { a.expiry += 1; }), codes::kSignatureInvalid);
    ASSERT_OK(tried([](Approval&) {}));
    EXPECT_CODE(tried([](Approval&) {}), codes::kSignatureInvalid);  // once: the number is used

    // The next members consent, and from then on they decide.
    const auto joining = test::wallet_of(0x41);
    std::vector<Hash> next{member_word(joining->address()), members()[0]};
    std::sort(next.begin(), next.end());
    const Decision change = ChangeCommittee{2, next};
    auto handing = propose(change);
    sign(handing, 2);
    EXPECT_EQ(handing.missing(), 1U);
    EXPECT_CODE(handing.approval(), codes::kThresholdNotMet);
    ASSERT_OK_AND(auto file, Proposal::parse(handing.to_json()));
    EXPECT_OK(file.sign(*MemberSigner::of_account(*joining), call));
    EXPECT_EQ(file.missing(), 0U);
    ASSERT_OK(issuers->decide(root, change, test::must(file.approval()), call));
    ASSERT_OK_AND(const Committee now, issuers->committee(root, call));
    EXPECT_EQ(now.epoch, 2U);
    EXPECT_EQ(now.members, next);
    EXPECT_EQ(now.since, chain->now());
}

TEST_F(IssuersTest, AnAccreditorsSignatureIsBroughtByAnybody) {
    const auto ministry = test::wallet_of(0x31);  // has no funds
    const Address university = test::wallet_of(0x32)->address();
    const AccreditationPath above{{ministry->address(), degree}};
    const AccreditationPath path{{ministry->address(), degree}, {university, degree}};
    ASSERT_OK(decide(Accredit{above, grant(false, 1)}));
    Proposal::Content content;
    content.chain_id = 31337;
    content.contract = issuers_at;
    content.root = root;
    content.decision = Accredit{path, grant(true, 0)};
    content.terms = test::must(issuers->terms(root, content.decision, Decider::accreditor, call));
    content.expiry = chain->now() + 60;
    content.actor = test::must(issuers->actor_of(ministry->address(), call)).value();
    ASSERT_OK_AND(auto proposal, Proposal::create(content));
    EXPECT_CODE(proposal.approval(), codes::kThresholdNotMet);
    EXPECT_CODE(proposal.sign(*MemberSigner::of_account(*wallets[0]), call), codes::kSignerInvalid);
    EXPECT_OK(proposal.sign(*MemberSigner::of_account(*ministry), call));
    ASSERT_OK_AND(const auto file, Proposal::parse(proposal.to_json()));
    ASSERT_OK(issuers->decide(root, content.decision, test::must(file.approval()), call));
    EXPECT_EQ(verdict(path, degree, chain->now()), Verdict::accredited);
}

TEST_F(IssuersTest, NamesAreGivenByAccreditorsAlone) {
    const Address bank = test::wallet_of(0x32)->address();
    const Address other = test::wallet_of(0x33)->address();
    const AccreditationStep licensed{bank, licence};
    const auto name = test::must(DisplayName::create("Bank of Hangzhou"));
    EXPECT_CODE(decide(AssignName{{}, licensed, name.text()}), codes::kSubjectNotAccredited);
    ASSERT_OK(decide(Accredit{{licensed}, grant(true, 0)}));
    ASSERT_OK(decide(Accredit{{{other, licence}}, grant(true, 0)}));
    EXPECT_CODE(names->find(root, {}, name, call), codes::kNameNotAssigned);
    ASSERT_OK(decide(AssignName{{}, licensed, name.text()}));
    ASSERT_OK_AND(const auto held, names->find(root, {}, name, call));
    EXPECT_EQ(held.subject, bank);
    EXPECT_TRUE(held.in_force);
    EXPECT_EQ(test::must(names->reserved_for(root, name, call)), bank);
    EXPECT_CODE(decide(AssignName{{}, {other, licence}, "BANK-OF HANGZH0U"}), codes::kNameTaken);
    EXPECT_FALSE(
        test::must(names->reserved_for(root, test::must(DisplayName::create("Other")), call)));
    ASSERT_OK(decide(WithdrawName{{}, bank, name.text()}));
    EXPECT_CODE(decide(WithdrawName{{}, bank, name.text()}), codes::kNameNotAssigned);
    ASSERT_OK_AND(const auto changes, names->history(root, {}, name, call));
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].assigned, name.text());
    EXPECT_FALSE(changes[1].assigned.has_value());
    EXPECT_EQ(changes[1].subject, bank);
    EXPECT_FALSE(test::must(names->find(root, {}, name, call)).in_force);
    const auto alone =
        test::must(EvmIssuerRegistry::open(chain->anvil.node(), {31337, issuers_at}, std::nullopt,
                                           &chain->rich.transactor(), {}, call));
    EXPECT_CODE(alone->decide(root, AssignName{{}, licensed, name.text()}, {}, call),
                codes::kNameRegistryMissing);
}

TEST_F(IssuersTest, ANameWhoseSkeletonIsAnotherIsNotShown) {
    const auto bank = chain->account(0x32);
    const AccreditationPath path{{bank->address(), licence}};
    const AccreditationStep branch{test::wallet_of(0x33)->address(), licence};
    ASSERT_OK(decide(Accredit{path, grant(true, 1)}));
    ASSERT_OK(decided_by(*bank, Accredit{{path[0], branch}, grant(true, 0)}));
    const auto name = test::must(DisplayName::create("Branch 1"));
    ASSERT_OK_AND(const auto call_for, call_of(root, AssignName{path, branch, name.text()}, {}));
    AbiValue::List values = call_for.values;
    values[4] = AbiValue::bytes(test::word_of_byte(0xbb));  // the skeleton
    ASSERT_OK_AND(const RegistryContract* const contract, issuers->contract_of(AssignName{}));
    ASSERT_OK(contract->execute(bank->transactor(), "assignName", values, call));
    EXPECT_CODE(names->find(root, path, name, call), codes::kNameSkeletonMismatch);
    // The committee withdraws it for good.
    ASSERT_OK(decide(WithdrawName{path, branch.holder, name.text()}));
    EXPECT_CODE(decided_by(*bank, AssignName{path, branch, name.text()}),
                codes::kNameDecidedByCommittee);
}

}  // namespace
}  // namespace deed::registry::evm
