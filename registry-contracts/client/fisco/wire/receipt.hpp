#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry-contracts/client/fisco/wire/account.hpp"

namespace deed::registry::fisco {

struct RlpLogEntry {
    Address address{};
    std::vector<Word> topics;
    Bytes data;
    friend bool operator==(const RlpLogEntry&, const RlpLogEntry&) = default;
};

/// What a transaction did on FISCO BCOS 2.x, as the block's receipts root covers it.
struct DEED_API RlpReceipt {
    Word state_root{};
    Uint256 gas_used;
    Address contract_address{};  ///< zero unless one was created
    Bytes bloom;                 ///< 256 bytes
    std::uint32_t status = 0;
    Bytes output;
    std::optional<Uint256> remain_gas;  ///< on chains of 2.9 and later
    std::vector<RlpLogEntry> logs;

    friend bool operator==(const RlpReceipt&, const RlpReceipt&) = default;

    /// The list of 7 or 8 items whose hash is in the leaf.
    Bytes encode() const;
    /// The inverse; `fisco.receipt_malformed`, `rlp.*`.
    static Result<RlpReceipt> decode(ByteView encoded);
};

struct TarsLogEntry {
    std::string address;  ///< as the chain hashes it: digits without 0x
    std::vector<Word> topics;
    Bytes data;
    friend bool operator==(const TarsLogEntry&, const TarsLogEntry&) = default;
};

/// What a transaction did on FISCO BCOS 3.x (bcostars.TransactionReceiptData), texts as the chain
/// hashes them.
struct DEED_API TarsReceipt {
    std::int32_t version = 0;
    std::string gas_used;          ///< decimal
    std::string contract_address;  ///< digits without 0x; empty unless one was created
    std::int32_t status = 0;
    Bytes output;
    std::vector<TarsLogEntry> logs;
    std::int64_t block_number = 0;
    std::string effective_gas_price;  ///< of version 1 and later

    friend bool operator==(const TarsReceipt&, const TarsReceipt&) = default;

    /// The plain concatenation whose hash is the leaf. It has no lengths: the same bytes can be
    /// read as a longer output and fewer logs, or the other way round, and where data of a log end
    /// is a matter of reading, too. So the leaf proves no log to somebody who does not trust who
    /// tells it (specs/fisco.md section 5).
    Bytes hash_preimage() const;
    /// Gas, price and addresses in no form but a chain's own, and no logs of what failed: their
    /// bytes could otherwise change places as well. `fisco.receipt_ambiguous`.
    Result<void> check_form() const;
};

}  // namespace deed::registry::fisco
