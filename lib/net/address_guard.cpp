#include "lib/net/address_guard.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace deed::net {
namespace {

struct Block4 {
    std::array<std::uint8_t, 4> start;
    unsigned bits;
};

// IANA IPv4 Special-Purpose Address Registry, and multicast and class E.
constexpr Block4 kNotPublic4[] = {
    {{0, 0, 0, 0}, 8},      {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},  {{192, 0, 0, 0}, 24},  {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4}};

bool within(std::span<const std::uint8_t> address, std::span<const std::uint8_t> start,
            unsigned bits) {
    for (unsigned bit = 0; bit < bits; ++bit) {
        const std::uint8_t mask = static_cast<std::uint8_t>(0x80u >> (bit % 8));
        if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) return false;
    }
    return true;
}

bool is_public4(std::span<const std::uint8_t> address) {
    return std::ranges::none_of(
        kNotPublic4, [&](const Block4& block) { return within(address, block.start, block.bits); });
}

bool is_public6(std::span<const std::uint8_t> address) {
    constexpr std::array<std::uint8_t, 1> kGlobal{0x20};                      // 2000::/3
    constexpr std::array<std::uint8_t, 3> kProtocols{0x20, 0x01, 0x00};       // 2001::/23
    constexpr std::array<std::uint8_t, 4> kExamples{0x20, 0x01, 0x0d, 0xb8};  // 2001:db8::/32
    constexpr std::array<std::uint8_t, 2> kSixToFour{0x20, 0x02};             // 2002::/16
    constexpr std::array<std::uint8_t, 3> kMoreExamples{0x3f, 0xff, 0x00};    // 3fff::/20
    constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    constexpr std::array<std::uint8_t, 12> kNat64{0, 0x64, 0xff, 0x9b};  // 64:ff9b::/96
    if (within(address, kMapped, 96) || within(address, kNat64, 96))
        return is_public4(address.subspan(12));
    if (within(address, kSixToFour, 16)) return is_public4(address.subspan(2));
    return within(address, kGlobal, 3) && !within(address, kProtocols, 23) &&
           !within(address, kExamples, 32) && !within(address, kMoreExamples, 20);
}

}  // namespace

bool is_public_address(const sockaddr& address, socklen_t size) {
    if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
        std::array<std::uint8_t, 4> bytes{};
        std::memcpy(bytes.data(),
                    reinterpret_cast<const char*>(&address) + offsetof(sockaddr_in, sin_addr),
                    bytes.size());
        return is_public4(bytes);
    }
    if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(),
                    reinterpret_cast<const char*>(&address) + offsetof(sockaddr_in6, sin6_addr),
                    bytes.size());
        return is_public6(bytes);
    }
    return false;
}

}  // namespace deed::net
