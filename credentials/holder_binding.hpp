#pragma once

#include "credentials/sd_jwt/sd_jwt.hpp"
#include "did/resolver.hpp"

namespace deed::credentials {

/// The key that the claim cnf of a credential names as its holder's: the JWK itself, or by kid what
/// the DID's document lists for authentication (RFC 7800 section 3.4). What SdJwt::confirmation()
/// refuses, `sd_jwt.cnf_not_listed`, or what resolution said.
DEED_API Result<crypto::PublicKey> resolve_holder_key(const SdJwt& sd_jwt,
                                                      did::DidResolver& resolver, Call& call);

}  // namespace deed::credentials
