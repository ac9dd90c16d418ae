#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "registry-contracts/client/evm/signing/account_signer.hpp"

namespace deed::registry::evm {

enum class TransactionType : std::uint8_t {
    legacy = 0,       ///< with EIP-155's chain id
    access_list = 1,  ///< EIP-2930
    dynamic_fee = 2   ///< EIP-1559
};

/// Storage that a transaction declares to touch (EIP-2930).
struct AccessListEntry {
    Address address{};
    std::vector<Word> storage_keys;
    friend bool operator==(const AccessListEntry&, const AccessListEntry&) = default;
};

/// What is signed.
struct DEED_API Transaction {
    TransactionType type = TransactionType::dynamic_fee;
    /// Nothing only in a legacy transaction from before EIP-155, which is read but never signed:
    /// it is good on every chain.
    std::optional<std::uint64_t> chain_id;
    std::uint64_t nonce = 0;
    Uint256 max_priority_fee_per_gas;  ///< of dynamic_fee alone
    Uint256 max_fee_per_gas;           ///< the gas price of the other types
    std::uint64_t gas_limit = 0;
    std::optional<Address> to;  ///< nothing creates a contract
    Uint256 value;              ///< wei
    Bytes data;
    std::vector<AccessListEntry> access_list;  ///< not of legacy

    friend bool operator==(const Transaction&, const Transaction&) = default;

    /// `transaction.invalid` where no chain would take it, or nobody should sign it: no chain id or
    /// one beyond EIP-2294's bound, the last nonce (EIP-2681), a priority fee above the fee, fields
    /// of other types, a creation without code.
    Result<void> check() const;
    /// Encoded for signing: EIP-155's nine items, or the type and its list (EIP-2718).
    Bytes unsigned_bytes() const;
    crypto::Digest256 signing_hash() const;
};

/// A transaction with a signature that some account made.
class DEED_API SignedTransaction {
public:
    /// Reads what a node sends and nothing else. `transaction.malformed`,
    /// `transaction.type_unsupported`, `transaction.invalid`, `transaction.signature_invalid`,
    /// `rlp.*`.
    static Result<SignedTransaction> decode(ByteView raw);
    /// With a signature that was made elsewhere. `transaction.invalid`,
    /// `transaction.signature_invalid`.
    static Result<SignedTransaction> from_signature(Transaction transaction,
                                                    const RecoverableSignature& signature);
    /// `transaction.invalid`, and the signer's errors.
    static Result<SignedTransaction> sign(Transaction transaction, AccountSigner& signer,
                                          Call& call);

    const Transaction& transaction() const { return transaction_; }
    const RecoverableSignature& signature() const { return signature_; }
    const Address& sender() const { return sender_; }
    /// As sent by eth_sendRawTransaction.
    const Bytes& raw() const { return raw_; }
    const Word& hash() const { return hash_; }
    /// EIP-155's v of a legacy transaction, else y_parity.
    Uint256 v() const;

private:
    SignedTransaction(Transaction transaction, const RecoverableSignature& signature,
                      const Address& sender);

    Transaction transaction_;
    RecoverableSignature signature_;
    Address sender_;
    Bytes raw_;
    Word hash_;
};

}  // namespace deed::registry::evm
