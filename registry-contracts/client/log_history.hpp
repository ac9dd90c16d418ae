#pragma once

#include <functional>
#include <span>
#include <vector>

#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/log_entry.hpp"

namespace deed::registry {

/// A key that came into force by the entry at `position`.
struct SucceededKey {
    std::uint64_t position;
    tlog::VerifierKey key;
};

/// What a log says of itself: whose turn it is to sign, and which losses it declared
/// (specs/ledger-entries.md section 10). Fed with the log's own entries in their order; operations
/// between them are of no concern. Everything taken was signed as it must be.
class DEED_API LogHistory {
public:
    /// `first` is the key that gives the log its network.
    explicit LogHistory(tlog::VerifierKey first) : first_(std::move(first)) {}

    /// The next entry of the log about itself. On error nothing has changed:
    /// `log_entry.wrong_origin`, `.wrong_position`, `.out_of_order`, `.unsigned`, `.forged`,
    /// `.half_signed`, `.key_reused`.
    Result<void> take(std::uint64_t position, const LogEntry& entry);

    const tlog::VerifierKey& first() const { return first_; }
    const tlog::VerifierKey& key_in_force() const;
    /// The key that signs heads over `size` entries.
    const tlog::VerifierKey& signer_of(std::uint64_t size) const;
    /// Whether the key was in force at some time.
    bool had(const tlog::VerifierKey& key) const;
    const std::vector<SucceededKey>& successions() const { return successions_; }
    /// The declared losses, by their closing entries.
    const std::vector<LogRecovery>& losses() const { return losses_; }
    /// The same, as far as the log's first `size` entries tell it.
    LogHistory until(std::uint64_t size) const;
    /// What must be said of a log that lost entries, in words for people; empty if it lost none.
    std::string describe_losses() const;

private:
    Result<void> check_signed(const LogEntry& entry) const;

    tlog::VerifierKey first_;
    std::vector<SucceededKey> successions_;
    std::vector<LogRecovery> losses_;
    std::optional<std::uint64_t> last_position_;
};

/// The same for whoever sees every entry of the log, and so can hold declarations of loss to what
/// stands around them.
class DEED_API WholeLogHistory {
public:
    explicit WholeLogHistory(tlog::VerifierKey first) : history_(std::move(first)) {}

    /// The root of the first `size` entries.
    using RootAt = std::function<Result<tlog::Hash>(std::uint64_t size)>;

    /// The log's next entry is one about itself. As LogHistory::take, and
    /// `log_entry.bad_recovery`.
    Result<void> take(std::uint64_t position, const LogEntry& entry, const RootAt& root_at);
    /// The log's next entry is an operation: `log_entry.bad_recovery` where a declaration of loss
    /// is not closed yet.
    Result<void> pass_operation() const;

    const LogHistory& history() const { return history_; }
    /// The declaration that is not closed yet.
    const std::optional<LogRecovery>& unfinished() const { return unfinished_; }

private:
    LogHistory history_;
    std::optional<LogRecovery> unfinished_;
};

/// An entry with the proof that a tree holds it.
struct ProvedLogEntry {
    std::uint64_t position;
    Bytes entry;
    std::vector<tlog::Hash> proof;
};

/// Follows a log from its first key through entries, oldest first, that the tree of `head` must
/// hold (`log_entry.not_included`). `head` is not yet known to be signed: that is judged with the
/// key that this gives.
DEED_API Result<LogHistory> follow_log(const tlog::VerifierKey& first,
                                       std::span<const ProvedLogEntry> entries,
                                       const tlog::Checkpoint& head);

}  // namespace deed::registry
