#pragma once

// The room's own: the keywords of JSON-LD 1.1 (syntax section 1.7).

#include <cstdint>
#include <string_view>

namespace deed::rdf::detail {

enum class Keyword : std::uint8_t {
    none,  ///< not a keyword
    base,
    container,
    context,
    default_graph,  ///< "@default"; a keyword of framing, and the name of the default graph
    direction,
    graph,
    id,
    import_,
    included,
    index,
    json,
    language,
    list,
    nest,
    none_value,  ///< "@none"
    prefix,
    preserve,
    propagate,
    protected_,
    reverse,
    set,
    type,
    value,
    version,
    vocab
};

/// The keyword that the text is, by its exact spelling.
Keyword keyword_of(std::string_view text);

/// Whether the text is "@" and one or more letters, as every keyword is.
bool has_keyword_form(std::string_view text);

}  // namespace deed::rdf::detail
