#pragma once

#include <filesystem>

#include "tests/durability/workload.hpp"

namespace deed::durability {

/// Reads a journal by specs/journal.md and specs/ledger-entries.md alone, with nothing of the rooms
/// that write it, and says what is wrong with it: promised operations that are not at their place
/// or there twice, heads that the key signed over other entries than these, a head or entry that
/// breaks the format. `entries` is how many there must be.
void check_journal(const std::filesystem::path& journal, const Promises& promises,
                   std::uint64_t entries, Witness& witness);

}  // namespace deed::durability
