#pragma once

#include "registry-contracts/client/evm/signing/transaction.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::test {

/// A transaction as JavaScript libraries name its fields, amounts as text.
inline registry::evm::Transaction transaction_of(json::Value fields) {
    using namespace registry::evm;
    Transaction transaction;
    const auto type = fields.find("type");
    transaction.type = static_cast<TransactionType>(type ? *type->integer() : 0);
    const auto number = [fields](const char* name) { return decimal_at(fields, name); };
    transaction.chain_id = must(number("chainId").to_u64());
    transaction.nonce = must(number("nonce").to_u64());
    if (transaction.type == TransactionType::dynamic_fee) {
        transaction.max_priority_fee_per_gas = number("maxPriorityFeePerGas");
        transaction.max_fee_per_gas = number("maxFeePerGas");
    } else {
        transaction.max_fee_per_gas = number("gasPrice");
    }
    transaction.gas_limit = must(number("gasLimit").to_u64());
    if (const auto to = fields.find("to")->string_if()) transaction.to = must(parse_account(*to));
    transaction.value = number("value");
    transaction.data = unhex(*fields.find("data"));
    const auto list = fields.find("accessList");
    if (!list) return transaction;
    for (const json::Value entry : list->array()) {
        AccessListEntry made{must(parse_account(text_at(entry, "address"))), {}};
        for (const json::Value key : entry.find("storageKeys")->array())
            made.storage_keys.push_back(must(word_from_hex(key.string())));
        transaction.access_list.push_back(made);
    }
    return transaction;
}

}  // namespace deed::test
