#include "lib/tlog/crc32c.hpp"

#include <array>
#include <cstddef>

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

}  // namespace deed::tlog
