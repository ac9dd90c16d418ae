#pragma once

#include <cstdint>

#include "lib/encoding/bytes.hpp"
#include "lib/error/api.hpp"

namespace deed::tlog {

/// CRC-32C (Castagnoli; RFC 3720 section 12.1 and appendix B.4) of `bytes`, going on from
/// `previous`, the CRC of what stands before them: crc32c(b, crc32c(a)) is the CRC of a ‖ b. It
/// finds accidents, not forgeries.
DEED_API std::uint32_t crc32c(ByteView bytes, std::uint32_t previous = 0);

namespace detail {

// The two ways of doing it, for tests.

std::uint32_t crc32c_by_table(ByteView bytes, std::uint32_t previous);
bool has_crc32c_instruction();
/// Only where has_crc32c_instruction().
std::uint32_t crc32c_by_instruction(ByteView bytes, std::uint32_t previous);

}  // namespace detail

}  // namespace deed::tlog
