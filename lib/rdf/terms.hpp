#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/rdf/jsonld.hpp"

namespace deed::rdf {

/// What the active context makes of a term where it stands. The texts live as long as the call of
/// the observer that gets it.
struct TermUse {
    std::string pointer{};    ///< JSON Pointer to the member or value
    std::string_view term{};  ///< as written: the name of a member, a type, a value that is a term
    /// An IRI, a blank node identifier, or the keyword for which the term stands; empty where it
    /// means nothing.
    std::string_view iri{};
    /// Of a member: the type mapping and the container mapping, where there are any.
    std::string_view type{};
    std::vector<std::string_view> container{};
    /// URL of the context that explains the term: defines it or its prefix, or sets the @vocab by
    /// which it is read. Empty for a context that stands in the document itself; nothing where no
    /// context has part in it.
    std::optional<std::string_view> context{};
};

class DEED_API TermObserver {
public:
    virtual ~TermObserver() = default;
    virtual void on_term(const TermUse& use) = 0;
};

/// Expands the document (JSON-LD 1.1 API section 5.1) and tells each name of a member, each type
/// and each value of a member whose type is @vocab, in document order; members of @nest come after
/// those around them. Keywords written as such are left out, and so is what expansion does not look
/// into: JSON literals and what stands in a member that means nothing. What was told before an
/// error holds. The errors of expand().
DEED_API Result<void> observe_terms(json::Value document, const JsonLdOptions& options,
                                    TermObserver& observer, Call& call);

}  // namespace deed::rdf
