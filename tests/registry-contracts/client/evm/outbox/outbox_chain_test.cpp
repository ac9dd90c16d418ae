// What happens on a chain after a transaction was sent: replacement, cancellation, reorganisation.

#include <functional>

#include "tests/registry-contracts/client/evm/outbox/outbox_fixture.hpp"

namespace deed::registry::evm {
namespace {

/// Keeps what it is told, and lets the chain mine once it was told of a sent transaction.
class Listening final : public WaitObserver {
public:
    explicit Listening(std::function<void()> mine) : mine_(std::move(mine)) {}
    void waiting(const ActionStatus& action) override {
        told.push_back(action);
        if (told.size() == 2) mine_();
    }
    void waited() override { ++ended; }

    std::vector<ActionStatus> told;
    int ended = 0;

private:
    std::function<void()> mine_;
};

TEST_F(OutboxTest, TellsHowAWaitGoes) {
    Listening listening([this] { mine(); });
    OutboxOptions options = usual();
    options.observer = &listening;
    open(anvil->node(), options);
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_EQ(listening.ended, 0);
    ASSERT_OK_AND(const Receipt receipt, wait(id));
    ASSERT_GE(listening.told.size(), 2U);
    EXPECT_EQ(listening.told.front().id, id);
    EXPECT_EQ(listening.told.front().transactions.back(), receipt.transaction_hash);
    EXPECT_EQ(listening.ended, 1);
    // Also where it ends otherwise.
    EXPECT_CODE(wait(id + 1), errors::kOutboxUnknownAction);
    EXPECT_EQ(listening.ended, 2);
    outbox.reset();
}

TEST_F(OutboxTest, ReplacesWhatPaysTooLittleWithinTheCaps) {
    OutboxOptions options = usual();
    options.replace_after = std::chrono::milliseconds(0);
    options.fees.max_fee_per_gas = test::must(kGwei.times(5));
    open(anvil->node(), options);
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_OK(outbox->settle(call));
    const ActionStatus after = status(id);
    ASSERT_EQ(after.transactions.size(), 2U);
    EXPECT_EQ(after.nonce, 0U);
    // In the end the cap holds, and what was sent stays.
    std::optional<Error> trouble;
    for (int i = 0; i < 30 && !trouble; ++i) trouble = test::must(outbox->settle(call)).trouble;
    ASSERT_TRUE(trouble.has_value());
    EXPECT_EQ(trouble->code().name, errors::kFeeAboveCap.name);
    const std::size_t made = status(id).transactions.size();
    EXPECT_LT(made, 20U);
    mine();
    ASSERT_OK_AND(const Receipt receipt, wait(id));
    EXPECT_EQ(receipt.transaction_hash, status(id).transactions.back());
    EXPECT_EQ(balance(), Uint256(1));
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, APriceBelowTheBlocksIsRaised) {
    open(faulty->node());
    // The node takes the first for too cheap.
    faulty->fail(fault("eth_sendRawTransaction", "error", 1,
                       R"("code":-32000,"message":"transaction underpriced")"));
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_EQ(status(id).state, ActionState::prepared);
    faulty->fail(fault("eth_sendRawTransaction", "error", 1,
                       R"("code":-32000,"message":"transaction underpriced")"));
    EXPECT_OK(wait(id));
    EXPECT_EQ(status(id).transactions.size(), 2U);
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, CancelsWhatWasNotSignedAtOnce) {
    open(faulty->node());
    faulty->fail(fault("eth_estimateGas", "lose_request", -1));
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_EQ(status(id).state, ActionState::recorded);
    EXPECT_OK(outbox->cancel(id, call));
    EXPECT_CODE(wait(id), errors::kOutboxCancelled);
    EXPECT_CODE(outbox->cancel(id, call), errors::kOutboxTooLate);
    faulty->fail("");
    EXPECT_OK(outbox->settle(call));
    EXPECT_EQ(count(), 0U);
    EXPECT_EQ(submit(pay(1), "a"), id);  // wanted after all
    EXPECT_OK(wait(id));
    EXPECT_EQ(balance(), Uint256(1));
}

TEST_F(OutboxTest, CancelsWhatWaitsByAnEmptyTransaction) {
    open();
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_OK(outbox->cancel(id, call));
    EXPECT_EQ(status(id).cancellations, std::vector{status(id).transactions.back()});
    EXPECT_OK(outbox->cancel(id, call));
    EXPECT_EQ(status(id).transactions.size(), 2U);
    mine();
    EXPECT_CODE(wait(id), errors::kOutboxCancelled);
    EXPECT_EQ(status(id).state, ActionState::in_block);
    mine(3);
    EXPECT_OK(outbox->settle(call));
    EXPECT_EQ(status(id).state, ActionState::cancelled);
    EXPECT_EQ(balance(), Uint256(0));
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, AnyOfSeveralCancellationsIsOne) {
    OutboxOptions options = usual();
    options.replace_after = std::chrono::milliseconds(0);
    open(faulty->node(), options);
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_OK(outbox->cancel(id, call));
    // The next one is signed and never comes to the node.
    faulty->fail(fault("eth_sendRawTransaction", "lose_request", -1));
    EXPECT_OK(outbox->settle(call));
    EXPECT_EQ(status(id).cancellations.size(), 2U);
    mine();
    EXPECT_CODE(wait(id), errors::kOutboxCancelled);
    EXPECT_EQ(status(id).inclusion->transaction_hash, status(id).cancellations.front());
    EXPECT_EQ(balance(), Uint256(0));
}

TEST_F(OutboxTest, ACancellationThatComesTooLateIsToldSo) {
    open(faulty->node());
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    faulty->fail(fault("eth_sendRawTransaction", "lose_request", -1));
    EXPECT_OK(outbox->cancel(id, call));
    mine();
    faulty->fail("");
    ASSERT_OK_AND(const Receipt receipt, wait(id));
    EXPECT_EQ(receipt.transaction_hash, status(id).transactions.front());
    EXPECT_CODE(outbox->cancel(id, call), errors::kOutboxTooLate);
    EXPECT_EQ(balance(), Uint256(1));
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, SendsTheSameBytesAgainWhenTheBlockLeavesTheChain) {
    open();
    anvil->tell("evm_snapshot");
    const std::uint64_t id = submit(pay(1), "a");
    ASSERT_OK_AND(const Receipt before, wait(id));
    anvil->tell("evm_revert", "[\"0x0\"]");
    mine(3);
    EXPECT_EQ(balance(), Uint256(0));
    ASSERT_OK_AND(const Receipt after, wait(id));
    EXPECT_EQ(after.transaction_hash, before.transaction_hash);
    EXPECT_NE(after.block_hash, before.block_hash);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    EXPECT_EQ(status(id).inclusion->block_hash, after.block_hash);
    EXPECT_EQ(balance(), Uint256(1));
}

TEST_F(OutboxTest, AReorganisationIsNoticedByARestart) {
    open();
    const std::uint64_t first = submit(pay(1), "a");
    EXPECT_OK(wait(first));
    const std::uint64_t second = submit(pay(2), "b");
    EXPECT_OK(wait(second));
    outbox.reset();
    // Two blocks are made anew, without any transaction.
    anvil->tell("anvil_reorg", "[2,[]]");
    EXPECT_EQ(balance(), Uint256(0));
    open();
    // Anvil forgets them; a node that keeps them has them in its pool.
    for (int i = 0; i < 3; ++i) EXPECT_OK(outbox->settle(call));
    EXPECT_OK(wait(first));
    EXPECT_OK(wait(second));
    EXPECT_EQ(balance(), Uint256(3));
    EXPECT_EQ(count(), 2U);
}

TEST_F(OutboxTest, ReportsThatAnotherTransactionTookTheNonce) {
    open();
    anvil->tell("evm_snapshot");
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_OK(wait(id));
    anvil->tell("evm_revert", "[\"0x0\"]");
    const Word other = send_past_it(0);
    // Its block may leave the chain yet.
    EXPECT_OK(outbox->settle(call));
    EXPECT_FALSE(has_ended(status(id).state));
    mine(2);
    EXPECT_CODE(wait(id), errors::kOutboxNonceTaken);
    EXPECT_EQ(status(id).state, ActionState::displaced);
    EXPECT_NE(status(id).reason.find(to_hex(other)), std::string::npos);
    EXPECT_EQ(balance(), Uint256(0));
    // Now it can be done by another nonce, if the caller wants it.
    EXPECT_EQ(submit(pay(1), "a"), id);
    EXPECT_OK(wait(id));
    EXPECT_EQ(status(id).nonce, 1U);
    EXPECT_EQ(balance(), Uint256(1));
    EXPECT_EQ(count(), 2U);
}

TEST_F(OutboxTest, ANodesWordAloneDisplacesNothing) {
    open(faulty->node());
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    const std::string own = to_hex(wallet->address());
    const std::string zeros(64, '0');
    const auto shown = [&](const std::string& chain, const std::string& r,
                           const std::string& hash) {
        return R"("value":{"transactions":[{"type":"0x0","from":")" + own +
               R"(","nonce":"0x0","gas":"0x5208","gasPrice":"0x1","to":null,"value":"0x0",)"
               R"("input":"0x","v":")" +
               chain + R"(","r":")" + r + R"(","s":"0x1","hash":")" + hash + R"("}]})";
    };
    // The node says that the nonce is used since block 4, by a transaction that nobody signed.
    anvil->tell("anvil_dropAllTransactions");
    mine(8);
    for (const char* r : {"0x1", "0x0"}) {
        faulty->fail(fault("eth_getTransactionReceipt", "result", -1, "\"value\":null") + "," +
                     fault("eth_getTransactionCount", "result", 2, "\"value\":\"0x1\"") + "," +
                     fault("eth_getTransactionCount", "result", 1, "\"value\":\"0x0\"") + "," +
                     fault("eth_getBlockByNumber", "result", 1, shown("0x1b", r, "0x" + zeros)));
        (void)outbox->settle(call);
        EXPECT_FALSE(has_ended(status(id).state));
    }
    faulty->fail("");
    anvil->tell("evm_setAutomine", "[true]");
    EXPECT_OK(outbox->settle(call));
    EXPECT_OK(wait(id));
    EXPECT_EQ(balance(), Uint256(1));
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, WhatEndedInABlockThatLeftTheChainIsSentAgain) {
    open();
    anvil->tell("evm_snapshot");
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_OK(wait(id));
    mine(3);
    EXPECT_OK(outbox->settle(call));
    EXPECT_EQ(status(id).state, ActionState::done);
    EXPECT_EQ(submit(pay(1), "a"), id);
    EXPECT_EQ(status(id).state, ActionState::done);
    // A node that does not answer shows nothing.
    const auto before = status(id).transactions;
    anvil->tell("evm_revert", "[\"0x0\"]");
    EXPECT_EQ(balance(), Uint256(0));
    EXPECT_OK(outbox->settle(call));
    EXPECT_EQ(balance(), Uint256(0));
    EXPECT_EQ(submit(pay(1), "a"), id);
    EXPECT_OK(wait(id));
    EXPECT_EQ(status(id).transactions, before);
    EXPECT_EQ(balance(), Uint256(1));
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, FindsTheUseOfANonceFarBack) {
    open();
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    // Another replaces it in the pool.
    send_past_it(0, 1, 90);
    mine(37);
    anvil->tell("evm_setAutomine", "[true]");
    send_past_it(1);
    mine(5);
    EXPECT_CODE(wait(id), errors::kOutboxNonceTaken);
    EXPECT_EQ(balance(), Uint256(0));
}

TEST_F(OutboxTest, FollowsTransactionsOfOthers) {
    open();
    send_past_it(0);
    EXPECT_OK(wait(submit(pay(1), "a")));
    anvil->tell("evm_setAutomine", "[false]");
    send_past_it(2);
    send_past_it(3);
    outbox.reset();
    open();
    const std::uint64_t id = submit(pay(1), "b");
    EXPECT_EQ(status(id).nonce, 4U);
    mine();
    EXPECT_OK(wait(id));
    EXPECT_EQ(balance(), Uint256(2));
}

}  // namespace
}  // namespace deed::registry::evm
