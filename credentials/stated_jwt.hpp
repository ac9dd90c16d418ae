#pragma once

// The room's own: the envelope around a credential or presentation, as a proof of it. Not for other
// rooms.

#include "credentials/cose/secured_cose.hpp"
#include "credentials/jose/secured_jwt.hpp"
#include "credentials/proof_verification.hpp"
#include "credentials/sd_jwt/secured_sd_jwt.hpp"

namespace deed::credentials {

/// The token, which must outlive this, as the one proof of its payload: kid, or the controller
/// where there is none, as its verification method; iat, exp and nbf as its dates, aud as its
/// domains, the nonce of a presentation as its challenge. Fails with what SecuredJwt::claims() and
/// key_url() refuse, and with check_claims(). Places are in the payload, or "header".
ProofEntry stated_proof(const SecuredJwt& jwt);

/// The same of a COSE message: its CWT claims, read_cwt_claims(), are what a JWT's are.
ProofEntry stated_proof(const SecuredCose& cose);

/// The same of an SD-JWT, of each of its signatures: its holder's token, where there is one, says
/// domain and challenge instead. Fails also with what KeyBinding::claims() refuses, and
/// `sd_jwt.kb_audience_mismatch`. Of several, the places are "/signatures/1".
std::vector<ProofEntry> stated_signatures(const SecuredSdJwt& token);

/// What the same would say of the claims of a payload that is still to be signed.
Result<void> require_agreeing_claims(DocumentKind kind, json::Value payload);
/// The same of CWT claims beside a payload that is still to be signed.
Result<void> require_agreeing_claims(DocumentKind kind, const JwtClaims& claims,
                                     json::Value payload);

}  // namespace deed::credentials
