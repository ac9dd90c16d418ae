#include "credentials/signing_key.hpp"

#include <algorithm>
#include <array>

#include "credentials/errors.hpp"

namespace deed::credentials {
namespace {

// Errors of resolution that are facts about the DID as it is written: no resolver anywhere could
// answer otherwise.
constexpr std::array<std::string_view, 3> kFactsAboutTheDid{"did.malformed", "did.malformed_url",
                                                            "crypto.invalid_public_key"};

bool is_fact(const Error& error) {
    return std::ranges::find(kFactsAboutTheDid, error.code().name) != kFactsAboutTheDid.end();
}

Result<did::DidUrl> method_url(const ProofParts& proof) {
    const std::string place = proof.pointer + "/verificationMethod";
    const std::string text(proof.verification_method);
    if (!text.starts_with("did:"))
        return Error(errors::kProofMethodUnsupported, text + " is not a DID URL", place);
    auto url = did::DidUrl::parse(text);
    if (!url)
        return Error(url.error().code(), "verificationMethod: " + url.error().message(), place);
    if (!url->path().empty() || url->query())
        return Error(errors::kProofMethodUnsupported, text + " has a path or a query", place);
    return url;
}

Result<did::VerificationMethod> method_in(const did::Document& document, const ProofParts& proof) {
    const auto* method = document.find_method(proof.verification_method);
    if (method == nullptr)
        return Error(errors::kProofMethodNotFound,
                     document.id().to_string() + " lists no verification method " +
                         std::string(proof.verification_method),
                     proof.pointer + "/verificationMethod");
    return *method;
}

SigningKey failed(Result<ProofParts> proof, const Error& error, bool is_unresolved) {
    return {std::move(proof), error, error, is_unresolved};
}

}  // namespace

Result<SigningKey> find_signing_key(const CredentialView& credential, did::DidResolver& resolver,
                                    Call& call) {
    DEED_CHECK(call.check());
    auto proof = select_proof(credential);
    if (!proof) return failed(proof, proof.error(), false);
    const auto url = method_url(*proof);
    if (!url) return failed(proof, url.error(), false);

    auto controller = resolver.resolve(url->did(), call);
    if (!controller && controller.error().kind() == ErrorKind::interrupted)
        return controller.error();
    if (!controller) {
        const Error& reason = controller.error();
        // The place may be a file, which must not be taken for a place in the credential.
        std::string detail = url->did().to_string() + ": " + reason.message();
        if (!reason.where().empty()) detail += " (" + reason.where() + ")";
        return failed(proof, Error(reason.code(), std::move(detail)), !is_fact(reason));
    }
    auto method = method_in(controller->document, *proof);
    return SigningKey{std::move(proof), std::move(controller), std::move(method), false};
}

}  // namespace deed::credentials
