#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "registry-contracts/client/evm/outbox/action_outbox.hpp"
#include "registry-contracts/client/evm/sender.hpp"

namespace deed::registry::evm {

struct OutboxOptions {
    std::filesystem::path folder;  ///< of all outboxes; made 0700 where it is missing
    std::uint64_t chain_id = 0;
    FeePolicy fees = {};
    /// From then on an action has ended: its block stays, and nobody looks after it again.
    Confirmation settled{Confirmation::Kind::depth, 12};
    std::chrono::milliseconds poll_interval{500};
    std::chrono::milliseconds patience{std::chrono::minutes(5)};  ///< of one wait()
    /// How long a transaction may wait for a block before one that pays more replaces it.
    std::chrono::milliseconds replace_after{std::chrono::minutes(3)};
    std::vector<AbiSignature> known_errors = {};  ///< of the contracts, for reasons
    WaitObserver* observer = nullptr;             ///< borrowed
};

/// Carries out actions for one account on one chain, each at most once, whatever happens meanwhile
/// to this process, the node or the chain (specs/evm.md section 6). Thread-safe.
///
/// Everything is on the disk before anybody is told of it: the action before its id is returned, a
/// transaction before it is sent, its block before wait() returns. Only one process at a time can
/// have an account's outbox open. All transactions for an action have one nonce, and no nonce
/// serves two actions.
class DEED_API Outbox final : public ActionOutbox, public TransactionRecord {
public:
    /// Opens the account's file and asks no node: call settle() next. Borrows `node`, `signer` and
    /// `clock`. `outbox.in_use`, `outbox.other_account`, errors of lib/io and lib/store, such as
    /// `store.newer_format`.
    static Result<std::unique_ptr<Outbox>> open(OutboxOptions options, Node& node,
                                                AccountSigner& signer, const Clock& clock);
    ~Outbox() override;

    /// Records an action durably under the caller's name for it, such as an operation's hash, then
    /// signs and sends it if that can be done now; if not, settle() and wait() try again. The same
    /// action under the same key is the same action: it gets the same id and is done once. One that
    /// was refused, cancelled, displaced or reverted, and so can never be done any more, is taken
    /// up anew; of one that was reverted the node must show that its block is the chain's still.
    /// One that ended in a block which the chain no longer has is sent again, with the same nonce.
    /// `evm.reverted` with the reason if the contract would refuse (nothing was signed),
    /// `outbox.bad_key`, `outbox.key_reused`, `outbox.too_large`, `outbox.full`.
    Result<std::uint64_t> submit(const Action& action, std::string_view key, Call& call) override;

    /// Waits until the action is confirmed, and does all for it that is needed meanwhile: sends it
    /// again, replaces what pays too little, notices that its block left the chain. Nodes that are
    /// down, or say what cannot be, are waited for. `evm.not_confirmed` when patience ends, and
    /// nothing is lost; `evm.reverted` with the reason once a failure is confirmed;
    /// `outbox.nonce_taken`, `outbox.cancelled`, `outbox.unknown_action`, and what no waiting
    /// mends, such as `evm.insufficient_funds`.
    Result<Receipt> wait(std::uint64_t id, const Confirmation& confirmation, Call& call) override;

    /// Finds out what became of every action that has not ended, and takes the next step for each,
    /// without waiting. After a crash, and from time to time. Fails if the outbox itself cannot be
    /// read or written, or the call is interrupted.
    Result<Settlement> settle(Call& call) override;

    /// Withdraws an action: at once if nothing was signed for it, else by an empty transaction of
    /// the same nonce that pays more. Then both are on their way and one of them comes: wait()
    /// tells which. `outbox.too_late` if the action has ended or is in a block,
    /// `evm.fee_above_cap`.
    Result<void> cancel(std::uint64_t id, Call& call) override;

    /// `outbox.unknown_action`.
    Result<ActionStatus> status(std::uint64_t id) override;
    /// By the caller's name; nothing if there is none.
    Result<std::optional<ActionStatus>> find(std::string_view key) override;
    /// All actions, the latest last; at most `most` of the latest.
    Result<std::vector<ActionStatus>> list(std::size_t most = 1000) override;

    /// For those who sign by themselves, as Sender does: an action named by the transaction's hash,
    /// or one more transaction for the action of its nonce. `outbox.nonce_reserved` if the nonce is
    /// another action's.
    Result<void> record(const SignedTransaction& transaction, Call& call) override;

private:
    class State;
    explicit Outbox(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace deed::registry::evm
