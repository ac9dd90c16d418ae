#include "registry-contracts/client/evm/node.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/signed_json.hpp"

namespace deed::registry::evm {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }
std::string param(ByteView bytes) { return quoted(to_hex(bytes)); }
std::string param(const Uint256& number) { return quoted(number.to_quantity()); }

std::string list_of(const std::vector<std::string>& parts) {
    std::string text = "[";
    for (const std::string& part : parts) text += (text.size() > 1 ? "," : "") + part;
    return text + "]";
}

std::string object_of(const CallRequest& request) {
    std::string text = "{\"data\":" + param(request.data);
    if (request.from) text += ",\"from\":" + param(*request.from);
    if (request.to) text += ",\"to\":" + param(*request.to);
    if (!request.value.is_zero()) text += ",\"value\":" + param(request.value);
    return text + "}";
}

template <typename T>
std::string any_of(const std::vector<T>& values) {
    if (values.empty()) return "null";
    std::vector<std::string> parts;
    for (const T& value : values) parts.push_back(param(value));
    return list_of(parts);
}

std::string object_of(const LogFilter& filter) {
    std::string text = filter.block_hash ? "{\"blockHash\":" + param(*filter.block_hash)
                                         : "{\"fromBlock\":" + param(Uint256(filter.from_block)) +
                                               ",\"toBlock\":" + param(Uint256(filter.to_block));
    if (!filter.addresses.empty()) text += ",\"address\":" + any_of(filter.addresses);
    std::vector<std::string> topics;
    for (const auto& topic : filter.topics) topics.push_back(any_of(topic));
    return text + ",\"topics\":" + list_of(topics) + "}";
}

bool fits(const LogFilter& filter, const Log& log) {
    const bool in_blocks = filter.block_hash ? log.block_hash == *filter.block_hash
                                             : log.block_number >= filter.from_block &&
                                                   log.block_number <= filter.to_block;
    const auto& addresses = filter.addresses;
    const bool of_address = addresses.empty() || std::find(addresses.begin(), addresses.end(),
                                                           log.entry.address) != addresses.end();
    if (!in_blocks || !of_address) return false;
    for (std::size_t i = 0; i < filter.topics.size(); ++i) {
        const auto& allowed = filter.topics[i];
        if (allowed.empty()) continue;
        if (i >= log.entry.topics.size()) return false;
        if (std::find(allowed.begin(), allowed.end(), log.entry.topics[i]) == allowed.end())
            return false;
    }
    return true;
}

Result<Word> checked_hash(const RpcAnswer& answer, ByteView raw) {
    DEED_TRY(const json::Value result, answer.result());
    DEED_TRY(const Word named, word_from(result));
    const Word own = crypto::keccak256(raw);
    if (named != own)
        return Error(errors::kHashMismatch,
                     "the node names " + to_hex(named) + " and not " + to_hex(own));
    return own;
}

/// The hash that an object tells of itself.
Result<Word> hash_from(json::Value object) {
    const auto hash = object.find("hash");
    if (!hash) return Error(errors::kRpcUnexpectedResult, "the node's answer has no hash");
    return word_from(*hash);
}

struct SentTransaction {
    Word hash{};
    Address from{};
    std::uint64_t nonce = 0;
};

Result<SentTransaction> sent_transaction_from(json::Value object) {
    const auto from = object.find("from");
    const auto nonce = object.find("nonce");
    if (!from || !nonce)
        return Error(errors::kRpcUnexpectedResult, "the node's transaction lacks a member");
    SentTransaction sent;
    DEED_TRY(sent.hash, hash_from(object));
    DEED_TRY(sent.from, address_from(*from));
    DEED_TRY(sent.nonce, quantity64_from(*nonce));
    return sent;
}

template <typename T>
Result<std::vector<T>> list_from(json::Value value, Result<T> (*read)(json::Value)) {
    if (!value.is_array())
        return Error(errors::kRpcUnexpectedResult, "the node's answer is not a list");
    std::vector<T> list;
    for (const json::Value part : value.array()) {
        DEED_TRY(T made, read(part));
        list.push_back(std::move(made));
    }
    return list;
}

std::optional<BlockInfo> info_of(const std::optional<Block>& block) {
    if (!block) return std::nullopt;
    return BlockInfo{block->header.number(), block->hash, block->header.timestamp(),
                     block->header.gas_limit()};
}

}  // namespace

BlockRef BlockRef::number(std::uint64_t number) { return BlockRef(param(Uint256(number)), number); }

BlockRef BlockRef::hash(const Word& hash) {
    return BlockRef("{\"blockHash\":" + param(hash) + ",\"requireCanonical\":true}");
}

Result<RpcAnswer> Node::ask(const char* method, std::string params, Call& call) {
    return rpc_.call({method, std::move(params)}, call);
}

template <typename T>
Result<T> Node::ask_for(const char* method, std::string params, Result<T> (*read)(json::Value),
                        Call& call) {
    DEED_TRY(const RpcAnswer answer, ask(method, std::move(params), call));
    DEED_TRY(const json::Value result, answer.result());
    return read(result);
}

template <typename T>
Result<std::optional<T>> Node::ask_maybe(const char* method, std::string params,
                                         Result<T> (*read)(json::Value), Call& call) {
    DEED_TRY(const RpcAnswer answer, ask(method, std::move(params), call));
    DEED_TRY(const json::Value result, answer.result());
    if (result.is_null()) return std::optional<T>();
    DEED_TRY(T made, read(result));
    return std::optional<T>(std::move(made));
}

Result<std::uint64_t> Node::chain_id(Call& call) {
    return ask_for("eth_chainId", "[]", quantity64_from, call);
}

Result<std::uint64_t> Node::block_number(Call& call) {
    return ask_for("eth_blockNumber", "[]", quantity64_from, call);
}

Result<std::optional<Block>> Node::block(const BlockRef& ref, Call& call) {
    constexpr std::int64_t kUnknownBlock = -39001;  // Geth, while nothing is safe or final
    DEED_TRY(const RpcAnswer answer,
             ask("eth_getBlockByNumber", list_of({ref.json(), "false"}), call));
    if (answer.error() != nullptr && answer.error()->code == kUnknownBlock)
        return std::optional<Block>();
    DEED_TRY(const json::Value result, answer.result());
    if (result.is_null()) return std::optional<Block>();
    DEED_TRY(Block block, block_from(result));
    return std::optional(std::move(block));
}

Result<std::optional<Block>> Node::block_by_hash(const Word& hash, Call& call) {
    DEED_TRY(auto block,
             ask_maybe("eth_getBlockByHash", list_of({param(hash), "false"}), block_from, call));
    if (block && block->hash != hash)
        return Error(errors::kRpcUnexpectedResult, "the node answers with another block");
    return block;
}

Result<Bytes> ChainReader::call_contract(const CallRequest& request, const BlockRef& ref,
                                         Call& call, std::span<const AbiSignature> known_errors) {
    DEED_TRY(auto outcome, try_call(request, ref, call));
    if (const auto* refused = std::get_if<NodeError>(&outcome))
        return refused->to_error(known_errors);
    return std::get<Bytes>(std::move(outcome));
}

Result<std::optional<BlockInfo>> Node::block_info(const BlockRef& ref, Call& call) {
    DEED_TRY(const auto told, block(ref, call));
    return info_of(told);
}

Result<std::optional<BlockInfo>> Node::block_info_by_hash(const Word& hash, Call& call) {
    DEED_TRY(const auto told, block_by_hash(hash, call));
    return info_of(told);
}

Result<std::variant<Bytes, NodeError>> Node::try_call(const CallRequest& request,
                                                      const BlockRef& ref, Call& call) {
    DEED_TRY(const RpcAnswer answer,
             ask("eth_call", list_of({object_of(request), ref.json()}), call));
    if (const NodeError* refused = answer.error()) {
        if (!refused->is_revert()) return refused->to_error();
        return std::variant<Bytes, NodeError>(*refused);
    }
    DEED_TRY(const json::Value result, answer.result());
    DEED_TRY(Bytes returned, data_from(result));
    return std::variant<Bytes, NodeError>(std::move(returned));
}

Result<std::uint64_t> Node::estimate_gas(const CallRequest& request, Call& call,
                                         std::span<const AbiSignature> known_errors) {
    constexpr std::uint64_t kMaxGas = std::uint64_t{1} << 50;  // far above any block's
    DEED_TRY(const RpcAnswer answer, ask("eth_estimateGas", list_of({object_of(request)}), call));
    if (answer.error() != nullptr) return answer.error()->to_error(known_errors);
    DEED_TRY(const json::Value result, answer.result());
    DEED_TRY(const std::uint64_t gas, quantity64_from(result));
    if (gas > kMaxGas)
        return Error(errors::kRpcUnexpectedResult,
                     "the node estimates more gas than any block has");
    return gas;
}

Result<Bytes> Node::code(const Address& address, const BlockRef& ref, Call& call) {
    DEED_TRY(Bytes code,
             ask_for("eth_getCode", list_of({param(address), ref.json()}), data_from, call));
    if (code.empty())
        return Error(errors::kNoContract, "there is no contract at " + to_checksummed(address));
    return code;
}

Result<Uint256> Node::balance(const Address& address, const BlockRef& ref, Call& call) {
    return ask_for("eth_getBalance", list_of({param(address), ref.json()}), quantity_from, call);
}

Result<std::uint64_t> Node::transaction_count(const Address& address, const BlockRef& ref,
                                              Call& call) {
    return ask_for("eth_getTransactionCount", list_of({param(address), ref.json()}),
                   quantity64_from, call);
}

Result<FeeHistory> Node::fee_history(unsigned blocks, std::span<const unsigned> percentiles,
                                     Call& call) {
    std::vector<std::string> parts;
    for (const unsigned percentile : percentiles) parts.push_back(std::to_string(percentile));
    return ask_for("eth_feeHistory",
                   list_of({param(Uint256(blocks)), "\"latest\"", list_of(parts)}),
                   fee_history_from, call);
}

Result<Uint256> Node::max_priority_fee_per_gas(Call& call) {
    return ask_for("eth_maxPriorityFeePerGas", "[]", quantity_from, call);
}

Result<Word> Node::send_raw_transaction(ByteView raw, Call& call) {
    DEED_TRY(const RpcAnswer answer, ask("eth_sendRawTransaction", list_of({param(raw)}), call));
    return checked_hash(answer, raw);
}

Result<std::vector<Result<Word>>> Node::send_raw_transactions(std::span<const Bytes> raws,
                                                              Call& call) {
    std::vector<RpcRequest> requests;
    for (const Bytes& raw : raws)
        requests.push_back({"eth_sendRawTransaction", list_of({param(raw)})});
    DEED_TRY(const auto answers, rpc_.batch(requests, call));
    std::vector<Result<Word>> outcomes;
    for (std::size_t i = 0; i < raws.size(); ++i)
        outcomes.push_back(checked_hash(answers[i], raws[i]));
    return outcomes;
}

Result<std::optional<Receipt>> Node::receipt(const Word& transaction_hash, Call& call) {
    DEED_TRY(auto receipt, ask_maybe("eth_getTransactionReceipt",
                                     list_of({param(transaction_hash)}), receipt_from, call));
    if (receipt && receipt->transaction_hash != transaction_hash)
        return Error(errors::kRpcUnexpectedResult, "the node answers with another receipt");
    return receipt;
}

Result<bool> Node::has_transaction(const Word& transaction_hash, Call& call) {
    DEED_TRY(const auto hash, ask_maybe("eth_getTransactionByHash",
                                        list_of({param(transaction_hash)}), hash_from, call));
    if (hash && *hash != transaction_hash)
        return Error(errors::kRpcUnexpectedResult, "the node answers with another transaction");
    return hash.has_value();
}

Result<std::vector<SignedTransaction>> Node::transactions_of(const Address& account,
                                                             std::uint64_t nonce,
                                                             std::uint64_t block_number,
                                                             Call& call) {
    DEED_TRY(const RpcAnswer answer,
             ask("eth_getBlockByNumber", list_of({BlockRef::number(block_number).json(), "true"}),
                 call));
    DEED_TRY(const json::Value block, answer.result());
    if (block.is_null())
        return Error(errors::kRpcNotFound, "the node has no block " + std::to_string(block_number));
    const auto transactions = block.find("transactions");
    if (!transactions)
        return Error(errors::kRpcUnexpectedResult, "the node's block has no transactions");
    if (!transactions->is_array())
        return Error(errors::kRpcUnexpectedResult, "the node's answer is not a list");
    std::vector<SignedTransaction> found;
    for (const json::Value part : transactions->array()) {
        DEED_TRY(const SentTransaction sent, sent_transaction_from(part));
        if (sent.from != account || sent.nonce != nonce) continue;
        DEED_TRY(SignedTransaction transaction, signed_transaction_from(part));
        if (transaction.hash() != sent.hash || transaction.sender() != account)
            return Error(errors::kRpcUnexpectedResult,
                         "the account did not sign the transaction that the node shows");
        found.push_back(std::move(transaction));
    }
    return found;
}

Result<std::vector<Receipt>> Node::block_receipts(const Word& block_hash, Call& call) {
    DEED_TRY(const RpcAnswer answer,
             ask("eth_getBlockReceipts", list_of({param(block_hash)}), call));
    DEED_TRY(const json::Value result, answer.result());
    return list_from(result, receipt_from);
}

Result<std::vector<Log>> Node::logs(const LogFilter& filter, Call& call) {
    DEED_TRY(const RpcAnswer answer, ask("eth_getLogs", list_of({object_of(filter)}), call));
    DEED_TRY(const json::Value result, answer.result());
    DEED_TRY(auto logs, list_from(result, log_from));
    for (const Log& log : logs)
        if (!fits(filter, log))
            return Error(errors::kRpcUnexpectedResult,
                         "the node answers with a log entry that was not asked for");
    return logs;
}

Result<StateProof> Node::state_proof(const Address& address, std::span<const Word> slots,
                                     const BlockRef& ref, Call& call) {
    std::vector<std::string> parts;
    for (const Word& slot : slots) parts.push_back(param(slot));
    DEED_TRY(auto proof,
             ask_for("eth_getProof", list_of({param(address), list_of(parts), ref.json()}),
                     state_proof_from, call));
    const bool all_there = std::equal(
        slots.begin(), slots.end(), proof.storage.begin(), proof.storage.end(),
        [](const Word& slot, const StorageProof& proven) { return slot == proven.slot; });
    if (!all_there)
        return Error(errors::kRpcUnexpectedResult, "the node proves other slots than asked for");
    return proof;
}

}  // namespace deed::registry::evm
