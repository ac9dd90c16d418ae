#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "tests/registry-contracts/client/evm/did_proofs/support.hpp"
#include "tests/registry-contracts/client/evm/ledger/lying_http.hpp"

// Which nodes a proof can be made by.

namespace deed::registry::test {
namespace {

namespace errors = evm::errors;

class ProvingNode : public DidProofTest {
protected:
    void SetUp() override {
        DidProofTest::SetUp();
        if (!chain_) return;
        must(dids_->create(bytes_of("{}"), *alice_, call_));
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        honest_ = must(net::make_http_client(options));
        lying_ = std::make_unique<Lying>(*honest_);
        rpc_ = std::make_unique<evm::RpcClient>(*lying_, chain_->anvil().url());
        node_ = std::make_unique<evm::Node>(*rpc_);
    }
    Result<evm::DidProof> prove_by_it() {
        return evm::prove_did(*node_, domain(), subject_, latest(), evm::ShownHistory::document,
                              call_);
    }
    void lie(const std::string& method,
             std::function<std::string(const std::string&, std::string)> how) {
        lying_->method = method;
        lying_->lie = std::move(how);
    }

    std::unique_ptr<net::HttpClient> honest_;
    std::unique_ptr<Lying> lying_;
    std::unique_ptr<evm::RpcClient> rpc_;
    std::unique_ptr<evm::Node> node_;
};

std::string refusal(const std::string& answer, const std::string& error) {
    const auto document = must(json::Document::parse(answer));
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(*document.root().find("id")->integer()) +
           ",\"error\":" + error + "}";
}

TEST_F(ProvingNode, OneWithoutProofsOrState) {
    ASSERT_OK(prove_by_it());
    for (const char* error : {R"({"code":-32601,"message":"the method does not exist"})",
                              R"({"code":-32000,"message":"missing trie node"})",
                              R"({"code":-32602,"message":"too old"})"}) {
        lie("eth_getProof", [error](const std::string&, const std::string& answer) {
            return refusal(answer, error);
        });
        EXPECT_CODE(prove_by_it(), errors::kDidProofUnavailable);
    }
    // One that proves another block's state.
    chain_->mine();
    const std::uint64_t block = latest();
    must(dids_->update(subject_, bytes_of(R"({"id":"later"})"), *alice_, call_));
    const auto proven = [&](std::uint64_t number) {
        return evm::prove_did(*node_, domain(), subject_, number, evm::ShownHistory::document,
                              call_);
    };
    lying_->method.clear();
    ASSERT_OK(proven(block));
    lie("eth_getProof", [&](const std::string& asked, const std::string& answer) {
        evm::RpcClient rpc(*honest_, chain_->anvil().url());
        const auto request = must(json::Document::parse(asked));
        std::string params = json::to_string(*request.root().find("params"));
        const std::string number = evm::Uint256(block).to_quantity();
        const std::size_t at = params.find(number);
        if (at == params.npos) return answer;
        params.replace(at, number.size(), evm::Uint256(latest()).to_quantity());
        const auto other = must(rpc.call({"eth_getProof", params}, call_));
        return with_result(answer, json::to_string(must(other.result())));
    });
    EXPECT_CODE(proven(block), errors::kDidProofUnavailable);
}

TEST_F(ProvingNode, OneThatCannotBeReachedIsNotBlamed) {
    lie("eth_getProof", [](const std::string&, const std::string&) { return std::string("no"); });
    EXPECT_CODE(prove_by_it(), errors::kRpcBadAnswer);
}

TEST_F(ProvingNode, BlockHashesThatAreNotThoseOfHeaders) {
    lie("eth_getBlockByNumber", [](const std::string&, std::string answer) {
        const std::size_t at = answer.find("\"hash\":\"0x") + 10;
        answer[at] = answer[at] == '1' ? '2' : '1';
        return answer;
    });
    EXPECT_CODE(prove_by_it(), errors::kEventProofUnavailable);
    EXPECT_CODE(evm::prove_did(chain_->node(), domain(), subject_, latest() + 1,
                               evm::ShownHistory::document, call_),
                errors::kDidProofUnavailable);
}

TEST_F(ProvingNode, OneThatKeepsNoEvents) {
    lie("eth_getLogs",
        [](const std::string&, const std::string& answer) { return with_result(answer, "[]"); });
    EXPECT_CODE(prove_by_it(), errors::kDidHistoryBroken);
}

TEST_F(ProvingNode, MoreOperationsThanAReaderTakes) {
    for (std::size_t i = 0; i < evm::DidProof::kMaxChanges; ++i)
        must(dids_->update(subject_, bytes_of("{\"id\":\"" + std::to_string(i) + "\"}"), *alice_,
                           call_));
    EXPECT_CODE(try_to_prove(subject_, std::nullopt, evm::ShownHistory::whole),
                errors::kDidProofTooLarge);
    ASSERT_OK(try_to_prove(subject_));
    EXPECT_EQ(try_to_prove(subject_, latest() - 1, evm::ShownHistory::whole)->changes.size(),
              evm::DidProof::kMaxChanges);
}

}  // namespace
}  // namespace deed::registry::test
