#pragma once

// Internal to lib/crypto.

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/crypto/secret.hpp"

namespace deed::crypto {

/// Memory is overwritten whenever it is given back, so also when a vector grows.
template <typename T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <typename U>
    explicit WipingAllocator(const WipingAllocator<U>&) {}

    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) {
        wipe({reinterpret_cast<std::uint8_t*>(memory), count * sizeof(T)});
        std::allocator<T>().deallocate(memory, count);
    }
    friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

/// Bytes that are composed step by step, and hold a secret on the way.
using SecretBuffer = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

inline void append(SecretBuffer& buffer, ByteView tail) {
    buffer.insert(buffer.end(), tail.begin(), tail.end());
}

}  // namespace deed::crypto
