#pragma once

#include <cstdint>

#include "lib/encoding/bytes.hpp"

namespace deed::registry::fisco {

/// The two's complement of a number, as FISCO BCOS 3 puts it into what it hashes.
inline void append_big_endian64(Bytes& out, std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
}

inline void append_big_endian32(Bytes& out, std::int32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(value) >> shift));
}

}  // namespace deed::registry::fisco
