#pragma once

// The room's own: rules for single texts. Not for other rooms.

#include <string_view>

namespace deed::credentials {

/// An absolute URL or IRI: scheme, ':' and more, without white space, controls and the other
/// characters that no URL may hold, with whole percent triplets. An authority has a port of digits,
/// and brackets only around an IPv6 address; http and https URLs name a host.
bool is_absolute_url(std::string_view text);

/// A type as one word: a term, or an absolute URL; of at most 256 bytes.
bool is_type_term(std::string_view text);

/// A language tag that is well-formed by BCP 47: subtags of 1 to 8 letters and digits.
bool is_language_tag(std::string_view text);

/// One or more SRI hash expressions (Subresource Integrity section 3.5) separated by white space,
/// with digests of the right length.
bool is_digest_sri(std::string_view text);

/// A multibase multihash whose digest has the length it states.
bool is_digest_multibase(std::string_view text);

}  // namespace deed::credentials
