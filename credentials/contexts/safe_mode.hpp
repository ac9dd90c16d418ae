#pragma once

#include "lib/rdf/jsonld.hpp"

namespace deed::credentials {

class KnownContexts;

/// How credentials are read as JSON-LD: whatever would be dropped or changed in silence is an
/// error, relative IRIs among it, and the direction of texts is kept as a datatype, as other
/// implementations of Data Integrity do. Without contexts, every remote one is refused.
DEED_API rdf::JsonLdOptions safe_mode(const KnownContexts* contexts);

/// Whether the contexts define every member and type of the document, an object, when it is
/// expanded in safe mode. Null says nothing, to JSON and JSON-LD alike, and is no fault. The member
/// "proof" is left out: proofs are for their suites to read. The `jsonld.` codes,
/// `context.unknown`, or what `call` says.
DEED_API Result<void> check_terms(json::Value document, const KnownContexts& contexts, Call& call);

}  // namespace deed::credentials
