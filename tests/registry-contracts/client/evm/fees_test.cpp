#include "registry-contracts/client/evm/fees.hpp"

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/nonces.hpp"
#include "tests/registry-contracts/client/evm/scripted_http.hpp"

namespace deed::registry::evm {
namespace {

FeeHistory history_of(std::uint64_t base, std::initializer_list<std::uint64_t> rewards) {
    FeeHistory history;
    history.base_fees = {1, base};
    for (const std::uint64_t reward : rewards) history.rewards.push_back({Uint256(reward)});
    return history;
}

FeePolicy policy_of(std::uint64_t fee, std::uint64_t priority) {
    FeePolicy policy;
    policy.max_fee_per_gas = fee;
    policy.max_priority_fee_per_gas = priority;
    return policy;
}

TEST(Fees, StayWithinTheirCaps) {
    const auto fees = [](const FeeHistory& history, const FeePolicy& policy) {
        return test::must(fees_from(history, policy));
    };
    const auto history = history_of(100, {9, 5, 7});
    EXPECT_EQ(fees(history, policy_of(1000, 50)), (Fees{207, 7}));
    EXPECT_EQ(fees(history, policy_of(1000, 3)), (Fees{203, 3}));
    EXPECT_EQ(fees(history, policy_of(150, 50)), (Fees{150, 7}));
    EXPECT_EQ(fees(history, policy_of(102, 50)), (Fees{102, 2}));
    EXPECT_EQ(fees(history, policy_of(100, 50)), (Fees{100, 0}));
    EXPECT_CODE(fees_from(history, policy_of(99, 50)), errors::kFeeAboveCap);
    EXPECT_EQ(fees(history_of(0, {}), policy_of(10, 5)), (Fees{0, 0}));
    FeeHistory absurd = history_of(0, {1});
    absurd.base_fees = {Uint256::max()};
    EXPECT_CODE(fees_from(absurd, policy_of(10, 5)), errors::kFeeAboveCap);
    FeePolicy endless;
    endless.max_fee_per_gas = Uint256::max();
    EXPECT_EQ(fees(absurd, endless).max_fee_per_gas, Uint256::max());
}

TEST(Fees, AReplacementPaysAnEighthMoreWithinTheCaps) {
    const Fees sent{160, 80};
    EXPECT_EQ(test::must(replacement_fees(sent, {1, 1}, policy_of(1000, 1000))), (Fees{181, 91}));
    EXPECT_EQ(test::must(replacement_fees(sent, {500, 200}, policy_of(1000, 1000))),
              (Fees{500, 200}));
    EXPECT_CODE(replacement_fees(sent, {1, 1}, policy_of(180, 1000)), errors::kFeeAboveCap);
    EXPECT_CODE(replacement_fees(sent, {1, 1}, policy_of(1000, 90)), errors::kFeeAboveCap);
}

class NoncesTest : public testing::Test {
protected:
    void node_counts(const char* quantity) {
        http.answer_each_with("\"result\":\"" + std::string(quantity) + "\"");
    }
    std::uint64_t take(Nonces& nonces) { return test::must(nonces.take(node, call)); }

    test::ScriptedHttp http;
    RpcClient rpc{http, test::must(net::Url::parse("https://node.example"))};
    Node node{rpc};
    Call call;
};

TEST_F(NoncesTest, AreHandedOutOnce) {
    node_counts("0x5");
    Nonces nonces(Address{}, 0);
    EXPECT_EQ(take(nonces), 5U);
    EXPECT_EQ(take(nonces), 6U);
    EXPECT_EQ(take(nonces), 7U);
    EXPECT_EQ(http.bodies.size(), 1U);
    nonces.give_back(6);
    EXPECT_EQ(take(nonces), 6U);
    nonces.give_back(7);
    EXPECT_EQ(take(nonces), 7U);
    EXPECT_EQ(take(nonces), 8U);
}

TEST_F(NoncesTest, ANodeThatForgetsDoesNotMakeThemComeTwice) {
    node_counts("0x2");
    Nonces nonces(Address{}, 9);  // recorded up to 8
    EXPECT_EQ(take(nonces), 9U);
    node_counts("0x0");
    EXPECT_OK(nonces.resync(node, call));
    EXPECT_EQ(take(nonces), 10U);
    node_counts("0x20");
    nonces.give_back(9);
    EXPECT_OK(nonces.resync(node, call));
    EXPECT_EQ(take(nonces), 32U);
}

TEST_F(NoncesTest, NodesThatTalkNonsenseAreRefused) {
    Nonces nonces(Address{}, 0);
    for (const char* result : {"\"result\":5", "\"result\":\"5\"", "\"result\":null",
                               "\"result\":\"0x10000000000000000\"", "\"result\":\"0x05\""}) {
        http.answer_each_with(result);
        EXPECT_CODE(nonces.take(node, call), errors::kRpcUnexpectedResult) << result;
    }
}

TEST_F(NoncesTest, ResultsOfAnotherFormAreRefused) {
    const auto refused = [this](const std::string& result, const auto& ask) {
        http.answer_each_with("\"result\":" + result);
        EXPECT_CODE(ask(), errors::kRpcUnexpectedResult) << result;
    };
    for (const char* block : {"1", "{}", R"({"hash":"0x00"})", "[]"})
        refused(block, [this] { return node.block(BlockRef::latest(), call); });
    for (const char* receipt : {"1", "{}", R"({"transactionHash":"0x"})"})
        refused(receipt, [this] { return node.receipt(Word{}, call); });
    for (const char* logs : {"{}", "[1]", "null", "[{}]"})
        refused(logs, [this] { return node.logs({}, call); });
    for (const char* proof : {"{}", "null", "[]"})
        refused(proof,
                [this] { return node.state_proof(Address{}, {}, BlockRef::latest(), call); });
    for (const char* fees : {"{}", R"({"baseFeePerGas":[],"gasUsedRatio":[]})",
                             R"({"baseFeePerGas":["x"],"gasUsedRatio":[]})"})
        refused(fees, [this] { return node.fee_history(1, {}, call); });
    for (const char* gas : {"\"0xffffffffffffffff\"", "21000", "null"})
        refused(gas, [this] { return node.estimate_gas({}, call); });
    refused("\"0x0\"", [this] { return node.call_contract({}, BlockRef::latest(), call); });
    http.answer_each_with("\"result\":\"0x" + std::string(64, '0') + "\"");
    EXPECT_CODE(node.send_raw_transaction(Bytes{1}, call), errors::kHashMismatch);
    // Nothing is safe or final yet, as Geth says it.
    http.answer_each_with(R"("error":{"code":-39001,"message":"safe block not found"})");
    EXPECT_FALSE(test::must(node.block(BlockRef::safe(), call)).has_value());
}

}  // namespace
}  // namespace deed::registry::evm
