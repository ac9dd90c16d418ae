#pragma once

// The room's own: the characters of N-Quads (RDF 1.1 N-Quads, section 4).

#include <cstdint>
#include <string_view>

namespace deed::rdf::detail {

/// One character and the bytes it takes.
struct CodePoint {
    char32_t value;
    std::size_t size;
};

/// The first character of well-formed UTF-8 that is not empty.
CodePoint first_code_point(std::string_view text);

/// PN_CHARS_U or a digit: what a blank node's label may begin with.
bool may_begin_label(char32_t c);
/// PN_CHARS; a dot is allowed as well, but not at the end.
bool may_continue_label(char32_t c);

/// A character that stands for itself in IRIREF; all beyond ASCII do.
inline bool allowed_in_iri(unsigned char c) {
    return c > 0x20 && c != '<' && c != '>' && c != '"' && c != '{' && c != '}' && c != '|' &&
           c != '^' && c != '`' && c != '\\';
}

}  // namespace deed::rdf::detail
