// What an outbox keeps, refuses and tells.

#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/store/errors.hpp"
#include "lib/store/query.hpp"
#include "tests/registry-contracts/client/evm/outbox/outbox_fixture.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint32_t kApplicationId = 0x44654f62;

/// Creates a contract that can be called once, and refuses from then on: if (slot 0) revert; slot
/// 0 = 1.
Bytes one_time_contract() {
    return test::must(
        from_hex("0x601280600b6000396000f3600054600c5760016000550"
                 "05b60006000fd"));
}

TEST_F(OutboxTest, CarriesOutAnActionOnce) {
    open();
    const std::uint64_t id = submit(pay(5), "a");
    EXPECT_EQ(submit(pay(5), "a"), id);
    ASSERT_OK_AND(const Receipt receipt, wait(id));
    EXPECT_EQ(submit(pay(5), "a"), id);
    EXPECT_EQ(balance(), Uint256(5));
    EXPECT_EQ(status(id).state, ActionState::in_block);
    EXPECT_EQ(status(id).inclusion->transaction_hash, receipt.transaction_hash);
    mine(2);
    ASSERT_OK_AND(const Settlement settled, outbox->settle(call));
    EXPECT_EQ(settled.ended, 1U);
    EXPECT_EQ(settled.open, 0U);
    EXPECT_EQ(status(id).state, ActionState::done);
    EXPECT_OK(wait(id, 3));
    EXPECT_EQ(submit(pay(5), "a"), id);
    EXPECT_EQ(count(), 1U);
    const std::uint64_t other = submit(pay(5), "b");
    EXPECT_NE(other, id);
    EXPECT_OK(wait(other));
    EXPECT_EQ(balance(), Uint256(10));
}

TEST_F(OutboxTest, RefusesWhatItCannotKeep) {
    open();
    EXPECT_CODE(outbox->submit(pay(1), "", call), errors::kOutboxBadKey);
    EXPECT_CODE(outbox->submit(pay(1), std::string(129, 'k'), call), errors::kOutboxBadKey);
    EXPECT_CODE(outbox->submit(pay(1), "a\n", call), errors::kOutboxBadKey);
    EXPECT_CODE(outbox->submit({Address{7}, {}, Bytes(120'001)}, "a", call),
                errors::kOutboxTooLarge);
    submit(pay(1), std::string(128, 'k'));
    EXPECT_CODE(outbox->submit(pay(2), std::string(128, 'k'), call), errors::kOutboxKeyReused);
    EXPECT_CODE(outbox->submit(pay(1, 8), std::string(128, 'k'), call), errors::kOutboxKeyReused);
    EXPECT_CODE(outbox->status(99), errors::kOutboxUnknownAction);
    EXPECT_CODE(wait(99), errors::kOutboxUnknownAction);
    EXPECT_CODE(outbox->cancel(99, call), errors::kOutboxUnknownAction);
    EXPECT_EQ(test::must(outbox->list()).size(), 1U);
}

TEST_F(OutboxTest, BelongsToOneProcessAndOneAccount) {
    open();
    EXPECT_CODE(Outbox::open(usual(), anvil->node(), *wallet, clock), errors::kOutboxInUse);
    const auto other = test::wallet_of(0x55);
    EXPECT_OK(Outbox::open(usual(), anvil->node(), *other, clock));
    submit(pay(1), "a");
    outbox.reset();
    open();
    EXPECT_TRUE(test::must(outbox->find("a")).has_value());
    EXPECT_FALSE(test::must(outbox->find("b")).has_value());
    outbox.reset();
    const auto file = outbox_file(usual().folder, {31337, wallet->address()});
    OutboxOptions elsewhere = usual();
    elsewhere.chain_id = 5;
    std::filesystem::copy(file, outbox_file(usual().folder, {5, wallet->address()}));
    EXPECT_CODE(Outbox::open(elsewhere, anvil->node(), *wallet, clock),
                errors::kOutboxOtherAccount);
}

TEST_F(OutboxTest, IsAPrivateFileOfANamedFormat) {
    open();
    submit(pay(1), "a");
    const auto file = outbox_file(usual().folder, {31337, wallet->address()});
    EXPECT_EQ(file.filename(), "31337-0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266.outbox");
    for (const auto& entry : std::filesystem::directory_iterator(usual().folder)) {
        struct stat seen {};
        ASSERT_EQ(::stat(entry.path().c_str(), &seen), 0);
        EXPECT_EQ(seen.st_mode & 0777U, 0600U) << entry.path();
    }
    outbox.reset();
    {
        auto later = test::must(store::Database::open(
            file, {.application_id = kApplicationId, .version = 2, .schema = ""}));
        test::must(later.set_version(2));
    }
    EXPECT_CODE(Outbox::open(usual(), anvil->node(), *wallet, clock), store::errors::kNewerFormat);
    std::filesystem::remove(file);
    std::filesystem::remove(file.string() + "-wal");
    std::ofstream(file) << "not a database, not at all, whatever it is called by whomever";
    EXPECT_CODE(Outbox::open(usual(), anvil->node(), *wallet, clock), store::errors::kDamaged);
}

TEST_F(OutboxTest, IsReadWithoutNodeAndKeyWhileItIsInUse) {
    EXPECT_TRUE(test::must(find_outboxes(usual().folder)).empty());
    const OutboxAccount account{31337, wallet->address()};
    EXPECT_CODE(read_outbox(usual().folder, account), deed::errors::kFileNotFound);
    open();
    const std::uint64_t id = submit(pay(1), "a");
    submit(pay(2), "b");
    EXPECT_OK(wait(id));
    std::ofstream(usual().folder / "5-0x12.outbox") << "no outbox";
    std::ofstream(usual().folder / "x.outbox") << "no outbox";
    ASSERT_OK_AND(const auto accounts, find_outboxes(usual().folder));
    ASSERT_EQ(accounts.size(), 1U);
    EXPECT_EQ(accounts[0].chain_id, 31337U);
    EXPECT_EQ(accounts[0].account, wallet->address());
    ASSERT_OK_AND(const auto all, read_outbox(usual().folder, account));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].key, "a");
    EXPECT_EQ(state_name(all[0].state), "in a block");
    EXPECT_EQ(all[1].key, "b");
    EXPECT_EQ(state_name(all[1].state), "sent");
    EXPECT_EQ(all[1].nonce, 1U);
    ASSERT_OK_AND(const auto last, read_outbox(usual().folder, account, 1));
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].key, "b");
}

TEST_F(OutboxTest, TakesNoMoreThanCanBeLookedAfter) {
    open();
    outbox.reset();
    {
        auto database = test::must(
            store::Database::open(outbox_file(usual().folder, {31337, wallet->address()}),
                                  {.application_id = kApplicationId, .version = 1, .schema = ""}));
        test::must(database.run(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
            "INSERT INTO action(key, value, data, state, reason, made, changed) "
            "SELECT 'k' || i, x'', x'', 0, '', 0, 0 FROM n"));
    }
    open();
    EXPECT_CODE(outbox->submit(pay(1), "a", call), errors::kOutboxFull);
    EXPECT_OK(outbox->cancel(17, call));
    EXPECT_EQ(status(17).state, ActionState::cancelled);
    EXPECT_OK(outbox->submit(pay(1), "a", call));
}

TEST_F(OutboxTest, ForgetsWhatEndedLongAgoAndNoNonce) {
    open();
    EXPECT_OK(wait(submit(pay(1), "a")));
    mine(3);
    EXPECT_EQ(test::must(outbox->settle(call)).ended, 1U);
    outbox.reset();
    {
        auto database = test::must(
            store::Database::open(outbox_file(usual().folder, {31337, wallet->address()}),
                                  {.application_id = kApplicationId, .version = 1, .schema = ""}));
        test::must(database.run("UPDATE sqlite_sequence SET seq = 100001 WHERE name = 'action'"));
    }
    open(faulty->node());
    // Were the nonce forgotten, this lie would be believed.
    faulty->fail(fault("eth_getTransactionCount", "result", -1, R"("value":"0x0")") + "," +
                 fault("eth_getProof", "error", -1, R"("code":-32601,"message":"no")"));
    const std::uint64_t id = submit(pay(1), "b");
    EXPECT_EQ(id, 100'002U);
    EXPECT_FALSE(test::must(outbox->find("a")).has_value());
    EXPECT_EQ(status(id).nonce, 1U);
    EXPECT_OK(wait(id));
}

TEST_F(OutboxTest, TellsWhyAContractRefuses) {
    OutboxOptions options = usual();
    open(anvil->node(), options);
    ASSERT_OK_AND(const Receipt made, wait(submit({std::nullopt, {}, one_time_contract()}, "c")));
    const Address contract = made.contract_address.value();
    const Action use{contract, {}, {}};
    EXPECT_OK(wait(submit(use, "first")));
    EXPECT_CODE(outbox->submit(use, "second", call), errors::kReverted);
    ASSERT_OK_AND(const auto refused, outbox->find("second"));
    EXPECT_EQ(refused->state, ActionState::refused);
    EXPECT_FALSE(refused->nonce.has_value());
    EXPECT_NE(refused->reason.find("refused"), std::string::npos);
    EXPECT_CODE(wait(refused->id), errors::kReverted);
    EXPECT_CODE(outbox->submit(use, "second", call), errors::kReverted);
    EXPECT_EQ(count(), 2U);
    // The state may be another one in a year.
    anvil->tell("anvil_setStorageAt",
                "[\"" + to_hex(contract) + "\",\"0x0\",\"" + to_hex(Word{}) + "\"]");
    EXPECT_EQ(submit(use, "second"), refused->id);
    EXPECT_OK(wait(refused->id));
}

TEST_F(OutboxTest, TellsWhyATransactionFailed) {
    open(faulty->node());
    ASSERT_OK_AND(const Receipt made, wait(submit({std::nullopt, {}, one_time_contract()}, "c")));
    const Action use{made.contract_address.value(), {}, {}};
    EXPECT_OK(wait(submit(use, "first")));
    faulty->fail(fault("eth_estimateGas", "result", 1, R"("value":"0x186a0")"));
    const std::uint64_t id = submit(use, "second");
    const auto failed = wait(id);
    EXPECT_CODE(failed, errors::kReverted);
    mine(3);
    EXPECT_OK(outbox->settle(call));
    EXPECT_EQ(status(id).state, ActionState::reverted);
    EXPECT_NE(status(id).reason.find("refused"), std::string::npos);
    // Asked again, it is tried again, and this time nothing is signed.
    EXPECT_CODE(outbox->submit(use, "second", call), errors::kReverted);
    EXPECT_EQ(status(id).state, ActionState::refused);
    EXPECT_EQ(count(), 3U);
}

TEST_F(OutboxTest, DoesWhatFailedOnceWhenItIsAskedAgain) {
    open(faulty->node());
    ASSERT_OK_AND(const Receipt made, wait(submit({std::nullopt, {}, one_time_contract()}, "c")));
    const Address contract = made.contract_address.value();
    const Action use{contract, {}, {}};
    EXPECT_OK(wait(submit(use, "first")));
    const std::string estimate = fault("eth_estimateGas", "result", 1, R"("value":"0x186a0")");
    faulty->fail(estimate);
    const std::uint64_t id = submit(use, "second");
    EXPECT_CODE(wait(id), errors::kReverted);
    anvil->tell("anvil_setStorageAt",
                "[\"" + to_hex(contract) + "\",\"0x0\",\"" + to_hex(Word{}) + "\"]");
    // Its block may leave the chain yet, and then its own transaction comes again.
    EXPECT_EQ(submit(use, "second"), id);
    EXPECT_EQ(status(id).state, ActionState::in_block);
    EXPECT_EQ(count(), 3U);
    mine(3);
    EXPECT_OK(outbox->settle(call));
    ASSERT_EQ(status(id).state, ActionState::reverted);
    // A node that does not answer shows nothing of that block.
    faulty->fail(fault("eth_getTransactionReceipt", "status", 1, R"("status":502)"));
    EXPECT_EQ(submit(use, "second"), id);
    EXPECT_EQ(status(id).state, ActionState::reverted);
    EXPECT_EQ(submit(use, "second"), id);
    EXPECT_EQ(status(id).nonce, 3U);
    EXPECT_OK(wait(id));
    EXPECT_EQ(submit(use, "second"), id);
    EXPECT_EQ(count(), 4U);
}

TEST_F(OutboxTest, WaitsForWhatEarlierActionsBringAbout) {
    open(faulty->node());
    ASSERT_OK_AND(const Receipt made, wait(submit({std::nullopt, {}, one_time_contract()}, "c")));
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t first = submit(pay(1), "a");
    // Before the first is in a block, a refusal says nothing yet.
    faulty->fail(
        fault("eth_estimateGas", "error", 1, R"("code":3,"message":"execution reverted")"));
    const std::uint64_t second = submit({made.contract_address.value(), {}, {}}, "b");
    EXPECT_EQ(status(second).state, ActionState::recorded);
    faulty->fail(
        fault("eth_estimateGas", "error", 1, R"("code":3,"message":"execution reverted")"));
    ASSERT_OK_AND(const Settlement settled, outbox->settle(call));
    ASSERT_TRUE(settled.trouble.has_value());
    EXPECT_EQ(settled.trouble->code(), errors::kOutboxWaitsForOthers);
    mine();
    EXPECT_OK(wait(first));
    anvil->tell("evm_setAutomine", "[true]");
    EXPECT_OK(wait(second));
}

TEST_F(OutboxTest, SeveralThreadsShareIt) {
    open();
    constexpr int kThreads = 6;
    constexpr int kEach = 4;
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&, t] {
            Call own;
            for (int i = 0; i < kEach; ++i) {
                // Two threads each submit the same.
                const std::string key = std::to_string(t / 2) + "." + std::to_string(i);
                const auto id = outbox->submit(pay(1), key, own);
                if (!id || !outbox->wait(*id, {}, own)) ++failures;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(balance(), Uint256(kThreads / 2 * kEach));
    EXPECT_EQ(count(), kThreads / 2 * kEach);
}

TEST_F(OutboxTest, RecordsForThoseWhoSignByThemselves) {
    open();
    Nonces nonces{wallet->address(), 0};
    SenderOptions options;
    options.chain_id = 31337;
    options.fees = usual().fees;
    auto sender = test::must(Sender::open(anvil->node(), *wallet, nonces, *outbox, options, call));
    anvil->tell("evm_setAutomine", "[false]");
    ASSERT_OK_AND(const auto first, sender->prepare(pay(3), call));
    EXPECT_OK(outbox->record(first, call));  // the same again
    ASSERT_OK_AND(const auto known, outbox->find(to_hex(first.hash())));
    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->state, ActionState::prepared);
    ASSERT_OK_AND(const auto second, sender->prepare_replacement(first, call));
    EXPECT_EQ(status(known->id).transactions, (std::vector{first.hash(), second.hash()}));
    // A nonce has one action.
    Transaction other = first.transaction();
    other.value = 4;
    const auto another = test::must(SignedTransaction::sign(other, *wallet, call));
    EXPECT_CODE(outbox->record(another, call), errors::kOutboxNonceReserved);
    other.chain_id = 1;
    EXPECT_CODE(outbox->record(test::must(SignedTransaction::sign(other, *wallet, call)), call),
                errors::kOutboxOtherAccount);
    // Whoever recorded and died before sending finds it sent.
    EXPECT_OK(outbox->settle(call));
    mine();
    EXPECT_OK(wait(known->id));
    EXPECT_EQ(balance(), Uint256(3));
    EXPECT_EQ(count(), 1U);
}

}  // namespace
}  // namespace deed::registry::evm
