#include "registry-contracts/client/evm/compared_answer.hpp"

#include <algorithm>
#include <array>

#include "lib/json/jcs.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {
namespace {

using Members = std::span<const std::string_view>;

constexpr std::string_view kNothing = "null";

constexpr auto kCompared = std::to_array<std::string_view>(
    {"eth_chainId", "eth_getBlockByNumber", "eth_getBlockByHash", "eth_call", "eth_getCode",
     "eth_getLogs", "eth_getTransactionReceipt", "eth_getBlockReceipts"});

// Not every node's headers hash to what it calls their hash, so what is read of them is compared.
constexpr auto kBlockMembers = std::to_array<std::string_view>(
    {"hash", "number", "parentHash", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom",
     "timestamp", "miner", "gasLimit", "gasUsed", "baseFeePerGas", "extraData"});
constexpr auto kLogMembers = std::to_array<std::string_view>(
    {"address", "topics", "data", "blockNumber", "blockHash", "transactionHash", "logIndex"});
constexpr auto kReceiptMembers = std::to_array<std::string_view>(
    {"transactionHash", "transactionIndex", "blockHash", "blockNumber", "from", "to",
     "contractAddress", "status", "gasUsed", "cumulativeGasUsed"});

Error unexpected() { return {errors::kRpcUnexpectedResult, "the node's answer lacks its form"}; }

/// Nodes write hexadecimal digits in either case.
std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// Members in this order; what is absent is as null.
void add_members(std::string& essence, json::Value object, Members names) {
    for (const std::string_view name : names) {
        const auto value = object.find(name);
        essence += value ? lower(json::canonicalize(*value)) : std::string(kNothing);
        essence += ' ';
    }
}

Result<void> add_logs(std::string& essence, json::Value logs) {
    if (!logs.is_array()) return unexpected();
    for (const json::Value log : logs.array()) {
        if (!log.is_object()) return unexpected();
        essence += "\nlog ";
        add_members(essence, log, kLogMembers);
    }
    return {};
}

Result<void> add_receipt(std::string& essence, json::Value receipt) {
    const auto logs = receipt.find("logs");
    if (!logs) return unexpected();
    essence += "\nreceipt ";
    add_members(essence, receipt, kReceiptMembers);
    return add_logs(essence, *logs);
}

/// Of whole transactions their hashes, to which readers hold them.
Result<std::string> essence_of_block(json::Value block) {
    const auto transactions = block.find("transactions");
    if (!transactions || !transactions->is_array()) return unexpected();
    std::string essence = "block ";
    add_members(essence, block, kBlockMembers);
    for (const json::Value transaction : transactions->array()) {
        const auto own = transaction.is_object() ? transaction.find("hash") : transaction;
        if (!own) return unexpected();
        essence += '\n' + lower(json::canonicalize(*own));
    }
    return essence;
}

}  // namespace

bool is_compared(std::string_view method) {
    return std::ranges::find(kCompared, method) != kCompared.end();
}

std::optional<std::string> height_tag(const RpcRequest& request) {
    // Parameters are composed by this room: a tag stands first for blocks, and last for states.
    for (const char* tag : {"\"latest\"", "\"safe\"", "\"finalized\""}) {
        const bool of_block = request.method == "eth_getBlockByNumber" &&
                              request.params.starts_with("[" + std::string(tag) + ",");
        const bool of_state = (request.method == "eth_call" || request.method == "eth_getCode") &&
                              request.params.ends_with("," + std::string(tag) + "]");
        if (of_block || of_state) return tag;
    }
    return std::nullopt;
}

RpcRequest at_height(const RpcRequest& request, const std::string& tag, std::uint64_t height) {
    RpcRequest named = request;
    const std::size_t place =
        request.method == "eth_getBlockByNumber" ? named.params.find(tag) : named.params.rfind(tag);
    named.params.replace(place, tag.size(), "\"" + Uint256(height).to_quantity() + "\"");
    return named;
}

Result<std::string> essence_of(std::string_view method, const RpcAnswer& answer) {
    if (const NodeError* error = answer.error()) return "reverted " + to_hex(error->data);
    DEED_TRY(const json::Value result, answer.result());
    if (result.is_null()) return std::string(kNothing);
    if (method == "eth_getBlockByNumber" || method == "eth_getBlockByHash")
        return essence_of_block(result);
    std::string essence = "told";
    if (method == "eth_getLogs") {
        DEED_CHECK(add_logs(essence, result));
        return essence;
    }
    if (method == "eth_getTransactionReceipt") {
        DEED_CHECK(add_receipt(essence, result));
        return essence;
    }
    if (method == "eth_getBlockReceipts") {
        if (!result.is_array()) return unexpected();
        for (const json::Value receipt : result.array()) DEED_CHECK(add_receipt(essence, receipt));
        return essence;
    }
    return lower(json::canonicalize(result));
}

}  // namespace deed::registry::evm
