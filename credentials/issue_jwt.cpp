#include "credentials/issue_parts.hpp"
#include "credentials/jwt_claims.hpp"
#include "credentials/stated_jwt.hpp"

namespace deed::credentials {
namespace {

/// The credential with the claims of a token around it.
Result<json::Document> payload_of(const PreparedIssue& prepared, const ProofOptions& options) {
    DEED_TRY(json::Document payload,
             with_claims(prepared.credential, DocumentKind::credential, options, prepared.now));
    DEED_CHECK(require_agreeing_claims(DocumentKind::credential, payload.root()));
    return payload;
}

}  // namespace

Result<std::string> issue_jwt(const IssueRequest& request, const IssueContext& context,
                              Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    DEED_TRY(const json::Document payload, payload_of(prepared, request.proof));
    return sign_jwt(DocumentKind::credential, payload,
                    {.key_id = prepared.method, .algorithm = request.jws_algorithm.value_or("")},
                    request.signer, call);
}

Result<std::string> issue_sd_jwt(const IssueRequest& request, const SelectiveDisclosure& disclosure,
                                 const IssueContext& context, Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    DEED_TRY(const json::Document payload, payload_of(prepared, request.proof));
    return sign_sd_jwt(DocumentKind::credential, payload,
                       {.key_id = prepared.method,
                        .algorithm = request.jws_algorithm.value_or(""),
                        .disclosable = disclosure.disclosable,
                        .conceal = disclosure.conceal,
                        .holder = disclosure.holder},
                       request.signer, call);
}

Result<Bytes> issue_cose(const IssueRequest& request, const IssueContext& context, Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    DEED_TRY(JwtClaims claims, claims_of(DocumentKind::credential, request.proof, prepared.now));
    DEED_CHECK(
        require_agreeing_claims(DocumentKind::credential, claims, prepared.credential.root()));
    return sign_cose(DocumentKind::credential, prepared.credential,
                     {.key_id = prepared.method,
                      .algorithm = request.jws_algorithm.value_or(""),
                      .claims = std::move(claims)},
                     request.signer, call);
}

}  // namespace deed::credentials
