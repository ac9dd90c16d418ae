#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "tests/registry-contracts/client/fisco/fisco_node.hpp"

namespace deed::registry::fisco {
namespace {

class FiscoSender : public test::FiscoTest {
protected:
    SignedTransaction prepared() {
        return test::must(sender->prepare({std::nullopt, creation(), {}}, call));
    }
};

TEST_P(FiscoSender, RecordsBeforeItSends) {
    const SignedTransaction made = prepared();
    ASSERT_EQ(record.recorded.size(), 1U);
    EXPECT_EQ(record.recorded[0].raw(), made.raw());
    EXPECT_FALSE(test::must(chain->node().receipt(made.hash(), call)).has_value());
    EXPECT_CODE(sender->wait(made, call), errors::kNotMined);
    ASSERT_OK(sender->send(made, call));
    ASSERT_OK_AND(const Receipt receipt, sender->wait(made, call));
    EXPECT_OK(receipt.check(GetParam().hash));
    EXPECT_EQ(receipt.transaction_hash, made.hash());
    EXPECT_EQ(made.sender(), signer->address());
    // Again, as after a crash: nothing is done twice.
    EXPECT_OK(sender->send(made, call));
    ASSERT_OK_AND(const Receipt again, sender->wait(made, call));
    EXPECT_EQ(again.block_number, receipt.block_number);
}

TEST_P(FiscoSender, NumbersAreDrawnAnew) {
    const SignedTransaction one = prepared();
    const SignedTransaction two = prepared();
    EXPECT_NE(one.hash(), two.hash());
    EXPECT_OK(sender->send(one, call));
    EXPECT_OK(sender->send(two, call));
    // The same number in another transaction is refused.
    AnyTransaction other = one.transaction();
    if (auto* rlp = std::get_if<RlpTransaction>(&other)) rlp->input = {0xfe};
    if (auto* tars = std::get_if<TarsTransaction>(&other)) tars->input = {0xfe};
    ASSERT_OK_AND(const auto forged, SignedTransaction::sign(other, *signer, call));
    EXPECT_CODE(sender->send(forged, call), errors::kNonceUsed);
}

TEST_P(FiscoSender, PastItsBlockLimitATransactionIsKnownNeverToBeMined) {
    auto options = quick();
    options.blocks_ahead = 3;
    sender = make_sender(options);
    const SignedTransaction lost = prepared();
    chain->fault("lose");
    if (is_two()) {
        EXPECT_OK(sender->send(lost, call));
    } else {
        EXPECT_CODE(sender->send(lost, call), errors::kPoolTimeout);
    }
    chain->fault("none");
    EXPECT_CODE(sender->wait(lost, call), errors::kNotMined);  // it may still be
    chain->mine(2);
    EXPECT_CODE(sender->wait(lost, call), errors::kNotMined);
    chain->mine(1);
    EXPECT_CODE(sender->wait(lost, call), errors::kBlockLimitPassed);
    EXPECT_CODE(sender->send(lost, call), errors::kBlockLimitRefused);
    // Nodes look no further ahead than a thousand blocks.
    options.blocks_ahead = 1001;
    EXPECT_CODE(Sender::open(chain->node(), *signer, record, options, call),
                errors::kSettingsInvalid);
}

// Sent anew, what a node merely lost the receipt of would be done twice.
TEST_P(FiscoSender, AReceiptThatIsMissingDoesNotMeanThatItIsLost) {
    auto options = quick();
    options.blocks_ahead = 3;
    sender = make_sender(options);
    const SignedTransaction made = prepared();
    EXPECT_OK(sender->send(made, call));
    chain->fault("hide_receipts");
    chain->mine(5);
    EXPECT_CODE(sender->wait(made, call), errors::kNotMined);
    chain->fault("none");
    EXPECT_OK(sender->wait(made, call));
    // Sent again past the limit it is refused, and has its receipt.
    EXPECT_OK(sender->send(made, call));
}

TEST_P(FiscoSender, AFailedTransactionHasItsStatusAsCode) {
    const auto fails_with = [&](std::int64_t status, const ErrorCode& code) {
        chain->fault("status", std::to_string(status));
        EXPECT_CODE(sender->act({std::nullopt, creation(), {}}, call), code);
    };
    fails_with(12, errors::kOutOfGas);
    fails_with(is_two() ? 30 : 21, errors::kContractFrozen);
    fails_with(is_two() ? 25 : 18, errors::kPermissionDenied);
    fails_with(4242, errors::kStatusUnknown);
}

INSTANTIATE_TEST_SUITE_P(Kinds, FiscoSender, testing::ValuesIn(test::kAllNodeKinds),
                         test::name_of_kind);

}  // namespace
}  // namespace deed::registry::fisco
