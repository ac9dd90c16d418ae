#pragma once

// The room's own: what a reader of the JSON sees of what RDF suites sign. Not for other rooms.

#include "lib/json/document.hpp"

namespace deed::credentials {

/// A signature over RDF covers neither contexts nor names nor places, so that whoever passes a
/// credential on could say its expiry or status elsewhere: in another object with the document's
/// id. Whether all that is said of the document stands in the document's own object, and that of
/// each element of an array in that element: `proof.member_hidden`. That it stands there under the names of the data model is for
/// rdf::JsonLdOptions::plain_names.
Result<void> require_one_place(json::Value document);

/// Whether inline contexts give each term an IRI that ends in that very name, so that a reader of
/// the JSON takes it for what was signed, and leave ids and keywords as they are:
/// `proof.context_misleads`.
Result<void> require_plain_contexts(json::Value document);

}  // namespace deed::credentials
