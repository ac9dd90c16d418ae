#pragma once

#include "evidence/verify.hpp"

// The room's own: the check `document` of specs/evidence-proof.md section 3.

namespace deed::evidence::detail {

/// `evidence.document_needed` if nothing that can be compared was given.
Result<void> require_document(const Opening& opening, const GivenDocument& given);

/// Adds the check. The document is one that require_document() lets pass.
void check_document(const Opening& opening, const GivenDocument& given,
                    credentials::Report& report);

}  // namespace deed::evidence::detail
