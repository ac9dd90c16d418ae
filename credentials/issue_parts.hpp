#pragma once

// The room's own: what issuing does before it secures. Not for other rooms.

#include <string>

#include "credentials/issue.hpp"

namespace deed::credentials {

/// A credential that is complete but for what secures it.
struct PreparedIssue {
    json::Document credential;
    std::string method;  ///< the verification method that lists the signer's key
    Timestamp now;
};

/// Whether the contexts define every term: asked here, or by a suite that reads JSON-LD as it signs.
enum class Terms : unsigned char { to_check, checked_by_suite };

/// What issue() does but for the suite, with its errors.
Result<PreparedIssue> prepare_issue(const IssueRequest& request, const IssueContext& context,
                                    Call& call, Terms terms = Terms::to_check);

}  // namespace deed::credentials
