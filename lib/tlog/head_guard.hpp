#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/call.hpp"
#include "lib/tlog/checkpoint.hpp"

namespace deed::tlog {

struct GuardedHead {
    std::uint64_t size;
    Hash root;
    friend bool operator==(const GuardedHead&, const GuardedHead&) = default;
};

/// What one head file says (specs/journal.md).
struct HeadRecord {
    VerifierKey key;
    GuardedHead head;
};
/// Reads a head file apart from its folder: `head_guard.damaged`, `head_guard.newer_format`.
DEED_API Result<HeadRecord> parse_head_file(std::string_view text);
/// The name that a key's head file has in its folder.
DEED_API std::string head_file_name(const VerifierKey& key);

/// Remembers, outside the ledger's folder, the highest head that each log key signed, and refuses
/// to go behind it or beside it, so that a restored or copied ledger never makes its key sign two
/// histories.
class DEED_API HeadGuard {
public:
    virtual ~HeadGuard() = default;

    /// The highest head recorded for this key, if any.
    virtual Result<std::optional<GuardedHead>> highest(const VerifierKey& key, Call& call) = 0;

    /// Durably records that `next` is about to be signed. The caller has seen that `next` extends
    /// `checked`, which highest() told. `ledger.rolled_back` when the record is no longer `checked`
    /// (another process signed meanwhile), or when next is smaller than it, or of equal size with
    /// another root; `tlog.checkpoint_malformed` for 2^53 entries and more. Recording again what is
    /// recorded is good.
    virtual Result<void> advance(const VerifierKey& key, const std::optional<GuardedHead>& checked,
                                 const GuardedHead& next, Call& call) = 0;
};

/// Durably records `head` in the folder of open_head_guard() where nothing can be told of the key's
/// heads any more: there is no record, or an unreadable one, which is kept as
/// `<file>.damaged-<number>`. A readable record of as many entries or more stays as it is.
DEED_API Result<void> adopt_head_record(const std::filesystem::path& folder, const VerifierKey& key,
                                        const GuardedHead& head, Call& call);

/// A guard that keeps one file a key in `folder` ($XDG_STATE_HOME/deed/heads), created on first
/// use.
DEED_API std::unique_ptr<HeadGuard> open_head_guard(std::filesystem::path folder);

}  // namespace deed::tlog
