#include "credentials/sd_jwt/secured_sd_jwt.hpp"

#include <algorithm>

#include "credentials/jose/errors.hpp"
#include "credentials/jose/token_rules.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

// VC-JOSE-COSE section 3.2.1 and RFC 9901 section 9.7: what a verifier needs to judge the rest. A
// withheld status or end of validity would make a credential look better than it is.
constexpr std::string_view kNeeded[] = {"@context",
                                        "type",
                                        "issuer",
                                        "holder",
                                        "validFrom",
                                        "validUntil",
                                        "credentialStatus",
                                        "credentialSchema",
                                        "relatedResource",
                                        "verifiableCredential",
                                        "cnf",
                                        "iss",
                                        "sub",
                                        "jti",
                                        "aud",
                                        "exp",
                                        "nbf",
                                        "iat",
                                        "nonce"};

Result<void> require_disclosable(const std::string& pointer) {
    DEED_TRY(const auto tokens, json::parse_pointer(pointer));
    if (tokens.empty()) return {};  // for conceal() to name
    const bool is_needed = std::ranges::find(kNeeded, tokens.front()) != std::end(kNeeded);
    const bool is_subject = tokens.front() == "credentialSubject" && tokens.size() == 1;
    if (!is_needed && !is_subject) return {};
    return Error(errors::kClaimNotDisclosable, "a verifier needs " + tokens.front(), pointer);
}

json::Document confirmation_of(const SdJwtSigning& signing) {
    json::Writer writer;
    writer.begin_object();
    if (signing.holder)
        writer.key("jwk").value(signing.holder->to_jwk().root());
    else
        writer.member("kid", signing.holder_key_id);
    return writer.end_object().take_document();
}

Result<json::Document> with_confirmation(const json::Document& payload,
                                         const SdJwtSigning& signing) {
    if (!signing.holder && signing.holder_key_id.empty()) return payload;
    const json::Document confirmation = confirmation_of(signing);
    const auto present = payload.root().find("cnf");
    if (!present) return payload.with("/cnf", confirmation.root());
    if (*present == confirmation.root()) return payload;
    return Error(errors::kConfirmationMalformed, "the payload names another key of its holder",
                 "/cnf");
}

}  // namespace

SecuredSdJwt::SecuredSdJwt(DocumentKind kind, SdJwt sd_jwt)
    : kind_(kind), sd_jwt_(std::move(sd_jwt)) {
    for (const jose::Jws& signature : sd_jwt_.signatures())
        claims_.push_back(
            read_token(signature.header(), kind, EnvelopeForm::sd_jwt, sd_jwt_.payload().root()));
}

Result<SecuredSdJwt> SecuredSdJwt::parse(std::string_view compact, DocumentKind kind) {
    DEED_TRY(SdJwt sd_jwt, SdJwt::parse(compact));
    return SecuredSdJwt(kind, std::move(sd_jwt));
}

Result<std::string> SecuredSdJwt::key_url(const std::optional<std::string>& controller,
                                          std::size_t signature) const {
    DEED_TRY(const JwtClaims claims, claims_[signature]);
    return token_key_url(sd_jwt_.signatures()[signature].header()->key_id(), claims, controller);
}

Result<void> SecuredSdJwt::verify(const crypto::PublicKey& key, std::size_t signature) const {
    DEED_CHECK(claims_[signature]);
    return sd_jwt_.signatures()[signature].verify(key);
}

Result<void> SecuredSdJwt::verify(const crypto::PublicKey& key) const {
    for (std::size_t i = 0; i < claims_.size(); ++i) DEED_CHECK(verify(key, i));
    return {};
}

Result<std::string> sign_sd_jwt(DocumentKind kind, const json::Document& payload,
                                const SdJwtSigning& signing, crypto::Signer& signer, Call& call) {
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    DEED_CHECK(read_claims(payload.root()));
    for (const std::string& pointer : signing.disclosable) DEED_CHECK(require_disclosable(pointer));
    DEED_TRY(const json::Document bound, with_confirmation(payload, signing));
    DEED_TRY(const Concealed concealed, conceal(bound, signing.disclosable, signing.conceal));
    DEED_TRY(std::string token, jose::sign(as_bytes(concealed.payload.to_string()),
                                           {.algorithm = signing.algorithm,
                                            .type = short_type_of(kind, EnvelopeForm::sd_jwt),
                                            .content_type = short_payload_type_of(kind),
                                            .key_id = signing.key_id},
                                           signer, call));
    token += '~';
    for (const std::string& disclosure : concealed.disclosures) (token += disclosure) += '~';
    return token;
}

}  // namespace deed::credentials
