#pragma once

// Internal to lib/crypto.

#include <cstdint>
#include <vector>

#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/encoding/wiping.hpp"

namespace deed::crypto {

/// Bytes that are composed step by step, and hold a secret on the way.
using SecretBuffer = std::vector<std::uint8_t, deed::detail::WipingAllocator<std::uint8_t>>;

using deed::append;  // which the next would hide
inline void append(SecretBuffer& buffer, ByteView tail) {
    buffer.insert(buffer.end(), tail.begin(), tail.end());
}

}  // namespace deed::crypto
