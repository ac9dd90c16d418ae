#include "credentials/credential.hpp"
#include "credentials/issue_parts.hpp"
#include "credentials/jose/errors.hpp"
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

Result<std::string> issue_jwt_1(const IssueRequest& request, const IssueContext& context,
                                Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    const json::Value credential = prepared.credential.root();
    if (!CredentialView(credential).is_version_1)
        return Error(errors::kJwtNotVersion1, "the credential is of data model 2.0", "/@context");
    if (request.proof.expires)
        return Error(errors::kJwtOptionUnsupported,
                     "exp is the expirationDate of a credential of data model 1.1");
    DEED_TRY(const json::Document none, json::Document::parse("{}"));
    DEED_TRY(const json::Document claims,
             with_claims(none, DocumentKind::credential, request.proof, prepared.now));
    return sign_jwt_1(DocumentKind::credential, prepared.credential, claims.root(),
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
                        .holder = disclosure.holder,
                        .holder_key_id = disclosure.holder_key_id},
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
