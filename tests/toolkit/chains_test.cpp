// How the nodes of a configured chain are found, held against each other, and waited for.

#include <atomic>
#include <thread>

#include "registry-contracts/client/evm/errors.hpp"
#include "tests/registry-contracts/client/evm/faulty_node.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chain_nodes.hpp"
#include "toolkit/chains.hpp"

namespace deed {
namespace {

using registry::evm::fault;
using registry::evm::FaultyNode;
using test::must;

class ToolkitChains : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        anvil = std::make_unique<test::Anvil>();
        faulty = std::make_unique<FaultyNode>(anvil->url());
    }
    ChainConfig of(const std::string& nodes, std::size_t agree = 1) {
        ChainConfig config;
        config.alias = "test";
        config.nodes = must(read_nodes(nodes));
        config.agree = agree;
        return config;
    }
    Result<std::uint64_t> connect(const ChainConfig& config) {
        ChainNodes nodes(config);
        return nodes.connect(call);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(anvil->url().port()); }
    std::string socket() const { return "ws" + url().substr(4); }

    test::TempDir home;
    std::unique_ptr<test::Anvil> anvil;
    std::unique_ptr<FaultyNode> faulty;
    Call call;
};

constexpr const char* kNobody = "http://127.0.0.1:1";

TEST_F(ToolkitChains, ANodeIsAskedOverAWebSocket) {
    const ChainConfig config = of(socket());
    ChainNodes nodes(config);
    EXPECT_EQ(must(nodes.connect(call)), 31337U);
    EXPECT_EQ(nodes.origin(), socket());
    anvil->tell("anvil_mine", R"(["0x5"])");
    EXPECT_EQ(must(nodes.node().block_number(call)), 5U);
    // By the same rule as http: on this machine alone, unless it is allowed.
    EXPECT_CODE(connect(of("ws://node.example")), errors::kChainPlainHttp);
    EXPECT_CODE(connect(of("http://node.example")), errors::kChainPlainHttp);
    EXPECT_CODE(read_nodes("ftp://node.example"), errors::kChainBadSetting);
    EXPECT_CODE(read_nodes("wss://node.example/#x"), errors::kChainBadSetting);
    EXPECT_EQ(must(connect(of(std::string(kNobody) + "," + socket()))), 31337U);
}

TEST_F(ToolkitChains, AsManyNodesAsMustAgreeAreNeeded) {
    const std::string two = url() + "," + socket();
    EXPECT_EQ(must(connect(of(two, 2))), 31337U);
    EXPECT_CODE(connect(of(two, 3)), errors::kChainBadSetting);
    EXPECT_CODE(connect(of(two, 0)), errors::kChainBadSetting);
    // One that is named twice would agree with itself.
    EXPECT_CODE(connect(of(url() + "," + url(), 2)), errors::kChainBadSetting);
    EXPECT_EQ(must(connect(of(url() + "," + url(), 1))), 31337U);
    EXPECT_CODE(connect(of(url() + "," + kNobody, 2)), registry::evm::errors::kTooFewNodes);
    const test::Anvil other({"--chain-id", "5"});
    const std::string mixed = url() + ",http://127.0.0.1:" + std::to_string(other.url().port());
    EXPECT_CODE(connect(of(mixed, 2)), registry::evm::errors::kWrongChain);
    // One that is down does not keep two others from agreeing, and is not asked to send.
    const ChainConfig config = of(std::string(kNobody) + "," + two, 2);
    ChainNodes nodes(config);
    EXPECT_EQ(must(nodes.connect(call)), 31337U);
    EXPECT_OK(nodes.node().block(registry::evm::BlockRef::latest(), call));
    EXPECT_OK(nodes.node().transaction_count({}, registry::evm::BlockRef::pending(), call));
}

TEST_F(ToolkitChains, OneLiarAmongThemIsFound) {
    const ChainConfig config = of(url() + "," + faulty->url(), 2);
    ChainNodes nodes(config);
    EXPECT_EQ(must(nodes.connect(call)), 31337U);
    faulty->fail(fault("eth_getCode", "result", 1, R"("value":"0x00")"));
    const auto told = nodes.node().code({}, registry::evm::BlockRef::latest(), call);
    EXPECT_CODE(told, registry::evm::errors::kNodesDisagree);
    if (told) return;
    EXPECT_NE(told.error().message().find(url()), std::string::npos);
    EXPECT_NE(told.error().message().find(faulty->url()), std::string::npos);
}

TEST_F(ToolkitChains, NothingIsTriedForAChainThatTheNodeNames) {
    Config all = test::config_in(home.path());
    all.chain_folder = home.path() / "chains";
    all.chains = {{"test", of(url())}};
    const test::At<test::NoPassphrase> toolkit(std::move(all));
    ASSERT_OK_AND(OpenChain* const chain, toolkit->chain("test", call));
    EXPECT_CODE(chain->dry_run(call), errors::kChainNoId);
    EXPECT_CODE(chain->outbox(call), errors::kChainNoId);
}

TEST_F(ToolkitChains, ASlowNodeHoldsUpItsOwnChainAlone) {
    faulty->fail(fault("eth_chainId", "delay", -1, R"("seconds":3)"));
    ChainConfig slow = of(faulty->url());
    slow.alias = "slow";
    Config all = test::config_in(home.path());
    all.chain_folder = home.path() / "chains";
    all.chains = {{"slow", slow}, {"test", of(url())}};
    const test::At<test::NoPassphrase> toolkit(std::move(all));
    std::atomic<bool> done{false};
    std::thread opening([&] {
        Call own;
        EXPECT_OK(toolkit->chain("slow", own));
        done = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    EXPECT_OK(toolkit->chain("test", call));
    // Whoever waits for the slow one can be interrupted.
    Call hasty(nullptr, nullptr, std::chrono::steady_clock::now() + std::chrono::milliseconds(100));
    EXPECT_CODE(toolkit->chain("slow", hasty), errors::kDeadline);
    EXPECT_FALSE(done);
    opening.join();
    EXPECT_OK(toolkit->chain("slow", call));
}

}  // namespace
}  // namespace deed
