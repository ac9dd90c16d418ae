#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "registry-contracts/client/evm/outbox/action_status.hpp"

namespace deed::registry::evm {

/// What settle() came to.
struct Settlement {
    std::size_t open = 0;   ///< actions that have not ended
    std::size_t ended = 0;  ///< by this call
    /// Of the actions that could not be looked after, the last one's error.
    std::optional<Error> trouble = std::nullopt;
};

/// Is told how waiting goes, by whichever threads wait.
class DEED_API WaitObserver {
public:
    virtual ~WaitObserver() = default;
    /// Once a round, while the action is not confirmed yet.
    virtual void waiting(const ActionStatus& action) = 0;
    /// That wait is over, however it ended; also of one that never was told of.
    virtual void waited() = 0;
};

/// Tells of one wait, and of its end.
class ToldWait {
public:
    explicit ToldWait(WaitObserver* observer) : observer_(observer) {}
    ToldWait(const ToldWait&) = delete;
    ToldWait& operator=(const ToldWait&) = delete;
    ~ToldWait() {
        if (observer_ != nullptr) observer_->waited();
    }
    void tell(const ActionStatus& action) {
        if (observer_ != nullptr) observer_->waiting(action);
    }

private:
    WaitObserver* const observer_;
};

/// Carries out actions for one account on one chain, each at most once, whatever happens meanwhile
/// to this process, the node or the chain. Everything is on the disk before anybody is told of it:
/// the action before its id is returned, a transaction before it is sent, its block before wait()
/// returns. Thread-safe.
class DEED_API ActionOutbox {
public:
    virtual ~ActionOutbox() = default;

    /// Records an action durably under the caller's name for it, such as an operation's hash, then
    /// signs and sends it if that can be done now; if not, settle() and wait() try again. The same
    /// action under the same key is the same action: it gets the same id and is done once. One that
    /// ended without effect, and so can never be done any more, is taken up anew. `evm.reverted`
    /// with the reason if the contract would refuse and nothing was signed, `outbox.bad_key`,
    /// `outbox.key_reused`, `outbox.too_large`, `outbox.full`.
    virtual Result<std::uint64_t> submit(const Action& action, std::string_view key,
                                         Call& call) = 0;

    /// Waits until the action is confirmed, and does all for it that is needed meanwhile. Nodes
    /// that are down, or say what cannot be, are waited for. `evm.not_confirmed` when patience
    /// ends, and nothing is lost; `evm.reverted` with the reason once a failure is confirmed;
    /// `outbox.cancelled`, `outbox.unknown_action`, and what no waiting mends.
    virtual Result<Receipt> wait(std::uint64_t id, const Confirmation& confirmation,
                                 Call& call) = 0;

    /// Finds out what became of every action that has not ended, and takes the next step for each,
    /// without waiting. After a crash, and from time to time. Fails if the outbox itself cannot be
    /// read or written, or the call is interrupted.
    virtual Result<Settlement> settle(Call& call) = 0;

    /// Withdraws an action: at once if nothing was signed for it; else as far as the chain lets it,
    /// and wait() tells what came. `outbox.too_late` if it has ended or is in a block.
    virtual Result<void> cancel(std::uint64_t id, Call& call) = 0;

    /// `outbox.unknown_action`.
    virtual Result<ActionStatus> status(std::uint64_t id) = 0;
    /// By the caller's name; nothing if there is none.
    virtual Result<std::optional<ActionStatus>> find(std::string_view key) = 0;
    /// All actions, the latest last; at most `most` of the latest.
    virtual Result<std::vector<ActionStatus>> list(std::size_t most = 1000) = 0;
};

}  // namespace deed::registry::evm
