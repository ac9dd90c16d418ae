#include "credentials/jose/secured_jwt.hpp"

#include "credentials/jose/errors.hpp"
#include "credentials/jose/token_rules.hpp"

namespace deed::credentials {
Result<SecuredJwt> SecuredJwt::parse(std::string_view compact, DocumentKind kind) {
    DEED_TRY(jose::Jws jws, jose::Jws::parse(compact));
    DEED_TRY(json::Document payload, json::Document::parse(jws.payload()));
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    return SecuredJwt(kind, std::move(jws), std::move(payload));
}

Result<JwtClaims> SecuredJwt::check(DocumentKind kind, const jose::Jws& jws, json::Value payload) {
    return read_token(jws.header(), kind, EnvelopeForm::jwt, payload);
}

Result<std::string> SecuredJwt::key_url(const std::optional<std::string>& controller) const {
    DEED_TRY(const JwtClaims claims, claims_);
    return token_key_url(jws_.header()->key_id(), claims, controller);
}

Result<void> SecuredJwt::verify(const crypto::PublicKey& key) const {
    DEED_CHECK(claims_);
    return jws_.verify(key);
}

Result<std::string> sign_jwt(DocumentKind kind, const json::Document& payload,
                             const JwtSigning& signing, crypto::Signer& signer, Call& call) {
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    DEED_CHECK(read_claims(payload.root()));
    const std::string text = payload.to_string();
    return jose::sign(as_bytes(text),
                      {.algorithm = signing.algorithm,
                       .type = short_type_of(kind, EnvelopeForm::jwt),
                       .content_type = short_payload_type_of(kind),
                       .key_id = signing.key_id},
                      signer, call);
}

}  // namespace deed::credentials
