#pragma once

#include <span>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::tlog {

/// The largest entry that a bundle can hold, in bytes.
inline constexpr std::size_t kMaxBundledEntry = 0xffff;

/// An entry bundle (C2SP tlog-tiles, "Log Entries"): each entry behind its length, 16 bits
/// big-endian. `tlog.entry_too_large`.
DEED_API Result<Bytes> encode_bundle(std::span<const Bytes> entries);

/// 1 to 256 entries; `tlog.bundle_malformed` for anything else.
DEED_API Result<std::vector<Bytes>> parse_bundle(ByteView bundle);

}  // namespace deed::tlog
