#include "credentials/issue.hpp"

#include "credentials/contexts/errors.hpp"
#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "credentials/proofs/suite.hpp"
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
    if (named && *named != issuer.to_string())
        return Error(errors::kOtherIssuer,
                     "the credential names " + *named + " as issuer, not " + issuer.to_string(),
                     "/issuer");
    return credential;  // what is no issuer at all is for the model check to name
}

// Data model 1.1 has another member for this, and is refused by the model check.
Result<json::Document> with_valid_from(json::Document credential, const Clock& clock) {
    if (credential.root().find("validFrom")) return credential;
    const std::string now = clock.now().floor_seconds().to_string();
    return credential.with("/validFrom", string_document(now).root());
}

Result<void> require_sound_model(json::Value credential) {
    for (const ModelFault& fault : check_model(credential))
        return Error(*fault.code, fault.message, fault.pointer);
    return {};
}

Result<void> require_sound_contexts(json::Value credential, const KnownContexts& contexts) {
    for (const ProtectedTerm& redefined : protected_terms_in(credential))
        return Error(errors::kProtectedTerm, "the base context protects " + redefined.term,
                     redefined.pointer);
    for (const UnknownContext& unknown : contexts.unknown_in_credential(credential))
        return Error(errors::kContextUnknown, "the context " + unknown.url + " is not known",
                     unknown.pointer);
    return {};
}

/// What keeps verification from accepting a proof by this method of the issuer's document.
std::optional<Error> objection_to(const did::VerificationMethod& method, const std::string& issuer,
                                  Timestamp now) {
    if (method.controller != issuer)
        return Error(errors::kMethodForeign, "its controller is " + method.controller, method.id);
    const auto url = did::DidUrl::parse(method.id);
    if (!url || !url->path().empty() || url->query())
        return Error(errors::kMethodIdUnsupported, method.id + " has a path or a query", method.id);
    if (method.revoked && *method.revoked <= now)
        return Error(errors::kIssueMethodRevoked,
                     "the key was revoked at " + method.revoked->to_string(), method.id);
    if (method.expires && *method.expires <= now)
        return Error(errors::kIssueMethodExpired,
                     "the key expired at " + method.expires->to_string(), method.id);
    return std::nullopt;
}

/// The id of the first verification method that lists the key for assertions and that verification
/// would accept; else what speaks against the first that lists it.
Result<std::string> usable_method(const did::Resolution& issuer, const crypto::PublicKey& key,
                                  Timestamp now) {
    const did::Document& document = issuer.document;
    const std::string& did = document.id().to_string();
    if (issuer.metadata.deactivated)
        return Error(errors::kIssuerDeactivated, did + " was deactivated", did);

    std::optional<Error> first_objection;
    for (const did::VerificationMethod& method : document.verification_methods()) {
        if (method.public_key != key) continue;
        if (!document.allows(method.id, did::Relationship::assertion_method)) continue;
        auto objection = objection_to(method, did, now);
        if (!objection) return method.id;
        if (!first_objection) first_objection = std::move(objection);
    }
    if (first_objection) return *first_objection;
    return Error(errors::kKeyNotListed,
                 did + " does not list the key " + key.to_multikey() + " for assertionMethod", did);
}

Result<const ProofSuite*> pick_suite(const std::optional<std::string>& wanted,
                                     crypto::KeyType key_type) {
    const std::string type(crypto::to_string(key_type));
    const ProofSuite* suite = wanted ? find_suite(*wanted) : suite_for(key_type);
    if (suite == nullptr && wanted)
        return Error(errors::kSuiteUnknown, "there is no cryptosuite " + *wanted);
    if (suite == nullptr)
        return Error(errors::kSuiteKeyMismatch, "no cryptosuite uses keys of type " + type);
    if (!suite->accepts(key_type))
        return Error(errors::kSuiteKeyMismatch, *wanted + " does not use keys of type " + type);
    return suite;
}

json::Document proof_options(const ProofSuite& suite, std::string_view method, Timestamp created) {
    json::Writer writer;
    writer.begin_object()
        .member("type", "DataIntegrityProof")
        .member("cryptosuite", suite.name())
        .member("created", created.floor_seconds().to_string())
        .member("verificationMethod", method)
        .member("proofPurpose", "assertionMethod");
    return writer.end_object().take_document();
}

}  // namespace

Result<json::Document> issue(const IssueRequest& request, const IssueContext& context, Call& call) {
    DEED_CHECK(require_unsigned_object(request.credential.root()));
    DEED_TRY(json::Document named, with_issuer(request.credential, request.issuer));
    DEED_TRY(const json::Document credential, with_valid_from(std::move(named), context.clock));
    DEED_CHECK(require_sound_model(credential.root()));
    DEED_CHECK(require_sound_contexts(credential.root(), context.contexts));

    DEED_TRY(const did::Resolution issuer, context.resolver.resolve(request.issuer, call));
    const crypto::PublicKey& key = request.signer.public_key();
    const Timestamp now = context.clock.now();
    DEED_TRY(const std::string method, usable_method(issuer, key, now));
    DEED_TRY(const ProofSuite* const suite, pick_suite(request.cryptosuite, key.type()));

    const json::Document options = proof_options(*suite, method, now);
    DEED_TRY(const json::Document proof,
             suite->create(credential.root(), options.root(), request.signer, call));
    return credential.with("/proof", proof.root());
}

}  // namespace deed::credentials
