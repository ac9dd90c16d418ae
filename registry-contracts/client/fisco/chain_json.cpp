#include "registry-contracts/client/fisco/chain_json.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"

namespace deed::registry::fisco {
namespace {

constexpr std::size_t kMaxTopics = 4;
constexpr std::size_t kBloomSize = 256;

Error unexpected(const char* what) {
    return {errors::kUnexpectedResult, std::string("the node's answer has no such ") + what};
}

/// Reads a member by one of the functions for values.
template <typename T>
Result<T> at(json::Value object, const char* name, Result<T> (*read)(json::Value)) {
    DEED_TRY(const json::Value value, member(object, name));
    auto made = read(value);
    if (!made) return unexpected(name);
    return std::move(made).value();
}

template <typename T>
Result<std::vector<T>> list_from(json::Value value, const char* name,
                                 Result<T> (*read)(json::Value)) {
    if (!value.is_array()) return unexpected(name);
    std::vector<T> list;
    for (const json::Value part : value.array()) {
        auto made = read(part);
        if (!made) return unexpected(name);
        list.push_back(std::move(made).value());
    }
    return list;
}

template <typename T>
Result<std::vector<T>> list_at(json::Value object, const char* name,
                               Result<T> (*read)(json::Value)) {
    DEED_TRY(const json::Value value, member(object, name));
    return list_from(value, name, read);
}

Result<Uint256> number_from(json::Value value) {
    DEED_TRY(const std::string text, text_from(value));
    const auto number = Uint256::from_quantity(text);
    if (!number) return unexpected("quantity");
    return *number;
}

Result<Address> account_from(json::Value value) {
    DEED_TRY(const std::string text, text_from(value));
    const auto account = parse_loose_account(text);
    if (!account) return unexpected("account");
    return *account;
}

/// The digits without 0x, which is what chains of 3.x hash.
std::string without_prefix(std::string text) {
    return text.starts_with("0x") ? text.substr(2) : text;
}

Result<LogEntry> rlp_log_from(json::Value value) {
    LogEntry entry;
    DEED_TRY(entry.address, at(value, "address", account_from));
    DEED_TRY(entry.topics, list_at(value, "topics", word_from));
    DEED_TRY(entry.data, at(value, "data", data_from));
    if (entry.topics.size() > kMaxTopics) return unexpected("topics");
    return entry;
}

Result<TarsLogEntry> tars_log_from(json::Value value) {
    TarsLogEntry entry;
    DEED_TRY(std::string address, at(value, "address", text_from));
    entry.address = without_prefix(std::move(address));
    DEED_TRY(entry.topics, list_at(value, "topics", word_from));
    DEED_TRY(entry.data, at(value, "data", data_from));
    if (entry.topics.size() > kMaxTopics) return unexpected("topics");
    return entry;
}

Result<TarsHeader::Parent> parent_from(json::Value value) {
    TarsHeader::Parent parent;
    DEED_TRY(parent.number, at(value, "blockNumber", integer_from));
    DEED_TRY(parent.hash, at(value, "blockHash", word_from));
    return parent;
}

Result<MerkleLevel> level_from(json::Value value) {
    MerkleLevel level;
    DEED_TRY(level.before, list_at(value, "left", data_from));
    DEED_TRY(level.after, list_at(value, "right", data_from));
    return level;
}

Result<std::int32_t> small_at(json::Value object, const char* name) {
    DEED_TRY(const std::int64_t value, at(object, name, integer_from));
    if (value < INT32_MIN || value > INT32_MAX) return unexpected(name);
    return static_cast<std::int32_t>(value);
}

Result<RlpReceipt> rlp_value_from(json::Value value) {
    RlpReceipt receipt;
    DEED_TRY(receipt.state_root, at(value, "root", word_from));
    DEED_TRY(receipt.gas_used, at(value, "gasUsed", number_from));
    DEED_TRY(receipt.contract_address, at(value, "contractAddress", account_from));
    DEED_TRY(receipt.bloom, at(value, "logsBloom", data_from));
    if (receipt.bloom.size() != kBloomSize) return unexpected("logsBloom");
    DEED_TRY(const std::uint64_t status, at(value, "status", quantity_from));
    if (status > UINT32_MAX) return unexpected("status");
    receipt.status = static_cast<std::uint32_t>(status);
    DEED_TRY(receipt.output, at(value, "output", data_from));
    if (value.find("remainGas")) {
        DEED_TRY(receipt.remain_gas, at(value, "remainGas", number_from));
    }
    DEED_TRY(receipt.logs, list_at(value, "logs", rlp_log_from));
    return receipt;
}

Result<TarsReceipt> tars_value_from(json::Value value) {
    TarsReceipt receipt;
    DEED_TRY(receipt.version, small_at(value, "version"));
    DEED_TRY(receipt.gas_used, at(value, "gasUsed", text_from));
    DEED_TRY(std::string created, at(value, "contractAddress", text_from));
    receipt.contract_address = without_prefix(std::move(created));
    DEED_TRY(receipt.status, small_at(value, "status"));
    DEED_TRY(receipt.output, at(value, "output", data_from));
    DEED_TRY(receipt.logs, list_at(value, "logEntries", tars_log_from));
    DEED_TRY(receipt.block_number, at(value, "blockNumber", integer_from));
    if (receipt.block_number < 0) return unexpected("blockNumber");
    if (receipt.version >= 1) {
        DEED_TRY(receipt.effective_gas_price, at(value, "effectiveGasPrice", text_from));
    }
    return receipt;
}

}  // namespace

Result<json::Value> member(json::Value object, const char* name) {
    const auto found = object.find(name);
    if (!found) return unexpected(name);
    return *found;
}

Result<std::string> text_from(json::Value value) {
    const auto text = value.string_if();
    if (!text) return unexpected("text");
    return std::string(*text);
}

Result<std::int64_t> integer_from(json::Value value) {
    const auto number = value.is_number() ? value.integer() : std::nullopt;
    if (!number) return unexpected("number");
    return *number;
}

Result<std::uint64_t> quantity_from(json::Value value) {
    DEED_TRY(const Uint256 number, number_from(value));
    if (!number.fits_u64()) return unexpected("quantity of 64 bits");
    return number.to_u64();
}

Result<Bytes> data_from(json::Value value) {
    DEED_TRY(std::string text, text_from(value));
    auto bytes = evm::from_hex("0x" + without_prefix(std::move(text)));
    if (!bytes) return unexpected("data");
    return std::move(bytes).value();
}

Result<Word> word_from(json::Value value) {
    DEED_TRY(const Bytes bytes, data_from(value));
    Word word;
    if (bytes.size() != word.size()) return unexpected("hash");
    std::copy(bytes.begin(), bytes.end(), word.begin());
    return word;
}

Result<Receipt> rlp_receipt_from(json::Value value) {
    Receipt receipt;
    DEED_TRY(RlpReceipt content, rlp_value_from(value));
    DEED_TRY(receipt.transaction_hash, at(value, "transactionHash", word_from));
    DEED_TRY(receipt.block_number, at(value, "blockNumber", quantity_from));
    receipt.status = content.status;
    if (content.contract_address != Address{}) receipt.contract_address = content.contract_address;
    receipt.output = content.output;
    receipt.logs = content.logs;
    receipt.value = std::move(content);
    return receipt;
}

Result<Receipt> tars_receipt_from(json::Value value) {
    Receipt receipt;
    DEED_TRY(TarsReceipt content, tars_value_from(value));
    DEED_TRY(receipt.transaction_hash, at(value, "transactionHash", word_from));
    receipt.block_number = static_cast<std::uint64_t>(content.block_number);
    receipt.status = content.status;
    if (!content.contract_address.empty()) {
        DEED_TRY(receipt.contract_address, at(value, "contractAddress", account_from));
    }
    receipt.output = content.output;
    for (const TarsLogEntry& log : content.logs) {
        const auto address = parse_loose_account(log.address);
        if (!address) return unexpected("address of a log entry");
        receipt.logs.push_back({*address, log.topics, log.data});
    }
    if (value.find("message")) {
        DEED_TRY(receipt.message, at(value, "message", text_from));
    }
    DEED_CHECK(content.check_form());
    receipt.value = std::move(content);
    return receipt;
}

Result<Block> rlp_block_from(json::Value value) {
    RlpHeader header;
    DEED_TRY(const Word hash, at(value, "hash", word_from));
    DEED_TRY(header.parent_hash, at(value, "parentHash", word_from));
    DEED_TRY(header.state_root, at(value, "stateRoot", word_from));
    DEED_TRY(header.transactions_root, at(value, "transactionsRoot", word_from));
    DEED_TRY(header.receipts_root, at(value, "receiptsRoot", word_from));
    DEED_TRY(header.db_hash, at(value, "dbHash", word_from));
    DEED_TRY(header.bloom, at(value, "logsBloom", data_from));
    DEED_TRY(header.number, at(value, "number", quantity_from));
    DEED_TRY(header.gas_limit, at(value, "gasLimit", number_from));
    DEED_TRY(header.gas_used, at(value, "gasUsed", number_from));
    DEED_TRY(header.timestamp, at(value, "timestamp", quantity_from));
    DEED_TRY(header.extra_data, list_at(value, "extraData", data_from));
    DEED_TRY(header.sealer, at(value, "sealer", number_from));
    DEED_TRY(header.sealers, list_at(value, "sealerList", data_from));
    std::vector<Word> transactions;
    if (value.find("transactions")) {
        DEED_TRY(transactions, list_at(value, "transactions", word_from));
    }
    return Block{hash, std::move(header), std::move(transactions)};
}

Result<Block> tars_block_from(json::Value value) {
    TarsHeader header;
    DEED_TRY(const Word hash, at(value, "hash", word_from));
    DEED_TRY(const std::int64_t version, at(value, "version", integer_from));
    // Versions such as 3.2.0 are 0x03020000, which some nodes print as unsigned.
    if (version < 0 || version > UINT32_MAX) return unexpected("version");
    header.version = static_cast<std::int32_t>(static_cast<std::uint32_t>(version));
    DEED_TRY(header.parents, list_at(value, "parentInfo", parent_from));
    DEED_TRY(header.transactions_root, at(value, "txsRoot", word_from));
    DEED_TRY(header.receipts_root, at(value, "receiptsRoot", word_from));
    DEED_TRY(header.state_root, at(value, "stateRoot", word_from));
    DEED_TRY(header.number, at(value, "number", integer_from));
    if (header.number < 0) return unexpected("number");
    DEED_TRY(header.gas_used, at(value, "gasUsed", text_from));
    DEED_TRY(header.timestamp, at(value, "timestamp", integer_from));
    DEED_TRY(header.sealer, at(value, "sealer", integer_from));
    DEED_TRY(header.sealers, list_at(value, "sealerList", data_from));
    DEED_TRY(header.extra_data, at(value, "extraData", data_from));
    DEED_TRY(header.weights, list_at(value, "consensusWeights", integer_from));
    std::vector<Word> transactions;
    if (value.find("transactions")) {
        DEED_TRY(transactions, list_at(value, "transactions", word_from));
    }
    return Block{hash, std::move(header), std::move(transactions)};
}

Result<CallResult> rlp_call_from(json::Value value) {
    CallResult result;
    DEED_TRY(const std::uint64_t status, at(value, "status", quantity_from));
    if (status > UINT32_MAX) return unexpected("status");
    result.status = static_cast<std::int64_t>(status);
    DEED_TRY(result.output, at(value, "output", data_from));
    return result;
}

Result<CallResult> tars_call_from(json::Value value) {
    CallResult result;
    DEED_TRY(result.status, at(value, "status", integer_from));
    DEED_TRY(result.output, at(value, "output", data_from));
    return result;
}

Result<MerklePath> rlp_path_from(json::Value value) {
    DEED_TRY(auto levels, list_from(value, "proof", level_from));
    return MerklePath{std::move(levels)};
}

Result<std::vector<Bytes>> tars_proof_from(json::Value value) {
    return list_from(value, "proof", data_from);
}

}  // namespace deed::registry::fisco
