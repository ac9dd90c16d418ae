#include <gtest/gtest.h>

#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {
namespace {

namespace evm = registry::evm;

class TransactorTest : public testing::Test {
protected:
    std::unique_ptr<evm::Outbox> open_outbox() {
        evm::OutboxOptions options;
        options.folder = temp_.path();
        options.chain_id = 31337;
        const evm::Uint256 gwei = 1'000'000'000;
        options.fees.max_fee_per_gas = must(gwei.times(100));
        options.fees.max_priority_fee_per_gas = must(gwei.times(2));
        options.poll_interval = std::chrono::milliseconds(5);
        return must(
            evm::Outbox::open(std::move(options), chain_.anvil.node(), account_->wallet(), clock_));
    }
    /// To an address without code, which takes anything.
    static evm::Action action() {
        registry::Address to{};
        to[0] = 0x42;
        return {to, 0, {1, 2, 3}};
    }

    TempDir temp_;
    Deployment chain_;
    std::unique_ptr<Account> account_ = chain_.account(7);
    SystemClock clock_;
    Call call_;
};

TEST_F(TransactorTest, DoesWhatIsWantedAgainAnew) {
    const auto outbox = open_outbox();
    const auto transactor =
        evm::make_transactor(*outbox, chain_.anvil.node(), account_->address(), {});
    const auto first = must(transactor->run(action(), call_));
    const auto second = must(transactor->run(action(), call_));
    const auto third = must(transactor->run(action(), call_));
    EXPECT_NE(first.transaction_hash, second.transaction_hash);
    EXPECT_NE(second.transaction_hash, third.transaction_hash);
    EXPECT_EQ(must(chain_.anvil.node().transaction_count(account_->address(),
                                                         evm::BlockRef::latest(), call_)),
              3U);
}

TEST_F(TransactorTest, DoesWhatLeftTheChainOnceAndNotTwice) {
    const auto outbox = open_outbox();
    const auto transactor =
        evm::make_transactor(*outbox, chain_.anvil.node(), account_->address(), {});
    chain_.anvil.tell("evm_snapshot");
    const auto first = must(transactor->run(action(), call_));
    chain_.anvil.tell("evm_revert", "[\"0x0\"]");
    chain_.anvil.tell("anvil_mine", "[\"0x2\"]");
    // Wanted again by whoever found it missing: what was signed is sent again, and nothing besides.
    const auto again = must(transactor->run(action(), call_));
    EXPECT_EQ(again.transaction_hash, first.transaction_hash);
    EXPECT_NE(again.block_hash, first.block_hash);
    ASSERT_EQ(must(outbox->list()).size(), 1U);
    EXPECT_EQ(must(chain_.anvil.node().transaction_count(account_->address(),
                                                         evm::BlockRef::latest(), call_)),
              1U);
}

TEST_F(TransactorTest, GoesOnWithWhatIsUnderWay) {
    chain_.anvil.tell("evm_setAutomine", "[false]");
    // As a process that ended before its transaction came into a block.
    must(open_outbox()->submit(action(), evm::action_key(action()), call_));
    chain_.anvil.tell("evm_setIntervalMining", "[1]");
    const auto outbox = open_outbox();
    const auto transactor =
        evm::make_transactor(*outbox, chain_.anvil.node(), account_->address(), {});
    const auto receipt = must(transactor->run(action(), call_));
    EXPECT_TRUE(receipt.value.succeeded);
    const auto actions = must(outbox->list());
    ASSERT_EQ(actions.size(), 1U);
    ASSERT_EQ(actions[0].transactions.size(), 1U);
    EXPECT_EQ(actions[0].transactions[0], receipt.transaction_hash);
}

TEST_F(TransactorTest, TriesWithoutSending) {
    evm::DryRun trying(chain_.anvil.node(), account_->address());
    EXPECT_CODE(trying.run(action(), call_), evm::errors::kDryRun);
    ASSERT_EQ(trying.tried().size(), 1U);
    EXPECT_EQ(trying.tried()[0].action.data, action().data);
    EXPECT_GE(trying.tried()[0].gas, 21'000U);
    EXPECT_EQ(must(chain_.anvil.node().transaction_count(account_->address(),
                                                         evm::BlockRef::latest(), call_)),
              0U);
}

}  // namespace
}  // namespace deed::test
