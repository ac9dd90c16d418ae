#pragma once

#include <cstdint>
#include <optional>

#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "registry-contracts/client/fisco/wire/account.hpp"

namespace deed::registry::fisco {

enum class RlpFormat : std::uint8_t {
    rc1,  ///< from before FISCO BCOS 2.0.0-rc2: bound to no chain and no group
    rc2
};

/// What is signed on FISCO BCOS 2.x.
struct DEED_API RlpTransaction {
    RlpFormat format = RlpFormat::rc2;
    Uint256 random_id;  ///< drawn at random; a node takes each once within its block limits
    Uint256 gas_price;
    Uint256 gas;
    std::uint64_t block_limit = 0;  ///< the last block that may hold it
    std::optional<Address> to;      ///< nothing creates a contract
    Uint256 value;
    Bytes input;
    std::uint64_t chain_id = 0;  ///< of rc2
    std::uint64_t group_id = 0;  ///< of rc2
    Bytes extra_data;            ///< of rc2; signed, and shown to nobody but readers of the chain

    friend bool operator==(const RlpTransaction&, const RlpTransaction&) = default;

    /// `fisco.transaction_invalid`: no block limit, no random id, a creation without code, fields
    /// of rc2 in rc1.
    Result<void> check() const;
    /// The list of 7 or 10 items whose hash is signed.
    Bytes unsigned_bytes() const;
    /// Appends these items to a list that was begun.
    void write_fields(evm::RlpWriter& writer) const;
    /// The inverse, of a list whose number of items the caller has counted: `rlp.*`,
    /// `fisco.transaction_invalid`.
    static Result<RlpTransaction> read_fields(evm::RlpReader& reader, RlpFormat format);
};

}  // namespace deed::registry::fisco
