#pragma once

#include "evidence/verify.hpp"

// The room's own: the checks `document` and `withheld` of specs/evidence-proof.md section 3.

namespace deed::evidence::detail {

/// `evidence.document_needed` if nothing that can be compared was given.
Result<void> require_document(const Opening& opening, const GivenDocument& given);

/// Adds the check `document`. The document is one that require_document() lets pass.
void check_document(const Opening& opening, const GivenDocument& given,
                    credentials::Report& report);

/// Adds the check `withheld`: how much the proof does not show. Nothing excludes that a submitter
/// committed to two values for one place.
void check_withheld(const Opening& opening, credentials::Report& report);

}  // namespace deed::evidence::detail
