#include "credentials/stated_jwt.hpp"

#include <algorithm>

#include "credentials/cose/errors.hpp"
#include "credentials/credential.hpp"
#include "credentials/holder_proof.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/model_parts.hpp"
#include "credentials/sd_jwt/errors.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kHeader = "header";

std::optional<std::string> text_in(std::optional<json::Value> value) {
    const auto text = value ? value->string_if() : std::nullopt;
    if (!text) return std::nullopt;
    return std::string(*text);
}

/// The id of the issuer or holder: a string, or an object with one.
std::optional<std::string> controller_of(json::Value payload, DocumentKind kind) {
    const bool is_credential = kind == DocumentKind::credential;
    const auto named = payload.find(is_credential ? "issuer" : "holder");
    if (named && named->is_object()) return text_in(named->find("id"));
    return text_in(named);
}

std::vector<std::string> subjects_of(json::Value payload, DocumentKind kind) {
    const auto subject = payload.find("credentialSubject");
    if (kind != DocumentKind::credential || !subject) return {};
    std::vector<std::string> ids;
    for (const PlacedValue& one : one_or_more(*subject, {}))
        if (auto id = text_in(one.value.find("id"))) ids.push_back(std::move(*id));
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

/// Which data model an envelope is for.
template <typename Token>
bool takes_version_1(const Token&) {
    return false;
}
bool takes_version_1(const SecuredJwt& jwt) { return jwt.is_version_1(); }

/// The claims, held against what the payload says.
Result<void> check_payload(const JwtClaims& claims, json::Value payload, DocumentKind kind,
                           EnvelopeForm form) {
    if (CredentialView(payload).is_version_1)
        return Error(form == EnvelopeForm::cose ? errors::kCoseDataModel : errors::kJwtDataModel,
                     "the payload is of data model 1.1", "/@context");
    return check_claims(claims, facts_of(payload, kind));
}

/// One signature of an SD-JWT, which the general JSON serialization may give several.
struct SdJwtSignature {
    const SecuredSdJwt& token;
    std::size_t index;

    DocumentKind kind() const { return token.kind(); }
    const json::Document& payload() const { return token.payload(); }
    const Result<JwtClaims>& claims() const { return token.claims(index); }
    Result<std::string> key_url(const std::optional<std::string>& controller) const {
        return token.key_url(controller, index);
    }
    Result<void> verify(const crypto::PublicKey& key) const { return token.verify(key, index); }
};

constexpr EnvelopeForm form_of(const SecuredJwt&) { return EnvelopeForm::jwt; }
constexpr EnvelopeForm form_of(const SdJwtSignature&) { return EnvelopeForm::sd_jwt; }
constexpr EnvelopeForm form_of(const SecuredCose&) { return EnvelopeForm::cose; }

/// The header of an envelope whose claims were accepted, and so the header with them.
const jose::Header& header_of(const SecuredJwt& jwt) { return *jwt.jws().header(); }
const jose::Header& header_of(const SdJwtSignature& one) {
    return *one.token.sd_jwt().signatures()[one.index].header();
}
const cose::Header& header_of(const SecuredCose& cose) { return *cose.message().header(); }

template <typename Token>
Result<std::string> check_signature(const Token& token, const crypto::PublicKey& key) {
    const auto verified = token.verify(key);
    if (!verified)
        return Error(verified.error().code(), verified.error().message(),
                     std::string(kHeader) + verified.error().where());
    const std::string type = takes_version_1(token)
                                 ? "a JWT of data model 1.1"
                                 : std::string(short_type_of(token.kind(), form_of(token)));
    return type + " with " + std::string(header_of(token).algorithm_name());
}

/// What all envelopes say alike.
template <typename Token>
Result<StatedProof> state(const Token& token) {
    DEED_TRY(const JwtClaims claims, token.claims());
    const json::Value payload = token.payload().root();
    DEED_CHECK(takes_version_1(token)
                   ? check_claims(claims, facts_of(payload, token.kind()))
                   : check_payload(claims, payload, token.kind(), form_of(token)));
    const auto& header = header_of(token);

    StatedProof proof;
    proof.pointer = kHeader;
    proof.has_places = false;
    DEED_TRY(proof.verification_method, token.key_url(controller_of(payload, token.kind())));
    if (!header.key_id()) proof.any_key = header.algorithm().key_type;
    proof.algorithm = header.algorithm().id;
    proof.created = claims.issued_at;
    // Of a credential of data model 1.1, exp and nbf are its own dates, which are judged as such.
    const bool are_own = takes_version_1(token) && token.kind() == DocumentKind::credential;
    if (!are_own) proof.expires = claims.expires;
    proof.expires_on_time = true;
    if (!are_own) proof.not_before = claims.not_before;
    proof.domains = claims.audience;
    proof.any_domain = true;
    if (token.kind() == DocumentKind::presentation) proof.challenge = claims.nonce;
    return proof;
}

/// The proof of a token that has one signature, and outlives it.
template <typename Token>
Result<StatedProof> state_signed(const Token& token) {
    DEED_TRY(StatedProof proof, state(token));
    proof.check = [&token](const crypto::PublicKey& key, Call&) {
        return check_signature(token, key);
    };
    return proof;
}

/// The issuer's signature, and the holder's where cnf has their key; where it names it, the
/// holder's token is a proof to be judged by itself.
Result<std::string> check_signatures(const SdJwtSignature& one, const crypto::PublicKey& key) {
    DEED_TRY(std::string checked, check_signature(one, key));
    const SdJwt& sd_jwt = one.token.sd_jwt();
    if (!sd_jwt.disclosures().empty() || sd_jwt.hidden() > 0)
        checked += " (" + std::to_string(sd_jwt.disclosures().size()) + " disclosed, " +
                   std::to_string(sd_jwt.hidden()) + " withheld)";
    if (!sd_jwt.key_binding()) return checked;
    DEED_TRY(const Confirmation holder, sd_jwt.confirmation());
    if (!holder.key) return checked;
    DEED_CHECK(sd_jwt.verify_key_binding(*holder.key));
    return checked + ", shown by its holder,";
}

// RFC 9901 section 7.3: who shows an SD-JWT says whom to, and what they answer, in a token of their
// own. Where the issuer has said whom it is for, that must be one of them.
Result<StatedProof> state_bound(const SdJwtSignature& one) {
    DEED_TRY(StatedProof proof, state(one));
    proof.check = [one](const crypto::PublicKey& key, Call&) { return check_signatures(one, key); };
    const SdJwt& sd_jwt = one.token.sd_jwt();
    const auto& binding = sd_jwt.key_binding();
    if (!binding) return proof;
    DEED_TRY(proof.binding, binding->claims());
    const std::string& audience = proof.binding->audience;
    if (!proof.domains.empty() && std::ranges::count(proof.domains, audience) == 0)
        return Error(errors::kBindingAudienceMismatch,
                     "the issuer made it for others than " + audience, "kb");
    proof.domains = {audience};
    proof.challenge = proof.binding->nonce;
    const auto holder = sd_jwt.confirmation();
    if (!holder || holder->key) return proof;
    DEED_TRY(StatedProof shown, state_holder(sd_jwt, holder->key_id));
    proof.holder = std::make_shared<const StatedProof>(std::move(shown));
    return proof;
}

}  // namespace

Result<void> require_agreeing_claims(DocumentKind kind, json::Value payload) {
    DEED_TRY(const JwtClaims claims, read_claims(payload));
    return check_payload(claims, payload, kind, EnvelopeForm::jwt);
}

Result<void> require_agreeing_claims(DocumentKind kind, const JwtClaims& claims,
                                     json::Value payload) {
    return check_payload(claims, payload, kind, EnvelopeForm::cose);
}

std::vector<ProofEntry> stated_proofs(const Secured& secured, const KnownContexts& contexts) {
    std::vector<ProofEntry> envelope;
    if (const auto* jwt = secured.jwt()) envelope.push_back(stated_proof(*jwt));
    if (const auto* sd_jwt = secured.sd_jwt()) envelope = stated_signatures(*sd_jwt);
    if (const auto* cose = secured.cose()) envelope.push_back(stated_proof(*cose));
    return secured.envelope() ? envelope : stated_proofs(secured.document().root(), contexts);
}

ProofEntry stated_proof(const SecuredJwt& jwt) { return {std::string(kHeader), state_signed(jwt)}; }

ProofEntry stated_proof(const SecuredCose& cose) {
    return {std::string(kHeader), state_signed(cose)};
}

// RFC 7515 section 7.2 leaves to the application which signatures must hold: the policy says so, as
// of the proofs of a set.
std::vector<ProofEntry> stated_signatures(const SecuredSdJwt& token) {
    const std::size_t count = token.sd_jwt().signatures().size();
    if (count == 1) return {{std::string(kHeader), state_bound({token, 0})}};
    std::vector<ProofEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string pointer = "/signatures/" + std::to_string(i);
        auto stated = state_bound({token, i});
        if (stated) stated->pointer = pointer;
        entries.push_back({pointer, std::move(stated)});
    }
    return entries;
}

}  // namespace deed::credentials
