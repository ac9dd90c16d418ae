#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lib/error/api.hpp"

namespace deed {

/// The five components of a URI or IRI, or of a reference to one (RFC 3986 section 3), each with
/// its mark: "http:", "//host", "/path", "?query", "#fragment". So a component that is there but
/// empty differs from a missing one, and one behind the other they are the text again.
struct UriParts {
    std::string_view scheme;
    std::string_view authority;
    std::string_view path;
    std::string_view query;
    std::string_view fragment;
};

/// The size of the scheme at the start of the text, before its ':', or 0 where there is none.
DEED_API std::size_t uri_scheme_size(std::string_view text);

/// Split as appendix B of RFC 3986 does; whether the characters may stand there is not asked. The
/// parts borrow from `text`.
DEED_API UriParts split_uri(std::string_view text);

/// The target of a reference (RFC 3986 section 5.2, strict: one that repeats the base's scheme is
/// not taken for a relative one). A path that has no hierarchy, as in urn:a/../b, keeps its dots.
DEED_API std::string resolve_uri(const UriParts& base, const UriParts& reference);

}  // namespace deed
