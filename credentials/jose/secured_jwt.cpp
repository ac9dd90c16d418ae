#include "credentials/jose/secured_jwt.hpp"

#include "credentials/jose/errors.hpp"
#include "credentials/jose/token_rules.hpp"
#include "credentials/jose/version_1.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

/// A JWS and the object that it signs.
struct Token {
    jose::Jws jws;
    json::Document payload;

    static Result<Token> parse(std::string_view compact) {
        DEED_TRY(jose::Jws jws, jose::Jws::parse(compact));
        DEED_TRY(json::Document payload, json::Document::parse(jws.payload()));
        if (payload.root().is_object()) return Token{std::move(jws), std::move(payload)};
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    }
};

}  // namespace

Result<SecuredJwt> SecuredJwt::parse(std::string_view compact, DocumentKind kind) {
    DEED_TRY(Token token, Token::parse(compact));
    return read(kind, std::move(token.jws), std::move(token.payload));
}

Result<SecuredJwt> SecuredJwt::parse_either(std::string_view compact, DocumentKind kind) {
    DEED_TRY(Token token, Token::parse(compact));
    const bool is_1 = is_version_1_token(token.jws.header(), token.payload.root(), kind);
    return (is_1 ? read_1 : read)(kind, std::move(token.jws), std::move(token.payload));
}

SecuredJwt SecuredJwt::read(DocumentKind kind, jose::Jws jws, json::Document payload) {
    auto claims = read_token(jws.header(), kind, EnvelopeForm::jwt, payload.root());
    return SecuredJwt(kind, std::move(jws), payload, payload, std::move(claims), false);
}

SecuredJwt SecuredJwt::read_1(DocumentKind kind, jose::Jws jws, json::Document claim_set) {
    auto claims = read_version_1(jws.header(), claim_set.root(), kind);
    auto decoded = decode_version_1(claim_set.root(), claims ? *claims : JwtClaims{}, kind);
    if (claims && !decoded) claims = decoded.error();
    if (claims && decoded->contradiction) claims = *decoded->contradiction;
    const json::Value inside = *claim_set.root().find(version_1_claim(kind));
    json::Document shown =
        decoded ? std::move(decoded->document) : json::Writer().value(inside).take_document();
    return SecuredJwt(kind, std::move(jws), std::move(claim_set), std::move(shown),
                      std::move(claims), true);
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

Result<std::string> sign_jwt_1(DocumentKind kind, const json::Document& document, json::Value more,
                               const JwtSigning& signing, crypto::Signer& signer, Call& call) {
    if (!document.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    DEED_TRY(json::Document claim_set, encode_version_1(document, kind));
    for (const auto& [name, value] : more.object()) {
        DEED_TRY(claim_set, claim_set.with(json::pointer_token(name), value));
    }
    DEED_CHECK(JwtClaims::read(claim_set.root(), claim_set.root()));
    const std::string text = claim_set.to_string();
    return jose::sign(as_bytes(text),
                      {.algorithm = signing.algorithm, .type = "JWT", .key_id = signing.key_id},
                      signer, call);
}

}  // namespace deed::credentials
