// JSON-RPC over WebSockets: a real node, and servers that are none.

#include <thread>

#include "lib/net/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "tests/registry-contracts/client/evm/anvil.hpp"

namespace deed::registry::evm {
namespace {

using test::must;

net::WebSocketOptions usual() {
    net::WebSocketOptions options;
    options.connection.allow_http = true;
    options.connection.addresses = net::Addresses::any;
    options.connection.total_timeout = std::chrono::seconds(10);
    return options;
}

std::unique_ptr<RpcClient> client_of(const std::string& port, const std::string& path = "",
                                     const net::WebSocketOptions& options = usual(),
                                     RpcOptions rpc = {}) {
    return std::make_unique<RpcClient>(
        options, must(net::Url::parse_web_socket("ws://127.0.0.1:" + port + path)), rpc);
}

class RpcSocketTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test::ChildServer>(
            std::vector<std::string>{"python3", DEED_TEST_SERVERS "/web_socket_server.py"});
    }
    static void TearDownTestSuite() { server_.reset(); }

    std::unique_ptr<RpcClient> client(const std::string& path,
                                      const net::WebSocketOptions& options = usual()) {
        return client_of(server_->said(), "/" + path, options);
    }
    Result<RpcAnswer> ask(const std::string& path) {
        return client(path)->call({"eth_chainId", "[]"}, call);
    }
    static std::string text(const Result<RpcAnswer>& answer) {
        return std::string(must(must(answer).result()).string());
    }

    static std::unique_ptr<test::ChildServer> server_;
    Call call;
};

std::unique_ptr<test::ChildServer> RpcSocketTest::server_;

TEST_F(RpcSocketTest, FindsTheAskerOfEachAnswer) {
    const auto rpc = client("rpc_backwards");
    std::vector<std::thread> threads;
    std::array<std::string, 4> answers;
    for (std::size_t i = 0; i < 3; ++i)
        threads.emplace_back([&, i] {
            Call own;
            answers[i] = text(rpc->call({"m" + std::to_string(i), "[]"}, own));
        });
    threads.emplace_back([&] {
        Call own;
        const std::vector<RpcRequest> batch{{"b", "[]"}, {"c", "[]"}};
        const auto both = must(rpc->batch(batch, own));
        answers[3] = std::string(must(both[1].result()).string());
    });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(answers, (std::array<std::string, 4>{"m0", "m1", "m2", "b"}));
}

TEST_F(RpcSocketTest, DoesNotBelieveWhoAnswersWhatWasNotAsked) {
    EXPECT_CODE(ask("rpc_unknown_id"), errors::kRpcWrongId);
    EXPECT_CODE(ask("rpc_nothing"), errors::kRpcBadAnswer);
    EXPECT_CODE(ask("rpc_no_json"), errors::kRpcBadAnswer);
    EXPECT_CODE(ask("masked"), net::errors::kWebSocketBroken);
    const auto rpc = client("rpc_twice_in_batch");
    const std::vector<RpcRequest> batch{{"a", "[]"}, {"b", "[]"}};
    EXPECT_CODE(rpc->batch(batch, call), errors::kRpcWrongId);
}

TEST_F(RpcSocketTest, AnAnswerThatComesTwiceEndsTheConnection) {
    const auto rpc = client("rpc_twice");
    EXPECT_OK(rpc->call({"a", "[]"}, call));
    // Whoever asks next meets the second answer, and whoever comes after that a new connection.
    EXPECT_CODE(rpc->call({"b", "[]"}, call), errors::kRpcWrongId);
    EXPECT_OK(rpc->call({"c", "[]"}, call));
}

TEST_F(RpcSocketTest, TakesNoNoticeOfNotifications) { EXPECT_EQ(text(ask("rpc_notices")), "0x1"); }

TEST_F(RpcSocketTest, AnErrorWithoutIdBelongsToTheOnlyOneWhoAsked) {
    const auto answer = must(ask("rpc_no_id"));
    EXPECT_CODE(answer.result(), errors::kRpcParseError);
}

TEST_F(RpcSocketTest, ALateAnswerIsNobodyElses) {
    net::WebSocketOptions hasty = usual();
    hasty.connection.total_timeout = std::chrono::milliseconds(300);
    const auto rpc = client("rpc_late", hasty);
    EXPECT_CODE(rpc->call({"a", "[]"}, call), net::errors::kTimeout);
    EXPECT_EQ(text(rpc->call({"b", "[]"}, call)), "in time");
    const std::atomic<bool> cancelled{true};
    Call interrupted(nullptr, &cancelled);
    EXPECT_CODE(rpc->call({"c", "[]"}, interrupted), deed::errors::kInterrupted);
}

TEST_F(RpcSocketTest, ConnectsAnewWhenTheConnectionEnded) {
    const auto rpc = client("rpc_leaves");
    int answered = 0;
    for (int i = 0; i < 6; ++i) {
        const auto answer = rpc->call({"a", "[]"}, call);
        if (answer) {
            ++answered;
        } else {
            EXPECT_CODE(answer, net::errors::kClosed);
        }
    }
    EXPECT_GE(answered, 3);
}

TEST_F(RpcSocketTest, TellsWhatTheServerSaysToTheHandshake) {
    EXPECT_CODE(ask("status/401"), errors::kRpcNotAuthorized);
    EXPECT_CODE(ask("status/403"), errors::kRpcNotAuthorized);
    EXPECT_CODE(ask("status/429"), errors::kRpcRateLimited);
    EXPECT_CODE(ask("status/502"), errors::kRpcGateway);
    EXPECT_CODE(ask("status/404"), errors::kRpcHttpStatus);
    const auto refused = client_of("1", "/very-secret-key")->call({"a", "[]"}, call);
    EXPECT_CODE(refused, net::errors::kRefused);
    EXPECT_EQ(refused.error().where(), "ws://127.0.0.1:1");
    EXPECT_EQ(refused.error().message().find("very-secret-key"), std::string::npos);
}

TEST(AnvilSocket, AnswersAsItDoesByHttp) {
    DEED_NEEDS_ANVIL();
    test::Anvil anvil;
    const auto rpc = client_of(std::to_string(anvil.url().port()));
    Node node(*rpc);
    Call call;
    EXPECT_EQ(must(node.chain_id(call)), 31337U);
    std::vector<RpcRequest> requests(250, {"eth_blockNumber", "[]"});
    requests[77] = {"eth_getBalance", "[1]"};
    const auto answers = must(rpc->batch(requests, call));
    ASSERT_EQ(answers.size(), 250U);
    for (std::size_t i = 0; i < answers.size(); ++i)
        EXPECT_EQ(answers[i].error() != nullptr, i == 77) << i;
    EXPECT_CODE(answers[77].result(), errors::kRpcInvalidParams);
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            Call own;
            for (int i = 0; i < 25; ++i) {
                const Address asked{static_cast<std::uint8_t>(t)};
                anvil.tell("anvil_setBalance",
                           "[\"" + to_hex(asked) + "\",\"" +
                               Uint256(static_cast<std::uint64_t>(t)).to_quantity() + "\"]");
                right += must(node.balance(asked, BlockRef::latest(), own)) ==
                         Uint256(static_cast<std::uint64_t>(t));
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right, 200);

    RpcOptions narrow;
    narrow.max_response_bytes = 100;
    const auto small = client_of(std::to_string(anvil.url().port()), "", usual(), narrow);
    Node careful(*small);
    EXPECT_OK(careful.chain_id(call));
    EXPECT_CODE(careful.block(BlockRef::latest(), call), net::errors::kTooLarge);
    EXPECT_OK(careful.chain_id(call));

    anvil.stop();
    EXPECT_FALSE(node.chain_id(call).has_value());
    EXPECT_CODE(node.chain_id(call), net::errors::kRefused);
}

}  // namespace
}  // namespace deed::registry::evm
