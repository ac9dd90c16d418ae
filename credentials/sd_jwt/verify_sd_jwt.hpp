#pragma once

#include "credentials/sd_jwt/sd_jwt.hpp"

namespace deed::credentials {

/// An SD-JWT of whatever content, judged by itself (RFC 9901 sections 7.1 and 7.3): the issuer's
/// signature by this key, exp and nbf, and where `expected` names an audience or a nonce, the token
/// of the holder, which must then be there. Credentials are judged by verify(), which asks more.
///
/// What Jws::verify() says, `jwt.claim_malformed`, `jwt.header_claim_contradicts`,
/// `sd_jwt.expired`, `sd_jwt.not_yet_valid`, and what SdJwt::holder_key(), verify_key_binding() and
/// check_binding() say.
DEED_API Result<void> verify_sd_jwt(const SdJwt& sd_jwt, const crypto::PublicKey& issuer,
                                    const BindingExpectations& expected);

}  // namespace deed::credentials
