#include "credentials/signing_key.hpp"

#include <algorithm>
#include <array>

#include "credentials/errors.hpp"
#include "did/errors.hpp"

namespace deed::credentials {
namespace {

// Errors of resolution that are facts about the DID as it is written: no resolver anywhere could
// answer otherwise.
constexpr std::array<std::string_view, 4> kFactsAboutTheDid{"did.malformed", "did.malformed_url",
                                                            "crypto.invalid_public_key",
                                                            "crypto.private_key_exposed"};

bool is_fact(const Error& error) {
    return std::ranges::find(kFactsAboutTheDid, error.code().name) != kFactsAboutTheDid.end();
}

Result<did::DidUrl> method_url(const StatedProof& proof) {
    const std::string place = proof.place("verificationMethod");
    const std::string& text = proof.verification_method;
    if (!text.starts_with("did:"))
        return Error(errors::kProofMethodUnsupported, text + " is not a DID URL", place);
    auto url = did::DidUrl::parse(text);
    if (!url)
        return Error(url.error().code(), "verificationMethod: " + url.error().message(), place);
    if (!url->path().empty() || url->query())
        return Error(errors::kProofMethodUnsupported, text + " has a path or a query", place);
    return url;
}

bool is_known_by(const did::Version& version, const std::optional<Timestamp>& at) {
    return !at || !version.from || *version.from <= *at;
}

/// The document that held at the moment must be one; what earlier or later versions broke is
/// theirs.
Result<void> require_document(const did::History& history, const std::optional<Timestamp>& at) {
    const did::Version* in_force = nullptr;
    for (const did::Version& version : history.versions)
        if (version.kind != did::Version::Kind::deactivated && is_known_by(version, at))
            in_force = &version;
    if (in_force == nullptr || in_force->document) return {};
    return Error(did::errors::kInvalidDocument,
                 "version " + in_force->id + " of the document breaks the rules");
}

/// Every key that the method's id stood for, each as in the version nearest to the moment: those
/// before it from the latest on, then those after it.
std::vector<did::VerificationMethod> methods_named(std::string_view id, const did::History& history,
                                                   const std::optional<Timestamp>& at) {
    const auto known = std::ranges::find_if_not(
        history.versions, [&](const did::Version& version) { return is_known_by(version, at); });
    std::vector<const did::Version*> order;
    for (auto version = known; version != history.versions.begin();) order.push_back(&*--version);
    for (auto version = known; version != history.versions.end(); ++version)
        order.push_back(&*version);

    std::vector<did::VerificationMethod> methods;
    for (const did::Version* version : order) {
        const auto* method = version->document ? version->document->find_method(id) : nullptr;
        if (method == nullptr) continue;
        const auto same =
            std::ranges::find(methods, method->public_key, &did::VerificationMethod::public_key);
        if (same == methods.end()) methods.push_back(*method);
    }
    return methods;
}

Result<did::VerificationMethod> method_of(const StatedProof& proof, const did::History& history,
                                          const std::optional<Timestamp>& at, Call& call) {
    const auto methods = methods_named(proof.verification_method, history, at);
    if (methods.empty())
        return Error(errors::kProofMethodNotFound,
                     "the DID document lists no verification method " + proof.verification_method,
                     proof.place("verificationMethod"));
    if (methods.size() > 1 && !proof.objection)
        for (const did::VerificationMethod& method : methods)
            if (method.public_key && proof.check(*method.public_key, call)) return method;
    return methods.front();
}

SigningKey failed(const Error& error, std::string did, bool is_unresolved) {
    return {
        .history = error, .method = error, .did = std::move(did), .is_unresolved = is_unresolved};
}

Result<did::History> history_of(const did::Did& did, did::DidResolver& resolver,
                                const std::optional<Timestamp>& at, Call& call) {
    DEED_TRY(did::History history, resolver.history(did, call));
    DEED_CHECK(require_document(history, at));
    return history;
}

}  // namespace

Result<SigningKey> find_signing_key(const Result<StatedProof>& proof, did::Relationship purpose,
                                    did::DidResolver& resolver, const std::optional<Timestamp>& at,
                                    Call& call) {
    DEED_CHECK(call.check());
    if (!proof) return failed(proof.error(), {}, false);
    const auto url = method_url(*proof);
    if (!url) return failed(url.error(), {}, false);

    const std::string did = url->did().to_string();
    auto history = history_of(url->did(), resolver, at, call);
    if (!history && history.error().kind() == ErrorKind::interrupted) return history.error();
    if (!history) {
        const Error& reason = history.error();
        // The place may be a file, which must not be taken for a place in the credential.
        std::string detail = did + ": " + reason.message();
        if (!reason.where().empty()) detail += " (" + reason.where() + ")";
        return failed(Error(reason.code(), std::move(detail)), did, !is_fact(reason));
    }
    auto method = method_of(*proof, *history, at, call);
    KeyLife life;
    if (method) life = key_life(*history, *method, purpose);
    return SigningKey{.history = std::move(history),
                      .method = std::move(method),
                      .did = did,
                      .life = std::move(life)};
}

}  // namespace deed::credentials
