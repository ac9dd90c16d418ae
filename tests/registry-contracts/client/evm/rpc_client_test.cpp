#include "registry-contracts/client/evm/rpc_client.hpp"

#include <chrono>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "tests/registry-contracts/client/evm/scripted_http.hpp"

namespace deed::registry::evm {
namespace {

const std::string kKey = "0123456789abcdefsecret";

class RpcClientTest : public testing::Test {
protected:
    Result<RpcAnswer> ask() { return client.call({"eth_chainId", "[]"}, call_); }
    /// What a single request is answered.
    Result<RpcAnswer> after(std::string body, int status = 200) {
        http.answer_with(std::move(body), status);
        return ask();
    }
    /// The code of the node's error.
    std::string said(const std::string& error) {
        http.answer_each_with("\"error\":" + error);
        const auto answer = ask();
        if (!answer) return test::code_of(answer);
        EXPECT_NE(answer->error(), nullptr);
        return test::code_of(answer->result());
    }

    test::ScriptedHttp http;
    net::Url url = test::must(net::Url::parse("https://node.example/v3/" + kKey + "?k=" + kKey));
    RpcClient client{http, url};
    Call call_;
};

TEST_F(RpcClientTest, TakesTheAnswerToItsOwnQuestion) {
    http.answer_each_with(R"("result":"0x7a69")");
    ASSERT_OK_AND(const RpcAnswer answer, ask());
    EXPECT_EQ(test::must(answer.result()).string(), "0x7a69");
    EXPECT_EQ(http.bodies.at(0), R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]})");
    EXPECT_OK(ask());
    EXPECT_NE(http.bodies.at(1).find("\"id\":2"), std::string::npos);
}

TEST_F(RpcClientTest, RefusesWhatIsNoAnswer) {
    for (const char* body :
         {"", "<html>", "null", "1", "[]", "{}", R"({"jsonrpc":"2.0","id":1})",
          R"({"jsonrpc":"1.0","id":1,"result":1})", R"({"id":1,"result":1})",
          R"({"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":"x"}})",
          R"({"jsonrpc":"2.0","id":1,"error":"x"})", R"({"jsonrpc":"2.0","id":1,"error":{}})",
          R"({"jsonrpc":"2.0","id":1,"error":{"code":"1","message":"x"}})"})
        EXPECT_CODE(after(body), errors::kRpcBadAnswer) << body;
    for (const char* id : {"99", "\"1\"", "null", "1.5", "true"})
        EXPECT_CODE(after(R"({"jsonrpc":"2.0","result":1,"id":)" + std::string(id) + "}"),
                    errors::kRpcWrongId)
            << id;
    EXPECT_CODE(after(R"({"jsonrpc":"2.0","result":1})"), errors::kRpcWrongId);
    // Where the node could not read the id, only an error may come.
    ASSERT_OK_AND(const auto answer,
                  after(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}})"));
    EXPECT_CODE(answer.result(), errors::kRpcParseError);
}

TEST_F(RpcClientTest, TellsStatusesApart) {
    EXPECT_CODE(after("x", 401), errors::kRpcNotAuthorized);
    EXPECT_CODE(after("x", 403), errors::kRpcNotAuthorized);
    EXPECT_CODE(after("x", 429), errors::kRpcRateLimited);
    EXPECT_CODE(after("<html>", 502), errors::kRpcGateway);
    EXPECT_CODE(after("{}", 503), errors::kRpcGateway);
    EXPECT_CODE(after("x", 404), errors::kRpcHttpStatus);
    EXPECT_CODE(after(R"({"error":"no such page"})", 404), errors::kRpcHttpStatus);
    EXPECT_CODE(after("x", 301), errors::kRpcHttpStatus);
    // An error of JSON-RPC says more than the status, if it is to this request.
    const std::string refused = R"(,"error":{"code":-32600,"message":"x"}})";
    EXPECT_CODE(after(R"({"jsonrpc":"2.0","id":99)" + refused, 400), errors::kRpcWrongId);
    ASSERT_OK_AND(const auto answer, after(R"({"jsonrpc":"2.0","id":null)" + refused, 400));
    EXPECT_CODE(answer.result(), errors::kRpcInvalidRequest);
}

TEST_F(RpcClientTest, NodesErrorsHaveTheirCodes) {
    const auto error = [this](std::int64_t code, const std::string& message) {
        return said("{\"code\":" + std::to_string(code) + ",\"message\":\"" + message + "\"}");
    };
    EXPECT_EQ(error(-32700, "x"), errors::kRpcParseError.name);
    EXPECT_EQ(error(-32600, "x"), errors::kRpcInvalidRequest.name);
    EXPECT_EQ(error(-32601, "x"), errors::kRpcMethodMissing.name);
    EXPECT_EQ(error(-32602, "x"), errors::kRpcInvalidParams.name);
    EXPECT_EQ(error(-32603, "x"), errors::kRpcNodeFailed.name);
    EXPECT_EQ(error(-32000, "x"), errors::kRpcNodeFailed.name);
    EXPECT_EQ(error(-32001, "x"), errors::kRpcNotFound.name);
    EXPECT_EQ(error(-32002, "x"), errors::kRpcBusy.name);
    EXPECT_EQ(error(-32003, "x"), errors::kRpcRejected.name);
    EXPECT_EQ(error(-32004, "x"), errors::kRpcMethodMissing.name);
    EXPECT_EQ(error(-32005, "x"), errors::kRpcRateLimited.name);
    EXPECT_EQ(error(-32006, "x"), errors::kRpcVersion.name);
    EXPECT_EQ(error(-12345, "x"), errors::kRpcNodeFailed.name);
    EXPECT_EQ(error(-32000, "nonce too low: next nonce 5, tx nonce 4"), errors::kNonceTooLow.name);
    EXPECT_EQ(error(-32000, "nonce too high"), errors::kNonceTooHigh.name);
    EXPECT_EQ(error(-32000, "already known"), errors::kAlreadyKnown.name);
    EXPECT_EQ(error(-32000, "Known transaction"), errors::kAlreadyKnown.name);
    EXPECT_EQ(error(-32000, "AlreadyKnown"), errors::kAlreadyKnown.name);
    EXPECT_EQ(error(-32010, "FeeTooLow, too low payment"), errors::kUnderpriced.name);
    EXPECT_EQ(error(-32010, "InvalidTxChainId, expected 1"), errors::kWrongChain.name);
    EXPECT_EQ(error(-32000, "replacement transaction underpriced"), errors::kUnderpriced.name);
    EXPECT_EQ(error(-32000, "max fee per gas less than block base fee"),
              errors::kFeeBelowBase.name);
    EXPECT_EQ(error(-32003, "Insufficient funds for gas * price + value"),
              errors::kInsufficientFunds.name);
    EXPECT_EQ(error(-32000, "intrinsic gas too low"), errors::kGasTooLow.name);
    EXPECT_EQ(error(-32000, "exceeds block gas limit"), errors::kGasAboveBlock.name);
    EXPECT_EQ(error(-32000, "invalid chain id for signer"), errors::kWrongChain.name);
    EXPECT_EQ(error(3, "execution reverted"), errors::kReverted.name);
}

TEST_F(RpcClientTest, WordsAreNotReadOutOfTheMiddleOfOthers) {
    const auto error = [this](std::int64_t code, const std::string& message) {
        return said("{\"code\":" + std::to_string(code) + ",\"message\":\"" + message + "\"}");
    };
    for (const char* message :
         {"unknown transaction type", "Unknown transaction type: 4",
          "known transaction types are 0 to 2", "transaction type not supported"})
        for (const std::int64_t code : {-32000, -32003})
            EXPECT_EQ(error(code, message), errors::kRpcRejected.name) << message;
    EXPECT_EQ(error(-32000, "unknown transaction"), errors::kRpcNodeFailed.name);
    EXPECT_EQ(error(-32000, "UNKNOWN TRANSACTION"), errors::kRpcNodeFailed.name);
    EXPECT_EQ(error(-32000, "unknown transaction: known transaction"), errors::kAlreadyKnown.name);
    EXPECT_EQ(error(-32003, "preset corporate limit"), errors::kRpcRejected.name);
}

TEST_F(RpcClientTest, NoKeyOfTheAddressIsEverTold) {
    const auto expect_no_key = [](const Error& error) {
        EXPECT_EQ(error.to_string().find(kKey), std::string::npos) << error.to_string();
        EXPECT_EQ(error.to_string().find("/v3"), std::string::npos) << error.to_string();
    };
    for (const int status : {200, 401, 404, 429, 500}) expect_no_key(after("x", status).error());
    http.answer = [this](const std::string&) {
        return Result<net::HttpResponse>(
            Error(errors::kRpcGateway, "cannot reach " + url.to_string(), url.to_string()));
    };
    const auto lost = ask();
    EXPECT_CODE(lost, errors::kRpcGateway);
    EXPECT_EQ(lost.error().where(), "https://node.example");
    EXPECT_EQ(lost.error().to_string().find(kKey), std::string::npos);
    http.answer_each_with(R"("error":{"code":-32000,"message":"project )" + kKey + R"( is full"})");
    ASSERT_OK_AND(const auto answer, ask());
    EXPECT_EQ(answer.error()->message, "project … is full");
}

TEST_F(RpcClientTest, NoBearerTokenIsEverTold) {
    const std::string token = "tok.9f3c-" + kKey + "-end";  // longer than a key that it holds
    const crypto::SecretBytes secret = crypto::SecretBytes::copy_of(as_bytes(token));
    RpcOptions options;
    options.bearer_token = &secret;
    RpcClient careful(http, url, options);
    http.answer_each_with(R"("error":{"code":-32000,"message":"no such token: )" + token + R"("})");
    ASSERT_OK_AND(const auto answer, careful.call({"eth_chainId", "[]"}, call_));
    EXPECT_EQ(answer.error()->message, "no such token: …");
    http.answer = [&token](const std::string&) {
        return Result<net::HttpResponse>(Error(errors::kRpcGateway, "cannot send " + token));
    };
    const auto lost = careful.call({"eth_chainId", "[]"}, call_);
    EXPECT_CODE(lost, errors::kRpcGateway);
    EXPECT_EQ(lost.error().message(), "cannot send …");
}

TEST_F(RpcClientTest, LongMessagesAreCutBeforeTheyAreRead) {
    std::string keys;
    while (keys.size() < (std::size_t{4} << 20)) keys += kKey;
    const auto shown = [this](const std::string& message) {
        http.answer_each_with(R"("error":{"code":-32000,"message":")" + message + "\"}");
        return test::must(ask()).error()->message;
    };
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(shown(keys), "…");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
    // Wherever the cut falls, no part of a key is left, and no part of a character.
    for (std::size_t before = 270; before < 310; ++before)
        EXPECT_EQ(shown(std::string(before, 'x') + kKey).find(kKey.substr(0, 4)),
                  std::string::npos);
    const std::string spaced = kKey + "?" + kKey + "é";
    std::string many;
    while (many.size() < 8192) many += spaced;
    for (std::size_t before = 0; before < 2 * kKey.size() + 3; ++before) {
        const std::string text = shown(std::string(before, 'x') + many);
        EXPECT_EQ(text.find(kKey.substr(0, 4)), std::string::npos) << text;
        EXPECT_TRUE(is_utf8(as_bytes(text)));
        EXPECT_LE(text.size(), 300U);
    }
}

TEST_F(RpcClientTest, BatchesAreMatchedByTheirIds) {
    const std::vector<RpcRequest> requests(3, {"eth_blockNumber", "[]"});
    const auto batch = [&](std::string body) {
        http.answer_with(std::move(body));
        RpcClient fresh(http, url);
        return fresh.batch(requests, call_);
    };
    const auto part = [](int id, const std::string& content) {
        return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + "," + content + "}";
    };
    const std::string refused = R"("error":{"code":-32000,"message":"nonce too low"})";
    ASSERT_OK_AND(const auto answers,
                  batch("[" + part(3, "\"result\":30") + "," + part(1, "\"result\":10") + "," +
                        part(2, refused) + "]"));
    EXPECT_EQ(test::must(answers.at(0).result()).number(), 10);
    EXPECT_CODE(answers.at(1).result(), errors::kNonceTooLow);
    EXPECT_EQ(test::must(answers.at(2).result()).number(), 30);
    const std::string one = part(1, "\"result\":1");
    const std::string two = part(2, "\"result\":1");
    EXPECT_CODE(batch("[" + one + "," + two + "]"), errors::kRpcBadAnswer);
    EXPECT_CODE(batch("[" + one + "," + two + "," + two + "]"), errors::kRpcWrongId);
    EXPECT_CODE(batch("[" + one + "," + two + "," + part(4, "\"result\":1") + "]"),
                errors::kRpcWrongId);
    EXPECT_CODE(batch("[" + one + "," + two + ",1]"), errors::kRpcWrongId);
    EXPECT_CODE(batch(one), errors::kRpcBadAnswer);
    EXPECT_CODE(batch(part(1, R"("error":{"code":-32600,"message":"no batches"})")),
                errors::kRpcInvalidRequest);
    EXPECT_CODE(batch("null"), errors::kRpcBadAnswer);
}

TEST_F(RpcClientTest, LargeBatchesAreSentInParts) {
    RpcOptions options;
    options.max_batch = 2;
    RpcClient small(http, url, options);
    http.answer = [](const std::string& body) {
        const auto asked = test::must(json::Document::parse(body));
        std::string parts;
        for (const json::Value request : asked.root().array())
            parts += (parts.empty() ? "" : ",") +
                     std::string(R"({"jsonrpc":"2.0","result":0,"id":)") +
                     std::to_string(*request.find("id")->integer()) + "}";
        net::HttpResponse response;
        response.status = 200;
        response.body = to_bytes(as_bytes("[" + parts + "]"));
        return Result<net::HttpResponse>(response);
    };
    ASSERT_OK_AND(const auto answers,
                  small.batch(std::vector<RpcRequest>(5, {"eth_chainId", "[]"}), call_));
    EXPECT_EQ(answers.size(), 5U);
    EXPECT_EQ(http.bodies.size(), 3U);
}

TEST(RevertReason, ReadsWhatSolidityWrites) {
    const auto known = test::must(AbiSignature::parse("NotController(address)"));
    const auto text = test::must(AbiSignature::parse("Error(string)"));
    const auto panic = test::must(AbiSignature::parse("Panic(uint256)"));
    const AbiValue words = AbiValue::text("not yours\x1b[2J");
    EXPECT_EQ(revert_reason(test::must(text.encode_call({&words, 1}))), "not yours?[2J");
    const AbiValue overflow = AbiValue::uint(0x11);
    EXPECT_EQ(revert_reason(test::must(panic.encode_call({&overflow, 1}))),
              "an arithmetic overflow");
    const AbiValue account = AbiValue::address(Address{});
    const Bytes data = test::must(known.encode_call({&account, 1}));
    EXPECT_EQ(revert_reason(data, {&known, 1}), "NotController");
    EXPECT_EQ(revert_reason(data), "an unknown error " + to_hex(known.selector()));
    EXPECT_EQ(revert_reason({}), "no reason given");
    EXPECT_EQ(revert_reason(Bytes{1}), "an unknown error 0x01");
}

}  // namespace
}  // namespace deed::registry::evm
