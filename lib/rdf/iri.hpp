#pragma once

// The room's own: IRIs and language tags as far as JSON-LD and RDF look into them.

#include <cstdint>
#include <string>
#include <string_view>

namespace deed::rdf::detail {

/// What RDF can make of an identifier.
enum class IriClass : std::uint8_t {
    iri,       ///< absolute, of characters that an IRI may have
    blank,     ///< a blank node identifier, with "_:"
    relative,  ///< has no scheme
    broken     ///< has a scheme and characters that no IRI may have
};

/// IRIs must have a scheme (RFC 3986 section 3.1), at most one '#', and none of the characters that
/// RFC 3987 allows nowhere: controls, space, <>"{}|^` and the backslash. `text` is UTF-8.
IriClass classify_iri(std::string_view text);

/// Whether the text begins with a scheme and ':', which is what JSON-LD calls the form of an IRI.
bool has_iri_form(std::string_view text);

inline bool is_blank_identifier(std::string_view text) { return text.starts_with("_:"); }

/// The target of a reference (RFC 3986 section 5.2, strict), for IRIs as for URIs. Without a base
/// of its own the reference comes back unchanged.
std::string resolve_iri(std::string_view base, std::string_view reference);

/// Whether a language tag is well-formed as RDF asks for it (Turtle LANGTAG, subtags of at most
/// eight characters as BCP 47 section 2.1 has them).
bool is_language_tag(std::string_view text);

}  // namespace deed::rdf::detail
