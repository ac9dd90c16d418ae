#include "credentials/issue_parts.hpp"
#include "credentials/stated_jwt.hpp"

namespace deed::credentials {

Result<std::string> issue_jwt(const IssueRequest& request, const IssueContext& context,
                              Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    DEED_CHECK(require_agreeing_claims(JwtKind::credential, prepared.credential.root()));
    return sign_jwt(JwtKind::credential, prepared.credential,
                    {.key_id = prepared.method, .algorithm = request.jws_algorithm.value_or("")},
                    request.signer, call);
}

}  // namespace deed::credentials
