#pragma once

#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::did {

/// The target of a relative reference (RFC 3986 section 5.2, strict: a reference that repeats the
/// base's scheme is not taken for a relative one). In a base that is a DID URL the DID stands in
/// the place of the authority (DID Core 1.0 section 3.2.2). `did.malformed_url` unless the base is
/// a URI and the reference a URI reference by the grammar of RFC 3986.
DEED_API Result<std::string> resolve_reference(std::string_view base, std::string_view reference);

/// Whether the text is a reference that stays with the scheme and authority of its base: a path,
/// query or fragment, of characters that RFC 3986 allows there.
DEED_API bool is_local_reference(std::string_view text);

/// The text with its percent-encoded octets decoded (RFC 3986 section 2.1); the triplets must be
/// whole.
std::string percent_decode(std::string_view text);

}  // namespace deed::did
