// Evidence by an account alone.
#include "evidence/chain/unlinked_batch.hpp"

#include "evidence/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "tests/evidence/chain/chain_support.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

using credentials::Verdict;
using test::changed;
using test::given_bytes;
using test::must;

class Unlinked : public test::ChainTest {
protected:
    did::Did own() const { return must(account_did(31337, account())); }
    UnlinkedBatch batch(std::vector<std::string> documents) {
        std::vector<UnlinkedBatch::Item> items;
        for (const std::string& text : documents)
            items.push_back({text, test::open_bytes(own(), text)});
        return must(UnlinkedBatch::create(31337, contract_, account(), std::move(items)));
    }
    std::vector<UnlinkedEvidence> anchored(const UnlinkedBatch& batch) {
        const auto there = must(anchor_unlinked(batch, *registry_, node(), {}, call_));
        return must(batch.evidence(there.proof));
    }
    ChainTrust trust_of(const UnlinkedEvidence& evidence) {
        ChainTrust trust;
        trust.blocks = {must(evidence.event.claimed_block())};
        trust.contract = contract_;
        trust.chain_id = 31337;
        return trust;
    }
    UnlinkedVerdict judge(const UnlinkedEvidence& evidence, std::string_view document,
                          const ChainTrust& trust) {
        return must(verify_unlinked(evidence, given_bytes(document), trust, call_));
    }
};

TEST_F(Unlinked, ProvesEachDocumentOfABatch) {
    const auto evidence = anchored(batch({"a", "b", "c"}));
    ASSERT_EQ(evidence.size(), 3U);
    const char* const documents[] = {"a", "b", "c"};
    for (std::size_t i = 0; i < 3; ++i) {
        const json::Document file = evidence[i].to_json();
        EXPECT_TRUE(is_unlinked(file.root()));
        const UnlinkedEvidence read = must(UnlinkedEvidence::parse(file.root()));
        EXPECT_EQ(read.to_json(), file);
        const auto verdict = judge(read, documents[i], trust_of(read));
        EXPECT_EQ(verdict.report.verdict(), Verdict::good);
        EXPECT_EQ(verdict.submitter, own().to_string());
        EXPECT_EQ(judge(read, documents[i], asking()).report.verdict(), Verdict::good);
        EXPECT_CHECK(judge(read, "another", trust_of(read)).report, "document",
                     errors::kDocumentMismatch);
    }
    const auto open = judge(evidence[0], "a", {});
    EXPECT_EQ(open.report.verdict(), Verdict::could_not_judge);
    EXPECT_CHECK(open.report, "chain.block", errors::kBlockNotPinned);
    EXPECT_CHECK(open.report, "chain.contract", errors::kChainContractNotPinned);
}

TEST_F(Unlinked, IsAnchoredOnceHoweverOftenItIsTried) {
    const UnlinkedBatch one = batch({"a"});
    const json::Document kept = one.to_json();
    anchored(one);
    const UnlinkedBatch again = must(UnlinkedBatch::parse(kept.root()));
    EXPECT_EQ(again.statement(), one.statement());
    anchored(again);
    EXPECT_EQ(must(registry_->anchors(account(), call_)).size(), 1U);
    EXPECT_EQ(must(UnlinkedBatch::parse(kept.root())).to_json(), kept);
}

TEST_F(Unlinked, IsBadWhereSomethingWasChanged) {
    const auto all = anchored(batch({"a", "b"}));
    const auto others = anchored(batch({"a", "c"}));
    UnlinkedEvidence forged = all[0];
    forged.event = others[0].event;
    EXPECT_CHECK(judge(forged, "a", trust_of(forged)).report, "commitment",
                 errors::kCommitmentMismatch);
    forged = all[0];
    forged.batch_count = 3;
    EXPECT_CHECK(judge(forged, "a", trust_of(forged)).report, "commitment",
                 errors::kAnchorMismatch);
    forged = all[0];
    forged.anchorer = registry::Address{1};
    EXPECT_CHECK(judge(forged, "a", trust_of(forged)).report, "submitter", errors::kAnchorMismatch);
    forged = all[0];
    forged.contract = registry::Address{1};
    EXPECT_CHECK(judge(forged, "a", trust_of(all[0])).report, "chain.event",
                 errors::kChainEventForeign);
    EXPECT_CHECK(judge(forged, "a", trust_of(all[0])).report, "commitment",
                 errors::kDependsOnFailed);
}

TEST_F(Unlinked, IsProvenWhereItIsAfterAReorganisation) {
    const UnlinkedBatch one = batch({"a"});
    chain_->anvil.tell("evm_snapshot");
    const auto before = anchored(one);
    chain_->anvil.tell("evm_revert", "[\"0x0\"]");
    chain_->anvil.tell("anvil_mine", "[\"0x2\"]");
    EXPECT_CHECK(judge(before[0], "a", asking()).report, "chain.block", errors::kBlockNotOnChain);
    deed::test::Account fresh(node(), deed::test::Anvil::rich());
    const auto sending = open(&fresh.transactor());
    ASSERT_OK_AND(const auto there, anchor_unlinked(one, *sending, node(), {}, call_));
    const auto after = must(one.evidence(there.proof));
    EXPECT_EQ(judge(after[0], "a", asking()).report.verdict(), Verdict::good);
}

TEST_F(Unlinked, IsOfAnAccountOfAChain) {
    const auto evidence = anchored(batch({"a"}));
    ChainTrust trust = trust_of(evidence[0]);
    trust.chain_id.reset();
    EXPECT_CHECK(judge(evidence[0], "a", trust).report, "submitter",
                 errors::kSubmitterChainNotPinned);
    EXPECT_EQ(judge(evidence[0], "a", trust).report.verdict(), Verdict::could_not_judge);
    trust.chain_id = 1;
    EXPECT_CHECK(judge(evidence[0], "a", trust).report, "chain.contract", errors::kChainMismatch);
    EXPECT_EQ(judge(evidence[0], "a", asking()).report.verdict(), Verdict::good);
}

TEST_F(Unlinked, IsNotHandedOutBeforeItIsConfirmed) {
    const UnlinkedBatch one = batch({"a"});
    const evm::Confirmation deep{evm::Confirmation::Kind::depth, 4};
    EXPECT_CODE(anchor_unlinked(one, *registry_, node(), deep, call_), errors::kCoverNotConfirmed);
    // Nor when it is taken up again; it is not sent twice.
    EXPECT_CODE(anchor_unlinked(one, *registry_, node(), deep, call_), errors::kCoverNotConfirmed);
    chain_->anvil.tell("anvil_mine", "[\"0x3\"]");
    EXPECT_OK(anchor_unlinked(one, *registry_, node(), deep, call_));
    EXPECT_EQ(must(registry_->anchors(account(), call_)).size(), 1U);
}

TEST_F(Unlinked, IsFoundAmongManyByTheLatest) {
    const UnlinkedBatch one = batch({"a"});
    anchored(one);
    for (int i = 0; i < 3; ++i) anchored(batch({"b" + std::to_string(i)}));
    ASSERT_OK_AND(const auto there, registry_->latest_anchor(one.statement(), call_));
    EXPECT_EQ(there.sequence, 1U);
    evm::AnchorStatement other = one.statement();
    other.count = 2;
    EXPECT_CODE(registry_->latest_anchor(other, call_), registry::evm::errors::kAnchorNotFound);
}

TEST_F(Unlinked, TakesOnlyTheAccountsOwn) {
    std::vector<UnlinkedBatch::Item> none;
    EXPECT_CODE(UnlinkedBatch::create(31337, contract_, account(), none),
                registry::errors::kBatchMismatch);
    std::vector<UnlinkedBatch::Item> foreign{{"a", test::open_bytes(did_, "a")}};
    EXPECT_CODE(UnlinkedBatch::create(31337, contract_, account(), foreign),
                registry::errors::kBatchMismatch);
}

TEST_F(Unlinked, IsReadStrictly) {
    const UnlinkedBatch one = batch({"a", "b"});
    const json::Document file = anchored(one)[0].to_json();
    const auto parse = [&](const std::string& pointer, std::string_view json) {
        return UnlinkedEvidence::parse(changed(file, pointer, json).root());
    };
    for (const char* pointer :
         {"/kind", "/salt", "/document", "/batch", "/batch/index", "/batch/count", "/batch/path",
          "/chain", "/chain/chainId", "/chain/contract", "/chain/anchorer", "/chain/event", "/more",
          "/chain/more", "/batch/more"})
        EXPECT_CODE(parse(pointer, "\"x\""), errors::kUnlinkedMalformed) << pointer;
    EXPECT_CODE(parse("/batch/index", "2"), errors::kUnlinkedMalformed);
    EXPECT_CODE(parse("/batch/count", "0"), errors::kUnlinkedMalformed);
    EXPECT_CODE(parse("/type", "\"deed/unlinked-evidence/v2\""), errors::kUnlinkedNewer);
    const json::Document kept = one.to_json();
    const auto parse_batch = [&](const std::string& pointer, std::string_view json) {
        return UnlinkedBatch::parse(changed(kept, pointer, json).root());
    };
    for (const char* pointer : {"/chainId", "/contract", "/anchorer", "/documents", "/documents/0",
                                "/documents/0/name", "/documents/0/more", "/more"})
        EXPECT_CODE(parse_batch(pointer, "1.5"), errors::kUnlinkedMalformed) << pointer;
    EXPECT_CODE(parse_batch("/type", "\"deed/unlinked-batch/v2\""), errors::kUnlinkedNewer);
}

}  // namespace
}  // namespace deed::evidence
