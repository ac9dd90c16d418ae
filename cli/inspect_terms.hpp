#pragma once

#include <optional>
#include <string>
#include <vector>

#include "credentials/contexts/known_contexts.hpp"
#include "lib/error/call.hpp"
#include "lib/json/document.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {

/// What the contexts make of one term of a document; members as those of rdf::TermUse.
struct ShownTerm {
    std::string pointer;
    std::string term;
    std::string iri;  ///< empty where it is undefined
    std::string type;
    std::vector<std::string> container;
    std::optional<std::string> context;
};

/// The terms of a document without its own proofs, and what kept others from being read.
struct ShownTerms {
    std::vector<ShownTerm> terms;
    std::vector<Error> notes;
};

/// As far as the contexts can be read: an unknown one is left out and noted, and so is the error of
/// JSON-LD behind which nothing is read. Only what `call` says is an error.
Result<ShownTerms> read_terms(json::Value document, const credentials::KnownContexts& contexts,
                              Call& call);

/// Adds a line for each term, and the members "terms" and "notes" of the open object.
void show_terms(const ShownTerms& shown, std::string& text, json::Writer& writer);

/// The canonical N-Quads (RDFC-1.0 with SHA-256) of a document without its own proofs, read in safe
/// mode. `context.unknown`, the codes `jsonld.…` and `rdf.too_complex`, or what `call` says.
Result<std::string> canonical_nquads(json::Value document,
                                     const credentials::KnownContexts& contexts, Call& call);

}  // namespace deed::cli
