#pragma once

// The room's own: JSON-LD 1.1 API section 8.2.

#include "lib/rdf/dataset.hpp"
#include "lib/rdf/draft.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::rdf::detail {

/// The identifier of an IRI or blank node in JSON-LD.
std::string_view identifier_of(DraftPool& pool, const Term& term);

/// RDF to Object Conversion; `jsonld.invalid_json_literal`.
Result<Draft*> rdf_to_object(DraftPool& pool, const Term& term, const JsonLdOptions& options);

}  // namespace deed::rdf::detail
