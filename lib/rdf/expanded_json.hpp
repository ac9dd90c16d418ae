#pragma once

// The room's own: expanded documents as JSON.

#include "lib/json/document.hpp"
#include "lib/rdf/expanded.hpp"

namespace deed::rdf::detail {

/// `jsonld.too_deep` or `jsonld.too_complex` if the result is more than a document may be.
Result<json::Document> to_json(const List<Item*>& items);

}  // namespace deed::rdf::detail
