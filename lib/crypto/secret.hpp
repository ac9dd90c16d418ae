#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "lib/encoding/bytes.hpp"
#include "lib/error/api.hpp"

namespace deed::crypto {

class SecretBytes;

/// Permission to see a secret in the clear. Only the functions named here can make one, so a search
/// for `SecretAccess` lists every place where secrets are read.
class SecretAccess {
    SecretAccess() = default;
    friend struct SecretAccessForCrypto;  ///< lib/crypto: signing, sealing, key derivation
    friend struct SecretAccessForPrompt;  ///< cli: filling a passphrase typed by the user
    friend struct SecretAccessForToken;   ///< lib/pkcs11: the PIN, for the token's module
    friend struct SecretAccessForBearer;  ///< lib/net: the bearer token of a request
    friend struct SecretAccessForOpened;  ///< readers of what KeyStore::open() gave back
};

/// Bytes that are locked in memory where the system allows, wiped when they die, and can be moved
/// but neither copied, compared with == nor printed.
class DEED_API SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);  ///< zeros
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    /// Copies `source`, which the caller should wipe.
    static SecretBytes copy_of(ByteView source);

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::span<const std::uint8_t> reveal(const SecretAccess&) const { return {data_, size_}; }
    std::span<std::uint8_t> reveal_mutable(const SecretAccess&) { return {data_, size_}; }

private:
    void clear() noexcept;
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Overwrites memory in a way the compiler may not remove.
DEED_API void wipe(std::span<std::uint8_t> memory);

/// Equality in time that depends on the sizes only.
DEED_API bool equal_constant_time(ByteView a, ByteView b);

}  // namespace deed::crypto
