#pragma once

#include "credentials/envelopes/media_types.hpp"
#include "credentials/jose/claims.hpp"
#include "lib/cose/sign1.hpp"
#include "lib/json/document.hpp"

namespace deed::credentials {

/// A credential or presentation secured with COSE (VC-JOSE-COSE section 3.3): a COSE_Sign1 message
/// whose payload is the JSON of the credential or presentation itself. Nothing about it is verified
/// until verify() says so.
class DEED_API SecuredCose {
public:
    /// What cose::Sign1::parse() and the JSON parser refuse, `cose.payload_detached`, or
    /// `vc_cose.payload_not_object`. Where the bytes alone must say what they are, tag 18 does; a
    /// media type says it too, and then the tag may be absent. A message whose header or claims are
    /// refused is parsed, so that the rest of it can be shown and judged.
    static Result<SecuredCose> parse(ByteView message, DocumentKind kind, cose::Tagging tagging);

    DocumentKind kind() const { return kind_; }
    const cose::Sign1& message() const { return message_; }
    /// The credential or presentation, an object.
    const json::Document& payload() const { return payload_; }

    /// The registered CWT claims, when the message has the form that its kind prescribes: the
    /// header's refusal, `vc_cose.typ_mismatch` and `vc_cose.content_type_mismatch` (absent ones
    /// pass), `vc_cose.kid_malformed`, what check_cose_payload() and read_cwt_claims() refuse.
    const Result<JwtClaims>& claims() const { return claims_; }
    /// kid as the text that it must be.
    std::optional<std::string_view> key_id() const;

    /// As SecuredJwt::key_url().
    Result<std::string> key_url(const std::optional<std::string>& controller) const;

    /// As claims() and Sign1::verify().
    Result<void> verify(const crypto::PublicKey& key) const;

private:
    SecuredCose(DocumentKind kind, cose::Sign1 message, json::Document payload);

    DocumentKind kind_;
    cose::Sign1 message_;
    json::Document payload_;
    Result<JwtClaims> claims_;
};

/// `vc_cose.vc_claim` or `vc_cose.embedded_proof` for what is not secured so.
DEED_API Result<void> check_cose_payload(json::Value payload);

struct CoseSigning {
    std::string_view key_id;          ///< absolute DID URL of the verification method
    std::string_view algorithm = {};  ///< IANA's name; empty: the usual one of the key's type
    JwtClaims claims = {};            ///< beside the payload, in the protected header
};

/// Secures a payload: a tagged message of type application/vc+cose and content type application/vc,
/// or the same with vp. What cose::sign() refuses, `vc_cose.payload_not_object`, or what
/// check_cose_payload() refuses.
DEED_API Result<Bytes> sign_cose(DocumentKind kind, const json::Document& payload,
                                 const CoseSigning& signing, crypto::Signer& signer, Call& call);

}  // namespace deed::credentials
