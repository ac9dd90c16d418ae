#pragma once

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::crypto {

/// r ‖ s, each of `scalar_size` bytes, of an ECDSA or SM2 signature in DER (RFC 3279
/// section 2.2.3). Strict: minimal lengths and integers, none negative, none over `scalar_size`
/// bytes, nothing left over; `crypto.signature_malformed` otherwise.
DEED_API Result<Bytes> ecdsa_der_to_compact(ByteView der, std::size_t scalar_size = 32);

/// The DER form of r ‖ s; `crypto.signature_malformed` unless both have the size of the numbers of
/// a curve: 32, 48 or 66 bytes.
DEED_API Result<Bytes> ecdsa_compact_to_der(ByteView compact);

}  // namespace deed::crypto
