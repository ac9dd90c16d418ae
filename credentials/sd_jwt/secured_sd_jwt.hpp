#pragma once

#include <span>

#include "credentials/jose/secured_jwt.hpp"
#include "credentials/sd_jwt/conceal.hpp"
#include "credentials/sd_jwt/sd_jwt.hpp"

namespace deed::credentials {

/// A credential or presentation secured with SD-JWT (VC-JOSE-COSE section 3.2): the processed
/// payload is the credential or presentation, without what its holder withholds. Nothing about it
/// is verified until verify() says so.
class DEED_API SecuredSdJwt {
public:
    /// What SdJwt::parse() refuses. A token whose header or claims are refused is parsed, so that
    /// the rest of it can be shown and judged.
    static Result<SecuredSdJwt> parse(std::string_view compact, DocumentKind kind);
    /// The same of an SD-JWT that was parsed.
    SecuredSdJwt(DocumentKind kind, SdJwt sd_jwt);

    DocumentKind kind() const { return kind_; }
    const SdJwt& sd_jwt() const { return sd_jwt_; }
    const jose::Jws& jws() const { return sd_jwt_.jws(); }
    /// What is disclosed of the credential or presentation, an object.
    const json::Document& payload() const { return sd_jwt_.payload(); }

    /// The registered claims, disclosed ones among them, by the rules of SecuredJwt::claims() for
    /// typ vc+sd-jwt or vp+sd-jwt; each signature has a header of its own.
    const Result<JwtClaims>& claims(std::size_t signature = 0) const { return claims_[signature]; }
    /// As SecuredJwt::key_url().
    Result<std::string> key_url(const std::optional<std::string>& controller,
                                std::size_t signature = 0) const;

    /// Every signature by this key: as claims() and Jws::verify().
    Result<void> verify(const crypto::PublicKey& key) const;
    /// One of them.
    Result<void> verify(const crypto::PublicKey& key, std::size_t signature) const;

private:
    DocumentKind kind_;
    SdJwt sd_jwt_;
    std::vector<Result<JwtClaims>> claims_;  ///< of each signature
};

/// How an SD-JWT is made beside its key and payload.
struct SdJwtSigning {
    std::string_view key_id;          ///< absolute DID URL of the verification method
    std::string_view algorithm = {};  ///< a JOSE name; empty: the usual one of the key's type
    std::span<const std::string> disclosable = {};  ///< JSON Pointers of the claims to withhold
    ConcealOptions conceal = {};
    /// Becomes cnf: the key by which the holder can show that it is theirs.
    std::optional<crypto::PublicKey> holder = std::nullopt;
    /// Becomes cnf instead: the DID URL of the holder's key, whose document says which it is.
    std::string_view holder_key_id = {};
};

/// Secures a payload: typ vc+sd-jwt and cty vc, or typ vp+sd-jwt and cty vp.
/// `sd_jwt.claim_not_disclosable` for what a verifier must see: @context, type, issuer, holder,
/// validFrom, validUntil, credentialStatus, credentialSchema, relatedResource,
/// verifiableCredential, cnf and the registered claims, with all inside them, and
/// credentialSubject as a whole. What conceal(), jose::sign() and read_claims() refuse,
/// `jwt.payload_not_object`, or `sd_jwt.cnf_malformed` for a payload that has another cnf.
DEED_API Result<std::string> sign_sd_jwt(DocumentKind kind, const json::Document& payload,
                                         const SdJwtSigning& signing, crypto::Signer& signer,
                                         Call& call);

}  // namespace deed::credentials
