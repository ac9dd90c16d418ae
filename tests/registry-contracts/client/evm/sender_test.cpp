#include "registry-contracts/client/evm/sender.hpp"

#include <limits>
#include <map>

#include "registry-contracts/client/evm/errors.hpp"
#include "tests/registry-contracts/client/evm/scripted_http.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

class NoRecord final : public TransactionRecord {
public:
    Result<void> record(const SignedTransaction&, Call&) override { return {}; }
};

std::string quoted(ByteView bytes) { return "\"" + to_hex(bytes) + "\""; }
std::string result_of(const std::string& json) { return "\"result\":" + json; }
std::string error_of(const std::string& message) {
    return R"("error":{"code":-32000,"message":")" + message + "\"}";
}

/// A sender before a node that answers each method as a test says.
class SenderTest : public testing::Test {
protected:
    SenderTest() {
        http.answer = [this](const std::string& body) { return reply(body); };
        says["eth_chainId"] = result_of("\"0x1\"");
        SenderOptions options;
        options.chain_id = 1;
        options.poll_interval = std::chrono::milliseconds(1);
        options.patience = std::chrono::milliseconds(20);
        sender = test::must(Sender::open(node, *wallet, nonces, record, options, call));
    }

    SignedTransaction signed_one() {
        Transaction transaction;
        transaction.chain_id = 1;
        transaction.gas_limit = 21'000;
        transaction.to = Address{7};
        return test::must(SignedTransaction::sign(transaction, *wallet, call));
    }

    /// A receipt of the block with this number and the hash zero, which `says` both lead to.
    void has_receipt(const SignedTransaction& made, std::uint64_t number) {
        const std::string zero = quoted(Word{});
        const std::string quantity = "\"" + Uint256(number).to_quantity() + "\"";
        says["eth_getTransactionReceipt"] = result_of(
            R"({"transactionHash":)" + quoted(made.hash()) +
            R"(,"transactionIndex":"0x0","gasUsed":"0x1","effectiveGasPrice":"0x1","status":"0x1",)" +
            R"("cumulativeGasUsed":"0x1","logs":[],"logsBloom":)" + quoted(Bytes(256)) +
            ",\"from\":" + quoted(wallet->address()) + ",\"blockHash\":" + zero +
            ",\"blockNumber\":" + quantity + "}");
        std::string block = "{\"hash\":" + zero + R"(,"transactions":[],"miner":)" +
                            quoted(Address{}) + ",\"logsBloom\":" + quoted(Bytes(256)) +
                            R"(,"nonce":"0x0000000000000000","extraData":"0x","number":)" +
                            quantity;
        for (const char* name : {"parentHash", "sha3Uncles", "stateRoot", "transactionsRoot",
                                 "receiptsRoot", "mixHash"})
            block += ",\"" + std::string(name) + "\":" + zero;
        for (const char* name : {"difficulty", "gasLimit", "gasUsed", "timestamp"})
            block += ",\"" + std::string(name) + "\":\"0x0\"";
        says["eth_getBlockByNumber"] = result_of(block + "}");
    }

    test::ScriptedHttp http;
    std::map<std::string, std::string> says;
    RpcClient rpc{http, test::must(net::Url::parse("https://node.example"))};
    Node node{rpc};
    std::unique_ptr<AccountSigner> wallet = test::wallet_of(0x77);
    Nonces nonces{wallet->address(), 0};
    NoRecord record;
    std::unique_ptr<Sender> sender;
    Call call;

private:
    Result<net::HttpResponse> reply(const std::string& body) {
        const auto asked = test::must(json::Document::parse(body));
        const auto id = std::to_string(*asked.root().find("id")->integer());
        const std::string method(asked.root().find("method")->string());
        answer_ = R"({"jsonrpc":"2.0","id":)" + id + "," + says.at(method) + "}";
        net::HttpResponse response;
        response.status = 200;
        response.body = to_bytes(as_bytes(answer_));
        return response;
    }

    std::string answer_;
};

TEST_F(SenderTest, ARefusalIsNotTakenForATransactionThatTheNodeHas) {
    const SignedTransaction made = signed_one();
    says["eth_getTransactionByHash"] = result_of("null");
    says["eth_sendRawTransaction"] = error_of("unknown transaction type");
    EXPECT_CODE(sender->send(made, call), errors::kRpcRejected);
    // What a node says that it has, it must be able to show.
    for (const char* words : {"already known", "Known transaction", "already imported"}) {
        says["eth_sendRawTransaction"] = error_of(words);
        says["eth_getTransactionByHash"] = result_of("null");
        const auto refused = sender->send(made, call);
        EXPECT_CODE(refused, errors::kNotHeld);
        EXPECT_NE(refused.error().message().find(words), std::string::npos);
        says["eth_getTransactionByHash"] = result_of("{\"hash\":" + quoted(Word{}) + "}");
        EXPECT_CODE(sender->send(made, call), errors::kRpcUnexpectedResult);
        says["eth_getTransactionByHash"] = result_of("{\"hash\":" + quoted(made.hash()) + "}");
        EXPECT_OK(sender->send(made, call));
    }
}

TEST(Confirmations, TheStricterTakesLonger) {
    using Kind = Confirmation::Kind;
    const Confirmation order[] = {
        {Kind::depth, 1}, {Kind::depth, 12}, {Kind::depth, 400}, {Kind::safe}, {Kind::finalized}};
    for (std::size_t i = 0; i < std::size(order); ++i) {
        for (std::size_t j = 0; j < std::size(order); ++j) {
            const Confirmation found = stricter(order[i], order[j]);
            EXPECT_EQ(found.kind, order[std::max(i, j)].kind);
            EXPECT_EQ(found.depth, order[std::max(i, j)].depth);
        }
    }
}

TEST_F(SenderTest, DepthsBeyondAnyBlockAreNotReached) {
    const SignedTransaction made = signed_one();
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    const auto confirmed = [&](std::uint64_t head, std::uint64_t number, std::uint64_t depth) {
        says["eth_blockNumber"] = result_of("\"" + Uint256(head).to_quantity() + "\"");
        has_receipt(made, number);
        return sender->wait(made.hash(), {Confirmation::Kind::depth, depth}, call).has_value();
    };
    EXPECT_TRUE(confirmed(9, 5, 5));
    EXPECT_FALSE(confirmed(9, 5, 6));
    EXPECT_TRUE(confirmed(5, 5, 0));
    EXPECT_FALSE(confirmed(4, 5, 1));
    EXPECT_FALSE(confirmed(9, 5, kMost));
    EXPECT_FALSE(confirmed(9, kMost, 1));
    EXPECT_FALSE(confirmed(9, kMost, kMost));
    EXPECT_TRUE(confirmed(kMost, kMost, 1));
    EXPECT_TRUE(confirmed(kMost, 0, kMost));
}

}  // namespace
}  // namespace deed::registry::evm
