#include "credentials/signing_method.hpp"

#include "credentials/resource_digests.hpp"

#include "credentials/contexts/errors.hpp"
#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "credentials/signing_key.hpp"

namespace deed::credentials {
namespace {

/// What keeps verification from accepting a proof by this method of the signer's document.
std::optional<Error> objection_to(const did::VerificationMethod& method, const std::string& signer,
                                  const SigningRole& role, Timestamp now) {
    if (method.controller != signer)
        return Error(role.foreign, "its controller is " + method.controller, method.id);
    const auto url = did::DidUrl::parse(method.id);
    if (!url || !url->path().empty() || url->query())
        return Error(role.id_unsupported, method.id + " has a path or a query", method.id);
    if (method.revoked && *method.revoked <= now)
        return Error(role.revoked, "the key was revoked at " + method.revoked->to_string(),
                     method.id);
    if (method.expires && *method.expires <= now)
        return Error(role.expired, "the key expired at " + method.expires->to_string(), method.id);
    // What is not said of the algorithm, the key's type decides.
    if (method.public_key)
        return objection_to_terms(
            method, crypto::info_of(method.public_key->type()).default_algorithm, method.id);
    return std::nullopt;
}

}  // namespace

constinit const SigningRole kIssuing{.relationship = did::Relationship::assertion_method,
                                     .deactivated = errors::kIssuerDeactivated,
                                     .not_listed = errors::kKeyNotListed,
                                     .foreign = errors::kMethodForeign,
                                     .id_unsupported = errors::kMethodIdUnsupported,
                                     .revoked = errors::kIssueMethodRevoked,
                                     .expired = errors::kIssueMethodExpired};

Result<std::string> usable_method(const did::Resolution& signer, const crypto::PublicKey& key,
                                  const SigningRole& role, Timestamp now) {
    const did::Document& document = signer.document;
    const std::string& did = document.id().to_string();
    if (signer.metadata.deactivated) return Error(role.deactivated, did + " was deactivated", did);

    std::optional<Error> first_objection;
    for (const did::VerificationMethod& method : document.verification_methods()) {
        if (method.public_key != key) continue;
        if (!document.allows(method.id, role.relationship)) continue;
        auto objection = objection_to(method, did, role, now);
        if (!objection) return method.id;
        if (!first_objection) first_objection = std::move(objection);
    }
    if (first_objection) return *first_objection;
    return Error(role.not_listed,
                 did + " does not list the key " + key.to_multikey() + " for " +
                     std::string(did::to_string(role.relationship)),
                 did);
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

Result<void> require_sound_model(json::Value credential) {
    for (const ModelFault& fault : check_model(credential))
        return Error(*fault.code, fault.message, fault.pointer);
    return {};
}

Result<void> require_sound_contexts(json::Value document, const KnownContexts& contexts) {
    for (const ProtectedTerm& redefined : protected_terms_in(document))
        return Error(errors::kProtectedTerm, "the base context protects " + redefined.term,
                     redefined.pointer);
    for (const UnknownContext& unknown : contexts.unknown_in_credential(document))
        return Error(errors::kContextUnknown, "the context " + unknown.url + " is not known",
                     unknown.pointer);
    for (const ModelFault& fault : wrong_digests_in(document, contexts))
        return Error(*fault.code, fault.message, fault.pointer);
    return {};
}

}  // namespace deed::credentials
