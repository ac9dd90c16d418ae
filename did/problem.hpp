#pragma once

#include <string>

#include "lib/error/error.hpp"
#include "lib/json/document.hpp"

namespace deed::did {

/// An error as DID Resolution words it (section "Errors", an RFC 9457 problem).
struct Problem {
    std::string type;    ///< "https://www.w3.org/ns/did#NOT_FOUND" and so on
    std::string title;   ///< what is wrong, in a sentence that is always the same for the type
    std::string detail;  ///< what was found
    /// By the table of the section "HTTP(S) Binding"; and 502 or 503 where another server is to
    /// blame, whose type is INTERNAL_ERROR: trying again helps there.
    int http_status;
};

DEED_API Problem problem_of(const Error& error);

/// The DID resolution result of an error: {"didDocument": null, "didDocumentMetadata": {},
/// "didResolutionMetadata": {"error": {"type", "title", "detail"}}}.
DEED_API json::Document to_failed_resolution(const Error& error);
/// The DID URL dereferencing result of an error, with "dereferencingMetadata", "contentStream" and
/// "contentMetadata".
DEED_API json::Document to_failed_dereferencing(const Error& error);

}  // namespace deed::did
