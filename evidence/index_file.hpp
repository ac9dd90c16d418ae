#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::evidence {

// The file of the openings' index as a whole, sealed as it is: for those who copy it.

/// Its name in the folder of openings.
inline constexpr std::string_view kOpeningIndexFile = "openings.sqlite";

/// Copies the index at `file`, with all that was committed by now, to a new file, durably; whoever
/// writes to it meanwhile does not have to wait. Errors of lib/store.
DEED_API Result<void> copy_opening_index(const std::filesystem::path& file,
                                         const std::filesystem::path& destination);

/// Reads the whole of an index that nobody writes to, and gives the number of its openings, which
/// stay sealed: `store.damaged`, `store.newer_format`, `store.wrong_application`.
DEED_API Result<std::uint64_t> check_opening_index(const std::filesystem::path& file);

}  // namespace deed::evidence
