#include "lib/encoding/utf8.hpp"

#include <algorithm>
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

unsigned byte_at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
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

std::string as_utf8(std::string text) {
    if (is_utf8(as_bytes(text))) return text;
    const auto outside = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e;
    };
    std::ranges::replace_if(text, outside, '?');
    return text;
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && is_continuation(static_cast<std::uint8_t>(text[end]))) --end;
    return text.substr(0, end);
}

std::size_t steering_length(std::string_view text) {
    if (text.empty()) return 0;
    const unsigned a = byte_at(text, 0);
    if (a < 0x20 || a == 0x7f) return 1;
    if (a < 0x80) return 0;
    const unsigned b = byte_at(text, 1);
    const unsigned c = byte_at(text, 2);
    if (a == 0xc2 && b >= 0x80 && b <= 0x9f) return 2;  // U+0080 to U+009F
    if (a == 0xd8 && b == 0x9c) return 2;               // U+061C
    if (a == 0xe2 && b == 0x80 && (c == 0x8e || c == 0x8f || (c >= 0xa8 && c <= 0xae)))
        return 3;  // U+200E, U+200F, U+2028 to U+202E
    if (a == 0xe2 && b == 0x81 && c >= 0xa6 && c <= 0xa9) return 3;  // U+2066 to U+2069
    return 0;
}

std::string printable(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t steering = steering_length(line.substr(i));
        out += steering > 0 ? '?' : line[i];
        i += steering > 0 ? steering : 1;
    }
    return out;
}

}  // namespace deed
