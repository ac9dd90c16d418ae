#pragma once

#include <optional>
#include <variant>

#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/local/beside.hpp"
#include "registry-contracts/client/log_entry.hpp"
#include "registry-contracts/client/operation.hpp"

namespace deed::registry::local {

/// Where a frame stands in the journal: its first byte, and the first one behind it.
struct FramePlace {
    std::uint64_t begin;
    std::uint64_t end;
};

/// A body frame with nothing between it and the entry.
struct BodyBefore {
    Beside beside;
    std::uint64_t frame;  ///< where it begins
};

/// An operation's entry that keeps every rule that can be judged without the entries before it.
struct CheckedEntry {
    Entry entry;
    tlog::Hash leaf;
    /// The name and the frame of the data that it took from before it.
    struct Taken {
        Hash name;
        std::uint64_t frame;
    };
    std::optional<Taken> taken;
};

/// The same for an entry that concerns the log itself.
struct CheckedLogEntry {
    LogEntry entry;
    tlog::Hash leaf;
};

using Checked = std::variant<CheckedEntry, CheckedLogEntry>;

/// Takes the bytes of one entry frame: rules 1 to 4 and 10 of specs/ledger-entries.md section 7,
/// and the form of section 10. Pure, so that many cores may do it at once.
/// `operation.body_missing` if the entry's body is not inside it and not `before`; with
/// `known_body`, from an earlier frame, it can be tried again.
Result<Checked> check_entry(ByteView encoded, const std::optional<BodyBefore>& before,
                            std::optional<ByteView> known_body = std::nullopt);

}  // namespace deed::registry::local
