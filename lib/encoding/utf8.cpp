#include "lib/encoding/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace deed {
namespace {

bool is_continuation(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

/// Size of the well-formed multi-byte sequence at `p`, 0 for none (Unicode 15, table 3-7).
std::size_t sequence_size(const std::uint8_t* p, std::size_t left) {
    const std::uint8_t lead = p[0];
    if (lead < 0xc2 || lead > 0xf4) return 0;
    const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (left < size) return 0;

    // Only the second byte's range depends on the lead byte.
    const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high) return 0;
    for (std::size_t i = 2; i < size; ++i) {
        if (!is_continuation(p[i])) return 0;
    }
    return size;
}

}  // namespace

bool is_utf8(ByteView bytes) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
    const std::uint8_t* p = bytes.data();
    std::size_t left = bytes.size();
    while (left > 0) {
        std::uint64_t word = kHighBits;
        if (left >= sizeof word) std::memcpy(&word, p, sizeof word);
        std::size_t size = 1;
        if ((word & kHighBits) == 0) {
            size = sizeof word;
        } else if (*p >= 0x80) {
            size = sequence_size(p, left);
            if (size == 0) return false;
        }
        p += size;
        left -= size;
    }
    return true;
}

}  // namespace deed
