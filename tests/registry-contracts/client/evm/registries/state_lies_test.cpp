#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/schemas.hpp"
#include "registry-contracts/client/evm/registries/statuses.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"

// A node that tells of a schema or a list which has a publisher and was never changed.

namespace deed::registry::test {
namespace {

using deed::test::must;
using evm::AbiValue;

/// Between a reader and a real node: has an answer of its own to one function.
class Lying final : public net::HttpClient {
public:
    explicit Lying(net::HttpClient& honest) : honest_(honest) {}

    Result<net::HttpResponse> send(const net::HttpRequest& request, Call& call) override {
        DEED_TRY(net::HttpResponse response, honest_.send(request, call));
        if (selector.empty() || as_text(request.body).find(selector) == std::string_view::npos)
            return response;
        const auto document = must(json::Document::parse(response.body));
        response.body = to_bytes(as_bytes(R"({"jsonrpc":"2.0","id":)" +
                                          std::to_string(*document.root().find("id")->integer()) +
                                          ",\"result\":\"" + result + "\"}"));
        return response;
    }

    std::string selector;  ///< of the function, in hexadecimal digits
    std::string result;

private:
    net::HttpClient& honest_;
};

class StateWithoutChanges : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<deed::test::Deployment>();
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        honest_ = must(net::make_http_client(options));
        lying_ = std::make_unique<Lying>(*honest_);
        rpc_ = std::make_unique<evm::RpcClient>(*lying_, chain_->anvil.url());
        node_ = std::make_unique<evm::Node>(*rpc_);
    }

    /// To the function: a publisher, and zeros for the other words.
    void tell(std::string_view function, std::size_t words) {
        const auto signature = must(evm::AbiSignature::parse(function));
        const AbiValue argument = AbiValue::bytes(Hash{});
        const Bytes data = must(signature.encode_call({&argument, 1}));
        lying_->selector = evm::to_hex(ByteView(data).first(4));
        Bytes result(32 * words);
        result[31] = 5;
        lying_->result = evm::to_hex(result);
    }

    Call call_;
    std::unique_ptr<deed::test::Deployment> chain_;
    std::unique_ptr<net::HttpClient> honest_;
    std::unique_ptr<Lying> lying_;
    std::unique_ptr<evm::RpcClient> rpc_;
    std::unique_ptr<evm::Node> node_;
};

TEST_F(StateWithoutChanges, OfAList) {
    const Address at = chain_->with_dids("StatusRegistry");
    ASSERT_OK_AND(const auto lists, evm::EvmStatusRegistry::open(*node_, {31337, at}, {}, call_));
    tell("list(bytes32)", 6);
    EXPECT_CODE(lists->history(Hash{1}, call_), evm::errors::kHistoryBroken);
    const UntilTime until{*Timestamp::from_unix_milliseconds(1'000)};
    EXPECT_CODE(lists->is_set(Hash{1}, 1, until, call_), evm::errors::kHistoryBroken);
}

TEST_F(StateWithoutChanges, OfASchema) {
    const Address at = chain_->deploy("SchemaRegistry", "(address,address,uint256)",
                                      {AbiValue::address(chain_->did_registry()),
                                       AbiValue::address(Address{7}), AbiValue::uint(2'000'000)});
    ASSERT_OK_AND(const auto schemas, evm::EvmSchemaRegistry::open(*node_, {31337, at}, {}, call_));
    tell("schemaOf(bytes32)", 5);
    EXPECT_CODE(schemas->history(Hash{1}, call_), evm::errors::kHistoryBroken);
}

}  // namespace
}  // namespace deed::registry::test
