// Nodes that are down, slow, lie or talk nonsense: each action is done once all the same.

#include <cstdlib>
#include <ctime>
#include <thread>

#include "tests/registry-contracts/client/evm/outbox/outbox_fixture.hpp"

namespace deed::registry::evm {
namespace {

struct Trouble {
    std::string name;
    std::string faults;
};

std::string error_of(const std::string& words, std::int64_t code = -32000) {
    return R"("code":)" + std::to_string(code) + R"(,"message":")" + words + "\"";
}

const std::string kSend = "eth_sendRawTransaction";
const std::string kCount = "eth_getTransactionCount";
const std::string kReceipt = "eth_getTransactionReceipt";

std::vector<Trouble> troubles() {
    std::vector<Trouble> all;
    const auto add = [&](const std::string& name, const std::string& faults) {
        all.push_back({name, faults});
    };
    for (const std::string& method : {kSend, kCount, kReceipt, std::string("eth_estimateGas"),
                                      std::string("eth_feeHistory"), std::string()}) {
        const std::string of = method.empty() ? "everything" : method.substr(4);
        add("lost_request_" + of, fault(method, "lose_request", 2));
        add("lost_answer_" + of, fault(method, "lose_answer", 2));
        add("garbage_" + of, fault(method, "garbage", 2));
        add("too_many_" + of, fault(method, "status", 2, R"("status":429)"));
        add("bad_gateway_" + of, fault(method, "status", 2, R"("status":502)"));
        add("other_id_" + of, fault(method, "other_id", 2));
        add("half_" + of, fault(method, "half", 2));
        add("slow_" + of, fault(method, "delay", 1, R"("seconds":0.5)"));
        add("null_" + of, fault(method, "result", 2, R"("value":null)"));
        add("node_failed_" + of, fault(method, "error", 2, error_of("internal error", -32603)));
    }
    add("twice", fault(kSend, "twice"));
    add("false_already_known", fault(kSend, "error", 2, error_of("already known")));
    add("false_nonce_too_low", fault(kSend, "error", 2, error_of("nonce too low")));
    add("false_nonce_too_high", fault(kSend, "error", 2, error_of("nonce too high")));
    add("sent_and_nonce_too_low", fault(kSend, "error_after", 1, error_of("nonce too low")));
    add("sent_and_failed", fault(kSend, "error_after", 1, error_of("internal error", -32603)));
    add("sent_and_underpriced",
        fault(kSend, "error_after", 1, error_of("replacement transaction underpriced")));
    add("other_hash", fault(kSend, "result", 1, R"("value":"0x)" + std::string(64, '1') + "\""));
    add("counts_too_low", fault(kCount, "add", 6, R"("number":-2)"));
    add("counts_too_high", fault(kCount, "add", 6, R"("number":3)"));
    add("counts_far_too_high", fault(kCount, "add", 6, R"("number":1000000)"));
    add("counts_beyond_numbers",
        fault(kCount, "result", 6, R"("value":"0xffffffffffffffffffffffff")"));
    add("no_receipts_for_long", fault(kReceipt, "result", 12, R"("value":null)"));
    add("no_block", fault("eth_getBlockByNumber", "result", 4, R"("value":null)"));
    return all;
}

class OutboxTrouble : public OutboxTest {};

TEST_F(OutboxTrouble, DoesNotDoubleOrLoseAnAction) {
    OutboxOptions options = usual();
    options.replace_after = std::chrono::milliseconds(200);
    std::uint64_t sum = 0;
    std::uint64_t number = 0;
    std::size_t turn = 0;
    for (const Trouble& trouble : troubles()) {
        // One in three, others each day; all where there is time.
        const bool is_due = ++turn % 3 == static_cast<std::size_t>(std::time(nullptr) / 86'400) % 3;
        if (!is_due && std::getenv("DEED_FULL") == nullptr) continue;
        SCOPED_TRACE(trouble.name);
        open(faulty->node(), options);  // it asks for its nonce anew
        ++number;
        faulty->fail(trouble.faults);
        ASSERT_OK_AND(const std::uint64_t id, outbox->submit(pay(number), trouble.name, call));
        const auto done = wait(id);
        faulty->fail("");
        if (!done) EXPECT_OK(wait(id));
        sum += number;
        ASSERT_EQ(balance(), Uint256(sum));
    }
    EXPECT_OK(outbox->settle(call));
    // None was displaced, and nothing was done but these, and empty ones in missing places.
    std::uint64_t signed_ones = 0;
    for (const ActionStatus& action : test::must(outbox->list())) {
        EXPECT_TRUE(action.state == ActionState::in_block || action.state == ActionState::done)
            << action.key << " is " << state_name(action.state);
        signed_ones += action.nonce.has_value() ? 1 : 0;
    }
    EXPECT_EQ(signed_ones, count());
}

TEST_F(OutboxTest, KeepsWhatANodeThatIsDownCannotTake) {
    open(faulty->node());
    faulty->fail(fault("", "lose_request", -1));
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_EQ(status(id).state, ActionState::recorded);
    ASSERT_OK_AND(const Settlement settled, outbox->settle(call));
    EXPECT_EQ(settled.open, 1U);
    EXPECT_TRUE(settled.trouble.has_value());
    OutboxOptions hasty = usual();
    hasty.patience = std::chrono::milliseconds(30);
    open(faulty->node(), hasty);
    EXPECT_CODE(wait(id), errors::kNotConfirmed);
    faulty->fail("");
    EXPECT_OK(outbox->settle(call));
    EXPECT_OK(wait(id));
    EXPECT_EQ(balance(), Uint256(1));
}

TEST_F(OutboxTest, TellsAtOnceWhatNoWaitingMends) {
    open(faulty->node());
    faulty->fail(fault("eth_chainId", "result", 2, R"("value":"0x1")"));
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_CODE(wait(id), errors::kWrongChain);
    const struct {
        const char* words;
        const ErrorCode& code;
    } said[] = {{"insufficient funds for gas * price + value", errors::kInsufficientFunds},
                {"intrinsic gas too low", errors::kGasTooLow},
                {"exceeds block gas limit", errors::kGasAboveBlock},
                {"transaction type not supported", errors::kRpcRejected}};
    for (const auto& [words, code] : said) {
        faulty->fail(fault(kSend, "error", 2, error_of(words)));
        EXPECT_CODE(wait(id), code);
    }
    faulty->fail(fault(kSend, "status", 2, R"("status":401)"));
    EXPECT_CODE(wait(id), errors::kRpcNotAuthorized);
    faulty->fail("");
    EXPECT_OK(wait(id));
    EXPECT_EQ(count(), 1U);
}

TEST_F(OutboxTest, SignsNothingWhereTheCountIsNotCredible) {
    open(faulty->node());
    faulty->fail(fault(kCount, "add", -1, R"("number":65)"));
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_EQ(status(id).state, ActionState::recorded);
    ASSERT_OK_AND(const Settlement settled, outbox->settle(call));
    EXPECT_EQ(settled.trouble->code().name, errors::kOutboxNonceDoubtful.name);
    // Not even where the node gives no proofs: so many cannot be waiting.
    faulty->fail(fault(kCount, "result", 1, R"("value":"0x0")") + "," +
                 fault(kCount, "add", -1, R"("number":65)") + "," +
                 fault("eth_getProof", "error", -1, error_of("no", -32601)));
    ASSERT_OK_AND(const Settlement again, outbox->settle(call));
    EXPECT_EQ(again.trouble->code().name, errors::kOutboxNonceDoubtful.name);
    EXPECT_EQ(status(id).state, ActionState::recorded);
    faulty->fail("");
    EXPECT_OK(wait(id));
    EXPECT_EQ(status(id).nonce, 0U);
}

TEST_F(OutboxTest, FillsNoncesThatAreMissing) {
    OutboxOptions options = usual();
    options.replace_after = std::chrono::milliseconds(50);
    open(faulty->node(), options);
    // Two that nobody sent seem to be waiting.
    faulty->fail(fault(kCount, "add", 2, R"("number":2)"));
    const std::uint64_t id = submit(pay(1), "a");
    EXPECT_EQ(status(id).nonce, 2U);
    EXPECT_OK(wait(id));
    EXPECT_EQ(balance(), Uint256(1));
    EXPECT_EQ(count(), 3U);
    EXPECT_TRUE(test::must(outbox->find("deed:fill:0")).has_value());
    EXPECT_TRUE(test::must(outbox->find("deed:fill:1")).has_value());
}

TEST_F(OutboxTest, StopsWhenItIsTold) {
    open();
    anvil->tell("evm_setAutomine", "[false]");
    const std::uint64_t id = submit(pay(1), "a");
    std::atomic<bool> cancelled{false};
    std::thread user([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        cancelled = true;
    });
    Call interrupted(nullptr, &cancelled);
    EXPECT_CODE(outbox->wait(id, {}, interrupted), deed::errors::kInterrupted);
    user.join();
    EXPECT_CODE(outbox->settle(interrupted), deed::errors::kInterrupted);
    mine();
    EXPECT_OK(wait(id));
}

}  // namespace
}  // namespace deed::registry::evm
