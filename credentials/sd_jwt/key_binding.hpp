#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/jose/jws.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// What the token of a holder says (RFC 9901 section 4.3).
struct KeyBindingClaims {
    Timestamp issued_at;   ///< iat
    std::string audience;  ///< aud
    std::string nonce;
    std::string hash;                          ///< sd_hash
    std::optional<Timestamp> expires = {};     ///< exp
    std::optional<Timestamp> not_before = {};  ///< nbf
};

/// A Key Binding JWT: by it a holder shows that an SD-JWT is theirs, to one verifier.
class DEED_API KeyBinding {
public:
    /// What jose::Jws::parse() refuses; else parsed, so that the SD-JWT can be shown.
    static Result<KeyBinding> parse(std::string_view compact);

    const jose::Jws& jws() const { return jws_; }
    /// The header's refusal, `sd_jwt.kb_typ_mismatch`, `sd_jwt.kb_malformed`.
    const Result<KeyBindingClaims>& claims() const { return claims_; }

private:
    explicit KeyBinding(jose::Jws jws) : jws_(std::move(jws)), claims_(read(jws_)) {}
    static Result<KeyBindingClaims> read(const jose::Jws& jws);

    jose::Jws jws_;
    Result<KeyBindingClaims> claims_;
};

/// What a verifier wants of a holder's token. RFC 9901 section 7.3, step 5.
struct BindingExpectations {
    std::optional<std::string> audience = {};
    std::optional<std::string> nonce = {};
    Timestamp now;
    std::int64_t max_age_seconds = 3600;
    std::int64_t clock_skew_seconds = 60;
};

/// `sd_jwt.kb_audience_mismatch`, `sd_jwt.kb_nonce_mismatch`, and those of check_binding_dates().
DEED_API Result<void> check_binding(const KeyBindingClaims& claims,
                                    const BindingExpectations& expected);

/// `sd_jwt.kb_in_future`, `sd_jwt.kb_too_old`.
DEED_API Result<void> check_binding_dates(const KeyBindingClaims& claims, Timestamp now,
                                          std::int64_t max_age_seconds,
                                          std::int64_t clock_skew_seconds);

}  // namespace deed::credentials
