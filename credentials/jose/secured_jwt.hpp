#pragma once

#include "credentials/envelopes/media_types.hpp"
#include "credentials/jose/claims.hpp"
#include "lib/jose/jws.hpp"

namespace deed::credentials {

/// A credential or presentation secured with JOSE: a JWS whose payload is the credential or
/// presentation itself (VC-JOSE-COSE section 3.1), or, of data model 1.1, holds it in a claim (VCDM
/// 1.1 section 6.3.1). Nothing about it is verified until verify() says so.
class DEED_API SecuredJwt {
public:
    /// What jose::Jws::parse() and the JSON parser refuse, or `jwt.payload_not_object`. A token
    /// whose header or claims are refused is parsed, so that the rest of it can be shown and
    /// judged.
    static Result<SecuredJwt> parse(std::string_view compact, DocumentKind kind);

    /// The same of a token of which nobody said that it is a vc+jwt or vp+jwt: one of data model
    /// 1.1 is read as such. Where its registered claims contradict the document in its claim,
    /// claims() says how (`jwt.date_differs`, `jwt.iss_contradicts`, `jwt.sub_contradicts`,
    /// `jwt.jti_contradicts`), and the document is shown as it stands there.
    static Result<SecuredJwt> parse_either(std::string_view compact, DocumentKind kind);

    DocumentKind kind() const { return kind_; }
    const jose::Jws& jws() const { return jws_; }
    /// Whether it stood in a claim, vc or vp.
    bool is_version_1() const { return is_version_1_; }
    /// The credential or presentation, an object.
    const json::Document& payload() const { return payload_; }
    /// All that is signed: the payload itself, but of data model 1.1 the claims around it.
    const json::Document& claim_set() const { return claim_set_; }

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
    SecuredJwt(DocumentKind kind, jose::Jws jws, json::Document claim_set, json::Document payload,
               Result<JwtClaims> claims, bool is_version_1)
        : kind_(kind),
          is_version_1_(is_version_1),
          jws_(std::move(jws)),
          claim_set_(std::move(claim_set)),
          payload_(std::move(payload)),
          claims_(std::move(claims)) {}
    static SecuredJwt read(DocumentKind kind, jose::Jws jws, json::Document payload);
    static SecuredJwt read_1(DocumentKind kind, jose::Jws jws, json::Document claim_set);

    DocumentKind kind_;
    bool is_version_1_;
    jose::Jws jws_;
    json::Document claim_set_;
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

/// Puts a document of data model 1.1 into a JWT of typ JWT, with `more`, an object, as claims
/// beside it. What jose::sign() refuses, `jwt.payload_not_object`, `jwt.claim_malformed`, or
/// `json.too_deep`.
DEED_API Result<std::string> sign_jwt_1(DocumentKind kind, const json::Document& document,
                                        json::Value more, const JwtSigning& signing,
                                        crypto::Signer& signer, Call& call);

}  // namespace deed::credentials
