#include "credentials/jose/claims.hpp"

#include <algorithm>
#include <cmath>

#include "credentials/jose/errors.hpp"

namespace deed::credentials {
namespace {

Error malformed(std::string_view name, std::string_view form) {
    return Error(errors::kJwtClaimMalformed, std::string(name) + " is not " + std::string(form),
                 "/" + std::string(name));
}

Result<std::optional<std::string>> text_claim(json::Value claims, std::string_view name) {
    const auto claim = claims.find(name);
    if (!claim) return std::optional<std::string>();
    const auto text = claim->string_if();
    if (!text || text->empty()) return malformed(name, "a string with something in it");
    return std::optional<std::string>(*text);
}

// RFC 7519 section 2: NumericDate, a number of seconds that may have a fraction.
Result<std::optional<Timestamp>> date_claim(json::Value claims, std::string_view name) {
    constexpr double kYear10000 = 253'402'300'800;
    const auto claim = claims.find(name);
    if (!claim) return std::optional<Timestamp>();
    if (!claim->is_number() || claim->number() < 0 || claim->number() >= kYear10000)
        return malformed(name, "a number of seconds since 1970");
    const auto milliseconds = static_cast<std::int64_t>(std::floor(claim->number() * 1000));
    DEED_TRY(const Timestamp date, Timestamp::from_unix_milliseconds(milliseconds));
    return std::optional<Timestamp>(date);
}

Result<std::vector<std::string>> audience_claim(json::Value claims) {
    constexpr std::string_view kForm = "a string or strings";
    std::vector<std::string> audience;
    const auto claim = claims.find("aud");
    if (!claim) return audience;
    if (!claim->is_array()) {
        DEED_TRY(const auto one, text_claim(claims, "aud"));
        audience.push_back(*one);
        return audience;
    }
    for (const json::Value value : claim->array()) {
        const auto text = value.string_if();
        if (!text || text->empty()) return malformed("aud", kForm);
        audience.emplace_back(*text);
    }
    if (audience.empty()) return malformed("aud", kForm);
    return audience;
}

Result<void> check_repeated(json::Value payload, json::Value header) {
    for (const std::string_view name : {"iss", "sub", "aud"}) {
        const auto repeated = header.find(name);
        const auto claim = payload.find(name);
        if (repeated && claim && !(*repeated == *claim))
            return Error(errors::kJwtHeaderClaimContradicts,
                         std::string(name) + " is another in the header than in the payload",
                         "/" + std::string(name));
    }
    return {};
}

Result<void> check_dates(const JwtClaims& claims, const SecuredFacts& facts) {
    struct Date {
        std::string_view name;
        const std::optional<Timestamp>& time;
    };
    const Date begins[] = {
        {"nbf", claims.not_before}, {"iat", claims.issued_at}, {"validFrom", facts.valid_from}};
    const Date ends[] = {{"exp", claims.expires}, {"validUntil", facts.valid_until}};
    for (const Date& begin : begins)
        for (const Date& end : ends)
            if (begin.time && end.time && *begin.time > *end.time &&
                !(begin.name == "validFrom" && end.name == "validUntil"))  // the model's own rule
                return Error(errors::kJwtDatesContradict,
                             std::string(begin.name) + ", " + begin.time->to_string() +
                                 ", is later than " + std::string(end.name) + ", " +
                                 end.time->to_string());
    return {};
}

}  // namespace

Result<JwtClaims> JwtClaims::read(json::Value payload, json::Value header) {
    DEED_CHECK(check_repeated(payload, header));
    JwtClaims claims;
    DEED_TRY(claims.issuer, text_claim(payload, "iss"));
    if (!claims.issuer) {
        DEED_TRY(claims.issuer, text_claim(header, "iss"));
    }
    DEED_TRY(claims.subject, text_claim(payload, "sub"));
    if (!claims.subject) {
        DEED_TRY(claims.subject, text_claim(header, "sub"));
    }
    DEED_TRY(claims.id, text_claim(payload, "jti"));
    DEED_TRY(claims.audience, audience_claim(payload));
    DEED_TRY(claims.nonce, text_claim(payload, "nonce"));
    DEED_TRY(claims.expires, date_claim(payload, "exp"));
    DEED_TRY(claims.not_before, date_claim(payload, "nbf"));
    DEED_TRY(claims.issued_at, date_claim(payload, "iat"));
    return claims;
}

Result<void> check_claims(const JwtClaims& claims, const SecuredFacts& facts) {
    if (claims.issuer && facts.controller && *claims.issuer != *facts.controller)
        return Error(errors::kJwtIssuerContradicts,
                     "iss is " + *claims.issuer + ", and the payload names " + *facts.controller,
                     "/iss");
    if (claims.subject && !facts.subjects.empty() &&
        std::ranges::find(facts.subjects, *claims.subject) == facts.subjects.end())
        return Error(
            errors::kJwtSubjectContradicts,
            "sub is " + *claims.subject + ", and the credential is about " + facts.subjects.front(),
            "/sub");
    if (claims.id && facts.id && *claims.id != *facts.id)
        return Error(errors::kJwtIdContradicts,
                     "jti is " + *claims.id + ", and the payload's id is " + *facts.id, "/jti");
    return check_dates(claims, facts);
}

}  // namespace deed::credentials
