#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/node_versions.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

class NodeOfTwo final : public Node {
public:
    NodeOfTwo(evm::RpcClient& rpc, ChainSettings settings) : Node(rpc, std::move(settings)) {}

    Result<void> check_chain(Call& call) override {
        DEED_TRY(const evm::RpcAnswer answer, ask("getClientVersion", "[]", call));
        DEED_TRY(const json::Value result, answer.result());
        DEED_TRY(const json::Value id_value, member(result, "Chain Id"));
        DEED_TRY(const std::string id, text_from(id_value));
        if (id != settings().chain_id)
            return Error(errors::kWrongChain,
                         "the node is of chain " + id + " and not of " + settings().chain_id);
        DEED_TRY(const json::Value version_value, member(result, "FISCO-BCOS Version"));
        DEED_TRY(const std::string version, text_from(version_value));
        // The programs of SM chains are built apart, and say so: "2.9.1 gm".
        const bool is_sm = version.find("gm") != version.npos;
        if (is_sm != (settings().hash == ChainHash::sm3))
            return Error(errors::kWrongCrypto, "the node runs FISCO BCOS " + version);
        DEED_CHECK(block_number(call));
        return {};
    }

    Result<std::uint64_t> block_number(Call& call) override {
        return ask_for("getBlockNumber", params(""), quantity_from, call);
    }

    Result<Bytes> code(const Address& address, Call& call) override {
        DEED_TRY(Bytes code,
                 ask_for("getCode", params(quoted(evm::to_hex(address))), data_from, call));
        if (code.empty())
            return Error(errors::kNoContract, "there is no contract at " + evm::to_hex(address));
        return code;
    }

    Result<void> send(const SignedTransaction& transaction, Call& call) override {
        DEED_TRY(const Word named,
                 ask_for("sendRawTransaction", params(quoted(evm::to_hex(transaction.raw()))),
                         word_from, call));
        if (named != transaction.hash())
            return Error(errors::kHashMismatch, "the node names " + evm::to_hex(named) +
                                                    " and not " + evm::to_hex(transaction.hash()));
        return {};
    }

    Result<std::optional<Receipt>> receipt(const Word& transaction_hash, Call& call) override {
        DEED_TRY(const evm::RpcAnswer answer,
                 ask("getTransactionReceipt", params(quoted(evm::to_hex(transaction_hash))), call));
        DEED_TRY(const json::Value result, answer.result());
        if (result.is_null()) return std::optional<Receipt>();
        DEED_TRY(Receipt receipt, rlp_receipt_from(result));
        if (receipt.transaction_hash != transaction_hash)
            return Error(errors::kUnexpectedResult, "the node answers with another receipt");
        return std::optional(std::move(receipt));
    }

    Result<ProvenReceipt> prove(const SignedTransaction& transaction, const Receipt& receipt,
                                Call& call) override {
        DEED_TRY(Block in, block(receipt.block_number, call));
        DEED_TRY(const TreePlace place, place_in(in, transaction.hash()));
        const std::string hash = params(quoted(evm::to_hex(transaction.hash())));
        DEED_TRY(const MerklePath transaction_path,
                 path("getTransactionByHashWithProof", "txProof", hash, call));
        DEED_TRY(const MerklePath receipt_path,
                 path("getTransactionReceiptByHashWithProof", "receiptProof", hash, call));
        Inclusion inclusion{transaction.raw(), place,        transaction_path,
                            receipt.value,     receipt_path, std::move(in.header)};
        auto verified = inclusion.verify(settings(), in.hash);
        // Programs of 2.9 and later tell of the remaining gas also on chains whose receipts are of
        // before.
        auto* value = std::get_if<RlpReceipt>(&inclusion.receipt);
        if (!verified && value != nullptr && value->remain_gas) {
            value->remain_gas.reset();
            verified = inclusion.verify(settings(), in.hash);
        }
        if (!verified) return verified.error();
        return ProvenReceipt{in.hash, std::move(inclusion)};
    }

    Result<Word> block_hash(std::uint64_t number, Call& call) override {
        return ask_for("getBlockHashByNumber", params(quoted(Uint256(number).to_quantity())),
                       word_from, call);
    }

    Result<std::string> system_setting(std::string_view key, Call& call) override {
        return ask_for("getSystemConfigByKey", params(quoted(std::string(key))), text_from, call);
    }

    Result<CallResult> try_call(const Address& from, const Address& to, ByteView data,
                                Call& call) override {
        const std::string request = R"({"from":)" + quoted(evm::to_hex(from)) + R"(,"to":)" +
                                    quoted(evm::to_hex(to)) + R"(,"value":"0x0","data":)" +
                                    quoted(evm::to_hex(data)) + "}";
        return ask_for("call", params(request), rlp_call_from, call);
    }

private:
    /// The group, and what follows it.
    std::string params(const std::string& rest) const {
        return "[" + settings().group_id + (rest.empty() ? "" : "," + rest) + "]";
    }

    Result<Block> fetch_block(std::uint64_t number, Call& call) override {
        return ask_for("getBlockByNumber", params(quoted(Uint256(number).to_quantity()) + ",false"),
                       rlp_block_from, call);
    }

    Result<Block> fetch_block(const Word& hash, Call& call) override {
        return ask_for("getBlockByHash", params(quoted(evm::to_hex(hash)) + ",false"),
                       rlp_block_from, call);
    }

    Result<MerklePath> path(const char* method, const char* name, const std::string& params,
                            Call& call) {
        DEED_TRY(const evm::RpcAnswer answer, ask(method, params, call));
        DEED_TRY(const json::Value result, answer.result());
        const auto proof = result.find(name);
        if (!proof) return Error(errors::kNoProof, std::string("the node gives no ") + name);
        return rlp_path_from(*proof);
    }
};

}  // namespace

Result<std::unique_ptr<Node>> node_of_two(evm::RpcClient& rpc, ChainSettings settings) {
    for (const std::string& id : {settings.chain_id, settings.group_id}) {
        const auto number = Uint256::from_decimal(id);
        if (!number || !number->fits_u64())
            return Error(errors::kSettingsInvalid,
                         "chain and group of FISCO BCOS 2 are numbers, and '" + id + "' is none");
    }
    return std::unique_ptr<Node>(std::make_unique<NodeOfTwo>(rpc, std::move(settings)));
}

}  // namespace deed::registry::fisco
