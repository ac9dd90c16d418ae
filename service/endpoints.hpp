#pragma once

// The room's own: what the rows of the table of routes call.

#include "service/routes.hpp"

namespace deed::service {

Result<Reply> answer_issue(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_issue_on_path(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_verify(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_derive(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_verify_presentation(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_prove(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_identifier(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_health(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_ready(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_metrics(const Asked& asked, const Backend& backend, Call& call);
Result<Reply> answer_openapi(const Asked& asked, const Backend& backend, Call& call);

}  // namespace deed::service
