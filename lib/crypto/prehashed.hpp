#pragma once

#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"

namespace deed::crypto {

// ECDSA with P-256 over a digest that the caller made, as contracts verify it (EIP-7951): there the
// digest is Keccak-256 of EIP-712, and not SHA-256 of the message as in ES256.

/// 64 bytes r ‖ s, s in the lower half. `crypto.algorithm_mismatch` unless the key is on P-256.
DEED_API Result<Bytes> sign_p256_digest(const PrivateKey& key, const Digest256& digest);

/// `crypto.algorithm_mismatch`, `crypto.signature_malformed`, `crypto.signature_high_s`,
/// `crypto.signature_invalid`.
DEED_API Result<void> verify_p256_digest(const PublicKey& key, const Digest256& digest,
                                         ByteView signature);

}  // namespace deed::crypto
