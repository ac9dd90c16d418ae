#include "registry-contracts/client/evm/chain_json.hpp"

#include <algorithm>
#include <array>

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::registry::evm {
namespace {

Error unexpected(const char* what) {
    return {errors::kRpcUnexpectedResult, std::string("the node's answer has no such ") + what};
}

Result<json::Value> member(json::Value object, const char* name) {
    const auto found = object.find(name);
    if (!found) return unexpected(name);
    return *found;
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
Result<std::vector<T>> list_at(json::Value object, const char* name,
                               Result<T> (*read)(json::Value)) {
    DEED_TRY(const json::Value value, member(object, name));
    if (!value.is_array()) return unexpected(name);
    std::vector<T> list;
    for (const json::Value part : value.array()) {
        auto made = read(part);
        if (!made) return unexpected(name);
        list.push_back(std::move(made).value());
    }
    return list;
}

struct HeaderMember {
    const char* name;
    bool is_number;
};

// In the order of the header's RLP; the first fifteen are in every header.
constexpr std::size_t kAlways = 15;
constexpr std::array<HeaderMember, 21> kHeader = {{{"parentHash", false},
                                                   {"sha3Uncles", false},
                                                   {"miner", false},
                                                   {"stateRoot", false},
                                                   {"transactionsRoot", false},
                                                   {"receiptsRoot", false},
                                                   {"logsBloom", false},
                                                   {"difficulty", true},
                                                   {"number", true},
                                                   {"gasLimit", true},
                                                   {"gasUsed", true},
                                                   {"timestamp", true},
                                                   {"extraData", false},
                                                   {"mixHash", false},
                                                   {"nonce", false},
                                                   {"baseFeePerGas", true},
                                                   {"withdrawalsRoot", false},
                                                   {"blobGasUsed", true},
                                                   {"excessBlobGas", true},
                                                   {"parentBeaconBlockRoot", false},
                                                   {"requestsHash", false}}};

Result<BlockHeader> header_from(json::Value block) {
    RlpWriter writer;
    writer.begin_list();
    for (std::size_t i = 0; i < kHeader.size(); ++i) {
        const auto value = block.find(kHeader[i].name);
        if (!value || value->is_null()) {
            if (i < kAlways) return unexpected(kHeader[i].name);
            continue;
        }
        if (kHeader[i].is_number) {
            DEED_TRY(const Uint256 number, at(block, kHeader[i].name, quantity_from));
            writer.uint(number);
        } else {
            DEED_TRY(const Bytes bytes, at(block, kHeader[i].name, data_from));
            writer.string(bytes);
        }
    }
    auto header = BlockHeader::decode(writer.end_list().take());
    if (!header) return unexpected("header");
    return header;
}

Result<LogEntry> log_entry_from(json::Value value) {
    LogEntry entry;
    DEED_TRY(entry.address, at(value, "address", address_from));
    DEED_TRY(entry.topics, list_at(value, "topics", word_from));
    DEED_TRY(entry.data, at(value, "data", data_from));
    if (entry.topics.size() > 4) return unexpected("topics");
    return entry;
}

/// A slot's key, which nodes write with or without leading zeros.
Result<Word> slot_from(json::Value value) {
    const auto text = value.string_if();
    if (!text) return unexpected("key");
    if (const auto word = word_from_hex(*text)) return *word;
    DEED_TRY(const Uint256 number, Uint256::from_quantity(*text));
    return number.to_word();
}

Result<StorageProof> storage_proof_from(json::Value value) {
    StorageProof proof;
    DEED_TRY(proof.slot, at(value, "key", slot_from));
    DEED_TRY(proof.value, at(value, "value", slot_from));
    DEED_TRY(proof.nodes, list_at(value, "proof", data_from));
    return proof;
}

Result<std::vector<Uint256>> rewards_from(json::Value value) {
    if (!value.is_array()) return unexpected("reward");
    std::vector<Uint256> rewards;
    for (const json::Value part : value.array()) {
        DEED_TRY(const Uint256 reward, quantity_from(part));
        rewards.push_back(reward);
    }
    return rewards;
}

Result<double> ratio_from(json::Value value) {
    if (!value.is_number()) return unexpected("ratio");
    return value.number();
}

}  // namespace

Result<Uint256> quantity_from(json::Value value) {
    const auto text = value.string_if();
    const auto number =
        text ? Uint256::from_quantity(*text) : Result<Uint256>(unexpected("quantity"));
    if (!number) return unexpected("quantity");
    return *number;
}

Result<std::uint64_t> quantity64_from(json::Value value) {
    DEED_TRY(const Uint256 number, quantity_from(value));
    if (!number.fits_u64()) return unexpected("quantity of 64 bits");
    return number.to_u64();
}

Result<Bytes> data_from(json::Value value) {
    const auto text = value.string_if();
    auto bytes = text ? from_hex(*text) : Result<Bytes>(unexpected("data"));
    if (!bytes) return unexpected("data");
    return std::move(bytes).value();
}

Result<Word> word_from(json::Value value) {
    const auto text = value.string_if();
    const auto word = text ? word_from_hex(*text) : Result<Word>(unexpected("hash"));
    if (!word) return unexpected("hash");
    return *word;
}

Result<Address> address_from(json::Value value) {
    const auto text = value.string_if();
    const auto address = text ? parse_account(*text) : Result<Address>(unexpected("address"));
    if (!address) return unexpected("address");
    return *address;
}

Result<Block> block_from(json::Value value) {
    DEED_TRY(const Word hash, at(value, "hash", word_from));
    DEED_TRY(BlockHeader header, header_from(value));
    DEED_TRY(auto transactions, list_at(value, "transactions", word_from));
    return Block{hash, std::move(header), std::move(transactions)};
}

Result<Receipt> receipt_from(json::Value value) {
    Receipt receipt;
    DEED_TRY(receipt.transaction_hash, at(value, "transactionHash", word_from));
    DEED_TRY(receipt.transaction_index, at(value, "transactionIndex", quantity64_from));
    DEED_TRY(receipt.block_hash, at(value, "blockHash", word_from));
    DEED_TRY(receipt.block_number, at(value, "blockNumber", quantity64_from));
    DEED_TRY(receipt.from, at(value, "from", address_from));
    DEED_TRY(receipt.gas_used, at(value, "gasUsed", quantity64_from));
    DEED_TRY(receipt.effective_gas_price, at(value, "effectiveGasPrice", quantity_from));
    const auto created = value.find("contractAddress");
    if (created && !created->is_null()) {
        DEED_TRY(receipt.contract_address, at(value, "contractAddress", address_from));
    }
    DEED_TRY(const std::uint64_t status, at(value, "status", quantity64_from));
    if (status > 1) return unexpected("status");
    receipt.value.succeeded = status == 1;
    // Nodes from before EIP-2718 know no types.
    std::uint64_t type = 0;
    if (value.find("type")) {
        DEED_TRY(type, at(value, "type", quantity64_from));
    }
    if (type > 0x7f) return unexpected("type");
    receipt.value.type = static_cast<std::uint8_t>(type);
    DEED_TRY(receipt.value.cumulative_gas_used, at(value, "cumulativeGasUsed", quantity64_from));
    DEED_TRY(receipt.value.bloom, at(value, "logsBloom", data_from));
    DEED_TRY(receipt.value.logs, list_at(value, "logs", log_entry_from));
    return receipt;
}

Result<Log> log_from(json::Value value) {
    Log log;
    DEED_TRY(log.entry, log_entry_from(value));
    DEED_TRY(log.block_hash, at(value, "blockHash", word_from));
    DEED_TRY(log.block_number, at(value, "blockNumber", quantity64_from));
    DEED_TRY(log.transaction_hash, at(value, "transactionHash", word_from));
    DEED_TRY(log.log_index, at(value, "logIndex", quantity64_from));
    const auto removed = value.find("removed");
    if (removed && !removed->is_boolean()) return unexpected("removed");
    log.removed = removed && removed->boolean();
    return log;
}

Result<StateProof> state_proof_from(json::Value value) {
    StateProof proof;
    DEED_TRY(proof.account.nonce, at(value, "nonce", quantity64_from));
    DEED_TRY(proof.account.balance, at(value, "balance", quantity_from));
    DEED_TRY(proof.account.storage_root, at(value, "storageHash", word_from));
    DEED_TRY(proof.account.code_hash, at(value, "codeHash", word_from));
    DEED_TRY(proof.nodes, list_at(value, "accountProof", data_from));
    DEED_TRY(proof.storage, list_at(value, "storageProof", storage_proof_from));
    return proof;
}

Result<FeeHistory> fee_history_from(json::Value value) {
    FeeHistory history;
    DEED_TRY(history.base_fees, list_at(value, "baseFeePerGas", quantity_from));
    DEED_TRY(history.gas_used_ratios, list_at(value, "gasUsedRatio", ratio_from));
    const auto rewards = value.find("reward");
    if (rewards && !rewards->is_null()) {
        DEED_TRY(history.rewards, list_at(value, "reward", rewards_from));
    }
    if (history.base_fees.empty()) return unexpected("baseFeePerGas");
    return history;
}

}  // namespace deed::registry::evm
