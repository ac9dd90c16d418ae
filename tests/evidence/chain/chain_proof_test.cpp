// A proof with a chain's word: what it takes to be good, and each way of being bad or open.
#include "tests/evidence/chain/chain_support.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

using credentials::Verdict;
using test::changed;
using test::must;
using test::with_text;

class OnChain : public test::ChainTest {
protected:
    /// Judged by the block and the contract that are the right ones.
    credentials::Report judge_changed(const json::Document& strong, const std::string& pointer,
                                      std::string_view json) {
        return judge_strong(changed(strong, pointer, json), named(strong));
    }
};

TEST_F(OnChain, IsGoodByABlocksHashAlone) {
    const json::Document strong = strong_proof();
    const credentials::Report report = judge_strong(strong, named(strong));
    EXPECT_EQ(report.verdict(), Verdict::good) << json::to_string(report.to_json().root());
    EXPECT_EQ(judge_strong(strong, asking()).verdict(), Verdict::good);
    // Several hashes may be known.
    ChainTrust several = named(strong);
    several.blocks.insert(several.blocks.begin(), registry::Hash{1});
    EXPECT_EQ(judge_strong(strong, several).verdict(), Verdict::good);
    // Nothing was asked: the proof stands as it did, and the report says so.
    const credentials::Report unasked = judge_strong(strong, {});
    EXPECT_EQ(unasked.verdict(), Verdict::good);
    EXPECT_EQ(unasked.find("chain.block")->state, credentials::CheckState::skipped);
    // What is parsed prints again.
    const ChainPart part = must(ChainPart::parse(*strong.root().find("chain")));
    EXPECT_EQ(part.to_json().root(), *strong.root().find("chain"));
}

TEST_F(OnChain, TakesTheFirstCheckpointThatCoversTheEntry) {
    const json::Document early = anchor_and_prove(test::open_bytes(did_, "another"));
    publish_now();
    log_.update(did_, 1, "one");
    const Opening opening = test::open_bytes(did_, test::kText);
    const json::Document proof = anchor_and_prove(opening);
    publish_now();
    log_.update(did_, 1, "two");
    publish_now();
    const auto size_of = [&](const json::Document& weak) {
        const ChainPart part = must(part_of(weak));
        const auto block = must(part.event.claimed_block());
        return must(evm::verify_checkpoint(part.event, contract_, block)).statement.head.size;
    };
    EXPECT_EQ(size_of(early), 2U);
    EXPECT_EQ(size_of(proof), 4U);
    // Proofs over a tree of the published one's size, and over a larger one.
    log_.update(did_, 1, "three");
    const json::Document late = prove_it(opening);
    EXPECT_EQ(size_of(late), 4U);
    for (const json::Document* weak : {&proof, &late}) {
        const json::Document strong = must(with_chain(*weak, must(part_of(*weak))));
        EXPECT_EQ(judge_strong(strong, named(strong)).verdict(), Verdict::good);
    }
    // Over a smaller one: what is published goes on from it.
    const json::Document small = anchor_and_prove(test::open_bytes(did_, test::kText));
    log_.update(did_, 1, "four");
    publish_now();
    const json::Document strong = must(with_chain(small, must(part_of(small))));
    EXPECT_NE(
        judge_strong(strong, named(strong)).find("chain.tree")->detail.find("goes on from the"),
        std::string::npos);
    EXPECT_EQ(judge_strong(strong, named(strong)).verdict(), Verdict::good);
}

TEST_F(OnChain, WaitsForACheckpointThatCovers) {
    const json::Document proof = anchor_and_prove(test::open_bytes(did_, test::kText));
    EXPECT_CODE(part_of(proof), errors::kNotCovered);
    publish_now();
    const json::Document later = anchor_and_prove(test::open_bytes(did_, "another"));
    EXPECT_CODE(part_of(later), errors::kNotCovered);
    EXPECT_CODE(part_of(proof, {evm::Confirmation::Kind::depth, 50}), errors::kCoverNotConfirmed);
    const json::Document strong = must(with_chain(proof, must(part_of(proof))));
    EXPECT_CODE(part_of(strong), errors::kAlreadyStrong);
    EXPECT_CODE(with_chain(strong, must(part_of(proof))), errors::kAlreadyStrong);
}

TEST_F(OnChain, IsBadWhereSomethingWasChanged) {
    const json::Document strong = strong_proof();
    const auto text = [&](const std::string& pointer) {
        return std::string(must(json::resolve_pointer(strong.root(), pointer)).string());
    };
    std::string header = text("/chain/event/header");
    header.back() = header.back() == '0' ? '1' : '0';
    const auto other_header =
        judge_strong(with_text(strong, "/chain/event/header", header), named(strong));
    EXPECT_CHECK(other_header, "chain.block", errors::kBlockMismatch);
    EXPECT_EQ(other_header.verdict(), Verdict::bad);

    std::string node = text("/chain/event/receiptProof/0");
    node.back() = node.back() == '0' ? '1' : '0';
    EXPECT_CHECK(
        judge_strong(with_text(strong, "/chain/event/receiptProof/0", node), named(strong)),
        "chain.event", errors::kChainEventInvalid);
    EXPECT_CHECK(judge_changed(strong, "/chain/event/logIndex", "9"), "chain.event",
                 errors::kChainEventForeign);
    EXPECT_CHECK(judge_changed(strong, "/chain/event/logIndex", "0"), "chain.event",
                 errors::kChainEventForeign);  // LogOpened
    const std::string nobody = "\"0x" + std::string(40, '1') + "\"";
    EXPECT_CHECK(judge_changed(strong, "/chain/contract", nobody), "chain.event",
                 errors::kChainEventForeign);
    EXPECT_CHECK(judge_changed(strong, "/chain/opener", nobody), "chain.event",
                 errors::kChainLogMismatch);
    const std::string hash = "\"" + base64_encode(registry::Hash{}) + "\"";
    EXPECT_CHECK(judge_changed(strong, "/chain/inclusion/0", hash), "chain.tree",
                 errors::kChainTreeMismatch);
    EXPECT_CHECK(judge_changed(strong, "/chain/consistency", "[" + hash + "]"), "chain.tree",
                 errors::kChainTreeMismatch);
}

TEST_F(OnChain, IsHeldAgainstWhatIsTrusted) {
    const json::Document strong = strong_proof();
    ChainTrust trust = named(strong);
    trust.blocks = {registry::Hash{1}};
    EXPECT_CHECK(judge_strong(strong, trust), "chain.block", errors::kBlockMismatch);
    trust = named(strong);
    trust.contract = registry::Address{1};
    EXPECT_CHECK(judge_strong(strong, trust), "chain.contract", errors::kChainContractMismatch);
    trust = named(strong);
    trust.contract.reset();
    EXPECT_CHECK(judge_strong(strong, trust), "chain.contract", errors::kChainContractNotPinned);
    EXPECT_EQ(judge_strong(strong, trust).verdict(), Verdict::could_not_judge);
    trust = named(strong);
    trust.blocks.clear();
    EXPECT_CHECK(judge_strong(strong, trust), "chain.block", errors::kBlockNotPinned);
    trust = named(strong);
    trust.opener.reset();
    EXPECT_CHECK(judge_strong(strong, trust), "chain.opener", errors::kOpenerNotPinned);
    EXPECT_EQ(judge_strong(strong, trust).verdict(), Verdict::could_not_judge);
    trust = asking();
    (*trust.asked)->chain_id = 1;
    EXPECT_CHECK(judge_strong(strong, trust), "chain.block", errors::kChainMismatch);
}

TEST_F(OnChain, IsNotGoodByALogThatSomebodyElseOpened) {
    const json::Document proof = anchor_and_prove(test::open_bytes(did_, test::kText));
    const Publication publication = plan();
    // Under the same origin another account publishes what its accomplice signed.
    const auto other = chain_->account(0x31);
    registry_ = open(&other->transactor());
    ASSERT_OK(registry_->open_log(publication.origin, publication.head, call_));
    ASSERT_OK_AND(const ChainPart part,
                  prove_published(*log_.ledger, must(EvidenceProof::parse(proof.root())),
                                  {*registry_, node(), other->address(), {}}, call_));
    const json::Document strong = must(with_chain(proof, part));
    ChainTrust trust = named(strong);
    EXPECT_EQ(judge_strong(strong, trust).verdict(), Verdict::good);
    trust.opener = account();
    EXPECT_CHECK(judge_strong(strong, trust), "chain.opener", errors::kOpenerMismatch);
    EXPECT_EQ(judge_strong(strong, trust).verdict(), Verdict::bad);
}

TEST_F(OnChain, IsLeftOpenByWhatANodeLacks) {
    const json::Document strong = strong_proof();
    const ChainPart part = must(ChainPart::parse(*strong.root().find("chain")));
    const auto block = must(part.event.claimed_block());
    const std::uint64_t number = must(node().block_number(call_));
    const ClaimedBlock claimed{31337, contract_, block, number};
    EXPECT_OK(judge_block(claimed, asked(), call_));
    EXPECT_CODE(judge_block(claimed, asked(5), call_), errors::kBlockNotConfirmed);
    ClaimedBlock ahead = claimed;
    ahead.number = number + 1;
    EXPECT_CODE(judge_block(ahead, asked(), call_), errors::kBlockNotReached);
    ClaimedBlock other = claimed;
    other.hash = registry::Hash{1};
    EXPECT_CODE(judge_block(other, asked(5), call_), errors::kBlockNotConfirmed);
    EXPECT_CODE(judge_block(other, asked(), call_), errors::kBlockNotOnChain);
    chain_->anvil.tell("anvil_mine", "[\"0x5\"]");
    EXPECT_OK(judge_block(claimed, asked(5), call_));
    EXPECT_CODE(judge_block(other, asked(5), call_), errors::kBlockNotOnChain);

    ChainTrust away;
    away.contract = contract_;
    away.asked = Result<AskedChain>(Error(errors::kNotCovered, "no node answers"));
    EXPECT_CHECK(judge_strong(strong, away), "chain.block", errors::kChainUnknown);
    chain_->anvil.stop();
    EXPECT_CODE(judge_block(claimed, asked(), call_), errors::kChainUnknown);
    EXPECT_EQ(judge_strong(strong, asking()).verdict(), Verdict::could_not_judge);
}

TEST_F(OnChain, IsOfAnotherBlockAfterAReorganisation) {
    const json::Document proof = anchor_and_prove(test::open_bytes(did_, test::kText));
    chain_->anvil.tell("evm_snapshot");
    const Publication publication = publish_now();
    const json::Document before = must(with_chain(proof, must(part_of(proof))));
    chain_->anvil.tell("evm_revert", "[\"0x0\"]");
    chain_->anvil.tell("anvil_mine", "[\"0x3\"]");
    EXPECT_CHECK(judge_strong(before, asking()), "chain.block", errors::kBlockNotOnChain);
    // Mined again, it is proven where it is now.
    const auto again = chain_->account(0x31);
    registry_ = open(&again->transactor());
    ASSERT_OK(registry_->open_log(publication.origin, publication.head, call_));
    ASSERT_OK_AND(const ChainPart part,
                  prove_published(*log_.ledger, must(EvidenceProof::parse(proof.root())),
                                  {*registry_, node(), again->address(), {}}, call_));
    ChainTrust trust = asking();
    trust.opener = again->address();
    EXPECT_EQ(judge_strong(must(with_chain(proof, part)), trust).verdict(), Verdict::good);
}

TEST_F(OnChain, IsReadStrictly) {
    const json::Document strong = strong_proof();
    const auto parse = [](const json::Document& document) -> Result<ChainPart> {
        DEED_TRY(const EvidenceProof proof, EvidenceProof::parse(document.root()));
        return ChainPart::parse(proof.chain->root());
    };
    ASSERT_OK(parse(strong));
    const std::vector<std::pair<std::string, std::string>> cases{{"/chain", "1"},
                                                                 {"/chain", "{}"},
                                                                 {"/chain/chainId", "0"},
                                                                 {"/chain/chainId", "-1"},
                                                                 {"/chain/chainId", "\"1\""},
                                                                 {"/chain/contract", "\"0x12\""},
                                                                 {"/chain/opener", "null"},
                                                                 {"/chain/inclusion", "{}"},
                                                                 {"/chain/inclusion/0", "\"AAAA\""},
                                                                 {"/chain/consistency", "[1]"},
                                                                 {"/chain/event", "[]"},
                                                                 {"/chain/more", "1"}};
    for (const auto& [pointer, json] : cases)
        EXPECT_CODE(parse(changed(strong, pointer, json)), errors::kProofMalformed) << pointer;
    EXPECT_CODE(parse(with_text(strong, "/type", "deed/evidence-proof/v3")),
                errors::kProofNewerFormat);
    EXPECT_CODE(parse(with_text(strong, "/type", "deed/evidence-proof/v1")),
                errors::kProofMalformed);
    std::string many = "[";
    for (int i = 0; i < 129; ++i)
        many += (i ? ",\"" : "\"") + base64_encode(registry::Hash{}) + "\"";
    EXPECT_CODE(parse(changed(strong, "/chain/inclusion", many + "]")), errors::kProofMalformed);
}

}  // namespace
}  // namespace deed::evidence
