#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "lib/error/call.hpp"
#include "lib/tlog/journal.hpp"

namespace deed::registry::local {

/// Frames that stand one behind the other in a journal, from byte `begin` to byte `end`.
struct Run {
    std::uint64_t begin;
    std::uint64_t end;
};

/// What can be read of a journal, whole or not.
struct JournalSurvey {
    bool missing = false;  ///< there is no file
    bool torn = false;     ///< a tail that a crash left; it was never acknowledged
    bool damaged = false;  ///< bytes that no crash explains
    std::uint64_t size = 0;
    /// The first begins where a journal begins, and may be empty; each other one begins with the
    /// first good frame behind damage.
    std::vector<Run> runs;
};

/// Called for every good frame, with the number of its run.
using SurveyVisitor =
    std::function<Result<void>(std::size_t run, std::uint64_t offset, const tlog::Frame& frame)>;

/// Reads every good frame of a journal, also those behind damage; writes nothing.
/// `journal.newer_format` where a later version wrote it.
Result<JournalSurvey> survey_journal(const std::filesystem::path& journal,
                                     const SurveyVisitor& visit, const Call& call);

}  // namespace deed::registry::local
