#pragma once

// The room's own: the way back from an IRI to a reference.

#include <string>
#include <string_view>

namespace deed::rdf::detail {

/// A short reference that may lead from `base` to `iri` (the reverse of RFC 3986 section 5.2), or
/// the IRI itself where they share no authority. The caller checks by resolving it.
std::string relative_reference(std::string_view base, std::string_view iri);

}  // namespace deed::rdf::detail
