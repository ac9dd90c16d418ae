#include <array>

#include "lib/crypto/curve.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::crypto {
namespace {

// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1.
constexpr std::string_view kPrivateMembers[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};
constexpr std::string_view kKnownKeyTypes[] = {"OKP", "EC"};

Result<std::string_view> text_member(json::Value jwk, std::string_view name) {
    const auto member = jwk.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (text) return *text;
    return detail::invalid_public_key("the JWK has no text member \"" + std::string(name) + "\"");
}

Error unsupported(std::string_view member, std::string_view value) {
    return {errors::kUnsupportedKeyType, "JWK keys with " + std::string(member) + " \"" +
                                             std::string(value) + "\" are not supported"};
}

Result<const detail::Curve*> curve_of_jwk(json::Value jwk) {
    DEED_TRY(const std::string_view kty, text_member(jwk, "kty"));
    if (kty != kKnownKeyTypes[0] && kty != kKnownKeyTypes[1]) return unsupported("kty", kty);
    DEED_TRY(const std::string_view crv, text_member(jwk, "crv"));
    for (const detail::Curve* curve : detail::kCurves) {
        if (curve->jwk_crv != crv) continue;
        if (curve->jwk_kty == kty) return curve;
        return detail::invalid_public_key("the JWK's kty and crv contradict each other");
    }
    return unsupported("crv", crv);
}

Result<void> check_algorithm(json::Value jwk, const detail::Curve& curve) {
    if (!jwk.find("alg")) return {};
    DEED_TRY(const std::string_view alg, text_member(jwk, "alg"));
    const bool fits = alg == curve.jwk_alg || (!alg.empty() && alg == curve.jwk_other_alg);
    if (fits) return {};
    return detail::invalid_public_key("the JWK's alg does not fit its curve");
}

Result<Bytes> coordinate(json::Value jwk, std::string_view name) {
    DEED_TRY(const std::string_view text, text_member(jwk, name));
    Result<Bytes> bytes = base64url_decode(text);
    if (bytes && bytes->size() == 32) return bytes;
    return detail::invalid_public_key("the JWK's \"" + std::string(name) +
                                      "\" is not 32 bytes in base64url");
}

}  // namespace

Result<PublicKey> PublicKey::from_jwk(json::Value jwk) {
    if (!jwk.is_object()) return detail::invalid_public_key("the JWK is not an object");
    for (const std::string_view name : kPrivateMembers) {
        if (!jwk.find(name)) continue;
        return Error(errors::kPrivateKeyExposed,
                     "the JWK has the private member \"" + std::string(name) + "\"");
    }
    DEED_TRY(const detail::Curve* curve, curve_of_jwk(jwk));
    DEED_CHECK(check_algorithm(jwk, *curve));

    DEED_TRY(Bytes x, coordinate(jwk, "x"));
    if (curve->type == KeyType::ed25519) return from_raw(curve->type, x);
    DEED_TRY(const Bytes y, coordinate(jwk, "y"));
    Bytes point{0x04};
    append(point, x);
    append(point, y);
    return from_raw(curve->type, point);
}

json::Document PublicKey::to_jwk() const {
    const detail::Curve& curve = detail::curve_of(type_);
    json::Writer writer;
    writer.begin_object().member("kty", curve.jwk_kty).member("crv", curve.jwk_crv);
    if (type_ == KeyType::ed25519) {
        writer.member("x", base64url_encode(raw_));
    } else {
        const Bytes point = uncompressed();
        writer.member("x", base64url_encode(ByteView(point).subspan(1, 32)));
        writer.member("y", base64url_encode(ByteView(point).subspan(33, 32)));
    }
    writer.end_object();
    return writer.take_document();
}

}  // namespace deed::crypto
