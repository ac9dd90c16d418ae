// From which block on a contract is there.

#include "registry-contracts/client/evm/first_block.hpp"

#include "registry-contracts/client/evm/errors.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"
#include "tests/registry-contracts/client/evm/ledger/lying_http.hpp"

namespace deed::registry::evm {
namespace {

class FirstBlockTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        anvil = std::make_unique<deed::test::Anvil>();
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        http = deed::test::must(net::make_http_client(options));
        between = std::make_unique<registry::test::Lying>(*http);
        between->method = "eth_getCode";
        between->lie = [](const std::string&, std::string answer) { return answer; };
        rpc = std::make_unique<RpcClient>(*between, anvil->url());
        node = std::make_unique<Node>(*rpc);
    }
    void mine(std::uint64_t blocks) {
        anvil->tell("anvil_mine", "[\"" + Uint256(blocks).to_quantity() + "\"]");
    }
    /// A contract whose code is one byte.
    Address create() {
        Transaction transaction;
        transaction.chain_id = 31337;
        transaction.max_fee_per_gas = 50'000'000'000U;
        transaction.gas_limit = 1'000'000;
        transaction.data = deed::test::must(from_hex("0x600160005360016000f3"));
        const auto made = deed::test::must(
            SignedTransaction::sign(transaction, *deed::test::Anvil::rich(), call));
        const Word hash = deed::test::must(anvil->node().send_raw_transaction(made.raw(), call));
        return anvil->mined(hash).contract_address.value();
    }

    std::unique_ptr<deed::test::Anvil> anvil;
    std::unique_ptr<net::HttpClient> http;
    std::unique_ptr<registry::test::Lying> between;
    std::unique_ptr<RpcClient> rpc;
    std::unique_ptr<Node> node;
    Call call;
};

TEST_F(FirstBlockTest, IsFoundByHalvingAndKept) {
    mine(99);
    const Address contract = create();
    mine(100);
    FirstBlock first(contract);
    // It is there from block 100 on; 64 before, as blocks may be exchanged.
    EXPECT_EQ(deed::test::must(first.find(*node, 200, call)), 36U);
    EXPECT_LE(between->asked_times, 9);
    const int asked = between->asked_times;
    EXPECT_EQ(deed::test::must(first.find(*node, 200, call)), 36U);
    EXPECT_EQ(between->asked_times, asked);
    EXPECT_EQ(deed::test::must(FirstBlock(contract, 5).find(*node, 200, call)), 5U);
    EXPECT_EQ(between->asked_times, asked);
    EXPECT_CODE(FirstBlock(contract).find(*node, 99, call), errors::kNoContract);
}

TEST_F(FirstBlockTest, StatesThatANodeHasForgottenRuleNothingOut) {
    mine(99);
    const Address contract = create();
    mine(100);
    between->lie = [](const std::string& asked, std::string answer) {
        if (asked.find("\"0xc8\"") != asked.npos) return answer;
        const auto id = deed::test::must(json::Document::parse(asked)).root().find("id")->integer();
        return R"({"jsonrpc":"2.0","id":)" + std::to_string(*id) +
               R"(,"error":{"code":-32000,"message":"missing trie node"}})";
    };
    EXPECT_EQ(deed::test::must(FirstBlock(contract).find(*node, 200, call)), 0U);
    between->lie = [](const std::string&, const std::string&) { return std::string("<html>"); };
    EXPECT_CODE(FirstBlock(contract).find(*node, 200, call), errors::kRpcBadAnswer);
}

}  // namespace
}  // namespace deed::registry::evm
