#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::crypto {

enum class HashAlgorithm : std::uint8_t {
    sha256,
    sha384,
    sha512,     ///< FIPS 180-4
    sha3_256,   ///< FIPS 202
    keccak256,  ///< Keccak with the original padding, as Ethereum uses it
    sm3         ///< GB/T 32905-2016
};

/// The algorithm named as in `deed codec`: "sha256", "sha3-256", "keccak256", "sm3", …;
/// `crypto.unsupported_hash` for others.
DEED_API Result<HashAlgorithm> hash_from_name(std::string_view name);

using Digest256 = std::array<std::uint8_t, 32>;

/// Digest of one message: 32 bytes, 48 for sha384, 64 for sha512.
DEED_API Bytes hash(HashAlgorithm algorithm, ByteView message);

DEED_API Digest256 sha256(ByteView message);
DEED_API Digest256 keccak256(ByteView message);
DEED_API Digest256 sm3(ByteView message);

/// A 32-byte digest fed piece by piece; for files, and for hashes over several fields.
class DEED_API Hasher256 {
public:
    /// sha256, sha3_256, keccak256 or sm3.
    explicit Hasher256(HashAlgorithm algorithm);
    Hasher256(Hasher256&&) noexcept;
    Hasher256& operator=(Hasher256&&) noexcept;
    ~Hasher256();

    Hasher256& update(ByteView piece);
    Hasher256& update(std::string_view piece) { return update(as_bytes(piece)); }
    /// The digest; the object starts anew afterwards.
    Digest256 finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace deed::crypto
