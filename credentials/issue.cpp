#include "credentials/issue.hpp"

#include "credentials/contexts/safe_mode.hpp"
#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "credentials/issue_parts.hpp"
#include "credentials/make_proof.hpp"
#include "credentials/signing_method.hpp"
#include "credentials/text_rules.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

json::Document string_document(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take_document();
}

Result<void> require_unsigned_object(json::Value credential) {
    if (!credential.is_object())
        return Error(errors::kNotAnObject, "the credential is not an object");
    if (credential.find("proof"))
        return Error(errors::kAlreadySigned, "the credential already has a proof", "/proof");
    return {};
}

Result<json::Document> with_issuer(json::Document credential, const did::Did& issuer) {
    if (!credential.root().find("issuer"))
        return credential.with("/issuer", string_document(issuer.to_string()).root());

    const auto named = CredentialView(credential.root()).issuer;
    if (named && is_absolute_url(*named) && *named != issuer.to_string())
        return Error(errors::kOtherIssuer,
                     "the credential names " + *named + " as issuer, not " + issuer.to_string(),
                     "/issuer");
    return credential;  // what is no issuer at all is for the model check to name
}

Result<json::Document> with_valid_from(json::Document credential, const Clock& clock) {
    const std::string name(CredentialView(credential.root()).from_member);
    if (credential.root().find(name)) return credential;
    const std::string now = clock.now().floor_seconds().to_string();
    return credential.with("/" + name, string_document(now).root());
}

}  // namespace

Result<PreparedIssue> prepare_issue(const IssueRequest& request, const IssueContext& context,
                                    Call& call, Terms terms) {
    DEED_CHECK(require_unsigned_object(request.credential.root()));
    DEED_TRY(json::Document named, with_issuer(request.credential, request.issuer));
    DEED_TRY(json::Document credential, with_valid_from(std::move(named), context.clock));
    DEED_CHECK(require_sound_model(credential.root()));
    DEED_CHECK(require_sound_contexts(credential.root(), context.contexts));
    if (terms == Terms::to_check)
        DEED_CHECK(check_terms(credential.root(), context.contexts, call));

    DEED_TRY(const did::Resolution issuer, context.resolver.resolve(request.issuer, call));
    const Timestamp now = context.clock.now();
    DEED_TRY(std::string method, usable_method(issuer, request.signer.public_key(), kIssuing, now));
    return PreparedIssue{std::move(credential), std::move(method), now};
}

Result<json::Document> issue(const IssueRequest& request, const IssueContext& context, Call& call) {
    const auto suite = pick_suite(request.cryptosuite, request.signer.public_key().type());
    // A suite over JSON-LD expands the document itself, in safe mode too.
    const bool expands = suite && (*suite)->reads_json_ld();
    DEED_TRY(
        const PreparedIssue prepared,
        prepare_issue(request, context, call, expands ? Terms::checked_by_suite : Terms::to_check));
    if (!suite) return suite.error();

    const ProofPlan plan{**suite, prepared.method, kIssuing.relationship, prepared.now,
                         request.proof};
    DEED_TRY(const json::Document proof,
             make_proof({prepared.credential.root(), {}, &context.contexts}, plan, request.signer,
                        call));
    return prepared.credential.with("/proof", proof.root());
}

}  // namespace deed::credentials
