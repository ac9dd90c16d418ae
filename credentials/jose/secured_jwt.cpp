#include "credentials/jose/secured_jwt.hpp"

#include "credentials/jose/errors.hpp"
#include "credentials/jose/token_rules.hpp"

namespace deed::credentials {
namespace {

struct KindInfo {
    std::string_view media_type;
    std::string_view payload_type;
    std::string_view type;          ///< as typ is written
    std::string_view content_type;  ///< as cty is written
};
constexpr KindInfo kKinds[] = {
    {"application/vc+jwt", "application/vc", "vc+jwt", "vc"},
    {"application/vp+jwt", "application/vp", "vp+jwt", "vp"},
};

const KindInfo& info_of(JwtKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view media_type_of(JwtKind kind) { return info_of(kind).media_type; }

Result<SecuredJwt> SecuredJwt::parse(std::string_view compact, JwtKind kind) {
    DEED_TRY(jose::Jws jws, jose::Jws::parse(compact));
    DEED_TRY(json::Document payload, json::Document::parse(jws.payload()));
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    return SecuredJwt(kind, std::move(jws), std::move(payload));
}

Result<JwtClaims> SecuredJwt::check(JwtKind kind, const jose::Jws& jws, json::Value payload) {
    const KindInfo& info = info_of(kind);
    return read_token(jws.header(), {info.media_type, info.payload_type}, payload);
}

Result<std::string> SecuredJwt::key_url(const std::optional<std::string>& controller) const {
    DEED_TRY(const JwtClaims claims, claims_);
    return token_key_url(*jws_.header(), claims, controller);
}

Result<void> SecuredJwt::verify(const crypto::PublicKey& key) const {
    DEED_CHECK(claims_);
    return jws_.verify(key);
}

Result<std::string> sign_jwt(JwtKind kind, const json::Document& payload, const JwtSigning& signing,
                             crypto::Signer& signer, Call& call) {
    if (!payload.root().is_object())
        return Error(errors::kJwtPayloadNotObject, "the payload is not a JSON object");
    DEED_CHECK(read_claims(payload.root()));
    const std::string text = payload.to_string();
    return jose::sign(as_bytes(text),
                      {.algorithm = signing.algorithm,
                       .type = info_of(kind).type,
                       .content_type = info_of(kind).content_type,
                       .key_id = signing.key_id},
                      signer, call);
}

}  // namespace deed::credentials
