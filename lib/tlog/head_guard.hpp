#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "lib/error/call.hpp"
#include "lib/tlog/checkpoint.hpp"

namespace deed::tlog {

struct GuardedHead {
    std::uint64_t size;
    Hash root;
    friend bool operator==(const GuardedHead&, const GuardedHead&) = default;
};

/// Remembers, outside the ledger's folder, the highest head that each log key signed, and refuses
/// to go behind it or beside it, so that a restored or copied ledger never makes its key sign two
/// histories.
class DEED_API HeadGuard {
public:
    virtual ~HeadGuard() = default;

    /// The highest head recorded for this key, if any.
    virtual Result<std::optional<GuardedHead>> highest(const VerifierKey& key, Call& call) = 0;

    /// Durably records that `next`, an extension of the recorded head, is about to be signed.
    /// `ledger.rolled_back` when next is smaller than the record, or of equal size with another
    /// root. The caller has checked that next extends the record.
    virtual Result<void> advance(const VerifierKey& key, const GuardedHead& next, Call& call) = 0;
};

/// A guard that keeps one file a key in `folder` ($XDG_STATE_HOME/deed/heads), created on first
/// use.
DEED_API std::unique_ptr<HeadGuard> open_head_guard(std::filesystem::path folder);

}  // namespace deed::tlog
