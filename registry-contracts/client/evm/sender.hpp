#pragma once

#include <chrono>
#include <memory>

#include "registry-contracts/client/evm/fees.hpp"
#include "registry-contracts/client/evm/nonces.hpp"
#include "registry-contracts/client/evm/signing/transaction.hpp"

namespace deed::registry::evm {

/// Remembers signed transactions. What it has recorded survives a crash, so that a restart can ask
/// the chain what became of it, and send the very same bytes again.
class DEED_API TransactionRecord {
public:
    virtual ~TransactionRecord() = default;
    /// Durable when it returns; only then is the transaction sent.
    virtual Result<void> record(const SignedTransaction& transaction, Call& call) = 0;
};

/// When a transaction counts as done.
struct Confirmation {
    enum class Kind : std::uint8_t { depth, safe, finalized };
    Kind kind = Kind::depth;
    std::uint64_t depth = 1;  ///< blocks that hold it and follow it; 1 is its own alone
};

/// The one that takes longer: a finalized block over a safe one over any depth.
DEED_API Confirmation stricter(const Confirmation& one, const Confirmation& other);

/// Whether the receipt's block is still the one of its number, and has what is asked for.
DEED_API Result<bool> is_confirmed(ChainReader& node, const Receipt& receipt,
                                   const Confirmation& confirmation, Call& call);
/// The number of the latest block that has it; nothing while there is none.
DEED_API Result<std::optional<std::uint64_t>> confirmed_block(ChainReader& node,
                                                              const Confirmation& confirmation,
                                                              Call& call);

/// As Sender::send().
DEED_API Result<void> send_recorded(Node& node, const SignedTransaction& transaction, Call& call);

struct SenderOptions {
    std::uint64_t chain_id = 0;
    FeePolicy fees;
    std::chrono::milliseconds poll_interval{500};
    std::chrono::milliseconds patience{std::chrono::minutes(5)};  ///< of one wait
};

/// What is to be done on the chain.
struct Action {
    std::optional<Address> to = std::nullopt;  ///< nothing creates a contract
    Uint256 value{};
    Bytes data{};
};

/// Sends the transactions of one account, recorded before they are sent. Thread-safe.
class DEED_API Sender {
public:
    /// Borrows all of them. `evm.wrong_chain` unless the node is of the chain.
    static Result<std::unique_ptr<Sender>> open(Node& node, AccountSigner& signer, Nonces& nonces,
                                                TransactionRecord& record, SenderOptions options,
                                                Call& call);

    /// Estimates gas and fees, signs and records; nothing is sent. `evm.reverted` with the reason
    /// if the contract would refuse, `evm.fee_above_cap`, `evm.insufficient_funds`.
    Result<SignedTransaction> prepare(const Action& action, Call& call,
                                      std::span<const AbiSignature> known_errors = {});
    /// The same transaction with fees that replace the one sent, recorded. `evm.fee_above_cap`.
    Result<SignedTransaction> prepare_replacement(const SignedTransaction& sent, Call& call);
    /// Sends a recorded transaction, for the first time or again: that the node knows it, or has
    /// it in a block, is success. After `unavailable` errors it may have arrived: send it again.
    /// `evm.not_held` where the node says that it has it and does not find it.
    Result<void> send(const SignedTransaction& transaction, Call& call);
    /// Waits until the receipt is confirmed. It is asked for anew each time, so that one whose
    /// block has left the chain does not count. A failed transaction has a receipt, too: see
    /// `value.succeeded`. `evm.not_confirmed` when patience ends.
    Result<Receipt> wait(const Word& transaction_hash, const Confirmation& confirmation,
                         Call& call);

private:
    Sender(Node& node, AccountSigner& signer, Nonces& nonces, TransactionRecord& record,
           const SenderOptions& options)
        : node_(node), signer_(signer), nonces_(nonces), record_(record), options_(options) {}

    Result<SignedTransaction> sign_and_record(Transaction transaction, Call& call);

    Node& node_;
    AccountSigner& signer_;
    Nonces& nonces_;
    TransactionRecord& record_;
    const SenderOptions options_;
};

}  // namespace deed::registry::evm
