#pragma once

#include "lib/json/document.hpp"
#include "registry-contracts/client/evm/wire/abi.hpp"

namespace deed::registry::evm {

/// A value as JSON shows it to wallets and contract tools: numbers as JSON integers within 2^53, or
/// as text, decimal or 0x; addresses as parse_account() reads them; bytes as 0x and hexadecimal
/// digits; arrays and tuples as arrays. `abi.value_mismatch`, and the errors of parse_account().
DEED_API Result<AbiValue> abi_value_from_json(const AbiType& type, json::Value value);

}  // namespace deed::registry::evm
