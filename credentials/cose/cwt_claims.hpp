#pragma once

#include "credentials/jose/claims.hpp"
#include "lib/encoding/bytes.hpp"

namespace deed::credentials {

/// The registered claims in the CWT Claims header parameter (RFC 9597) of a COSE message: iss 1,
/// sub 2, aud 3, exp 4, nbf 5, iat 6 (RFC 8392 section 3.1) and nonce 10 (RFC 9711 section 4.1),
/// which mean what those of a JWT do. Others do not count. `vc_cose.claim_malformed`, or what
/// cbor::Reader refuses.
DEED_API Result<JwtClaims> read_cwt_claims(ByteView map);

/// The map of those that are there, in deterministic CBOR; empty bytes for none. Dates are written
/// in whole seconds; id does not count.
DEED_API Bytes write_cwt_claims(const JwtClaims& claims);

}  // namespace deed::credentials
