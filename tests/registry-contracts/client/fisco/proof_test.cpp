#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/fisco/fisco_node.hpp"

namespace deed::registry::fisco {
namespace {

class FiscoProof : public test::FiscoTest {};

TEST_P(FiscoProof, HoldsInBlocksOfAnySize) {
    for (const std::uint64_t leaves : {1U, 2U, 7U, 40U, 300U}) {
        SCOPED_TRACE(leaves);
        chain->leaves(leaves);
        const auto [made, receipt] = done();
        ASSERT_OK_AND(const auto proven, chain->node().prove(made, receipt, call));
        EXPECT_EQ(proven.inclusion.place.leaves, leaves);
        EXPECT_OK(proven.inclusion.verify(chain->settings(), proven.block_hash));
    }
}

TEST_P(FiscoProof, IsRefusedWhenAnythingOfItIsChanged) {
    chain->leaves(40);
    // Not taken apart: lambdas may not capture the parts.
    const auto mined = done();
    const SignedTransaction& made = mined.first;
    const Receipt& receipt = mined.second;
    const auto refused = [&](const char* fault, const ErrorCode& two, const ErrorCode& three) {
        SCOPED_TRACE(fault);
        chain->fault(fault);
        EXPECT_CODE(chain->node().prove(made, receipt, call), is_two() ? two : three);
    };
    refused("cut_proof", errors::kProofShape, errors::kProofLeaf);
    refused("changed_sibling", errors::kProofRoot, errors::kProofRoot);
    refused("no_proof", errors::kNoProof, errors::kNoProof);
    chain->fault("none");
    EXPECT_OK(chain->node().prove(made, receipt, call));
    // A receipt that a node made up is not in the tree.
    chain->fault("changed_receipt");
    ASSERT_OK_AND(const auto changed, chain->node().receipt(made.hash(), call));
    chain->fault("none");
    EXPECT_CODE(chain->node().prove(made, changed.value(), call),
                is_two() ? errors::kProofRoot : errors::kProofLeaf);
}

TEST_P(FiscoProof, IsCheckedWithoutTheNode) {
    chain->leaves(40);
    const auto [made, receipt] = done();
    ASSERT_OK_AND(const auto proven, chain->node().prove(made, receipt, call));
    const ChainSettings own = chain->settings();
    chain = nullptr;
    const Inclusion& good = proven.inclusion;
    EXPECT_EQ(test::must(good.verify(own, proven.block_hash)).sender(), signer->address());
    EXPECT_CODE(good.verify(own, Word{}), errors::kHeaderMismatch);
    ChainSettings other_chain = own;
    other_chain.chain_id = "9";
    EXPECT_CODE(good.verify(other_chain, proven.block_hash), errors::kWrongChain);
    other_chain = own;
    other_chain.group_id = "9";
    EXPECT_CODE(good.verify(other_chain, proven.block_hash), errors::kWrongGroup);

    const auto refused = [&](auto change, const ErrorCode& code) {
        Inclusion other = good;
        change(other);
        EXPECT_CODE(other.verify(own, proven.block_hash), code);
    };
    refused([](Inclusion& i) { i.receipt_path.levels.erase(i.receipt_path.levels.begin()); },
            errors::kProofShape);
    refused([](Inclusion& i) { i.transaction_path.levels.pop_back(); }, errors::kProofShape);
    refused([](Inclusion& i) { i.place.index ^= 1; }, errors::kProofShape);
    refused([](Inclusion& i) { i.receipt_path = i.transaction_path; }, errors::kProofRoot);
    refused(
        [](Inclusion& i) {
            if (auto* rlp = std::get_if<RlpReceipt>(&i.receipt)) rlp->status ^= 1;
            if (auto* tars = std::get_if<TarsReceipt>(&i.receipt)) tars->status ^= 1;
        },
        errors::kProofRoot);
    refused(
        [&](Inclusion& i) {
            if (is_two()) {
                i.receipt = TarsReceipt();
            } else {
                i.receipt = RlpReceipt();
            }
        },
        errors::kProofLeaf);
    if (!is_two())
        refused([](Inclusion& i) { ++std::get<TarsReceipt>(i.receipt).block_number; },
                errors::kProofLeaf);
}

TEST_P(FiscoProof, OfChainsFromBeforeTheirGasWasCounted) {
    if (!is_two()) GTEST_SKIP() << "of 2.x alone";
    start({"--old-receipts"});
    const auto [made, receipt] = done();
    EXPECT_TRUE(std::get<RlpReceipt>(receipt.value).remain_gas.has_value());
    ASSERT_OK_AND(const auto proven, chain->node().prove(made, receipt, call));
    EXPECT_FALSE(std::get<RlpReceipt>(proven.inclusion.receipt).remain_gas.has_value());
}

INSTANTIATE_TEST_SUITE_P(Kinds, FiscoProof, testing::ValuesIn(test::kAllNodeKinds),
                         test::name_of_kind);

}  // namespace
}  // namespace deed::registry::fisco
