#include "lib/crypto/secret.hpp"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <utility>

#include "lib/crypto/sodium.hpp"

namespace deed::crypto {

SecretBytes::SecretBytes(std::size_t size) {
    if (size == 0) return;
    require_sodium();
    // Between guard pages, and locked unless RLIMIT_MEMLOCK is used up.
    data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
    if (data_ == nullptr) throw std::bad_alloc();
    size_ = size;
    std::fill_n(data_, size_, std::uint8_t{0});
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

SecretBytes::~SecretBytes() { clear(); }

SecretBytes SecretBytes::copy_of(ByteView source) {
    SecretBytes copy(source.size());
    std::copy(source.begin(), source.end(), copy.data_);
    return copy;
}

void SecretBytes::clear() noexcept {
    sodium_free(data_);  // wipes first; accepts nullptr
    data_ = nullptr;
    size_ = 0;
}

void wipe(std::span<std::uint8_t> memory) { sodium_memzero(memory.data(), memory.size()); }

bool equal_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace deed::crypto
