#pragma once

#include <span>

#include "lib/crypto/hash.hpp"

namespace deed::crypto {

/// SHA-256(prefix ‖ message) of each of many messages of `size` bytes that stand one behind the
/// other in `messages`; as many as there are `digests`. For the leaves and nodes of Merkle trees:
/// several times faster than one call each where the processor has SHA instructions, which are
/// then given two messages at a time.
DEED_API void sha256_prefixed(std::uint8_t prefix, ByteView messages, std::size_t size,
                              std::span<Digest256> digests);

namespace detail {

// The two ways of doing it, for tests.

bool has_sha_instructions();
/// Only where has_sha_instructions().
void sha256_prefixed_by_instructions(std::uint8_t prefix, ByteView messages, std::size_t size,
                                     std::span<Digest256> digests);
void sha256_prefixed_by_openssl(std::uint8_t prefix, ByteView messages, std::size_t size,
                                std::span<Digest256> digests);

}  // namespace detail
}  // namespace deed::crypto
