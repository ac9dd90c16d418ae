#include "credentials/jwt_claims.hpp"

#include "credentials/cose/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/make_proof.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

json::Document audience(const std::vector<std::string>& domains) {
    json::Writer writer;
    if (domains.size() == 1) return writer.string(domains.front()).take_document();
    writer.begin_array();
    for (const std::string& domain : domains) writer.string(domain);
    return writer.end_array().take_document();
}

}  // namespace

Result<json::Document> with_claims(json::Document payload, DocumentKind kind,
                                   const ProofOptions& options, Timestamp now) {
    const bool is_presentation = kind == DocumentKind::presentation;
    if (options.id || options.nonce || (options.challenge && !is_presentation))
        return Error(errors::kJwtOptionUnsupported,
                     is_presentation ? "a JWT states no id, and one nonce: the challenge"
                                     : "a JWT states no id, challenge or nonce");
    DEED_CHECK(check_options(options, now));
    if (options.expires) {
        const std::int64_t seconds = options.expires->floor_seconds().unix_milliseconds() / 1000;
        DEED_TRY(payload,
                 payload.with("/exp", json::Writer().integer(seconds).take_document().root()));
    }
    if (!options.domains.empty()) {
        DEED_TRY(payload, payload.with("/aud", audience(options.domains).root()));
    }
    if (options.challenge) {
        DEED_TRY(payload,
                 payload.with("/nonce",
                              json::Writer().string(*options.challenge).take_document().root()));
    }
    return payload;
}

Result<JwtClaims> claims_of(DocumentKind kind, const ProofOptions& options, Timestamp now) {
    constexpr std::size_t kMinNonce = 8;
    constexpr std::size_t kMaxNonce = 64;
    const bool is_presentation = kind == DocumentKind::presentation;
    if (options.id || options.nonce || (options.challenge && !is_presentation))
        return Error(errors::kCoseOptionUnsupported,
                     is_presentation ? "COSE states no id, and one nonce: the challenge"
                                     : "COSE states no id, challenge or nonce");
    DEED_CHECK(check_options(options, now));
    if (options.challenge &&
        (options.challenge->size() < kMinNonce || options.challenge->size() > kMaxNonce))
        return Error(errors::kCoseOptionUnsupported,
                     "the challenge has " + std::to_string(options.challenge->size()) + " bytes");
    JwtClaims claims;
    claims.audience = options.domains;
    claims.expires = options.expires;
    claims.nonce = options.challenge;
    if (is_presentation) claims.issued_at = now;
    return claims;
}

}  // namespace deed::credentials
