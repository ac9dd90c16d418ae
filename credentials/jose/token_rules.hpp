#pragma once

// What a token secured with JOSE must say, be it a JWT or an SD-JWT. For this room and sd_jwt.

#include <optional>
#include <string>
#include <string_view>

#include "credentials/envelopes/media_types.hpp"
#include "credentials/jose/claims.hpp"
#include "lib/jose/header.hpp"

namespace deed::credentials {

/// The registered claims of a token: the header's refusal, `jwt.typ_mismatch` and
/// `jwt.cty_mismatch` (absent ones pass), `jwt.vc_claim`, `jwt.embedded_proof`, and what
/// JwtClaims::read() refuses. Places in the header start with "header".
Result<JwtClaims> read_token(const Result<jose::Header>& header, DocumentKind kind,
                             EnvelopeForm form, json::Value payload);

/// The DID URL of the key by the header's kid and the controller, as SecuredJwt::key_url() says.
Result<std::string> token_key_url(std::optional<std::string_view> header_key_id,
                                  const JwtClaims& claims,
                                  const std::optional<std::string>& controller);

}  // namespace deed::credentials
