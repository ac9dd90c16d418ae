#pragma once

#include "lib/crypto/key.hpp"

namespace deed::crypto {

/// The public key of an X.509 certificate in DER; nothing else of it is looked at, least of all who
/// signed it. `crypto.invalid_public_key` if it is not one certificate,
/// `crypto.unsupported_key_type` for a key of another type.
DEED_API Result<PublicKey> certificate_key(ByteView der);

}  // namespace deed::crypto
