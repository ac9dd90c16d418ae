#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/artifacts/errors.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/ledger/pending.hpp"
#include "registry-contracts/client/evm/ledger/submission.hpp"
#include "registry-contracts/client/evm/operations/did_calls.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"

namespace deed::registry::test {
namespace {

class EvmLedgerTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<ChainFixture>();
    }

    Ledger& ledger() { return chain_->writer(); }
    DidRegistry dids() { return DidRegistry(ledger(), chain_->clock()); }
    Operation creation(std::uint8_t number) {
        return must(DidRegistry::sign_creation(
            *ledger().form(), bytes_of("{}"), *controller(number), at_second(kStart), 3600, call_));
    }
    Result<std::vector<Ticket>> submit(const Operation& operation) {
        const Submission submission{operation, {}};
        return ledger().submit({&submission, 1}, call_);
    }
    Result<std::unique_ptr<evm::EvmLedger>> open(std::uint64_t chain_id, const Address& directory) {
        evm::EvmLedgerOptions options;
        options.network = {chain_id, directory};
        return evm::open_evm_ledger(chain_->node(), nullptr, options, call_);
    }
    std::size_t shown(std::uint8_t number) {
        const RecordId id{Chain::did, address_of(*controller(number))};
        return must(ledger().read(id, Latest{}, call_)).operations.size();
    }

    std::unique_ptr<ChainFixture> chain_;
    Call call_;
};

TEST_F(EvmLedgerTest, OpensOnlyWhatIsDeeds) {
    EXPECT_OK(open(chain_->chain_id(), chain_->directory()));
    EXPECT_CODE(open(1, chain_->directory()), evm::errors::kWrongChain);
    EXPECT_CODE(open(chain_->chain_id(), Address{7}), evm::errors::kNoContract);
    EXPECT_CODE(open(chain_->chain_id(), chain_->registry()), evm::errors::kForeignCode);
    const Address nameless = chain_->deploy(chain_->directory_creation({}));
    EXPECT_CODE(open(chain_->chain_id(), nameless), evm::errors::kDirectoryNotNamed);
    const Address misled =
        chain_->deploy(chain_->directory_creation({{"did", chain_->directory()}}));
    EXPECT_CODE(open(chain_->chain_id(), misled), evm::errors::kForeignCode);
    const std::string registry = to_string(chain_->registry());
    chain_->anvil().tell("anvil_setCode", "[\"" + registry + "\",\"0x6000\"]");
    EXPECT_CODE(open(chain_->chain_id(), chain_->directory()), evm::errors::kDirectoryNotIntact);
    chain_->anvil().tell("anvil_setCode", "[\"" + registry + "\",\"0x\"]");
    EXPECT_FALSE(open(chain_->chain_id(), chain_->directory()));
}

TEST_F(EvmLedgerTest, AcceptedIsNotYetIncluded) {
    chain_->anvil().tell("evm_setAutomine", "[false]");
    const Operation operation = creation(1);
    ASSERT_OK_AND(const auto tickets, submit(operation));
    ASSERT_OK_AND(const Receipt accepted, ledger().wait(tickets[0], Finality::accepted, call_));
    EXPECT_EQ(accepted.finality, Finality::accepted);
    EXPECT_EQ(accepted.position, 0U);
    EXPECT_EQ(shown(1), 0U);
    // Handed in again it is the same transaction.
    chain_->mine();
    ASSERT_OK(submit(operation));
    ASSERT_OK_AND(const Receipt included, ledger().wait(tickets[0], Finality::included, call_));
    EXPECT_GT(included.position, 0U);
    EXPECT_EQ(shown(1), 1U);
    EXPECT_EQ(must(chain_->outbox().list()).size(), 3U);  // two deployments and this
}

TEST_F(EvmLedgerTest, ARestartFindsWhatIsOnItsWay) {
    chain_->anvil().tell("evm_setAutomine", "[false]");
    const Operation operation = creation(1);
    ASSERT_OK(submit(operation));
    chain_->reopen();
    // It is not yet in a block; handed in again it is no second transaction.
    chain_->anvil().tell("evm_setAutomine", "[true]");
    chain_->mine();
    const auto alice = controller(1);
    ASSERT_OK(dids().update(address_of(*alice), bytes_of("1"), *alice, call_));
    ASSERT_OK(submit(operation));
    EXPECT_EQ(shown(1), 2U);
    EXPECT_EQ(must(chain_->outbox().list()).size(), 4U);  // two deployments and these
}

TEST_F(EvmLedgerTest, WhatABlockTookAwayComesAgain) {
    chain_->anvil().tell("evm_snapshot");
    const Operation operation = creation(1);
    ASSERT_OK_AND(const auto tickets, submit(operation));
    ASSERT_OK(ledger().wait(tickets[0], Finality::included, call_));
    ASSERT_EQ(must(ledger().subject_count(call_)), 1U);
    chain_->anvil().tell("evm_revert", "[\"0x0\"]");
    chain_->anvil().tell("anvil_setBlockTimestampInterval", "[0]");
    EXPECT_EQ(shown(1), 0U);
    EXPECT_EQ(must(ledger().subject_count(call_)), 0U);
    const auto gone = ledger().wait(tickets[0], Finality::included, call_);
    if (!gone) {
        EXPECT_CODE(gone, evm::errors::kEventGone);
        ASSERT_OK(submit(operation));
        EXPECT_OK(ledger().wait(tickets[0], Finality::included, call_));
    }
    EXPECT_EQ(shown(1), 1U);
}

TEST_F(EvmLedgerTest, IncludedAtADepth) {
    evm::EvmLedgerOptions options = chain_->options();
    options.included = {evm::Confirmation::Kind::depth, 3};
    ASSERT_OK_AND(const auto deep, evm::open_evm_ledger(chain_->node(), nullptr, options, call_));
    const Operation operation = creation(1);
    ASSERT_OK_AND(const auto tickets, submit(operation));
    ASSERT_OK(ledger().wait(tickets[0], Finality::included, call_));  // Anvil has made its block
    const RecordId id{Chain::did, address_of(*controller(1))};
    EXPECT_EQ(must(deep->read(id, Latest{}, call_)).operations.size(), 0U);
    EXPECT_EQ(must(deep->subject_count(call_)), 0U);
    chain_->mine(2);
    EXPECT_EQ(must(deep->read(id, Latest{}, call_)).operations.size(), 1U);
    EXPECT_EQ(must(deep->subject_count(call_)), 1U);
    EXPECT_OK(deep->wait(tickets[0], Finality::included, call_));
}

TEST_F(EvmLedgerTest, ManyOperationsInFewTransactions) {
    std::vector<Submission> many;
    for (std::uint8_t number = 1; number <= 120; ++number) many.push_back({creation(number), {}});
    ASSERT_OK_AND(const auto tickets, ledger().submit(many, call_));
    ASSERT_EQ(tickets.size(), many.size());
    ASSERT_OK(ledger().wait(tickets.back(), Finality::included, call_));
    EXPECT_EQ(must(ledger().subject_count(call_)), many.size());
    EXPECT_LT(must(chain_->outbox().list()).size(), 6U);
}

TEST_F(EvmLedgerTest, CountsWhatABatchAddsToItsCalls) {
    std::vector<evm::Draft::Item> items;
    for (std::size_t i = 0; i < 118; ++i) items.push_back({Ticket{}, Bytes(2014)});
    const auto transactions = evm::in_transactions(items, 1'000'000'000);
    std::size_t count = 0;
    for (const auto& transaction : transactions) {
        std::vector<Bytes> calls;
        for (const auto* item : transaction) calls.push_back(item->call_data);
        count += calls.size();
        EXPECT_LE(evm::batch_data(calls).size(), 120'000U);
    }
    EXPECT_EQ(count, items.size());
}

TEST_F(EvmLedgerTest, ForgetsWhatIsInABlock) {
    evm::Pending pending(&chain_->outbox(), chain_->registry());
    for (std::uint8_t i = 0; i < 150; ++i) {
        const auto id =
            must(chain_->outbox().submit({Address{7}, 1, {}}, "pay " + std::to_string(i), call_));
        must(chain_->outbox().wait(id, {}, call_));
        pending.add({Hash{i}, OperationPlace{Address{i}, Chain::did, 0}}, id);
        ASSERT_LE(pending.open_count(), 65U);
    }
}

TEST_F(EvmLedgerTest, SignsNothingByATimeFarAhead) {
    chain_->anvil().tell("evm_setNextBlockTimestamp", "[" + std::to_string(kStart + 90'000) + "]");
    chain_->mine();
    const auto alice = controller(1);
    EXPECT_CODE(dids().create(bytes_of("{}"), *alice, call_), errors::kLedgerTimeAhead);
    chain_->clock().set(at_second(kStart + 3'700));
    EXPECT_OK(dids().create(bytes_of("{}"), *alice, call_));
}

TEST_F(EvmLedgerTest, TheCommittedKeyNeedsNoNumber) {
    const auto alice = controller(1);
    const auto bob = controller(2);
    const Address subject = address_of(*alice);
    ASSERT_OK(dids().create(bytes_of("{}"), *alice, call_, {{}, commitment_to(bob->public_key())}));
    // Signed for whatever number comes, before a thief of today's key takes the next one.
    const auto form = ledger().form();
    Envelope envelope = form->next_envelope(must(ledger().state(subject, call_)),
                                            OperationType::did_rotate, at_second(kStart), 3600);
    envelope.sequence = kAnySequence;
    const Operation recovery =
        must(form->sign(envelope, RotateBody{{}, bytes_of("{\"a\":1}")}.encode(), *bob, call_));
    ASSERT_OK(dids().update(subject, bytes_of("{\"thief\":1}"), *alice, call_));
    ASSERT_OK_AND(const auto tickets, submit(recovery));
    ASSERT_OK_AND(const Receipt first, ledger().wait(tickets[0], Finality::included, call_));
    ASSERT_OK(dids().update(subject, bytes_of("{}"), *bob, call_));
    // It is found again, and does nothing a second time.
    ASSERT_OK(submit(recovery));
    ASSERT_OK_AND(const Receipt second, ledger().wait(tickets[0], Finality::included, call_));
    EXPECT_EQ(first.position, second.position);
    ASSERT_OK_AND(const DidRecord found, dids().find(subject, Latest{}, call_));
    ASSERT_EQ(found.versions.size(), 4U);
    EXPECT_EQ(found.versions[2].sequence, 2U);
    EXPECT_EQ(found.controller, address_of(*bob));
}

TEST_F(EvmLedgerTest, OperationsForAnotherContractOfTheNetwork) {
    evm::DidDomain other{{chain_->chain_id(), chain_->directory()}, Address{9}};
    const Operation operation = must(DidRegistry::sign_creation(
        *evm::chain_form(other), bytes_of("{}"), *controller(1), at_second(kStart), 3600, call_));
    EXPECT_CODE(submit(operation), evm::errors::kChainOperationDomain);
}

}  // namespace
}  // namespace deed::registry::test
