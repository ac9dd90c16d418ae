#pragma once

#include "registry-contracts/client/fisco/wire/account.hpp"
#include "registry-contracts/client/fisco/wire/tars.hpp"

namespace deed::registry::fisco {

/// What is signed on FISCO BCOS 3.x (bcostars.TransactionData). Texts are as the chain hashes them.
struct DEED_API TarsTransaction {
    static constexpr std::int32_t kLastVersion = 2;

    std::int32_t version = 0;
    std::string chain_id;
    std::string group_id;
    std::int64_t block_limit = 0;  ///< the last block that may hold it
    std::string nonce;             ///< drawn at random; decimal digits by custom
    std::string to;                ///< "0x…", or empty to create a contract
    Bytes input;
    std::string abi;  ///< of a contract that is created; for those who read the chain
    // Of version 1 and later; numbers as texts, "0x…".
    std::string value;
    std::string gas_price;
    std::int64_t gas_limit = 0;
    std::string max_fee_per_gas;
    std::string max_priority_fee_per_gas;
    // Of version 2.
    Bytes extension;

    friend bool operator==(const TarsTransaction&, const TarsTransaction&) = default;

    /// `fisco.transaction_version`; `fisco.transaction_invalid`: no chain, group, block limit or
    /// nonce, a recipient that is none, a creation without code, fields of later versions (which
    /// the hash does not cover), numbers that are none.
    Result<void> check() const;
    /// The plain concatenation whose hash is signed, and is the transaction's. It has no lengths:
    /// chain "chain01" in group "group" reads as chain "chain0" in group "1group".
    Bytes hash_preimage() const;
    void write(TarsWriter& writer) const;
    /// The inverse; `tars.*`, and those of check().
    static Result<TarsTransaction> read(TarsReader& reader);
    /// The struct's fields alone.
    Bytes encode() const;
    static Result<TarsTransaction> decode(ByteView encoded);
};

}  // namespace deed::registry::fisco
