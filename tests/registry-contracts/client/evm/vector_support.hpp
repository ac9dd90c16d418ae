#pragma once

#include <string>

#include "lib/encoding/text.hpp"
#include "lib/json/document.hpp"
#include "registry-contracts/client/evm/wire/abi_json.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::test {

inline json::Document vectors_of(const std::string& name) {
    return must(json::Document::parse(read_vector(name)));
}

/// Hexadecimal with or without 0x, of either case.
inline Bytes unhex(std::string_view text) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    return must(registry::evm::from_hex("0x" + std::string(text)));
}

inline Bytes unhex(json::Value value) { return unhex(value.string()); }

inline std::string_view text_at(json::Value value, std::string_view name) {
    return value.find(name).value().string();
}

inline registry::evm::Uint256 decimal_at(json::Value value, std::string_view name) {
    const json::Value found = value.find(name).value();
    return must(registry::evm::Uint256::from_decimal(found.is_number() ? found.number_text()
                                                                       : found.string()));
}

inline std::vector<registry::evm::AbiType> types_at(json::Value value, std::string_view name) {
    std::vector<registry::evm::AbiType> types;
    for (const json::Value type : value.find(name).value().array())
        types.push_back(must(registry::evm::AbiType::parse(type.string())));
    return types;
}

}  // namespace deed::test
