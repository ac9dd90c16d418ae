#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/node_versions.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

Result<std::uint64_t> height_from(json::Value value) {
    DEED_TRY(const std::int64_t number, integer_from(value));
    if (number < 0) return Error(errors::kUnexpectedResult, "the block's number is negative");
    return static_cast<std::uint64_t>(number);
}

constexpr std::uint64_t kMostNumber = (std::uint64_t{1} << 53) - 1;  // of JSON's integers

/// A setting, beside the block from which on it holds.
Result<std::string> setting_from(json::Value value) {
    DEED_TRY(const json::Value text, member(value, "value"));
    return text_from(text);
}

class NodeOfThree final : public Node {
public:
    NodeOfThree(evm::RpcClient& rpc, ChainSettings settings) : Node(rpc, std::move(settings)) {}

    Result<void> check_chain(Call& call) override {
        DEED_TRY(const evm::RpcAnswer answer, ask("getGroupInfo", group_only(), call));
        DEED_TRY(const json::Value result, answer.result());
        // Nodes say that there is no such group by null as well as by an error.
        if (result.is_null())
            return Error(errors::kGroupUnknown, "the node knows no group " + settings().group_id);
        DEED_TRY(const json::Value id_value, member(result, "chainID"));
        DEED_TRY(const std::string id, text_from(id_value));
        if (id != settings().chain_id)
            return Error(errors::kWrongChain,
                         "the node is of chain " + id + " and not of " + settings().chain_id);
        DEED_TRY(const json::Value group_value, member(result, "groupID"));
        DEED_TRY(const std::string group, text_from(group_value));
        if (group != settings().group_id)
            return Error(errors::kGroupUnknown, "the node answers for group " + group);
        return check_algorithms(result);
    }

    Result<std::uint64_t> block_number(Call& call) override {
        return ask_for("getBlockNumber", params().end_array().take(), height_from, call);
    }

    Result<Bytes> code(const Address& address, Call& call) override {
        DEED_TRY(Bytes code,
                 ask_for("getCode", params().string(evm::to_hex(address)).end_array().take(),
                         data_from, call));
        if (code.empty())
            return Error(errors::kNoContract, "there is no contract at " + evm::to_hex(address));
        return code;
    }

    Result<void> send(const SignedTransaction& transaction, Call& call) override {
        DEED_TRY(
            const Receipt receipt,
            ask_for(
                "sendTransaction",
                params().string(evm::to_hex(transaction.raw())).boolean(false).end_array().take(),
                tars_receipt_from, call));
        if (receipt.transaction_hash != transaction.hash())
            return Error(errors::kHashMismatch, "the node names " +
                                                    evm::to_hex(receipt.transaction_hash) +
                                                    " and not " + evm::to_hex(transaction.hash()));
        return {};
    }

    Result<std::optional<Receipt>> receipt(const Word& transaction_hash, Call& call) override {
        const auto answer = ask("getTransactionReceipt", of_hash(transaction_hash, false), call);
        // Of a transaction that they do not have nodes say that their storage does not.
        if (!answer && answer.error().code() == errors::kLedgerStorage)
            return std::optional<Receipt>();
        if (!answer) return answer.error();
        DEED_TRY(const json::Value result, answer->result());
        if (result.is_null()) return std::optional<Receipt>();
        DEED_TRY(Receipt receipt, tars_receipt_from(result));
        if (receipt.transaction_hash != transaction_hash)
            return Error(errors::kUnexpectedResult, "the node answers with another receipt");
        return std::optional(std::move(receipt));
    }

    Result<ProvenReceipt> prove(const SignedTransaction& transaction, const Receipt& receipt,
                                Call& call) override {
        DEED_TRY(Block in, block(receipt.block_number, call));
        DEED_TRY(const TreePlace place, place_in(in, transaction.hash()));
        DEED_TRY(auto transaction_path, path("getTransaction", {"txProof", "transactionProof"},
                                             transaction.hash(), transaction.hash(), place, call));
        DEED_TRY(auto receipt_path,
                 path("getTransactionReceipt", {"txReceiptProof", "receiptProof"},
                      transaction.hash(), receipt.leaf(settings().hash), place, call));
        Inclusion inclusion{transaction.raw(),           place,
                            std::move(transaction_path), receipt.value,
                            std::move(receipt_path),     std::move(in.header)};
        DEED_CHECK(inclusion.verify(settings(), in.hash));
        return ProvenReceipt{in.hash, std::move(inclusion)};
    }

    Result<Word> block_hash(std::uint64_t number, Call& call) override {
        DEED_TRY(std::string asked, with_number(number));
        return ask_for("getBlockHashByNumber", std::move(asked), word_from, call);
    }

    Result<std::string> system_setting(std::string_view key, Call& call) override {
        return ask_for("getSystemConfigByKey", params().string(key).end_array().take(),
                       setting_from, call);
    }

    Result<CallResult> try_call(const Address&, const Address& to, ByteView data,
                                Call& call) override {
        return ask_for(
            "call", params().string(evm::to_hex(to)).string(evm::to_hex(data)).end_array().take(),
            tars_call_from, call);
    }

private:
    Result<std::string> with_number(std::uint64_t number) const {
        if (number > kMostNumber)
            return Error(errors::kBlockNumberUnknown, "no chain has so many blocks");
        return params().integer(static_cast<std::int64_t>(number)).end_array().take();
    }

    /// An array with group and node, to be ended.
    json::Writer params() const {
        json::Writer writer;
        writer.begin_array().string(settings().group_id).string(settings().node);
        return writer;
    }

    std::string group_only() const {
        return json::Writer().begin_array().string(settings().group_id).end_array().take();
    }

    std::string of_hash(const Word& transaction_hash, bool with_proof) const {
        return params()
            .string(evm::to_hex(transaction_hash))
            .boolean(with_proof)
            .end_array()
            .take();
    }

    /// The nodes of a group say by a number whether they are of an SM chain.
    Result<void> check_algorithms(json::Value group) const {
        DEED_TRY(const json::Value nodes, member(group, "nodeList"));
        if (!nodes.is_array())
            return Error(errors::kUnexpectedResult, "the group's nodes are not a list");
        for (const json::Value node : nodes.array()) {
            DEED_TRY(const json::Value type, member(node, "type"));
            DEED_TRY(const std::int64_t number, integer_from(type));
            if ((number != 0) != (settings().hash == ChainHash::sm3))
                return Error(errors::kWrongCrypto, number != 0 ? "the group is of an SM chain"
                                                               : "the group is of no SM chain");
        }
        return {};
    }

    Result<Block> fetch_block(std::uint64_t number, Call& call) override {
        if (number > kMostNumber)
            return Error(errors::kBlockNumberUnknown, "no chain has so many blocks");
        return ask_for("getBlockByNumber",
                       params()
                           .integer(static_cast<std::int64_t>(number))
                           .boolean(false)
                           .boolean(true)
                           .end_array()
                           .take(),
                       tars_block_from, call);
    }

    Result<Block> fetch_block(const Word& hash, Call& call) override {
        return ask_for(
            "getBlockByHash",
            params().string(evm::to_hex(hash)).boolean(false).boolean(true).end_array().take(),
            tars_block_from, call);
    }

    /// The first of the members of these names that is a proof: nodes leave one of them empty.
    Result<MerklePath> path(const char* method, std::initializer_list<const char*> names,
                            const Word& transaction_hash, const Word& leaf, const TreePlace& place,
                            Call& call) {
        DEED_TRY(const evm::RpcAnswer answer, ask(method, of_hash(transaction_hash, true), call));
        DEED_TRY(const json::Value result, answer.result());
        for (const char* name : names) {
            const auto proof = result.find(name);
            if (!proof || !proof->is_array() || proof->array().empty()) continue;
            DEED_TRY(const auto list, tars_proof_from(*proof));
            return path_from_list(settings().hash, leaf, place, list);
        }
        return Error(errors::kNoProof, std::string("the node gives no proof in ") + method);
    }
};

}  // namespace

Result<std::unique_ptr<Node>> node_of_three(evm::RpcClient& rpc, ChainSettings settings) {
    if (settings.chain_id.empty() || settings.group_id.empty())
        return Error(errors::kSettingsInvalid, "chain and group must be named");
    return std::unique_ptr<Node>(std::make_unique<NodeOfThree>(rpc, std::move(settings)));
}

}  // namespace deed::registry::fisco
