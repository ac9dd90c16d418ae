// A request for co-signatures: what it holds its readers to, and what becomes of it on a chain.
#include "evidence/chain/cosign.hpp"

#include "evidence/chain/cosign_errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/decisions.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/signed_head.hpp"
#include "tests/evidence/chain/chain_support.hpp"

namespace deed::evidence {

namespace evm = registry::evm;
namespace codes = registry::errors;

namespace {

using credentials::Verdict;
using test::changed;
using test::must;
using Step = CosignPlan::Step;

class CoSigning : public test::ChainTest {
protected:
    void SetUp() override {
        ChainTest::SetUp();
        if (IsSkipped()) return;
        for (const std::uint8_t secret : {0x41, 0x42, 0x43})
            wallets_.push_back(deed::test::wallet_of(secret));
        std::ranges::sort(wallets_, {}, [](const auto& wallet) { return wallet->address(); });
        group_ = must(registry_->found({}, 2, words({0, 1, 2}), call_));
        deadline_ = chain_->now() + 1000;
        log_id_ = publish_now().log;
    }

    std::vector<registry::Hash> words(std::initializer_list<std::size_t> members) const {
        std::vector<registry::Hash> words;
        for (const std::size_t member : members)
            words.push_back(evm::member_word(wallets_[member]->address()));
        return words;
    }
    CosignRequest ask() {
        return must(
            request_checkpoint(*log_.ledger, *registry_, account(), {group_, deadline_}, call_));
    }
    CosignRequest ask_next(std::uint8_t threshold, std::initializer_list<std::size_t> members) {
        return must(
            request_epoch(*registry_, {threshold, words(members)}, {group_, deadline_}, call_));
    }
    Result<void> sign(CosignRequest& request, std::size_t member) {
        return request.sign(*evm::MemberSigner::of_account(*wallets_[member]), call_);
    }
    Result<CosignPlan> plan_of(const CosignRequest& request) {
        return plan_cosigning(request, *registry_, call_);
    }
    /// What was to be done, and is.
    Step submit(const CosignRequest& request) {
        CosignPlan plan = must(plan_of(request));
        must(carry_out(request, plan, account(), *registry_, call_));
        return plan.step;
    }
    /// By whoever has the account.
    Result<std::optional<registry::Receipt>> bring(const CosignRequest& request) {
        CosignPlan plan = must(plan_of(request));
        return carry_out(request, plan, account(), *registry_, call_);
    }
    evm::Cosigned counted(const CosignRequest& request) {
        return must(registry_->cosigned(request.checkpoint()->statement, group_,
                                        request.content().signers.epoch, call_));
    }

    std::vector<std::unique_ptr<evm::AccountSigner>> wallets_;
    registry::Hash group_{};
    registry::Hash log_id_{};
    std::uint64_t deadline_ = 0;
};

TEST_F(CoSigning, BringsWhatWasSignedAtSeveralMachines) {
    CosignRequest request = ask();
    EXPECT_EQ(request.checkpoint()->before, request.checkpoint()->statement.head);
    EXPECT_EQ(request.missing(), 2U);
    EXPECT_CODE(bring(request), errors::kCosignNothingSigned);
    CosignRequest copy = must(CosignRequest::parse(request.to_json()));
    EXPECT_EQ(copy.content(), request.content());
    ASSERT_OK(sign(request, 0));
    ASSERT_OK(sign(copy, 1));
    EXPECT_CODE(sign(copy, 1), errors::kCosignSignedAlready);
    ASSERT_OK(request.take(copy));
    EXPECT_EQ(request.missing(), 0U);
    // Anybody brings them, all at once.
    const auto stranger = chain_->account(0x31);
    const auto writing = open(&stranger->transactor());
    CosignPlan plan = must(plan_of(request));
    EXPECT_EQ(plan.step, Step::cosign);
    EXPECT_EQ(plan.owner, account());
    ASSERT_OK(carry_out(request, plan, stranger->address(), *writing, call_));
    EXPECT_EQ(counted(request).members, (std::vector<std::uint8_t>{0, 1}));
    EXPECT_EQ(counted(request).reached, chain_->now());
    EXPECT_EQ(must(plan_of(request)).step, Step::none);
    // A late signer, once the log has gone on.
    log_.update(did_, 1, "one");
    publish_now();
    ASSERT_OK(sign(copy, 2));
    EXPECT_EQ(submit(copy), Step::cosign);
    EXPECT_EQ(counted(request).members, (std::vector<std::uint8_t>{0, 1, 2}));
}

TEST_F(CoSigning, PublishesACheckpointWithItsSignatures) {
    const evm::LogHead before = plan().head;
    log_.update(did_, 1, "one");
    CosignRequest request = ask();
    EXPECT_EQ(request.checkpoint()->before, before);
    ASSERT_OK(sign(request, 0));
    CosignPlan plan = must(plan_of(request));
    EXPECT_EQ(plan.step, Step::advance);
    const auto stranger = chain_->account(0x31);
    EXPECT_CODE(carry_out(request, plan, stranger->address(), *registry_, call_),
                errors::kNotLogOwner);
    EXPECT_EQ(submit(request), Step::advance);
    EXPECT_EQ(must(registry_->log(log_id_, call_)).head, request.checkpoint()->statement.head);
    EXPECT_EQ(counted(request).members, std::vector<std::uint8_t>{0});
    EXPECT_FALSE(counted(request).reached);
}

TEST_F(CoSigning, IsTooLateWhereTheChainWentOn) {
    log_.update(did_, 1, "one");
    CosignRequest missed = ask();
    ASSERT_OK(sign(missed, 0));
    log_.update(did_, 1, "two");
    CosignRequest ahead = ask();
    ASSERT_OK(sign(ahead, 0));
    log_.update(did_, 1, "three");
    CosignRequest far = ask();
    ASSERT_OK(sign(far, 0));
    EXPECT_EQ(submit(ahead), Step::advance);
    EXPECT_CODE(plan_of(missed), evm::errors::kStatementUnknown);
    EXPECT_CODE(plan_of(far), errors::kCosignOvertaken);
    // Where the owner publishes it otherwise, the signatures hold as they are.
    publish_now();
    EXPECT_EQ(submit(far), Step::cosign);
}

TEST_F(CoSigning, BeginsTheNextEpoch) {
    CosignRequest old = ask();
    ASSERT_OK(sign(old, 0));
    CosignRequest next = ask_next(1, {1, 2});
    EXPECT_EQ(next.missing(), 3U);
    ASSERT_OK(sign(next, 0));
    EXPECT_EQ(next.missing(), 2U);
    EXPECT_CODE(next.approval(), codes::kThresholdNotMet);
    // Who stays signs for both by one signature.
    ASSERT_OK(sign(next, 1));
    EXPECT_EQ(next.missing(), 0U);
    EXPECT_CODE(sign(next, 1), errors::kCosignSignedAlready);
    const CosignRequest read = must(CosignRequest::parse(next.to_json()));
    EXPECT_EQ(read.signatures(), next.signatures());
    EXPECT_EQ(read.consents(), next.consents());
    EXPECT_EQ(submit(read), Step::begin_epoch);
    const registry::Committee now = must(registry_->group(group_, call_));
    EXPECT_EQ(now.epoch, 2U);
    EXPECT_EQ(now.threshold, 1);
    EXPECT_EQ(now.members, words({1, 2}));
    EXPECT_EQ(must(plan_of(read)).step, Step::none);
    EXPECT_CODE(plan_of(old), codes::kEpochMismatch);
    // The typed data are those that are signed, by the reader of wallets' messages.
    EXPECT_EQ(must(evm::TypedData::parse(next.typed_data())).digest(), next.digest());
    EXPECT_EQ(must(evm::TypedData::parse(old.typed_data())).digest(), old.digest());
}

TEST_F(CoSigning, IsForOneContractAndOneGroup) {
    CosignRequest request = ask();
    const auto planned = [&](auto change) {
        CosignRequest::Content content = request.content();
        change(content);
        return plan_of(must(CosignRequest::create(std::move(content))));
    };
    using Content = CosignRequest::Content;
    EXPECT_CODE(planned([](Content& content) { content.chain_id = 1; }),
                errors::kCosignOtherContract);
    EXPECT_CODE(planned([](Content& content) { content.contract[0] ^= 1; }),
                errors::kCosignOtherContract);
    EXPECT_CODE(planned([](Content& content) { content.group[0] ^= 1; }), codes::kGroupUnknown);
    EXPECT_CODE(planned([](Content& content) { content.signers.epoch = 2; }),
                codes::kEpochMismatch);
    EXPECT_CODE(planned([](Content& content) { content.signers.threshold = 1; }),
                errors::kCosignOtherMembers);
    EXPECT_CODE(planned([&](Content& content) {
                    content.signers.members = words({0, 1});
                }),
                errors::kCosignOtherMembers);
}

TEST_F(CoSigning, HoldsWhatIsDoneToTheChainToo) {
    CosignRequest request = ask();
    for (const std::size_t member : {0, 1}) ASSERT_OK(sign(request, member));
    ASSERT_EQ(submit(request), Step::cosign);
    // The same statement, with the same signatures, by a group that was made up.
    const auto invented = [&](const CosignRequest& given) {
        CosignRequest::Content content = given.content();
        content.signers.threshold = 1;
        CosignRequest made = must(CosignRequest::create(std::move(content)));
        for (const std::size_t member : {0, 1}) EXPECT_OK(sign(made, member));
        return made;
    };
    EXPECT_EQ(must(plan_of(request)).step, Step::none);
    EXPECT_CODE(plan_of(invented(request)), errors::kCosignOtherMembers);
    CosignRequest next = ask_next(1, {1, 2});
    ASSERT_OK(sign(next, 0));
    ASSERT_OK(sign(next, 1));
    ASSERT_EQ(submit(next), Step::begin_epoch);
    // Of an epoch that is over.
    EXPECT_EQ(must(plan_of(request)).step, Step::none);
    EXPECT_CODE(plan_of(invented(request)), errors::kCosignOtherMembers);
    EXPECT_EQ(must(plan_of(next)).step, Step::none);
    EXPECT_CODE(plan_of(invented(next)), errors::kCosignOtherMembers);
}

TEST_F(CoSigning, WhatNoContractTakesKeepsNobodyFromSigning) {
    CosignRequest request = ask();
    const auto bytes_for = [&](CosignRequest& into, std::size_t member) {
        return into.add(words({member}).front(), Bytes(65, 7));
    };
    for (const std::size_t member : {0, 1}) ASSERT_OK(bytes_for(request, member));
    EXPECT_EQ(request.missing(), 2U);
    EXPECT_EQ(request.unsure(), 2U);
    EXPECT_EQ(must(plan_of(request)).refused, (std::vector<std::uint8_t>{0, 1}));
    EXPECT_CODE(bring(request), errors::kCosignNothingSigned);
    ASSERT_OK(sign(request, 0));
    EXPECT_CODE(bytes_for(request, 0), errors::kCosignSignedAlready);
    CosignRequest copy = ask();
    ASSERT_OK(sign(copy, 2));
    ASSERT_OK(bytes_for(copy, 0));
    // Nobody's copy exchanges what only a contract can judge, which may be a wallet's.
    ASSERT_OK(copy.add(words({1}).front(), Bytes(3, 9)));
    ASSERT_OK(request.take(copy));
    EXPECT_EQ(request.signatures().at(1), Bytes(65, 7));
    EXPECT_EQ(request.missing(), 0U);
    EXPECT_EQ(request.unsure(), 1U);
    EXPECT_EQ(must(plan_of(request)).refused, std::vector<std::uint8_t>{1});
    EXPECT_EQ(submit(request), Step::cosign);
    EXPECT_EQ(counted(request).members, (std::vector<std::uint8_t>{0, 2}));
    EXPECT_EQ(must(plan_of(request)).step, Step::none);

    CosignRequest next = ask_next(1, {1, 2});
    for (const std::size_t member : {0, 1}) ASSERT_OK(bytes_for(next, member));
    for (const std::size_t member : {0, 2}) ASSERT_OK(sign(next, member));
    const CosignPlan plan = must(plan_of(next));
    EXPECT_EQ(plan.refused, std::vector<std::uint8_t>{1});
    EXPECT_EQ(plan.refused_consents, std::vector<std::uint8_t>{0});
    EXPECT_EQ(submit(next), Step::begin_epoch);
}

TEST_F(CoSigning, AMembersContractSaysWhatItTakes) {
    CosignRequest request = ask();
    ASSERT_OK(sign(request, 0));
    ASSERT_OK(request.add(words({1}).front(), Bytes(3, 7)));
    EXPECT_EQ(must(plan_of(request)).refused, std::vector<std::uint8_t>{1});
    const auto becomes = [&](const std::string& code) {
        chain_->anvil.tell("anvil_setCode",
                           "[\"" + evm::to_hex(wallets_[1]->address()) + "\",\"" + code + "\"]");
    };
    // Answers 1626ba7e and 28 zeros to everything; then something else; then it reverts.
    const std::string word = std::string("1626ba7e") + std::string(56, '0');
    becomes("0x7f" + word + "60005260206000f3");
    EXPECT_TRUE(must(plan_of(request)).refused.empty());
    becomes("0x7f" + std::string(63, '0') + "160005260206000f3");
    EXPECT_EQ(must(plan_of(request)).refused, std::vector<std::uint8_t>{1});
    becomes("0x60006000fd");
    EXPECT_EQ(must(plan_of(request)).refused, std::vector<std::uint8_t>{1});
    becomes("0x5b600056");  // goes round until its gas is gone
    EXPECT_EQ(must(plan_of(request)).refused, std::vector<std::uint8_t>{1});
    // It answers otherwise once the registry asks it: nobody else is kept out by that.
    becomes("0x7f" + word + "60005260206000f3");
    CosignPlan plan = must(plan_of(request));
    EXPECT_TRUE(plan.refused.empty());
    becomes("0x60006000fd");
    ASSERT_OK(carry_out(request, plan, account(), *registry_, call_));
    EXPECT_EQ(plan.refused, std::vector<std::uint8_t>{1});
    EXPECT_EQ(counted(request).members, std::vector<std::uint8_t>{0});
    becomes("0x7f" + word + "60005260206000f3");
    EXPECT_EQ(submit(request), Step::cosign);
    EXPECT_EQ(counted(request).members, (std::vector<std::uint8_t>{0, 1}));
}

TEST_F(CoSigning, ShowsWhatIsVouchedFor) {
    log_.update(did_, 1, "one");
    const CosignRequest request = ask();
    const CheckpointToSign shown = *request.checkpoint();
    ASSERT_OK(check_checkpoint(shown));
    const auto refused = [&](auto change) {
        CheckpointToSign other = shown;
        change(other);
        return check_checkpoint(other);
    };
    using Shown = CheckpointToSign;
    EXPECT_CODE(refused([](Shown& other) { other.statement.log[0] ^= 1; }),
                errors::kCosignCheckpoint);
    EXPECT_CODE(refused([](Shown& other) { other.opener[0] ^= 1; }), errors::kCosignCheckpoint);
    EXPECT_CODE(refused([](Shown& other) { other.statement.head.size += 1; }),
                errors::kCosignCheckpoint);
    EXPECT_CODE(refused([](Shown& other) { other.statement.head.root[0] ^= 1; }),
                errors::kCosignCheckpoint);
    EXPECT_CODE(refused([](Shown& other) { other.note += "\n"; }), errors::kCosignCheckpoint);
    EXPECT_CODE(refused([](Shown& other) { other.log_key = "no key"; }), errors::kCosignCheckpoint);
    EXPECT_CODE(refused([](Shown& other) { other.before.root[0] ^= 1; }), errors::kCosignHistory);
    EXPECT_CODE(refused([](Shown& other) { other.before.size += 7; }), errors::kCosignHistory);
    EXPECT_CODE(refused([](Shown& other) { other.consistency.emplace_back(); }),
                errors::kCosignHistory);
    EXPECT_CODE(refused([](Shown& other) {
                    other.before = {0, other.before.root};
                    other.consistency.clear();
                }),
                errors::kCosignHistory);

    const std::string key =
        must(registry::signed_head(*log_.ledger, call_)).history.first().to_string();
    EXPECT_OK(check_log(shown, key));
    EXPECT_OK(check_log(shown, registry::network_of(must(tlog::VerifierKey::parse(key)))));
    EXPECT_CODE(check_log(shown, "another"), errors::kCosignOtherLog);
}

TEST_F(CoSigning, HoldsForATime) {
    const CosignRequest request = ask();
    const auto at = [&](std::uint64_t seconds) {
        return must(Timestamp::from_unix_seconds(static_cast<std::int64_t>(seconds)));
    };
    EXPECT_OK(request.check_time(at(deadline_)));
    EXPECT_CODE(request.check_time(at(deadline_ + 1)), errors::kCosignExpired);
}

TEST_F(CoSigning, ReadsTheFileStrictly) {
    CosignRequest request = ask();
    ASSERT_OK(sign(request, 1));
    const json::Document file = must(json::Document::parse(request.to_json()));
    const auto parse = [&](const std::string& pointer, std::string_view json) {
        return CosignRequest::parse(json::to_string(changed(file, pointer, json).root()));
    };
    for (const char* member : {"/chainId",
                               "/contract",
                               "/group",
                               "/signers",
                               "/signers/epoch",
                               "/signers/threshold",
                               "/signers/members",
                               "/signers/members/0",
                               "/deadline",
                               "/statement",
                               "/statement/kind",
                               "/statement/log",
                               "/statement/opener",
                               "/statement/size",
                               "/statement/root",
                               "/statement/before",
                               "/statement/consistency",
                               "/signatures",
                               "/signatures/0",
                               "/signatures/0/member",
                               "/signatures/0/proof",
                               "/more",
                               "/statement/more",
                               "/signers/more",
                               "/signatures/0/more"})
        EXPECT_CODE(parse(member, "\"x\""), errors::kCosignMalformed) << member;
    for (const char* member : {"/statement/origin", "/statement/checkpoint", "/statement/logKey"})
        EXPECT_CODE(parse(member, "\"x\""), errors::kCosignCheckpoint) << member;
    EXPECT_CODE(parse("/type", "\"deed/cosign-request/v2\""), errors::kCosignNewer);
    EXPECT_CODE(parse("/typedData", "{}"), errors::kCosignTypedData);
    EXPECT_CODE(parse("/deadline", "1"), errors::kCosignTypedData);
    EXPECT_CODE(parse("/chainId", "0"), errors::kCosignInvalid);
    EXPECT_CODE(parse("/signers/epoch", "0"), errors::kCosignInvalid);
    EXPECT_CODE(parse("/signers/threshold", "4"), codes::kGroupSizeInvalid);
    EXPECT_OK(parse("/signatures/0/proof", "\"0x00\""));  // a contract may take it
    const std::string once =
        json::to_string(*must(json::resolve_pointer(file.root(), "/signatures")).array().begin());
    EXPECT_CODE(parse("/signatures", "[" + once + "," + once + "]"), errors::kCosignSignedAlready);
    const std::string junk =
        R"({"member":")" + evm::to_hex(words({1}).front()) + R"(","proof":"0x00"})";
    EXPECT_CODE(parse("/signatures", "[" + junk + "," + once + "]"), errors::kCosignSignedAlready);
    EXPECT_CODE(CosignRequest::parse("[]"), errors::kCosignMalformed);
}

TEST_F(CoSigning, TakesOnlyCopies) {
    CosignRequest request = ask();
    deadline_ += 1;
    EXPECT_CODE(request.take(ask()), errors::kCosignOtherRequest);
}

/// Evidence by a checkpoint that the group co-signed, or did not.
class CoSignedEvidence : public CoSigning {
protected:
    /// Anchored and published; nobody has signed.
    json::Document anchored() {
        const json::Document proof = anchor_and_prove(test::open_bytes(did_, test::kText));
        publish_now();
        return proof;
    }
    void cosign_with(std::initializer_list<std::size_t> members) {
        CosignRequest request = ask();
        for (const std::size_t member : members) ASSERT_OK(sign(request, member));
        submit(request);
    }
    Result<ChainPart> cosigned_part(const json::Document& proof) {
        return prove_published(*log_.ledger, must(EvidenceProof::parse(proof.root())),
                               {*registry_, node(), account(), {}, group_}, call_);
    }
    json::Document strengthened(const json::Document& proof) {
        return must(with_chain(proof, must(cosigned_part(proof))));
    }
    /// By blocks alone: that of the checkpoint, and that of the co-signatures.
    ChainTrust trusting(const json::Document& strong, std::uint8_t least = 0) {
        ChainTrust trust = named(strong);
        const ChainPart part = must(ChainPart::parse(*strong.root().find("chain")));
        if (part.cosigned) trust.blocks.push_back(must(part.cosigned->claimed_block()));
        trust.cosigners = WantedCosigners{group_, least};
        return trust;
    }
    ChainTrust asking_for(std::uint8_t least = 0, std::uint64_t depth = 1) {
        ChainTrust trust = asking(depth);
        trust.cosigners = WantedCosigners{group_, least};
        return trust;
    }
};

TEST_F(CoSignedEvidence, IsGoodByBlocksAlone) {
    const json::Document proof = anchored();
    EXPECT_CODE(cosigned_part(proof), errors::kCoverNotCosigned);
    cosign_with({0});
    EXPECT_CODE(cosigned_part(proof), errors::kCoverNotCosigned);
    cosign_with({1});
    chain_->anvil.tell("anvil_mine", "[\"0x7\"]");
    cosign_with({2});
    const json::Document strong = strengthened(proof);
    const ChainPart part = must(ChainPart::parse(*strong.root().find("chain")));
    EXPECT_EQ(part.to_json().root(), *strong.root().find("chain"));
    EXPECT_EQ(judge_strong(strong, trusting(strong)).verdict(), Verdict::good);
    EXPECT_EQ(judge_strong(strong, trusting(strong, 2)).verdict(), Verdict::good);
    // What is proven is who had signed when the threshold was reached.
    EXPECT_CHECK(judge_strong(strong, trusting(strong, 3)), "chain.cosigned",
                 errors::kCosignersUnknown);
    EXPECT_EQ(judge_strong(strong, asking_for(3)).verdict(), Verdict::good);
    EXPECT_CHECK(judge_strong(strong, asking_for(4)), "chain.cosigned", errors::kNotCosignedYet);
    // Of the blocks, only the checkpoint's is known.
    ChainTrust one = trusting(strong);
    one.blocks.pop_back();
    EXPECT_CHECK(judge_strong(strong, one), "chain.cosigned", errors::kBlockNotPinned);
    EXPECT_EQ(judge_strong(strong, one).verdict(), Verdict::could_not_judge);
    // Another group is none of those.
    ChainTrust other = trusting(strong);
    other.cosigners->group[0] ^= 1;
    EXPECT_CHECK(judge_strong(strong, other), "chain.cosigned", errors::kCosignersUnknown);
    // Nobody asked.
    EXPECT_EQ(judge_strong(strong, {}).find("chain.cosigned")->state,
              credentials::CheckState::skipped);
}

TEST_F(CoSignedEvidence, TakesTheFirstCheckpointThatTheGroupCoSigned) {
    const json::Document proof = anchored();
    const std::uint64_t first = plan().head.size;
    log_.update(did_, 1, "one");
    publish_now();
    cosign_with({0, 2});
    const json::Document strong = strengthened(proof);
    const ChainPart part = must(ChainPart::parse(*strong.root().find("chain")));
    const auto head =
        must(evm::verify_checkpoint(part.event, contract_, must(part.event.claimed_block())))
            .statement.head;
    EXPECT_EQ(head.size, first + 1);
    EXPECT_EQ(judge_strong(strong, trusting(strong)).verdict(), Verdict::good);
    EXPECT_CODE(
        prove_published(
            *log_.ledger, must(EvidenceProof::parse(proof.root())),
            {*registry_, node(), account(), {evm::Confirmation::Kind::depth, 50}, group_}, call_),
        errors::kCoverNotConfirmed);
}

TEST_F(CoSignedEvidence, IsBadOnlyOnceNobodyCanSignAnyMore) {
    const json::Document proof = anchored();
    const json::Document strong = must(with_chain(proof, must(part_of(proof))));
    EXPECT_CHECK(judge_strong(strong, trusting(strong)), "chain.cosigned",
                 errors::kCosignersUnknown);
    EXPECT_CHECK(judge_strong(strong, asking_for()), "chain.cosigned", errors::kNotCosignedYet);
    cosign_with({0});
    log_.update(did_, 1, "one");
    publish_now();
    // It was begun in time, and late signers can make it whole.
    EXPECT_CHECK(judge_strong(strong, asking_for()), "chain.cosigned", errors::kNotCosignedYet);
    EXPECT_EQ(judge_strong(strong, asking_for()).verdict(), Verdict::could_not_judge);
    CosignRequest next = ask_next(2, {1, 2});
    ASSERT_OK(sign(next, 1));
    ASSERT_OK(sign(next, 2));
    chain_->anvil.tell("anvil_mine", "[\"0x5\"]");
    submit(next);
    // The block in which the next epoch began may leave the chain, and then they can sign again.
    EXPECT_CHECK(judge_strong(strong, asking_for(0, 3)), "chain.cosigned", errors::kNotCosignedYet);
    EXPECT_CHECK(judge_strong(strong, asking_for()), "chain.cosigned", errors::kNotCosigned);
    EXPECT_EQ(judge_strong(strong, asking_for()).verdict(), Verdict::bad);
    // Not while the block in which the log went on may leave the chain.
    EXPECT_CHECK(judge_strong(strong, asking_for(0, 40)), "chain.cosigned",
                 errors::kNotCosignedYet);
    chain_->anvil.stop();
    EXPECT_CHECK(judge_strong(strong, asking_for()), "chain.cosigned", errors::kChainUnknown);
}

TEST_F(CoSignedEvidence, IsGoodByANodesWordOnceItIsConfirmed) {
    const json::Document proof = anchored();
    const json::Document strong = must(with_chain(proof, must(part_of(proof))));
    cosign_with({0, 1});
    EXPECT_EQ(judge_strong(strong, asking_for()).verdict(), Verdict::good);
    EXPECT_CHECK(judge_strong(strong, asking_for(0, 5)), "chain.cosigned", errors::kNotCosignedYet);
    chain_->anvil.tell("anvil_mine", "[\"0x5\"]");
    EXPECT_EQ(judge_strong(strong, asking_for(0, 5)).verdict(), Verdict::good);
    // It is reached for good, whatever the group becomes.
    CosignRequest next = ask_next(1, {2});
    for (const std::size_t member : {0, 1, 2}) ASSERT_OK(sign(next, member));
    submit(next);
    EXPECT_EQ(judge_strong(strong, asking_for()).verdict(), Verdict::good);
}

TEST_F(CoSignedEvidence, IsBadWhereTheCoSignaturesAreOfSomethingElse) {
    const json::Document first = anchored();
    cosign_with({0, 1});
    const json::Document strong = strengthened(first);
    log_.update(did_, 1, "one");
    const json::Document proof = anchor_and_prove(test::open_bytes(did_, test::kText));
    publish_now();
    cosign_with({0, 1});
    const json::Document second = strengthened(proof);
    const auto part = [](const json::Document& document, const char* name) {
        return json::to_string(*document.root().find("chain")->find(name));
    };
    const json::Document mixed = changed(strong, "/chain/cosigned", part(second, "cosigned"));
    EXPECT_CHECK(judge_strong(mixed, trusting(mixed)), "chain.cosigned", errors::kCosignedMismatch);
    EXPECT_EQ(judge_strong(mixed, {}).verdict(), Verdict::bad);
    const json::Document no_event = changed(strong, "/chain/cosigned", part(strong, "event"));
    EXPECT_CHECK(judge_strong(no_event, trusting(no_event)), "chain.cosigned",
                 errors::kChainEventForeign);
    const json::Document before = changed(strong, "/chain/cosigned/logIndex", "0");
    EXPECT_CHECK(judge_strong(before, trusting(strong)), "chain.cosigned",
                 errors::kChainEventForeign);
    EXPECT_CODE(ChainPart::parse(*changed(strong, "/chain/cosigned", "1").root().find("chain")),
                errors::kProofMalformed);
}

}  // namespace
}  // namespace deed::evidence
