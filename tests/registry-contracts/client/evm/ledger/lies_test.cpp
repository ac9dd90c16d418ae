#include <functional>

#include "lib/json/jcs.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"

// What a reader believes of a node that lies, fails, or was told something else.

namespace deed::registry::test {
namespace {

/// Between a reader and a real node: changes its answers to one method.
class Lying final : public net::HttpClient {
public:
    explicit Lying(net::HttpClient& honest) : honest_(honest) {}

    Result<net::HttpResponse> send(const net::HttpRequest& request, Call& call) override {
        DEED_TRY(net::HttpResponse response, honest_.send(request, call));
        const std::string asked(as_text(request.body));
        if (method.empty() || asked.find("\"" + method + "\"") == asked.npos) return response;
        ++asked_times;
        response.body = bytes_of(lie(asked, std::string(as_text(response.body))));
        return response;
    }

    std::string method;
    std::function<std::string(const std::string& asked, std::string answer)> lie;
    int asked_times = 0;

private:
    net::HttpClient& honest_;
};

/// The answer with another result.
std::string with_result(const std::string& answer, const std::string& result) {
    const auto document = must(json::Document::parse(answer));
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(*document.root().find("id")->integer()) +
           ",\"result\":" + result + "}";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == text.npos) throw std::runtime_error("nothing to replace: " + from);
    return text.replace(at, from.size(), to);
}

std::string word_of(std::uint64_t value) {
    return evm::to_hex(evm::Uint256(value).to_word()).substr(2);
}

class LyingNode : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<ChainFixture>();
        DidRegistry dids(chain_->writer(), chain_->clock());
        must(dids.create(bytes_of(R"({"id":"document"})"), *alice_, call_));
        must(dids.update(subject_, bytes_of(R"({"id":"later"})"), *alice_, call_));
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        honest_ = must(net::make_http_client(options));
        lying_ = std::make_unique<Lying>(*honest_);
        rpc_ = std::make_unique<evm::RpcClient>(*lying_, chain_->anvil().url());
        node_ = std::make_unique<evm::Node>(*rpc_);
        ledger_ = must(evm::open_evm_ledger(*node_, nullptr, chain_->options(), call_));
    }

    void lie(const std::string& method,
             std::function<std::string(const std::string&, std::string)> how) {
        lying_->method = method;
        lying_->lie = std::move(how);
        lying_->asked_times = 0;
    }
    void always(const std::string& method, const std::string& result) {
        lie(method, [result](const std::string&, const std::string& answer) {
            return with_result(answer, result);
        });
    }
    void swap(const std::string& method, const std::string& from, const std::string& to) {
        lie(method, [from, to](const std::string&, std::string answer) {
            return replaced(std::move(answer), from, to);
        });
    }
    Result<Record> read() { return ledger_->read({Chain::did, subject_}, Latest{}, call_); }
    /// What identity() answers, in words.
    void tell(std::uint64_t status, std::uint64_t controller, std::uint64_t changed,
              std::uint64_t sequence) {
        always("eth_call", "\"0x" + word_of(status) + word_of(controller) + word_of(changed) +
                               word_of(sequence) + word_of(0) + "\"");
    }

    Call call_;
    std::unique_ptr<ChainFixture> chain_;
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    Address subject_ = address_of(*alice_);
    std::unique_ptr<net::HttpClient> honest_;
    std::unique_ptr<Lying> lying_;
    std::unique_ptr<evm::RpcClient> rpc_;
    std::unique_ptr<evm::Node> node_;
    std::unique_ptr<evm::EvmLedger> ledger_;
};

TEST_F(LyingNode, AboutEvents) {
    ASSERT_EQ(must(read()).operations.size(), 2U);
    always("eth_getLogs", "[]");
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
    const std::string later = evm::to_hex(bytes_of("later")).substr(2);
    swap("eth_getLogs", later, evm::to_hex(bytes_of("never")).substr(2));
    EXPECT_CODE(read(), evm::errors::kEventBodyMismatch);
    swap("eth_getLogs", "\"address\":\"" + to_string(chain_->registry()),
         "\"address\":\"" + to_string(chain_->directory()));
    EXPECT_CODE(read(), evm::errors::kRpcUnexpectedResult);
    // The last block's events in the place of those before, and the other way round.
    lie("eth_getLogs", [first = std::string()](const std::string&, std::string answer) mutable {
        if (first.empty()) first = answer;
        const auto document = must(json::Document::parse(first));
        return with_result(answer, json::canonicalize(*document.root().find("result")));
    });
    EXPECT_FALSE(read());
}

TEST_F(LyingNode, AboutTheState) {
    always("eth_call", "\"0x\"");
    EXPECT_CODE(read(), evm::errors::kAbiTruncated);
    tell(9, 5, 3, 2);
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    tell(1, 0, 3, 2);  // lives without a controller
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    tell(0, 0, 0, 2);  // is unknown and has operations
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    tell(1, 5, 1'000'000, 2);  // was changed in a block that is to come
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    const std::uint64_t last = must(node_->block_number(call_));
    tell(1, 5, last, 3);  // hides an operation that it counts
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
    tell(1, 5, last, 2);  // another controller than the events lead to
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
}

TEST_F(LyingNode, AboutTheDirectory) {
    always("eth_call", "\"0x\"");
    EXPECT_CODE(evm::find_did_registry(*node_, chain_->options().network, call_),
                evm::errors::kDirectoryMalformed);
    always("eth_getCode", "\"0x\"");
    EXPECT_CODE(evm::find_did_registry(*node_, chain_->options().network, call_),
                evm::errors::kNoContract);
    always("eth_chainId", "\"0x1\"");
    EXPECT_CODE(evm::find_did_registry(*node_, chain_->options().network, call_),
                evm::errors::kWrongChain);
}

TEST_F(LyingNode, AboutNumbers) {
    const std::string last = evm::Uint256(must(node_->block_number(call_))).to_quantity();
    swap("eth_getLogs", "\"blockNumber\":\"" + last + "\"",
         "\"blockNumber\":\"0x1ffffffffffffffffffffffffffffffff\"");
    EXPECT_CODE(read(), evm::errors::kRpcUnexpectedResult);
    swap("eth_getBlockByNumber", "\"timestamp\":\"0x", "\"timestamp\":\"0x7fffffff");
    EXPECT_FALSE(read());
}

TEST_F(LyingNode, AboutBlocks) {
    // Another hash each time: the chain seems to change under every reading.
    lie("eth_getBlockByNumber", [count = 0](const std::string&, std::string answer) mutable {
        const std::size_t at = answer.find("\"hash\":\"0x") + 10;
        answer[at] = "0123456789abcdef"[count++ % 16];
        return answer;
    });
    EXPECT_CODE(read(), evm::errors::kBlocksExchanged);
    EXPECT_GT(lying_->asked_times, 3);
}

TEST_F(LyingNode, AboutItsLimits) {
    const auto refuse_above = [this](std::uint64_t blocks) {
        lie("eth_getLogs", [blocks](const std::string& asked, std::string answer) {
            const auto document = must(json::Document::parse(asked));
            const auto filter = document.root().find("params")->array()[0];
            const auto number = [&](const char* name) {
                return must(
                    must(evm::Uint256::from_quantity(filter.find(name)->string())).to_u64());
            };
            if (number("toBlock") - number("fromBlock") < blocks) return answer;
            return R"({"jsonrpc":"2.0","id":)" +
                   std::to_string(*document.root().find("id")->integer()) +
                   R"(,"error":{"code":-32005,"message":"query returned more than 10000 results"}})";
        });
    };
    refuse_above(1);
    EXPECT_EQ(must(ledger_->subject_count(call_)), 1U);
    EXPECT_EQ(must(ledger_->controlled_by(subject_, call_)), std::vector{subject_});
    evm::EvmLedgerOptions options = chain_->options();
    lying_->method.clear();
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    refuse_above(0);
    EXPECT_CODE(ledger_->subject_count(call_), evm::errors::kRangeRefused);
}

}  // namespace
}  // namespace deed::registry::test
