#pragma once

// Internal to lib/encoding and lib/crypto: working memory that may hold a secret.

#include <cstddef>
#include <cstring>
#include <memory>

namespace deed::detail {

/// Overwrites memory in a way the compiler may not remove.
inline void wipe_memory(void* memory, std::size_t size) {
    if (size > 0) ::explicit_bzero(memory, size);
}

/// Memory is overwritten whenever it is given back, so also when a vector grows.
template <typename T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <typename U>
    explicit WipingAllocator(const WipingAllocator<U>&) {}

    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) {
        wipe_memory(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

}  // namespace deed::detail
