#pragma once

#include "lib/crypto/key.hpp"
#include "lib/error/result.hpp"

// The keys that control subjects, as entries hold them (specs/ledger-entries.md section 2).

namespace deed::registry {

/// Whether keys of this type can: secp256k1 and SM2.
DEED_API bool can_control(crypto::KeyType type);

/// 33 bytes, the compressed point, for secp256k1; 35 for SM2, which has its multicodec before it
/// (as keys of other types would have theirs, so that none is taken for another).
Bytes encode_controller_key(const crypto::PublicKey& key);
/// The inverse; `operation.malformed`.
Result<crypto::PublicKey> parse_controller_key(ByteView encoded);

}  // namespace deed::registry
