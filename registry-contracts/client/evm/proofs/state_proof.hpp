#pragma once

#include <optional>
#include <span>
#include <vector>

#include "registry-contracts/client/evm/proofs/header.hpp"
#include "registry-contracts/client/evm/proofs/trie.hpp"

namespace deed::registry::evm {

/// An account as a block's state has it.
struct AccountState {
    std::uint64_t nonce = 0;
    Uint256 balance;
    Word storage_root{};
    Word code_hash{};
    friend bool operator==(const AccountState&, const AccountState&) = default;
};

/// The account in the state of this root, or nothing where it is proven that there is none.
/// prove_in_trie()'s errors, `chain_proof.value_malformed`.
DEED_API Result<std::optional<AccountState>> prove_account(const Word& state_root,
                                                           const Address& address,
                                                           std::span<const Bytes> nodes);

/// What a contract's storage holds in a slot; zero where it is proven to hold nothing. Errors as
/// prove_account().
DEED_API Result<Word> prove_storage(const Word& storage_root, const Word& slot,
                                    std::span<const Bytes> nodes);

/// A log entry of a contract.
struct LogEntry {
    Address address{};
    std::vector<Word> topics;
    Bytes data;
    friend bool operator==(const LogEntry&, const LogEntry&) = default;
};

/// What a transaction did, as the block's receipts root covers it.
struct DEED_API ReceiptValue {
    std::uint8_t type = 0;  ///< of the transaction
    bool succeeded = false;
    std::uint64_t cumulative_gas_used = 0;
    Bytes bloom;  ///< 256 bytes
    std::vector<LogEntry> logs;
    friend bool operator==(const ReceiptValue&, const ReceiptValue&) = default;

    /// EIP-2718's form: the type, unless it is 0, and the list.
    Bytes encode() const;
    /// The inverse; `chain_proof.value_malformed`, `rlp.*`. Receipts from before Byzantium, which
    /// have a root in place of the status, are refused.
    static Result<ReceiptValue> decode(ByteView encoded);
};

/// The key of a transaction's receipt in its block's trie.
DEED_API Bytes receipt_key(std::uint64_t index);
/// The receipt in the trie of this root, and with it what the transaction at this index did.
/// Nothing here says which transaction that is: a receipt does not name it, and an index that a
/// node told is not proven. To tie a transaction's hash to the index, prove it in the trie of the
/// same header's transactions root, by prove_in_trie() under the same key.
/// `chain_proof.receipt_missing`, errors as prove_account().
DEED_API Result<ReceiptValue> prove_receipt(const Word& receipts_root, std::uint64_t index,
                                            std::span<const Bytes> nodes);

}  // namespace deed::registry::evm
