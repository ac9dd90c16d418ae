#include "credentials/signing_key.hpp"

#include <algorithm>
#include <array>

#include "credentials/errors.hpp"
#include "did/errors.hpp"

namespace deed::credentials {
namespace {

/// Of one proof.
constexpr std::size_t kMaxKeysTried = 32;

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

/// Those before the moment from the latest on, then those after it.
std::vector<const did::Version*> nearest_first(const did::History& history,
                                               const std::optional<Timestamp>& at) {
    const auto known = std::ranges::find_if_not(
        history.versions, [&](const did::Version& version) { return is_known_by(version, at); });
    std::vector<const did::Version*> order;
    for (auto version = known; version != history.versions.begin();) order.push_back(&*--version);
    for (auto version = known; version != history.versions.end(); ++version)
        order.push_back(&*version);

    return order;
}

bool is_meant(const StatedProof& proof, const did::VerificationMethod& method) {
    if (!proof.any_key) return method.id == proof.verification_method;
    return method.public_key && method.public_key->type() == *proof.any_key;
}

struct Candidates {
    std::vector<did::VerificationMethod> methods;
    bool has_more = false;
    /// Where the proof names no key: a method that may sign, whose key is not known here. It may be
    /// that one's, as with accounts of chains (did:ethr, did:pkh).
    std::optional<did::VerificationMethod> unreadable;
};

bool is_unreadable(const did::Document& document, const did::VerificationMethod& method) {
    return !method.public_key && (document.allows(method.id, did::Relationship::assertion_method) ||
                                  document.allows(method.id, did::Relationship::authentication));
}

/// The keys that the proof may mean, each as in the version nearest to the moment. As many as
/// nobody can use to make a verifier work for nothing: a DID's controller may list any number.
Result<Candidates> candidates(const StatedProof& proof, const did::History& history,
                              const std::optional<Timestamp>& at, Call& call) {
    Candidates found;
    const auto is_found = [&](const did::VerificationMethod& method) {
        return std::ranges::any_of(found.methods, [&](const did::VerificationMethod& other) {
            return other.public_key == method.public_key && other.id == method.id;
        });
    };
    for (const did::Version* version : nearest_first(history, at)) {
        DEED_CHECK(call.check());
        if (!version->document) continue;
        for (const did::VerificationMethod& method : version->document->verification_methods()) {
            if (proof.any_key && !found.unreadable && is_unreadable(*version->document, method))
                found.unreadable = method;
            if (!is_meant(proof, method) || is_found(method)) continue;
            found.has_more = found.methods.size() == kMaxKeysTried;
            if (found.has_more) return found;
            found.methods.push_back(method);
        }
    }
    return found;
}

Result<did::VerificationMethod> method_of(const StatedProof& proof, const did::History& history,
                                          const std::optional<Timestamp>& at, Call& call) {
    DEED_TRY(const Candidates found, candidates(proof, history, at, call));
    if (found.methods.empty() && found.unreadable) return *found.unreadable;
    if (found.methods.empty())
        return Error(errors::kProofMethodNotFound,
                     "the DID document lists no verification method " + proof.verification_method,
                     proof.place("verificationMethod"));
    const bool is_only = found.methods.size() == 1 && !found.unreadable;
    if (is_only || proof.objection) return found.methods.front();
    const did::VerificationMethod* misused = nullptr;
    for (const did::VerificationMethod& method : found.methods) {
        if (!method.public_key) continue;
        DEED_TRY(const bool is_made, proof.is_made_by(*method.public_key, call));
        if (is_made && !objection_to_terms(method, proof.algorithm, "")) return method;
        if (is_made && misused == nullptr) misused = &method;
    }
    if (misused != nullptr) return *misused;
    if (found.has_more)
        return Error(errors::kProofTooManyKeys,
                     proof.verification_method + " stands for more than " +
                         std::to_string(kMaxKeysTried) + " keys, and none of those made the proof",
                     proof.place("verificationMethod"));
    return found.unreadable ? *found.unreadable : found.methods.front();
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

Result<bool> StatedProof::is_made_by(const crypto::PublicKey& key, Call& call) const {
    DEED_CHECK(call.check());
    const auto checked = check(key, call);
    if (!checked && checked.error().kind() == ErrorKind::interrupted) return checked.error();
    return checked.has_value();
}

// RFC 7517 sections 4.2 to 4.4, RFC 8725 section 3.1.
std::optional<Error> objection_to_terms(const did::VerificationMethod& method,
                                        std::optional<crypto::Algorithm> algorithm,
                                        const std::string& place) {
    const crypto::KeyTerms& terms = method.terms;
    if (algorithm && terms.algorithm && *terms.algorithm != *algorithm)
        return Error(errors::kMethodAlgorithm,
                     "the key of " + method.id + " is for " +
                         std::string(crypto::info_of(*terms.algorithm).jose) + ", not for " +
                         std::string(crypto::info_of(*algorithm).jose),
                     place);
    if (terms.use && *terms.use != "sig")
        return Error(errors::kMethodUse,
                     "the key of " + method.id + " is for the use \"" + *terms.use + "\"", place);
    if (terms.operations && std::ranges::count(*terms.operations, "verify") == 0)
        return Error(errors::kMethodOperations,
                     "the key_ops of " + method.id + " do not have \"verify\"", place);
    return std::nullopt;
}

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
    if (!method && method.error().kind() == ErrorKind::interrupted) return method.error();
    KeyLife life;
    if (method) life = key_life(*history, *method, purpose);
    return SigningKey{.history = std::move(history),
                      .method = std::move(method),
                      .did = did,
                      .life = std::move(life)};
}

}  // namespace deed::credentials
