#include "credentials/jose/secured_jwt.hpp"

#include "credentials/jose/errors.hpp"

namespace deed::credentials {
namespace {

/// As cty is written.
std::string_view content_type_of(DocumentKind kind) {
    const std::string_view type = payload_type_of(kind);
    return type.substr(type.find('/') + 1);
}

Result<void> check_types(const jose::Header& header, DocumentKind kind) {
    const auto type = header.type();
    if (type && !jose::names_media_type(*type, media_type_of(kind, EnvelopeForm::jwt)))
        return Error(errors::kJwtTypeMismatch,
                     "typ is " + std::string(*type) + ", not " +
                         std::string(short_type_of(kind, EnvelopeForm::jwt)),
                     "header/typ");
    const auto content = header.content_type();
    if (content && !jose::names_media_type(*content, payload_type_of(kind)))
        return Error(
            errors::kJwtContentTypeMismatch,
            "cty is " + std::string(*content) + ", not " + std::string(content_type_of(kind)),
            "header/cty");
    return {};
}

/// The claims of a payload; `header` may repeat some.
Result<JwtClaims> read_payload(json::Value payload, json::Value header) {
    for (const std::string_view name : {"vc", "vp"})
        if (payload.find(name))
            return Error(errors::kJwtVcClaim, "there is a claim " + std::string(name),
                         "/" + std::string(name));
    if (payload.find("proof"))
        return Error(errors::kJwtEmbeddedProof, "the payload has a proof", "/proof");
    return JwtClaims::read(payload, header);
}

}  // namespace

Result<SecuredJwt> SecuredJwt::parse(std::string_view compact, DocumentKind kind) {
    DEED_TRY(jose::Jws jws, jose::Jws::parse(compact));
    DEED_TRY(json::Document payload, json::Document::parse(jws.payload()));
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    return SecuredJwt(kind, std::move(jws), std::move(payload));
}

Result<JwtClaims> SecuredJwt::check(DocumentKind kind, const jose::Jws& jws, json::Value payload) {
    const auto& header = jws.header();
    if (!header)
        return Error(header.error().code(), header.error().message(),
                     "header" + header.error().where());
    DEED_CHECK(check_types(*header, kind));
    return read_payload(payload, header->json().root());
}

Result<std::string> SecuredJwt::key_url(const std::optional<std::string>& controller) const {
    DEED_TRY(const JwtClaims claims, claims_);
    const std::string key_id(jws_.header()->key_id().value_or(""));
    if (key_id.find(':') != std::string::npos) return key_id;
    const auto& owner = claims.issuer ? claims.issuer : controller;
    if (!owner)
        return Error(errors::kJwtClaimMalformed, "neither kid nor iss nor the payload names a DID",
                     "header/kid");
    if (key_id.empty()) return *owner;
    return *owner + (key_id.starts_with('#') ? "" : "#") + key_id;
}

Result<void> SecuredJwt::verify(const crypto::PublicKey& key) const {
    DEED_CHECK(claims_);
    return jws_.verify(key);
}

Result<JwtClaims> read_claims(json::Value payload) { return read_payload(payload, payload); }

Result<std::string> sign_jwt(DocumentKind kind, const json::Document& payload,
                             const JwtSigning& signing, crypto::Signer& signer, Call& call) {
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    DEED_CHECK(read_claims(payload.root()));
    const std::string text = payload.to_string();
    return jose::sign(as_bytes(text),
                      {.algorithm = signing.algorithm,
                       .type = short_type_of(kind, EnvelopeForm::jwt),
                       .content_type = content_type_of(kind),
                       .key_id = signing.key_id},
                      signer, call);
}

}  // namespace deed::credentials
