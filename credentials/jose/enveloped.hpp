#pragma once

#include <string>
#include <string_view>

#include "credentials/jose/secured_jwt.hpp"

namespace deed::credentials {

/// Whether an object says by its type that it is an EnvelopedVerifiableCredential, or
/// -Presentation: then parse_enveloped() has to answer for it.
DEED_API bool is_enveloped(json::Value value, JwtKind kind);

/// The token inside an enveloped credential or presentation (VCDM 2.0 section 4.13), a view into
/// the object. `envelope.malformed` unless the object has the base context, the one type, an id,
/// and nothing else; `envelope.data_url_malformed` for an id that is not
/// "data:<media type>,<token>"; `envelope.media_type_mismatch` for a token of the other kind;
/// `envelope.media_type_unsupported` for media types other than application/vc+jwt and
/// application/vp+jwt, also for parameters and base64. Places are JSON Pointers into the object.
DEED_API Result<std::string_view> parse_enveloped(json::Value value, JwtKind kind);

/// The object that envelops a token. The token is not looked into.
DEED_API json::Document make_enveloped(std::string_view compact, JwtKind kind);

}  // namespace deed::credentials
