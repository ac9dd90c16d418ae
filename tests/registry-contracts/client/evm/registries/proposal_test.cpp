#include "registry-contracts/client/evm/registries/proposal.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/proposal_errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

namespace codes = registry::errors;

Hash word(std::uint8_t byte) {
    Hash hash;
    hash.fill(byte);
    return hash;
}

class ProposalTest : public testing::Test {
protected:
    ProposalTest() {
        for (const std::uint8_t byte : {0x21, 0x22, 0x23}) wallets.push_back(test::wallet_of(byte));
        std::sort(wallets.begin(), wallets.end(),
                  [](const auto& a, const auto& b) { return a->address() < b->address(); });
        content.chain_id = 31337;
        content.contract = Address{0xcc};
        content.root = word(1);
        content.decision = Accredit{{{Address{7}, word(2)}}, {true, 0, 5, 9, word(3)}};
        content.terms = {1, 4};
        content.expiry = 1'800'000'000;
        Committee committee;
        committee.epoch = 4;
        committee.threshold = 2;
        for (const auto& wallet : wallets)
            committee.members.push_back(member_word(wallet->address()));
        content.committee = committee;
    }
    std::unique_ptr<MemberSigner> signer(std::size_t i) {
        return MemberSigner::of_account(*wallets[i]);
    }
    Result<Proposal> with(Decision decision) {
        Proposal::Content changed = content;
        changed.decision = std::move(decision);
        return Proposal::create(std::move(changed));
    }

    std::vector<std::unique_ptr<AccountSigner>> wallets;
    Proposal::Content content;
    Call call;
};

TEST_F(ProposalTest, OfEachKindPrintsWhatItReads) {
    const AccreditationPath two{{Address{7}, word(2)}, {Address{8}, word(2)}};
    const std::vector<Decision> decisions{
        content.decision, SetStanding{two, Standing::suspended, 77, word(4)},
        SetBar{Address{9}, true, 78, word(5)}, AssignName{two, {Address{8}, word(2)}, "杭州 Bank"},
        WithdrawName{{}, Address{8}, "Bank"}};
    for (const Decision& decision : decisions) {
        ASSERT_OK_AND(Proposal proposal, with(decision));
        ASSERT_OK(proposal.sign(*signer(1), call));
        ASSERT_OK_AND(const Proposal read, Proposal::parse(proposal.to_json()));
        EXPECT_EQ(read.content(), proposal.content());
        EXPECT_EQ(read.signatures(), proposal.signatures());
        EXPECT_EQ(read.to_json(), proposal.to_json());
        // A wallet that knows nothing of Deed signs the same.
        ASSERT_OK_AND(const std::string typed, read.typed_data());
        ASSERT_OK_AND(const TypedData data, TypedData::parse(typed));
        EXPECT_EQ(data.digest(), read.digest());
        EXPECT_EQ(data.domain(), domain_of(read.content()));
    }
    Proposal::Content next = content;
    next.terms = {5, 4};
    next.decision = ChangeCommittee{1, {content.committee->members[0]}};
    ASSERT_OK_AND(Proposal change, Proposal::create(next));
    ASSERT_OK(change.sign(*signer(0), call));
    EXPECT_EQ(change.signatures().size(), 1U);
    EXPECT_EQ(change.consents().size(), 1U);
    ASSERT_OK_AND(const Proposal read, Proposal::parse(change.to_json()));
    EXPECT_EQ(read.consents(), change.consents());
}

TEST_F(ProposalTest, WhatNoRegistryWouldTakeIsNotProposed) {
    EXPECT_CODE(with(Accredit{{}, {true, 0, 5, 9, {}}}), codes::kPathLengthInvalid);
    EXPECT_CODE(with(Accredit{{{Address{7}, word(2)}}, {true, 8, 5, 9, {}}}),
                errors::kProposalInvalid);
    EXPECT_CODE(with(Accredit{{{Address{7}, word(2)}}, {true, 0, 9, 9, {}}}),
                errors::kProposalInvalid);
    EXPECT_CODE(with(SetStanding{{{Address{7}, word(2)}}, Standing::none, 0, {}}),
                errors::kProposalInvalid);
    EXPECT_CODE(with(AssignName{{}, {}, "Bаnk"}), codes::kNameCharacterInvalid);
    EXPECT_CODE(with(ChangeCommittee{1, {content.committee->members[0]}}),
                errors::kProposalInvalid);  // not the next epoch's number
    EXPECT_CODE(with(ChangeCommittee{2, {content.committee->members[0]}}),
                codes::kGroupSizeInvalid);
    const auto changed = [&](auto change) {
        Proposal::Content other = content;
        change(other);
        return Proposal::create(std::move(other));
    };
    EXPECT_CODE(changed([](auto& c) { c.terms.epoch = 5; }), errors::kProposalInvalid);
    EXPECT_CODE(changed([](auto& c) { c.terms.number = 0; }), errors::kProposalInvalid);
    EXPECT_CODE(changed([](auto& c) { c.expiry = std::uint64_t{1} << 53; }),
                errors::kProposalInvalid);
    EXPECT_CODE(changed([](auto& c) { c.committee->threshold = 4; }), codes::kGroupSizeInvalid);
    // Of a path of one step only the committee decides.
    const auto by_accreditor = [](auto& c) {
        c.committee.reset();
        c.terms.epoch = 0;
        c.actor = Address{5};
    };
    EXPECT_CODE(changed(by_accreditor), errors::kProposalInvalid);
}

TEST_F(ProposalTest, AFileThatWasChangedIsNotSigned) {
    ASSERT_OK_AND(Proposal proposal, Proposal::create(content));
    ASSERT_OK(proposal.sign(*signer(0), call));
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = proposal.to_json();
        const std::size_t at = text.find(from);
        EXPECT_NE(at, text.npos) << from;
        text.replace(at, from.size(), to);
        return Proposal::parse(text);
    };
    EXPECT_CODE(changed("\"until\": 9", "\"until\": 99"), errors::kProposalTypedData);
    EXPECT_CODE(changed("\"mayIssue\": true", "\"mayIssue\": false"), errors::kProposalTypedData);
    EXPECT_CODE(changed("\"chainId\": \"31337\"", "\"chainId\": \"1\""),
                errors::kProposalTypedData);
    EXPECT_CODE(changed("\"version\": 1", "\"version\": 3"), errors::kProposalNewer);
    EXPECT_CODE(changed("\"version\": 1", "\"version\": 0"), errors::kProposalMalformed);
    // The second version is that of logs.
    EXPECT_CODE(changed("\"version\": 1", "\"version\": 2"), errors::kProposalMalformed);
    EXPECT_CODE(changed("\"version\": 1,", "\"version\": 1, \"more\": 1,"),
                errors::kProposalMalformed);
    EXPECT_CODE(changed("\"accredit\"", "\"promote\""), errors::kProposalMalformed);
    EXPECT_CODE(changed("\"depth\": 0", "\"depth\": \"0\""), errors::kProposalMalformed);
    EXPECT_CODE(changed("\"format\": \"deed", "\"format\": \"dead"), errors::kProposalMalformed);
    EXPECT_CODE(Proposal::parse("[]"), errors::kProposalMalformed);
    EXPECT_CODE(changed("\"proof\": \"0x", "\"proof\": \"0z"), errors::kProposalMalformed);
    const std::string member = to_hex(content.committee->members[0]);
    const std::string file = proposal.to_json();
    std::string text = file;
    text.replace(text.rfind(member), member.size(), to_hex(member_word(Address{1})));
    EXPECT_CODE(Proposal::parse(text), codes::kSignerInvalid);
}

TEST_F(ProposalTest, ProofsOfContractsStandBehindThoseOfKeys) {
    ASSERT_OK_AND(Proposal proposal, Proposal::create(content));
    const auto& members = content.committee->members;
    ASSERT_OK(proposal.add(members[0], Bytes(3)));  // perhaps a contract's
    ASSERT_OK(proposal.sign(*signer(1), call));
    EXPECT_EQ(proposal.missing(), 1U);
    EXPECT_EQ(proposal.unsure(), 1U);
    ASSERT_OK_AND(Approval approval, proposal.approval());
    EXPECT_EQ(test::must(decode_signatures(approval.signatures)).size(), 2U);
    ASSERT_OK(proposal.sign(*signer(2), call));
    ASSERT_OK_AND(approval, proposal.approval());
    const auto chosen = test::must(decode_signatures(approval.signatures));
    EXPECT_FALSE(chosen.contains(0));
    EXPECT_EQ(chosen.size(), 2U);
    EXPECT_EQ(proposal.missing(), 0U);
    // What may be anybody's bytes gives way to a key's signature, and does not take its place.
    ASSERT_OK(proposal.sign(*signer(0), call));
    EXPECT_EQ(proposal.unsure(), 0U);
    ASSERT_OK(proposal.add(members[0], Bytes(3)));
    EXPECT_EQ(proposal.unsure(), 0U);
    EXPECT_CODE(proposal.add(member_word(Address{1}), Bytes(65)), codes::kSignerInvalid);
    EXPECT_CODE(proposal.add(members[0], Bytes(65'536)), codes::kKeyProofMalformed);
}

TEST_F(ProposalTest, OfALogNamesItsNetworkAndTakesKeysAlone) {
    content.chain_id = 0;
    content.contract = {};
    content.network = "l" + std::string(32, 'a');
    ASSERT_OK_AND(Proposal proposal, Proposal::create(content));
    // The log's own way to the same digest.
    ASSERT_OK_AND(const crypto::Digest256 digest,
                  log_decision_digest(content.network, content.root, content.decision,
                                      content.terms, content.expiry));
    EXPECT_EQ(proposal.digest(), digest);
    ASSERT_OK(proposal.sign(*signer(0), call));
    ASSERT_OK(proposal.sign(*signer(1), call));
    ASSERT_OK_AND(const Proposal read, Proposal::parse(proposal.to_json()));
    EXPECT_EQ(read.content(), proposal.content());
    EXPECT_EQ(read.signatures(), proposal.signatures());
    EXPECT_EQ(read.to_json(), proposal.to_json());
    ASSERT_OK_AND(const TypedData data, TypedData::parse(test::must(read.typed_data())));
    EXPECT_EQ(data.digest(), digest);
    EXPECT_CODE(proposal.add(content.committee->members[2], Bytes(3)), codes::kContractSignature);
    EXPECT_CODE(proposal.add(content.committee->members[2], proposal.signatures().at(0)),
                codes::kSignatureInvalid);
    content.chain_id = 1;
    EXPECT_CODE(Proposal::create(content), errors::kProposalInvalid);
}

}  // namespace
}  // namespace deed::registry::evm
