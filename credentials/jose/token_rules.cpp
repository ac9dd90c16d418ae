#include "credentials/jose/token_rules.hpp"

#include "credentials/jose/errors.hpp"
#include "credentials/jose/secured_jwt.hpp"

namespace deed::credentials {
namespace {

Result<void> check_types(const jose::Header& header, DocumentKind kind, EnvelopeForm form) {
    const auto type = header.type();
    if (type && !jose::names_media_type(*type, media_type_of(kind, form)))
        return Error(
            errors::kJwtTypeMismatch,
            "typ is " + std::string(*type) + ", not " + std::string(short_type_of(kind, form)),
            "header/typ");
    const auto content = header.content_type();
    if (content && !jose::names_media_type(*content, payload_type_of(kind)))
        return Error(
            errors::kJwtContentTypeMismatch,
            "cty is " + std::string(*content) + ", not " + std::string(short_payload_type_of(kind)),
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

Result<JwtClaims> read_token(const Result<jose::Header>& header, DocumentKind kind,
                             EnvelopeForm form, json::Value payload) {
    if (!header)
        return Error(header.error().code(), header.error().message(),
                     "header" + header.error().where());
    DEED_CHECK(check_types(*header, kind, form));
    return read_payload(payload, header->json().root());
}

Result<std::string> token_key_url(std::optional<std::string_view> header_key_id,
                                  const JwtClaims& claims,
                                  const std::optional<std::string>& controller) {
    const std::string key_id(header_key_id.value_or(""));
    if (key_id.find(':') != std::string::npos) return key_id;
    const auto& owner = claims.issuer ? claims.issuer : controller;
    if (!owner)
        return Error(errors::kJwtClaimMalformed, "neither kid nor iss nor the payload names a DID",
                     "header/kid");
    if (key_id.empty()) return *owner;
    return *owner + (key_id.starts_with('#') ? "" : "#") + key_id;
}

Result<JwtClaims> read_claims(json::Value payload) { return read_payload(payload, payload); }

}  // namespace deed::credentials
