#include "credentials/stated_jwt.hpp"

#include "credentials/credential.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/model_parts.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kHeader = "header";

std::optional<std::string> text_of(std::optional<json::Value> value) {
    const auto text = value ? value->string_if() : std::nullopt;
    if (!text) return std::nullopt;
    return std::string(*text);
}

/// The id of the issuer or holder: a string, or an object with one.
std::optional<std::string> controller_of(json::Value payload, DocumentKind kind) {
    const bool is_credential = kind == DocumentKind::credential;
    const auto named = payload.find(is_credential ? "issuer" : "holder");
    if (named && named->is_object()) return text_of(named->find("id"));
    return text_of(named);
}

std::vector<std::string> subjects_of(json::Value payload, DocumentKind kind) {
    const auto subject = payload.find("credentialSubject");
    if (kind != DocumentKind::credential || !subject) return {};
    std::vector<std::string> ids;
    for (const PlacedValue& one : one_or_more(*subject, {}))
        if (auto id = text_of(one.value.find("id"))) ids.push_back(std::move(*id));
    return ids;
}

SecuredFacts facts_of(json::Value payload, DocumentKind kind) {
    const CredentialView view(payload);
    return {.controller = controller_of(payload, kind),
            .subjects = subjects_of(payload, kind),
            .id = view.id,
            .valid_from = view.valid_from,
            .valid_until = view.valid_until};
}

/// The claims, held against what the payload says.
Result<void> check_payload(const JwtClaims& claims, json::Value payload, DocumentKind kind) {
    if (CredentialView(payload).is_version_1)
        return Error(errors::kJwtDataModel, "the payload is of data model 1.1", "/@context");
    return check_claims(claims, facts_of(payload, kind));
}

Result<std::string> check_signature(const SecuredJwt& jwt, const crypto::PublicKey& key) {
    const auto verified = jwt.verify(key);
    if (!verified)
        return Error(verified.error().code(), verified.error().message(),
                     std::string(kHeader) + verified.error().where());
    return std::string(short_type_of(jwt.kind(), EnvelopeForm::jwt)) + " with " +
           std::string(jwt.jws().header()->algorithm_name());
}

Result<StatedProof> state(const SecuredJwt& jwt) {
    DEED_TRY(const JwtClaims claims, jwt.claims());
    DEED_CHECK(check_payload(claims, jwt.payload().root(), jwt.kind()));
    const jose::Header& header = *jwt.jws().header();

    StatedProof proof;
    proof.pointer = kHeader;
    proof.has_places = false;
    DEED_TRY(proof.verification_method,
             jwt.key_url(controller_of(jwt.payload().root(), jwt.kind())));
    if (!header.key_id()) proof.any_key = header.algorithm().key_type;
    proof.algorithm = header.algorithm().id;
    proof.created = claims.issued_at;
    proof.expires = claims.expires;
    proof.expires_on_time = true;
    proof.not_before = claims.not_before;
    proof.domains = claims.audience;
    proof.any_domain = true;
    if (jwt.kind() == DocumentKind::presentation) proof.challenge = claims.nonce;
    proof.check = [&jwt](const crypto::PublicKey& key, Call&) { return check_signature(jwt, key); };
    return proof;
}

}  // namespace

Result<void> require_agreeing_claims(DocumentKind kind, json::Value payload) {
    DEED_TRY(const JwtClaims claims, read_claims(payload));
    return check_payload(claims, payload, kind);
}

std::vector<ProofEntry> stated_proofs(const Secured& secured) {
    std::vector<ProofEntry> proofs;
    if (const SecuredJwt* jwt = secured.jwt())
        proofs.push_back(stated_proof(*jwt));
    else
        proofs = stated_proofs(secured.document().root());
    return proofs;
}

ProofEntry stated_proof(const SecuredJwt& jwt) { return {std::string(kHeader), state(jwt)}; }

}  // namespace deed::credentials
