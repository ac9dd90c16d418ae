#pragma once

#include "credentials/envelopes/media_types.hpp"
#include "credentials/jose/claims.hpp"
#include "lib/jose/jws.hpp"

namespace deed::credentials {

/// A credential or presentation secured with JOSE (VC-JOSE-COSE section 3.1): a JWS whose payload
/// is the credential or presentation itself. Nothing about it is verified until verify() says so.
class DEED_API SecuredJwt {
public:
    /// What jose::Jws::parse() and the JSON parser refuse, or `jwt.payload_not_object`. A token
    /// whose header or claims are refused is parsed, so that the rest of it can be shown and
    /// judged.
    static Result<SecuredJwt> parse(std::string_view compact, DocumentKind kind);

    DocumentKind kind() const { return kind_; }
    const jose::Jws& jws() const { return jws_; }
    /// The credential or presentation, an object.
    const json::Document& payload() const { return payload_; }

    /// The registered claims, when the token has the form that its kind prescribes: the header's
    /// refusal, `jwt.typ_mismatch` and `jwt.cty_mismatch` (absent ones pass), `jwt.vc_claim`,
    /// `jwt.embedded_proof`, and what JwtClaims::read() refuses.
    const Result<JwtClaims>& claims() const { return claims_; }

    /// The DID URL of the key by header and controller: kid itself where that is absolute; where it
    /// is a fragment or another relative word, that of the controller; the controller's DID alone
    /// where there is no kid, which then names any of its keys. The controller is iss, else what
    /// the payload names (`controller`); `jwt.claim_malformed` where there is neither.
    Result<std::string> key_url(const std::optional<std::string>& controller) const;

    /// As claims() and Jws::verify().
    Result<void> verify(const crypto::PublicKey& key) const;

private:
    SecuredJwt(DocumentKind kind, jose::Jws jws, json::Document payload)
        : kind_(kind),
          jws_(std::move(jws)),
          payload_(std::move(payload)),
          claims_(check(kind_, jws_, payload_.root())) {}
    static Result<JwtClaims> check(DocumentKind kind, const jose::Jws& jws, json::Value payload);

    DocumentKind kind_;
    jose::Jws jws_;
    json::Document payload_;
    Result<JwtClaims> claims_;
};

/// The registered claims of a payload by itself, an object: what SecuredJwt::claims() refuses but
/// for the header.
DEED_API Result<JwtClaims> read_claims(json::Value payload);

struct JwtSigning {
    std::string_view key_id;          ///< absolute DID URL of the verification method
    std::string_view algorithm = {};  ///< a JOSE name; empty: the usual one of the key's type
};

/// Secures a payload: typ vc+jwt and cty vc, or typ vp+jwt and cty vp. What jose::sign() refuses,
/// `jwt.payload_not_object`, or what read_claims() refuses.
DEED_API Result<std::string> sign_jwt(DocumentKind kind, const json::Document& payload,
                                      const JwtSigning& signing, crypto::Signer& signer,
                                      Call& call);

}  // namespace deed::credentials
