#pragma once

// The room's own: what an envelope states beside its payload. Not for other rooms.

#include "credentials/jose/secured_jwt.hpp"
#include "credentials/proof_options.hpp"

namespace deed::credentials {

/// What a proof would state beside the necessary, as claims of the payload: exp in whole seconds,
/// aud, and in a presentation the challenge as nonce. `issue.jwt_option_unsupported` for what has
/// no claim, and what check_options() refuses.
Result<json::Document> with_claims(json::Document payload, DocumentKind kind,
                                   const ProofOptions& options, Timestamp now);

/// The same as CWT claims, of which a presentation's say iat as well.
/// `issue.cose_option_unsupported`: a nonce has 8 to 64 bytes (RFC 9711 section 4.1).
Result<JwtClaims> claims_of(DocumentKind kind, const ProofOptions& options, Timestamp now);

}  // namespace deed::credentials
