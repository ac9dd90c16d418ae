#pragma once

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/outbox/outbox.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"
#include "tests/registry-contracts/client/evm/faulty_node.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::evm {

inline const Uint256 kGwei = 1'000'000'000;

/// Outboxes of one account on a chain of the test's own.
class OutboxTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        anvil = std::make_unique<test::Anvil>();
        faulty = std::make_unique<FaultyNode>(anvil->url());
    }

    OutboxOptions usual() {
        OutboxOptions options;
        options.folder = temp / "outbox";
        options.chain_id = 31337;
        options.fees.max_fee_per_gas = test::must(kGwei.times(100));
        options.fees.max_priority_fee_per_gas = test::must(kGwei.times(3));
        options.settled = {Confirmation::Kind::depth, 3};
        options.poll_interval = std::chrono::milliseconds(5);
        options.patience = std::chrono::seconds(20);
        return options;
    }

    void open(Node& node, const OutboxOptions& options) {
        outbox.reset();
        outbox = test::must(Outbox::open(options, node, *wallet, clock));
    }
    void open(Node& node) { open(node, usual()); }
    void open() { open(anvil->node()); }

    /// A payment that nobody else makes.
    static Action pay(std::uint64_t wei, std::uint8_t to = 7) { return {Address{to}, wei, {}}; }

    std::uint64_t submit(const Action& action, const std::string& key) {
        return test::must(outbox->submit(action, key, call));
    }
    Result<Receipt> wait(std::uint64_t id, std::uint64_t depth = 1) {
        return outbox->wait(id, {Confirmation::Kind::depth, depth}, call);
    }
    ActionStatus status(std::uint64_t id) { return test::must(outbox->status(id)); }
    Uint256 balance(std::uint8_t of = 7) {
        return test::must(anvil->node().balance(Address{of}, BlockRef::latest(), call));
    }
    std::uint64_t count() {
        return test::must(
            anvil->node().transaction_count(wallet->address(), BlockRef::latest(), call));
    }
    void mine(int blocks = 1) {
        anvil->tell("anvil_mine",
                    "[\"" + Uint256(static_cast<std::uint64_t>(blocks)).to_quantity() + "\"]");
    }
    /// A transaction of the account that no outbox knows.
    Word send_past_it(std::uint64_t nonce, std::uint64_t wei = 1, std::uint64_t gwei = 50) {
        Transaction transaction;
        transaction.chain_id = 31337;
        transaction.nonce = nonce;
        transaction.max_fee_per_gas = test::must(kGwei.times(gwei));
        transaction.max_priority_fee_per_gas = test::must(kGwei.times(gwei));
        transaction.gas_limit = 21'000;
        transaction.to = Address{9};
        transaction.value = wei;
        const auto made = test::must(SignedTransaction::sign(transaction, *wallet, call));
        return test::must(anvil->node().send_raw_transaction(made.raw(), call));
    }

    test::TempDir temp;
    std::unique_ptr<test::Anvil> anvil;
    std::unique_ptr<FaultyNode> faulty;
    std::unique_ptr<AccountSigner> wallet = test::Anvil::rich();
    SystemClock system_clock;
    const Clock& clock = system_clock;
    std::unique_ptr<Outbox> outbox;
    Call call;
};

}  // namespace deed::registry::evm
