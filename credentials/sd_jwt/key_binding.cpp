#include "credentials/sd_jwt/key_binding.hpp"

#include "credentials/jose/claims.hpp"
#include "credentials/sd_jwt/errors.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kType = "application/kb+jwt";
constexpr std::string_view kPlace = "kb";

Error malformed(std::string why) {
    return Error(errors::kBindingMalformed, std::move(why), std::string(kPlace));
}

Result<std::string> text_claim(json::Value payload, std::string_view name) {
    const auto claim = payload.find(name);
    const auto text = claim ? claim->string_if() : std::nullopt;
    if (text && !text->empty()) return std::string(*text);
    return malformed(std::string(name) + " is not a string with something in it");
}

}  // namespace

Result<KeyBinding> KeyBinding::parse(std::string_view compact) {
    auto jws = jose::Jws::parse(compact);
    if (jws) return KeyBinding(*std::move(jws));
    return Error(jws.error().code(), jws.error().message(), std::string(kPlace));
}

Result<KeyBindingClaims> KeyBinding::read(const jose::Jws& jws) {
    const auto& header = jws.header();
    if (!header) return Error(header.error().code(), header.error().message(), std::string(kPlace));
    const auto type = header->type();
    if (!type || !jose::names_media_type(*type, kType))
        return Error(errors::kBindingTypeMismatch,
                     type ? "typ is " + std::string(*type) : "there is no typ",
                     std::string(kPlace));
    const auto payload = json::Document::parse(jws.payload());
    if (!payload) return malformed(payload.error().message());
    if (!payload->root().is_object()) return malformed("its payload is not an object");
    const json::Value root = payload->root();
    const auto registered = JwtClaims::read(root, header->json().root());
    if (!registered) return malformed(registered.error().message());
    if (!registered->issued_at) return malformed("there is no iat");

    KeyBindingClaims claims{.issued_at = *registered->issued_at,
                            .audience = {},
                            .nonce = {},
                            .hash = {},
                            .expires = registered->expires,
                            .not_before = registered->not_before};
    DEED_TRY(claims.audience, text_claim(root, "aud"));
    DEED_TRY(claims.nonce, text_claim(root, "nonce"));
    DEED_TRY(claims.hash, text_claim(root, "sd_hash"));
    return claims;
}

Result<void> check_binding(const KeyBindingClaims& claims, const BindingExpectations& expected) {
    if (expected.audience && claims.audience != *expected.audience)
        return Error(errors::kBindingAudienceMismatch,
                     "it is for " + claims.audience + ", not for " + *expected.audience,
                     std::string(kPlace));
    if (expected.nonce && claims.nonce != *expected.nonce)
        return Error(errors::kBindingNonceMismatch, "it answers " + claims.nonce,
                     std::string(kPlace));
    return check_binding_dates(claims, expected.now, expected.max_age_seconds,
                               expected.clock_skew_seconds);
}

Result<void> check_binding_dates(const KeyBindingClaims& claims, Timestamp now,
                                 std::int64_t max_age_seconds, std::int64_t clock_skew_seconds) {
    const std::int64_t moment = now.unix_milliseconds();
    const std::int64_t latest = moment + clock_skew_seconds * 1000;
    const std::int64_t made = claims.issued_at.unix_milliseconds();
    const std::string place(kPlace);
    if (made > latest)
        return Error(errors::kBindingInFuture, "it was made at " + claims.issued_at.to_string(),
                     place);
    if (claims.not_before && claims.not_before->unix_milliseconds() > latest)
        return Error(errors::kBindingInFuture,
                     "it is valid from " + claims.not_before->to_string() + " on", place);
    if (made < moment - (max_age_seconds + clock_skew_seconds) * 1000)
        return Error(errors::kBindingTooOld, "it was made at " + claims.issued_at.to_string(),
                     place);
    if (claims.expires && claims.expires->unix_milliseconds() <= moment)
        return Error(errors::kBindingTooOld, "it expired at " + claims.expires->to_string(), place);
    return {};
}

}  // namespace deed::credentials
