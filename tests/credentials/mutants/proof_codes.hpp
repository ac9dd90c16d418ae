#pragma once

#include <optional>

#include "credentials/contexts/known_contexts.hpp"
#include "tests/credentials/mutants/mutant_count.hpp"

namespace deed::credentials::test {

/// By which codes of the check `proof` the mutants of a document with a proof are refused, by the
/// kinds of kMutantKinds.
extern const ExpectedCodes kJcsCodes;
extern const ExpectedCodes kRdfcCodes;

/// What the suites over RDF sign of a document, or nothing where they refuse it.
std::optional<std::string> meaning(const json::Document& document, const KnownContexts& contexts);

}  // namespace deed::credentials::test
