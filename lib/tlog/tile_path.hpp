#pragma once

#include <cstdint>
#include <string>

#include "lib/error/api.hpp"

namespace deed::tlog {

// Names of a log's static files (C2SP tlog-tiles, "Merkle Tree" and "Log Entries"), relative to
// where the log is served, with '/' between their parts.

inline constexpr const char* kCheckpointPath = "checkpoint";

/// "tile/1/x001/x234/067" or, of a width from 1 to 255, "tile/1/x001/x234/067.p/8".
DEED_API std::string tile_path(unsigned level, std::uint64_t index, std::uint64_t width);

/// "tile/entries/x001/x234/067" and so on: the entries that are the leaves of a tile of level 0.
DEED_API std::string bundle_path(std::uint64_t index, std::uint64_t width);

}  // namespace deed::tlog
