#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/log_history.hpp"

// What the head guard's records mean for a log whose key may have been succeeded. Each key of the
// log has a record of its own; that of a key that had its time stays at the head by which the next
// one came into force.

namespace deed::registry::local {

/// A log's entries, as far as guarding them goes.
struct GuardedLog {
    const LogHistory& history;
    std::uint64_t size;      ///< of the tree
    std::uint64_t included;  ///< covered by the last head
    std::function<Result<tlog::Hash>(std::uint64_t size)> root_at;
    /// The loss whose declaration is closed but covered by no head yet, if any.
    std::optional<LogRecovery> fresh_loss;
};

/// What the guard remembers of the keys of a log.
class HeadRecords {
public:
    static Result<HeadRecords> read(tlog::HeadGuard& guard, const LogHistory& history, Call& call);

    /// `ledger.rolled_back` unless the entries continue all that the keys signed.
    Result<void> check(const GuardedLog& log) const;
    /// The same without asking whether the log's keys have records at all.
    Result<void> check_recorded(const GuardedLog& log) const;
    /// The largest head that a key of the log signed; nothing if there is no record.
    std::optional<tlog::GuardedHead> highest() const;
    /// Durably records the head over the first `size` entries, which is signed next, for the key
    /// that signs it and for those that it succeeds with it. After check().
    Result<void> advance(tlog::HeadGuard& guard, const GuardedLog& log, std::uint64_t size,
                         Call& call) const;

private:
    struct Of {
        tlog::VerifierKey key;
        std::optional<tlog::GuardedHead> head;
    };
    std::vector<Of> records_;  ///< in the order of the keys
};

}  // namespace deed::registry::local
