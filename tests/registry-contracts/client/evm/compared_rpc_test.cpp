// Several nodes of one chain held against each other: Anvil, and Anvil behind servers that lie.

#include "registry-contracts/client/evm/compared_rpc.hpp"

#include <algorithm>
#include <cctype>

#include "lib/json/jcs.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "tests/registry-contracts/client/evm/faulty_node.hpp"

namespace deed::registry::evm {
namespace {

class ComparedRpcTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        anvil = std::make_unique<test::Anvil>();
        second = std::make_unique<FaultyNode>(anvil->url());
        third = std::make_unique<FaultyNode>(anvil->url());
    }

    /// The node that `agree` of them make; three of them where there is to be one more than needed.
    Node& nodes(std::size_t agree, std::size_t count) {
        std::vector<ComparedRpc::Source> sources{{&anvil->rpc(), "one"}, {&second->rpc(), "two"}};
        if (count > 2) sources.push_back({&third->rpc(), "three"});
        compared = std::make_unique<ComparedRpc>(std::move(sources), agree);
        node = std::make_unique<Node>(*compared);
        return *node;
    }
    Node& both() { return nodes(2, 2); }

    /// What the node answers, as text.
    std::string told(const std::string& method, const std::string& params) {
        auto answer = test::must(anvil->rpc().call({method, params}, call));
        return json::canonicalize(test::must(answer.result()));
    }
    /// The same with one piece of text in another's place.
    static std::string with(std::string text, const std::string& old, const std::string& other) {
        const std::size_t place = text.find(old);
        EXPECT_NE(place, std::string::npos) << old;
        return text.replace(place, old.size(), other);
    }
    void lie(const std::string& method, const std::string& value, int times = 1) {
        second->fail(fault(method, "result", times, "\"value\":" + value));
    }
    void mine(unsigned blocks) {
        anvil->tell("anvil_mine", "[\"" + Uint256(blocks).to_quantity() + "\"]");
    }
    /// Sends a transaction that creates what this code returns.
    Receipt create(const std::string& code) {
        Transaction transaction;
        transaction.chain_id = 31337;
        transaction.nonce = nonce++;
        transaction.max_fee_per_gas = 50'000'000'000U;
        transaction.gas_limit = 1'000'000;
        transaction.data = test::must(from_hex(code));
        const auto made =
            test::must(SignedTransaction::sign(transaction, *test::Anvil::rich(), call));
        return anvil->mined(test::must(anvil->node().send_raw_transaction(made.raw(), call)));
    }

    std::unique_ptr<test::Anvil> anvil;
    std::unique_ptr<FaultyNode> second;
    std::unique_ptr<FaultyNode> third;
    std::unique_ptr<ComparedRpc> compared;
    std::unique_ptr<Node> node;
    std::uint64_t nonce = 0;
    Call call;
};

// LOG0 of nothing; the contract has no code.
constexpr const char* kLogs = "0x60006000a060006000f3";
// Its code returns the number 7 as one word: 600760005260206000f3.
constexpr const char* kSeven = "0x69600760005260206000f3600052600a6016f3";
// Its code reverts with nothing: 60006000fd.
constexpr const char* kReverting = "0x6460006000fd6000526005601bf3";

TEST_F(ComparedRpcTest, WhatTwoNodesSayAlikeIsBelieved) {
    const Receipt seven = create(kSeven);
    const Receipt logging = create(kLogs);
    const Address contract = seven.contract_address.value();
    Node& asked = both();
    EXPECT_EQ(test::must(asked.chain_id(call)), 31337U);
    EXPECT_EQ(test::must(asked.block_number(call)), 2U);
    EXPECT_EQ(test::must(asked.block(BlockRef::latest(), call))->hash, logging.block_hash);
    EXPECT_EQ(test::must(asked.block_by_hash(seven.block_hash, call))->header.number(), 1U);
    EXPECT_EQ(to_hex(test::must(asked.code(contract, BlockRef::latest(), call))),
              "0x600760005260206000f3");
    for (const BlockRef& ref : {BlockRef::latest(), BlockRef::hash(seven.block_hash)}) {
        ASSERT_OK_AND(const Bytes returned,
                      asked.call_contract({std::nullopt, contract, {}, {}}, ref, call));
        EXPECT_EQ(test::must(Uint256::from_bytes(returned)), Uint256(7));
    }
    LogFilter filter;
    filter.to_block = 2;
    EXPECT_EQ(test::must(asked.logs(filter, call)).size(), 1U);
    EXPECT_EQ(test::must(asked.receipt(seven.transaction_hash, call))->block_number, 1U);
    EXPECT_FALSE(test::must(asked.receipt(Word{}, call)).has_value());
    EXPECT_EQ(test::must(asked.block_receipts(seven.block_hash, call)).size(), 1U);
}

TEST_F(ComparedRpcTest, EveryDifferenceIsRefusedAndNamesBoth) {
    const Receipt seven = create(kSeven);
    const Receipt logging = create(kLogs);
    const Address contract = seven.contract_address.value();
    Node& asked = both();
    const auto refused = [](const auto& outcome, const char* method) {
        EXPECT_CODE(outcome, errors::kNodesDisagree) << method;
        if (outcome) return;
        for (const char* named : {"one", "two", method})
            EXPECT_NE(outcome.error().message().find(named), std::string::npos) << named;
    };
    lie("eth_call", "\"0x" + std::string(63, '0') + "8\"");
    refused(asked.call_contract({std::nullopt, contract, {}, {}}, BlockRef::latest(), call),
            "eth_call");
    lie("eth_getCode", "\"0x00\"");
    refused(asked.code(contract, BlockRef::latest(), call), "eth_getCode");
    lie("eth_chainId", "\"0x1\"");
    refused(asked.chain_id(call), "eth_chainId");
    LogFilter filter;
    filter.to_block = 2;
    lie("eth_getLogs", "[]");
    refused(asked.logs(filter, call), "eth_getLogs");
    const std::string hash = "[\"" + to_hex(logging.transaction_hash) + "\"]";
    const std::string receipt = told("eth_getTransactionReceipt", hash);
    lie("eth_getTransactionReceipt", with(receipt, R"("status":"0x1")", R"("status":"0x0")"));
    refused(asked.receipt(logging.transaction_hash, call), "eth_getTransactionReceipt");
    lie("eth_getBlockReceipts", "[]");
    refused(asked.block_receipts(logging.block_hash, call), "eth_getBlockReceipts");
    const std::string block = told("eth_getBlockByNumber", R"(["0x2",false])");
    lie("eth_getBlockByNumber", with(block, R"("timestamp":"0x)", R"("timestamp":"0x1)"));
    refused(asked.block(BlockRef::number(2), call), "eth_getBlockByNumber");
    lie("eth_getBlockByHash", with(block, R"("stateRoot":"0x)", R"("stateRoot":"0x0)"));
    refused(asked.block_by_hash(logging.block_hash, call), "eth_getBlockByHash");
    // Hexadecimal digits have two cases, and programs members of their own.
    const std::string lower = to_hex(logging.transaction_hash).substr(2);
    std::string upper = lower;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
    const std::string other =
        with(with(receipt, lower, upper), R"("status":"0x1")", R"("status":"0x1","l1Fee":"0x5")");
    lie("eth_getTransactionReceipt", other);
    EXPECT_OK(asked.receipt(logging.transaction_hash, call));
}

TEST_F(ComparedRpcTest, ARefusalOfTheContractIsComparedToo) {
    const Address contract = create(kReverting).contract_address.value();
    Node& asked = both();
    const CallRequest request{std::nullopt, contract, {}, {}};
    EXPECT_CODE(asked.call_contract(request, BlockRef::latest(), call), errors::kReverted);
    lie("eth_call", "\"0x\"");
    EXPECT_CODE(asked.call_contract(request, BlockRef::latest(), call), errors::kNodesDisagree);
    second->fail(fault("eth_call", "error", 1, R"("code":-32000,"message":"missing trie node")"));
    EXPECT_CODE(asked.call_contract(request, BlockRef::latest(), call), errors::kRpcNotFound);
}

TEST_F(ComparedRpcTest, ANodeThatIsBehindSettlesNothing) {
    const Receipt made = create(kSeven);
    const std::string early = told("eth_getBlockByNumber", R"(["0x1",false])");
    mine(10);
    Node& asked = both();
    // What both have is asked of both: at most 64 blocks back, all are asked as of the lower block.
    lie("eth_getBlockByNumber", early);
    EXPECT_EQ(test::must(asked.block_number(call)), 1U);
    lie("eth_getBlockByNumber", early);
    EXPECT_EQ(test::must(asked.block(BlockRef::latest(), call))->header.number(), 1U);
    mine(60);
    lie("eth_getBlockByNumber", early);
    EXPECT_CODE(asked.block_number(call), errors::kNodeBehind);
    lie("eth_getTransactionReceipt", "null");
    const auto absent = asked.receipt(made.transaction_hash, call);
    EXPECT_CODE(absent, errors::kNodeBehind);
    EXPECT_EQ(absent ? "" : absent.error().where(), "two");
    // With one more node than needed, two that are ahead are enough.
    Node& three = nodes(2, 3);
    lie("eth_getBlockByNumber", early);
    EXPECT_EQ(test::must(three.block_number(call)), 71U);
}

TEST_F(ComparedRpcTest, NodesThatAreDownAreMissing) {
    create(kSeven);
    Node& asked = both();
    const std::string down = fault("", "status", -1, R"("status":502)");
    second->fail(down);
    EXPECT_CODE(asked.chain_id(call), errors::kTooFewNodes);
    EXPECT_CODE(asked.block(BlockRef::latest(), call), errors::kTooFewNodes);
    EXPECT_OK(nodes(2, 3).block(BlockRef::latest(), call));
    third->fail(down);
    EXPECT_CODE(nodes(2, 3).block(BlockRef::latest(), call), errors::kTooFewNodes);
}

TEST_F(ComparedRpcTest, WhatDiffersFromNodeToNodeIsAskedOfTheFirst) {
    const Address rich = test::Anvil::rich()->address();
    Node& asked = both();
    second->fail(fault("", "status", -1, R"("status":502)"));
    EXPECT_EQ(test::must(asked.transaction_count(rich, BlockRef::latest(), call)), 0U);
    EXPECT_OK(asked.balance(rich, BlockRef::latest(), call));
    EXPECT_OK(asked.estimate_gas({rich, rich, {}, {}}, call));
    const unsigned percentiles[] = {50};
    EXPECT_OK(asked.fee_history(1, percentiles, call));
    EXPECT_FALSE(test::must(asked.has_transaction(Word{}, call)));
    EXPECT_OK(asked.state_proof(rich, {}, BlockRef::latest(), call));
    Transaction transaction;
    transaction.chain_id = 31337;
    transaction.max_fee_per_gas = 50'000'000'000U;
    transaction.gas_limit = 21'000;
    transaction.to = Address{7};
    const auto made = test::must(SignedTransaction::sign(transaction, *test::Anvil::rich(), call));
    const Bytes raws[] = {to_bytes(made.raw())};
    const auto sent = test::must(asked.send_raw_transactions(raws, call));
    EXPECT_OK(sent.front());
}

}  // namespace
}  // namespace deed::registry::evm
