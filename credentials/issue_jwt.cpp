#include "credentials/issue_parts.hpp"
#include "credentials/jwt_claims.hpp"
#include "credentials/stated_jwt.hpp"

namespace deed::credentials {
Result<std::string> issue_jwt(const IssueRequest& request, const IssueContext& context,
                              Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    DEED_TRY(
        const json::Document payload,
        with_claims(prepared.credential, DocumentKind::credential, request.proof, prepared.now));
    DEED_CHECK(require_agreeing_claims(DocumentKind::credential, payload.root()));
    return sign_jwt(DocumentKind::credential, payload,
                    {.key_id = prepared.method, .algorithm = request.jws_algorithm.value_or("")},
                    request.signer, call);
}

}  // namespace deed::credentials
