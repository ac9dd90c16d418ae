#include "credentials/issue_parts.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/stated_jwt.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

json::Document audience(const std::vector<std::string>& domains) {
    json::Writer writer;
    if (domains.size() == 1) return writer.string(domains.front()).take_document();
    writer.begin_array();
    for (const std::string& domain : domains) writer.string(domain);
    return writer.end_array().take_document();
}

/// What a proof would state beside the necessary, as claims: exp in whole seconds, and aud.
Result<json::Document> with_claims(json::Document payload, const ProofOptions& options) {
    if (options.id || options.challenge || options.nonce)
        return Error(errors::kJwtOptionUnsupported, "a JWT states no id, challenge or nonce");
    if (options.expires) {
        const std::int64_t seconds = options.expires->floor_seconds().unix_milliseconds() / 1000;
        DEED_TRY(payload,
                 payload.with("/exp", json::Writer().integer(seconds).take_document().root()));
    }
    if (!options.domains.empty()) {
        DEED_TRY(payload, payload.with("/aud", audience(options.domains).root()));
    }
    return payload;
}

}  // namespace

Result<std::string> issue_jwt(const IssueRequest& request, const IssueContext& context,
                              Call& call) {
    DEED_TRY(const PreparedIssue prepared, prepare_issue(request, context, call));
    DEED_TRY(const json::Document payload, with_claims(prepared.credential, request.proof));
    DEED_CHECK(require_agreeing_claims(JwtKind::credential, payload.root()));
    return sign_jwt(JwtKind::credential, payload,
                    {.key_id = prepared.method, .algorithm = request.jws_algorithm.value_or("")},
                    request.signer, call);
}

}  // namespace deed::credentials
