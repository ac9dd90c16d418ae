#pragma once

#include <cstdint>
#include <string>

#include "lib/tlog/journal_window.hpp"

namespace deed::tlog::detail {

// What a bad frame of a journal means (specs/journal.md). For this room's sources only.

/// A frame that did not read as it was written.
struct BadFrame {
    std::uint64_t begin;
    std::uint64_t end;    ///< of the frame, or of its header if that is bad
    bool header_is_good;  ///< so that `end` is where the next frame begins
    const char* what;     ///< for the words of an error
};

Error journal_damaged(std::uint64_t offset, const std::string& what);

/// Good if the frame lies in a batch that was never synced and that a crash left in pieces, so that
/// the journal ends before it; `journal.damaged` if no crash explains it, `journal.newer_format` if
/// a frame behind it cannot be read. The time is linear in the journal's length, the memory
/// bounded.
Result<void> require_unsynced(JournalWindow& window, const BadFrame& bad);

}  // namespace deed::tlog::detail
