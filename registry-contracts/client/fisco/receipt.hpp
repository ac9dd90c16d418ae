#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/fisco/status.hpp"
#include "registry-contracts/client/fisco/wire/receipt.hpp"

namespace deed::registry::fisco {

using LogEntry = RlpLogEntry;

/// What happened to a transaction, as a node tells of it; what of it is proven, an Inclusion says.
struct DEED_API Receipt {
    Word transaction_hash{};
    std::uint64_t block_number = 0;
    std::int64_t status = 0;                                 ///< 0 where it succeeded
    std::optional<Address> contract_address = std::nullopt;  ///< that was created
    Bytes output{};
    std::vector<LogEntry> logs{};
    std::string message{};  ///< of 3.x
    /// What the block's receipts root covers.
    std::variant<RlpReceipt, TarsReceipt> value{};

    ChainVersion version() const {
        return std::holds_alternative<RlpReceipt>(value) ? ChainVersion::two : ChainVersion::three;
    }
    /// The hash in the receipt's leaf.
    Word leaf(ChainHash hash) const;
    /// The status's own code, with the contract's reason, where it is not 0.
    Result<void> check(ChainHash hash, std::span<const evm::AbiSignature> known_errors = {}) const;
};

/// The words for what a contract reverted with: the text of Error(string), or the name of one of
/// the known errors, whose selectors are of the chain's hash. Empty for no output.
DEED_API std::string refusal_words(ChainHash hash, ByteView output,
                                   std::span<const evm::AbiSignature> known_errors = {});

}  // namespace deed::registry::fisco
