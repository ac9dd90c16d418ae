#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {

/// The error object of a JSON-RPC answer.
struct DEED_API NodeError {
    std::int64_t code = 0;
    std::string message;  ///< printable, shortened, without the secrets of the node's address
    Bytes data;           ///< what a contract reverted with, if it says so

    /// Whether a contract refused a call, and not the node.
    bool is_revert() const;
    /// By code and, since nodes share few of those, by the words that Geth, Besu, Nethermind,
    /// Erigon, Reth and Anvil use. For a revert the reason as revert_reason() tells it.
    Error to_error(std::span<const AbiSignature> known_errors = {}) const;
};

/// What a contract reverted with: the text of Error(string), the meaning of Panic(uint256), the
/// name of one of the known errors with its selector, or the selector of an unknown one.
DEED_API std::string revert_reason(ByteView data, std::span<const AbiSignature> known_errors = {});

}  // namespace deed::registry::evm
