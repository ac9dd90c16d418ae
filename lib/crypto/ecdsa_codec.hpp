#pragma once

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::crypto {

/// The 64 bytes r ‖ s of an ECDSA signature over a 256-bit curve in DER (RFC 3279 section 2.2.3).
/// Strict: minimal lengths and integers, none negative, none over 32 bytes, nothing left over;
/// `crypto.signature_malformed` otherwise.
DEED_API Result<Bytes> ecdsa_der_to_compact(ByteView der);

/// The DER form of r ‖ s; `crypto.signature_malformed` unless it is 64 bytes.
DEED_API Result<Bytes> ecdsa_compact_to_der(ByteView compact);

}  // namespace deed::crypto
