#pragma once

#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"

namespace deed::crypto {

/// 65 bytes: r ‖ s, low-S and deterministic (RFC 6979), and the recovery id from 0 to 3 (SEC1
/// section 4.1.6), to which Ethereum adds 27. `crypto.algorithm_mismatch` unless the key is on
/// secp256k1.
DEED_API Result<Bytes> sign_recoverable(const PrivateKey& key, const Digest256& digest);

/// The secp256k1 key that made such a signature over `digest`. Any digest gives some key for most
/// signatures: the caller must know which key to expect. `crypto.signature_malformed` for another
/// length or recovery id, `crypto.signature_high_s`, `crypto.signature_invalid` if there is no key.
DEED_API Result<PublicKey> recover(const Digest256& digest, ByteView signature);

}  // namespace deed::crypto
