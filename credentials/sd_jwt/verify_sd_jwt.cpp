#include "credentials/sd_jwt/verify_sd_jwt.hpp"

#include <algorithm>

#include "credentials/jose/claims.hpp"
#include "credentials/sd_jwt/errors.hpp"

namespace deed::credentials {
namespace {

Result<void> check_dates(const JwtClaims& claims, const BindingExpectations& expected) {
    const std::int64_t now = expected.now.unix_milliseconds();
    const std::int64_t latest = now + expected.clock_skew_seconds * 1000;
    if (claims.expires && claims.expires->unix_milliseconds() <= now)
        return Error(errors::kSdJwtExpired, "it expired at " + claims.expires->to_string(), "/exp");
    if (claims.not_before && claims.not_before->unix_milliseconds() > latest)
        return Error(errors::kSdJwtNotYetValid,
                     "it is valid from " + claims.not_before->to_string() + " on", "/nbf");
    return {};
}

Result<void> check_audience(const JwtClaims& claims, const BindingExpectations& expected) {
    if (!expected.audience || claims.audience.empty()) return {};
    if (std::ranges::count(claims.audience, *expected.audience) > 0) return {};
    return Error(errors::kBindingAudienceMismatch,
                 "the issuer made it for others than " + *expected.audience, "/aud");
}

}  // namespace

Result<void> verify_sd_jwt(const SdJwt& sd_jwt, const crypto::PublicKey& issuer,
                           const BindingExpectations& expected) {
    DEED_CHECK(sd_jwt.verify(issuer));
    DEED_TRY(const JwtClaims claims,
             JwtClaims::read(sd_jwt.payload().root(), sd_jwt.jws().header()->json().root()));
    DEED_CHECK(check_dates(claims, expected));
    DEED_CHECK(check_audience(claims, expected));
    if (!expected.audience && !expected.nonce) return {};

    if (!sd_jwt.key_binding())
        return Error(errors::kBindingMissing, "nothing stands behind the last '~'");
    DEED_TRY(const crypto::PublicKey holder, sd_jwt.holder_key());
    DEED_CHECK(sd_jwt.verify_key_binding(holder));
    return check_binding(*sd_jwt.key_binding()->claims(), expected);
}

}  // namespace deed::credentials
