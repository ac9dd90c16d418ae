// The file of an outbox as version 1 of the format has it. DEED_UPDATE_GOLDEN=1 writes it anew,
// which only a new version of the format is a reason for.

#include <cstdlib>

#include "registry-contracts/client/evm/outbox/outbox_store.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::registry::evm {
namespace {

using test::must;

const OutboxAccount kAccount{31337,
                             must(parse_address("0x6e7f4d9a7cf0b5f0bbf3b3f7b2a7f1a3c5d7e9fb"))};

std::filesystem::path golden() {
    return std::filesystem::path(DEED_OUTBOX_GOLDEN) / "version-1.outbox";
}

Timestamp at(int second) {
    return must(Timestamp::parse_rfc3339("2026-11-22T12:00:00Z")).plus_seconds(second);
}

SignedTransaction transaction(std::uint64_t nonce, std::uint64_t fee) {
    Call call;
    Transaction content;
    content.chain_id = 31337;
    content.nonce = nonce;
    content.max_fee_per_gas = fee;
    content.gas_limit = 21'000;
    content.to = Address{7};
    content.value = 300;
    return must(SignedTransaction::sign(content, *test::wallet_of(0x42), call));
}

Word word(std::uint8_t byte) {
    Word filled;
    filled.fill(byte);
    return filled;
}

void make(const std::filesystem::path& file) {
    auto store = must(OutboxStore::open(file, kAccount, OutboxStore::Access::write));
    must(store->add({Address{7}, 300, {}}, "recorded", at(1)));
    const auto done = must(store->add({Address{7}, 300, {}}, "done", at(2)));
    must(store->add_attempt(done, transaction(4, 1000), false, at(3)));
    must(store->add_attempt(done, transaction(4, 2000), false, at(4)));
    must(store->set_included(done, ActionState::done,
                             {transaction(4, 1000).hash(), 17, word(0x17), true}, "", at(5)));
    const auto creates = must(store->add({std::nullopt, {}, {0x60, 0x00}}, "refused", at(6)));
    must(store->set_state(creates, ActionState::refused, "no reason given", at(7)));
    const auto cancelled = must(store->add({Address{7}, 300, {}}, "cancelling", at(8)));
    must(store->add_attempt(cancelled, transaction(5, 1000), false, at(9)));
    must(store->add_attempt(cancelled, transaction(5, 3000), true, at(10)));
    must(store->set_state(cancelled, ActionState::sent, "", at(11)));
}

void expect_whole(OutboxStore& store) {
    ASSERT_OK_AND(const auto all, store.latest(10));
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].key, "recorded");
    EXPECT_EQ(all[0].state, ActionState::recorded);
    EXPECT_EQ(all[0].action.value, Uint256(300));
    EXPECT_EQ(all[0].made, at(1));
    EXPECT_FALSE(all[0].nonce.has_value());
    EXPECT_EQ(all[1].state, ActionState::done);
    EXPECT_EQ(all[1].nonce, 4U);
    EXPECT_EQ(all[1].transactions,
              (std::vector{transaction(4, 1000).hash(), transaction(4, 2000).hash()}));
    EXPECT_EQ(all[1].inclusion, (Inclusion{transaction(4, 1000).hash(), 17, word(0x17), true}));
    EXPECT_EQ(all[1].changed, at(5));
    EXPECT_EQ(all[2].state, ActionState::refused);
    EXPECT_EQ(all[2].reason, "no reason given");
    EXPECT_FALSE(all[2].action.to.has_value());
    EXPECT_EQ(all[2].action.data, (Bytes{0x60, 0x00}));
    EXPECT_EQ(all[3].state, ActionState::sent);
    EXPECT_EQ(all[3].cancellations, std::vector{transaction(5, 3000).hash()});
    ASSERT_OK_AND(const auto attempts, store.attempts(all[3]));
    ASSERT_EQ(attempts.size(), 2U);
    EXPECT_EQ(attempts[0].raw, transaction(5, 1000).raw());
    EXPECT_TRUE(attempts[1].cancels);
    ASSERT_OK_AND(const KnownNonces nonces, store.nonces());
    EXPECT_EQ(nonces.next, 6U);
    EXPECT_EQ(nonces.floor, 5U);
    EXPECT_EQ(must(store.open_actions()), (std::vector{all[0].id, all[3].id}));
}

TEST(OutboxFile, OfVersionOneIsReadAndContinued) {
    if (std::getenv("DEED_UPDATE_GOLDEN") != nullptr) {
        std::filesystem::remove(golden());
        make(golden());
    }
    const test::TempDir temp;
    std::filesystem::copy_file(golden(), temp / "copy");
    std::filesystem::permissions(
        temp / "copy", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    expect_whole(*must(OutboxStore::open(temp / "copy", kAccount, OutboxStore::Access::read)));
    auto store = must(OutboxStore::open(temp / "copy", kAccount, OutboxStore::Access::write));
    expect_whole(*store);
    EXPECT_EQ(must(store->add({Address{7}, 1, {}}, "next", at(20))), 5U);
}

TEST(OutboxFile, IsWrittenAsVersionOneIs) {
    const test::TempDir temp;
    make(temp / "made");
    expect_whole(*must(OutboxStore::open(temp / "made", kAccount, OutboxStore::Access::read)));
}

}  // namespace
}  // namespace deed::registry::evm
