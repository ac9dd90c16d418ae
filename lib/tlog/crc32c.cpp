#include "lib/tlog/crc32c.hpp"

#include <array>
#include <cstddef>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace deed::tlog {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82F63B78;
constexpr std::size_t kSlices = 8;

using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// kTables[k][b]: the CRC register after byte b and k zero bytes, so that eight bytes are taken in
/// one step ("slicing by 8").
constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? kReflectedPolynomial : 0);
        tables[0][byte] = value;
    }
    for (std::size_t k = 1; k < kSlices; ++k)
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t value = tables[k - 1][byte];
            tables[k][byte] = (value >> 8) ^ tables[0][value & 0xff];
        }
    return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

std::uint32_t crc32c(ByteView bytes, std::uint32_t previous) {
    static const bool fast = detail::has_crc32c_instruction();
    return fast ? detail::crc32c_by_instruction(bytes, previous)
                : detail::crc32c_by_table(bytes, previous);
}

namespace detail {

std::uint32_t crc32c_by_table(ByteView bytes, std::uint32_t previous) {
    std::uint32_t value = ~previous;
    while (bytes.size() >= kSlices) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < kSlices; ++i) {
            const std::uint32_t mixed_in = i < 4 ? value >> (8 * i) : 0;
            next ^= kTables[kSlices - 1 - i][(bytes[i] ^ mixed_in) & 0xff];
        }
        value = next;
        bytes = bytes.subspan(kSlices);
    }
    for (const std::uint8_t byte : bytes) value = (value >> 8) ^ kTables[0][(value ^ byte) & 0xff];
    return ~value;
}

#if defined(__x86_64__)

bool has_crc32c_instruction() { return __builtin_cpu_supports("sse4.2") != 0; }

[[gnu::target("sse4.2")]] std::uint32_t crc32c_by_instruction(ByteView bytes,
                                                              std::uint32_t previous) {
    std::uint64_t value = ~previous;
    const std::uint8_t* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        value = _mm_crc32_u64(value, word);
    }
    auto rest = static_cast<std::uint32_t>(value);
    for (; left > 0; ++at, --left) rest = _mm_crc32_u8(rest, *at);
    return ~rest;
}

#else

bool has_crc32c_instruction() { return false; }

std::uint32_t crc32c_by_instruction(ByteView bytes, std::uint32_t previous) {
    return crc32c_by_table(bytes, previous);
}

#endif

}  // namespace detail
}  // namespace deed::tlog
