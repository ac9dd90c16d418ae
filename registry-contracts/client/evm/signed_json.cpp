#include "registry-contracts/client/evm/signed_json.hpp"

#include "registry-contracts/client/evm/chain_json.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"

namespace deed::registry::evm {
namespace {

Error unexpected(const char* what) {
    return {errors::kRpcUnexpectedResult,
            std::string("the node's transaction has no such ") + what};
}

template <typename T>
Result<T> at(json::Value object, const char* name, Result<T> (*read)(json::Value)) {
    const auto found = object.find(name);
    if (!found) return unexpected(name);
    auto made = read(*found);
    if (!made) return unexpected(name);
    return made;
}

/// r and s, which nodes write with or without leading zeros.
Result<Word> half_from(json::Value value) {
    const auto text = value.string_if();
    if (!text) return unexpected("signature");
    if (const auto word = word_from_hex(*text)) return *word;
    DEED_TRY(const Uint256 number, Uint256::from_quantity(*text));
    return number.to_word();
}

Result<std::vector<AccessListEntry>> access_list_from(json::Value value) {
    if (!value.is_array()) return unexpected("access list");
    std::vector<AccessListEntry> entries;
    for (const json::Value part : value.array()) {
        AccessListEntry entry;
        DEED_TRY(entry.address, at(part, "address", address_from));
        const auto keys = part.find("storageKeys");
        if (!keys || !keys->is_array()) return unexpected("storage keys");
        for (const json::Value key : keys->array()) {
            DEED_TRY(const Word word, word_from(key));
            entry.storage_keys.push_back(word);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<TransactionType> type_of(json::Value value) {
    if (!value.find("type")) return TransactionType::legacy;
    DEED_TRY(const std::uint64_t type, at(value, "type", quantity64_from));
    if (type <= 2) return static_cast<TransactionType>(type);
    return Error(errors::kTransactionTypeUnsupported,
                 "the transaction is of type " + std::to_string(type));
}

Result<Transaction> content_from(json::Value value) {
    Transaction content;
    DEED_TRY(content.type, type_of(value));
    DEED_TRY(content.nonce, at(value, "nonce", quantity64_from));
    DEED_TRY(content.gas_limit, at(value, "gas", quantity64_from));
    DEED_TRY(content.value, at(value, "value", quantity_from));
    DEED_TRY(content.data, at(value, "input", data_from));
    if (const auto to = value.find("to"); to && !to->is_null()) {
        DEED_TRY(content.to, address_from(*to));
    }
    if (content.type == TransactionType::dynamic_fee) {
        DEED_TRY(content.max_fee_per_gas, at(value, "maxFeePerGas", quantity_from));
        DEED_TRY(content.max_priority_fee_per_gas,
                 at(value, "maxPriorityFeePerGas", quantity_from));
    } else {
        DEED_TRY(content.max_fee_per_gas, at(value, "gasPrice", quantity_from));
    }
    if (content.type == TransactionType::legacy) return content;
    DEED_TRY(content.chain_id, at(value, "chainId", quantity64_from));
    DEED_TRY(content.access_list, at(value, "accessList", access_list_from));
    return content;
}

/// Takes the parity, and of a legacy transaction the chain id, out of v.
Result<std::uint8_t> parity_from(json::Value value, Transaction& content) {
    constexpr std::uint64_t kFirstV = 27;
    constexpr std::uint64_t kEip155V = 35;
    const bool typed = content.type != TransactionType::legacy;
    const bool has_parity = typed && value.find("yParity").has_value();
    DEED_TRY(const std::uint64_t v, at(value, has_parity ? "yParity" : "v", quantity64_from));
    if (typed && v <= 1) return static_cast<std::uint8_t>(v);
    if (!typed && (v == kFirstV || v == kFirstV + 1)) return static_cast<std::uint8_t>(v - kFirstV);
    if (typed || v < kEip155V) return unexpected("v");
    content.chain_id = (v - kEip155V) / 2;
    return static_cast<std::uint8_t>((v - kEip155V) % 2);
}

}  // namespace

Result<SignedTransaction> signed_transaction_from(json::Value value) {
    DEED_TRY(Transaction content, content_from(value));
    RecoverableSignature signature;
    DEED_TRY(signature.y_parity, parity_from(value, content));
    DEED_TRY(signature.r, at(value, "r", half_from));
    DEED_TRY(signature.s, at(value, "s", half_from));
    auto made = SignedTransaction::from_signature(std::move(content), signature);
    if (!made) return unexpected("signature");
    return made;
}

}  // namespace deed::registry::evm
