#pragma once

#include <cstdint>

#include "lib/error/result.hpp"
#include "lib/time/timestamp.hpp"

// Internal to this room.

namespace deed::registry::evm {

/// What a header's time says, in seconds, also of chains that count milliseconds.
Result<Timestamp> time_of_block(std::uint64_t timestamp);

}  // namespace deed::registry::evm
