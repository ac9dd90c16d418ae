#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// The registered claims of a JWT (RFC 7519 section 4.1) that say what the credential or
/// presentation says too. exp, nbf and iat are dates of the signature, not of the claims
/// (VC-JOSE-COSE section 3.1.3).
struct DEED_API JwtClaims {
    std::optional<std::string> issuer;    ///< iss, of the payload or of the header
    std::optional<std::string> subject;   ///< sub
    std::optional<std::string> id;        ///< jti
    std::vector<std::string> audience;    ///< aud
    std::optional<std::string> nonce;     ///< OpenID Connect Core 1.0 section 2
    std::optional<Timestamp> expires;     ///< exp
    std::optional<Timestamp> not_before;  ///< nbf
    std::optional<Timestamp> issued_at;   ///< iat

    /// `jwt.claim_malformed`; `jwt.header_claim_contradicts` where the header repeats iss, sub or
    /// aud (RFC 7519 section 5.3) with another value.
    static Result<JwtClaims> read(json::Value payload, json::Value header);
};

/// What the payload says in the words of the data model.
struct SecuredFacts {
    std::optional<std::string> controller;  ///< id of the issuer, or of the holder
    std::vector<std::string> subjects;      ///< ids of the credentialSubjects
    std::optional<std::string> id;
    std::optional<Timestamp> valid_from;
    std::optional<Timestamp> valid_until;
};

/// `jwt.iss_contradicts`, `jwt.sub_contradicts`, `jwt.jti_contradicts` where a claim names another
/// than the payload does, and `jwt.dates_contradict` where the signature's dates and the validity
/// have no moment in common. What only one of the two says is no contradiction.
DEED_API Result<void> check_claims(const JwtClaims& claims, const SecuredFacts& facts);

}  // namespace deed::credentials
