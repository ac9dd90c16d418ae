#pragma once

#include <chrono>
#include <memory>

#include "registry-contracts/client/fisco/node.hpp"

namespace deed::registry::fisco {

/// Remembers signed transactions. What it has recorded survives a crash, so that a restart can ask
/// the chain what became of it, and send the very same bytes again until their block limit.
class DEED_API TransactionRecord {
public:
    virtual ~TransactionRecord() = default;
    /// Durable when it returns; only then is the transaction sent.
    virtual Result<void> record(const SignedTransaction& transaction, Call& call) = 0;
};

struct SenderOptions {
    /// How many blocks the chain may make until a transaction is void; nodes take 1 to 600 at
    /// least, most 1000.
    std::uint64_t blocks_ahead = 500;
    RlpFormat format = RlpFormat::rc2;  ///< of 2.x
    Uint256 gas = 300'000'000;          ///< of 2.x; chains without coin do not charge for it
    Uint256 gas_price = 300'000'000;    ///< of 2.x
    std::int32_t version = 0;           ///< of 3.x; 1 and 2 for nodes that know them
    std::chrono::milliseconds poll_interval{500};
    std::chrono::milliseconds patience{std::chrono::minutes(2)};  ///< of one wait
};

/// What is to be done on the chain.
struct Action {
    std::optional<Address> to = std::nullopt;  ///< nothing creates a contract
    Bytes data{};
    std::string abi{};  ///< of a contract that is created on 3.x; nodes show it
};

/// Signs a transaction for the action, good until `options.blocks_ahead` blocks from now. Nothing
/// is recorded or sent.
DEED_API Result<SignedTransaction> sign_action(Node& node, ChainSigner& signer,
                                               const SenderOptions& options, const Action& action,
                                               Call& call);
/// As Sender::send().
DEED_API Result<void> send_recorded(Node& node, const SignedTransaction& transaction, Call& call);
/// Whether one of the blocks that may hold it does, up to its limit, each held to its root. Where
/// the chain has reached the limit and none does, none ever will.
DEED_API Result<bool> is_in_blocks(Node& node, const SignedTransaction& transaction, Call& call);

/// Sends the transactions of one account, recorded before they are sent. Thread-safe: transactions
/// bear random numbers, so that writers need not know of each other.
class DEED_API Sender {
public:
    /// Borrows all of them. `fisco.wrong_crypto` unless key and chain are of the same algorithms,
    /// `fisco.settings_invalid`, and Node::check_chain()'s.
    static Result<std::unique_ptr<Sender>> open(Node& node, ChainSigner& signer,
                                                TransactionRecord& record, SenderOptions options,
                                                Call& call);

    /// Signs and records; nothing is sent.
    Result<SignedTransaction> prepare(const Action& action, Call& call);
    /// Sends a recorded transaction, for the first time or again: that the node has it waiting, or
    /// in a block, is success. After `unavailable` errors it may have arrived: send it again.
    Result<void> send(const SignedTransaction& transaction, Call& call);
    /// The receipt, also of a transaction that failed: see Receipt::check(). Blocks of these chains
    /// are final. `fisco.block_limit_passed` when no block up to the limit holds the transaction,
    /// which is then known never to be mined; `fisco.not_mined` when patience ends.
    Result<Receipt> wait(const SignedTransaction& transaction, Call& call);
    /// All three, and that it succeeded: the status's own code otherwise.
    Result<Receipt> act(const Action& action, Call& call,
                        std::span<const evm::AbiSignature> known_errors = {});

private:
    Sender(Node& node, ChainSigner& signer, TransactionRecord& record, const SenderOptions& options)
        : node_(node), signer_(signer), record_(record), options_(options) {}

    Node& node_;
    ChainSigner& signer_;
    TransactionRecord& record_;
    const SenderOptions options_;
};

}  // namespace deed::registry::fisco
