#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/fisco/engine/fisco_chain.hpp"

namespace deed::registry::test {
namespace {

using evm::ActionState;
namespace outbox_errors = evm::errors;

class FiscoOutbox : public testing::TestWithParam<fisco::ChainVersion> {
protected:
    void SetUp() override {
        if (!deed::test::have_fisco_node())
            GTEST_SKIP() << "no Anvil, no Node or no libraries for it: run scripts/setup";
        chain = std::make_unique<FiscoChain>(GetParam());
        contract = chain->deploy(deed::test::unhex("6004600a5f3960045ff35f5fa000"));
        chain->patience = std::chrono::milliseconds(100);
        chain->open();
        first = height() + 1;
    }

    fisco::Outbox& outbox() { return chain->outbox(); }
    std::uint64_t height() { return must(chain->node().node().block_number(call)); }
    /// How often the contract was called, as the chain shows it.
    std::size_t executed() {
        chain->node().fault("none");
        evm::LogFilter filter;
        filter.addresses = {contract};
        std::size_t count = 0;
        const std::uint64_t head = height();
        for (filter.from_block = first; filter.from_block <= head; filter.from_block += 500) {
            filter.to_block = std::min(head, filter.from_block + 499);
            count += must(chain->reader().logs(filter, call)).size();
        }
        return count;
    }
    std::uint64_t submit() { return must(outbox().submit(action(), "once", call)); }
    evm::Action action() const { return {contract, {}, {}}; }
    /// Waits as long as it takes on a busy machine; one wait() is short, for those that must fail.
    Result<evm::Receipt> ended(std::uint64_t id) {
        auto result = outbox().wait(id, {}, call);
        for (int i = 0; i < 100 && !result && result.error().code() == evm::errors::kNotConfirmed;
             ++i)
            result = outbox().wait(id, {}, call);
        return result;
    }
    evm::ActionStatus status(std::uint64_t id) { return must(outbox().status(id)); }
    /// The process dies, and another takes its work up.
    void crash() {
        chain->close();
        chain->node().fault("none");
        chain->open();
    }

    std::unique_ptr<FiscoChain> chain;
    Address contract{};
    std::uint64_t first = 0;
    Call call;
};

TEST_P(FiscoOutbox, DoesAnActionOnce) {
    const std::uint64_t id = submit();
    ASSERT_OK_AND(const evm::Receipt receipt, ended(id));
    EXPECT_TRUE(receipt.value.succeeded);
    EXPECT_EQ(submit(), id);
    EXPECT_EQ(status(id).state, ActionState::done);
    EXPECT_EQ(status(id).inclusion->block_number, receipt.block_number);
    crash();
    EXPECT_EQ(submit(), id);
    EXPECT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
    EXPECT_CODE(outbox().submit({contract, {}, {1}}, "once", call),
                outbox_errors::kOutboxKeyReused);
    EXPECT_CODE(outbox().submit({contract, {}, {}}, "", call), outbox_errors::kOutboxBadKey);
    EXPECT_CODE(outbox().submit({contract, {}, Bytes(120'001)}, "long", call),
                outbox_errors::kOutboxTooLarge);
    EXPECT_CODE(outbox().submit({contract, 1, {}}, "value", call),
                fisco::errors::kTransactionInvalid);
    EXPECT_CODE(outbox().status(77), outbox_errors::kOutboxUnknownAction);
}

// Dies at each step.

TEST_P(FiscoOutbox, DiesBeforeSigning) {
    chain->node().fault("error", "-32603");
    const std::uint64_t id = submit();
    EXPECT_EQ(status(id).state, ActionState::recorded);
    EXPECT_TRUE(status(id).transactions.empty());
    crash();
    ASSERT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, DiesBeforeTheNodeHasIt) {
    chain->node().fault("deaf");
    const std::uint64_t id = submit();
    EXPECT_EQ(status(id).state, ActionState::prepared);
    crash();
    ASSERT_OK(outbox().settle(call));
    ASSERT_OK(ended(id));
    EXPECT_EQ(status(id).transactions.size(), 1U);  // the very same bytes
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, DiesBeforeItHearsOfTheBlock) {
    chain->node().fault("mute");
    const std::uint64_t id = submit();
    EXPECT_EQ(status(id).state, ActionState::prepared);
    crash();
    ASSERT_OK_AND(const evm::Settlement settlement, outbox().settle(call));
    EXPECT_EQ(settlement.ended, 1U);
    EXPECT_EQ(status(id).state, ActionState::done);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, SignsAnewOnlyWhenTheLimitHasPassedWithoutIt) {
    chain->node().fault("lose");
    const std::uint64_t id = submit();
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    chain->node().mine(499);
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    chain->node().mine(1);
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    EXPECT_EQ(status(id).transactions.size(), 2U);
    crash();
    ASSERT_OK_AND(const evm::Receipt receipt, ended(id));
    EXPECT_EQ(receipt.transaction_hash, status(id).transactions.back());
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, ALostReceiptDoesNothingTwice) {
    chain->node().fault("mute");
    const std::uint64_t id = submit();
    chain->node().fault("hide_receipts");
    chain->node().mine(600);
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    chain->node().fault("none");
    ASSERT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, AHeightThatIsNoneDoesNothingTwice) {
    chain->node().fault("deaf");
    const std::uint64_t id = submit();
    chain->node().fault("height", "5000");
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    chain->node().fault("none");
    ASSERT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, GarbageEndsNothing) {
    chain->node().fault("deaf");
    const std::uint64_t id = submit();
    chain->node().fault("garbage", "\"<html>\"");
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    ASSERT_OK_AND(const evm::Settlement settlement, outbox().settle(call));
    EXPECT_TRUE(settlement.trouble.has_value());
    chain->node().fault("none");
    ASSERT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
}

// What was sent cannot be taken back: it is sent no more, and that is said.

TEST_P(FiscoOutbox, CancelsAtOnceWhatWasNotSigned) {
    chain->node().fault("error", "-32603");
    const std::uint64_t id = submit();
    ASSERT_OK(outbox().cancel(id, call));
    EXPECT_EQ(status(id).state, ActionState::cancelled);
    crash();
    EXPECT_CODE(ended(id), outbox_errors::kOutboxCancelled);
    EXPECT_EQ(executed(), 0U);
    EXPECT_EQ(submit(), id);  // it is wanted after all
    ASSERT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, CancelledMeansSentNoMore) {
    chain->node().fault("lose");
    const std::uint64_t id = submit();
    ASSERT_OK(outbox().cancel(id, call));
    EXPECT_TRUE(status(id).stopped);
    EXPECT_FALSE(evm::has_ended(status(id).state));
    crash();
    ASSERT_OK(outbox().settle(call));
    EXPECT_CODE(outbox().wait(id, {}, call), evm::errors::kNotConfirmed);
    EXPECT_CODE(outbox().submit(action(), "once", call), outbox_errors::kOutboxCancelled);
    EXPECT_EQ(executed(), 0U);
    chain->node().mine(500);
    EXPECT_CODE(ended(id), outbox_errors::kOutboxCancelled);
    EXPECT_EQ(status(id).state, ActionState::cancelled);
    EXPECT_EQ(status(id).transactions.size(), 1U);
    EXPECT_EQ(executed(), 0U);
    EXPECT_EQ(submit(), id);
    ASSERT_OK(ended(id));
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, CancellingComesTooLate) {
    chain->node().fault("mute");
    const std::uint64_t id = submit();
    chain->node().fault("none");
    EXPECT_CODE(outbox().cancel(id, call), outbox_errors::kOutboxTooLate);
    EXPECT_OK(ended(id));
    EXPECT_CODE(outbox().cancel(id, call), outbox_errors::kOutboxTooLate);
    EXPECT_EQ(executed(), 1U);
}

TEST_P(FiscoOutbox, TellsWhyTheContractRefused) {
    chain->deploy_contracts();
    const auto id =
        must(outbox().submit({chain->registry, {}, deed::test::unhex("00000001")}, "no", call));
    const auto refused = ended(id);
    EXPECT_CODE(refused, evm::errors::kReverted);
    EXPECT_EQ(status(id).state, ActionState::reverted);
    EXPECT_EQ(must(outbox().list()).back().id, id);
}

TEST_P(FiscoOutbox, BelongsToOneGroup) {
    EXPECT_CODE(
        fisco::Outbox::open(chain->options(), chain->reader(), chain->signer(), chain->clock()),
        outbox_errors::kOutboxInUse);
    chain->close();
    // Another chain of the same names and number.
    FiscoChain other(GetParam(), {"--now"});
    EXPECT_CODE(
        fisco::Outbox::open(chain->options(), other.reader(), chain->signer(), chain->clock()),
        outbox_errors::kOutboxOtherAccount);
    fisco::OutboxOptions options = chain->options();
    options.sending.blocks_ahead = 1001;
    EXPECT_CODE(fisco::Outbox::open(options, chain->reader(), chain->signer(), chain->clock()),
                fisco::errors::kSettingsInvalid);
}

TEST(FiscoOutboxFile, NamesKindNumberChainAndGroup) {
    fisco::OutboxAccount account{fisco::ChainVersion::three, 20'200, "chain0", "group0",
                                 Address{1}};
    EXPECT_EQ(fisco::outbox_file("f", account).string(),
              "f/fisco3-20200-chain0-group0-0x0100000000000000000000000000000000000000.outbox");
    account.chain = "a-b";
    account.group = "../c";
    EXPECT_EQ(fisco::outbox_file("f", account).filename().string(),
              "fisco3-20200-a%2Db-%2E%2E%2Fc-0x0100000000000000000000000000000000000000.outbox");
    account.version = fisco::ChainVersion::two;
    EXPECT_TRUE(fisco::outbox_file("f", account).filename().string().starts_with("fisco2-"));
}

std::string version_name(const testing::TestParamInfo<fisco::ChainVersion>& info) {
    return info.param == fisco::ChainVersion::two ? "Two" : "Three";
}

INSTANTIATE_TEST_SUITE_P(Versions, FiscoOutbox,
                         testing::Values(fisco::ChainVersion::two, fisco::ChainVersion::three),
                         version_name);

}  // namespace
}  // namespace deed::registry::test
