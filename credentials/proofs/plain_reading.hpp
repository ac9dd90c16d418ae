#pragma once

// The room's own: what a reader of the JSON sees of what RDF suites sign. Not for other rooms.

#include "lib/json/document.hpp"
#include "lib/rdf/dataset.hpp"

namespace deed::credentials {

/// A signature over RDF does not cover the contexts, so that whoever passes a credential on could
/// add one that gives the members other names, and hide an expiry or a status from those who look
/// for it by its name. Whether all that `dataset` says in the vocabulary of the data model stands
/// in `document`, which it was made of, under the names of the data model: `proof.member_hidden`.
Result<void> require_plain_names(json::Value document, const rdf::Dataset& dataset);

/// Whether inline contexts give each term an IRI that ends in that very name, so that a reader of
/// the JSON takes it for what was signed, and leave ids and keywords as they are:
/// `proof.context_misleads`.
Result<void> require_plain_contexts(json::Value document);

}  // namespace deed::credentials
