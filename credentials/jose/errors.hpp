#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

// A credential or presentation secured as a JWT (VC-JOSE-COSE); the codes of the JWS itself are in
// lib/jose/errors.hpp.

inline constexpr ErrorCode kJwtPayloadNotObject{"jwt.payload_not_object", ErrorKind::malformed,
                                                "The payload of the JWT is JSON, but no object.",
                                                "Ask for the token again, as it was signed."};
inline constexpr ErrorCode kJwtTypeMismatch{
    "jwt.typ_mismatch", ErrorKind::mismatch,
    "The JWT says by typ that it is something else than what it was given as.",
    "Give a token of type vc+jwt as a credential, and one of type vp+jwt as a presentation."};
inline constexpr ErrorCode kJwtContentTypeMismatch{
    "jwt.cty_mismatch", ErrorKind::mismatch,
    "The JWT says by cty that its payload is something else than what it was given as.",
    "Ask for a token whose cty is vc for a credential and vp for a presentation, or absent."};
inline constexpr ErrorCode kJwtVcClaim{
    "jwt.vc_claim", ErrorKind::malformed,
    "The JWT has a claim vc or vp: it is of the older form, where the credential stands inside a "
    "claim.",
    "Ask for a token of type vc+jwt or vp+jwt, whose payload is the credential itself."};
inline constexpr ErrorCode kJwtClaimMalformed{"jwt.claim_malformed", ErrorKind::malformed,
                                              "A registered claim of the JWT has the wrong form.",
                                              "Ask for a token whose iss, sub, jti, aud and nonce "
                                              "are strings and whose exp, nbf and iat are seconds "
                                              "since 1970."};
inline constexpr ErrorCode kJwtHeaderClaimContradicts{
    "jwt.header_claim_contradicts", ErrorKind::mismatch,
    "A claim that the JWT's header repeats differs from the one in its payload.",
    "Ask for a token whose header and payload agree."};
inline constexpr ErrorCode kJwtIssuerContradicts{
    "jwt.iss_contradicts", ErrorKind::mismatch,
    "The JWT's iss is not the issuer, or the holder, that its payload names.",
    "Ask for a token whose iss is the id of the issuer or holder, or absent."};
inline constexpr ErrorCode kJwtSubjectContradicts{
    "jwt.sub_contradicts", ErrorKind::mismatch,
    "The JWT's sub is not a subject that the credential names.",
    "Ask for a token whose sub is the id of a credentialSubject, or absent."};
inline constexpr ErrorCode kJwtIdContradicts{
    "jwt.jti_contradicts", ErrorKind::mismatch,
    "The JWT's jti is not the id that its payload names.",
    "Ask for a token whose jti is the id of the credential or presentation, or absent."};
inline constexpr ErrorCode kJwtDateDiffers{
    "jwt.date_differs", ErrorKind::mismatch,
    "The JWT's nbf or exp is another moment than issuanceDate or expirationDate in its claim vc.",
    "Ask for a token whose nbf and exp are the dates of the credential, or that has them alone."};
inline constexpr ErrorCode kJwtDivided{
    "jwt.divided", ErrorKind::mismatch,
    "A member of the credential stands beside the JWT's claim vc or vp, and not the same inside "
    "it.",
    "Ask for a token that has the whole credential inside its claim vc."};
inline constexpr ErrorCode kJwtDatesContradict{
    "jwt.dates_contradict", ErrorKind::mismatch,
    "The dates of the JWT and of its payload leave no moment at which all of them hold.",
    "Ask for a token whose nbf, iat and exp fit each other and the credential's validity."};
inline constexpr ErrorCode kJwtNotYetValid{"jwt.not_yet_valid", ErrorKind::expired,
                                           "The JWT is not valid yet.", "Use it from its nbf on."};
inline constexpr ErrorCode kJwtDataModel{
    "jwt.data_model", ErrorKind::malformed,
    "The payload of the JWT is of data model 1.1, and vc+jwt and vp+jwt are for 2.0.",
    "Ask for a credential of data model 2.0, or for one of 1.1 with a proof of its own."};
inline constexpr ErrorCode kJwtEmbeddedProof{
    "jwt.embedded_proof", ErrorKind::malformed,
    "The payload of the JWT carries a proof of its own, which would look as if it were verified.",
    "Ask for a credential that is secured in one way only."};

inline constexpr ErrorCode kJwtOptionUnsupported{
    "issue.jwt_option_unsupported", ErrorKind::usage,
    "A JWT has no place for the id, challenge or nonce of a proof.",
    "Leave them out for a credential as a JWT, or sign it with a proof of its own."};

inline constexpr ErrorCode kJwtNotVersion1{
    "issue.jwt_not_version_1", ErrorKind::usage,
    "A credential of data model 2.0 cannot be put into the claim of a JWT, as that of 1.1 is.",
    "Use vc+jwt, or start from a credential whose first context is that of data model 1.1."};

inline constexpr const ErrorCode* kCredentialsJoseRoomCodes[] = {&kJwtPayloadNotObject,
                                                                 &kJwtTypeMismatch,
                                                                 &kJwtContentTypeMismatch,
                                                                 &kJwtVcClaim,
                                                                 &kJwtClaimMalformed,
                                                                 &kJwtHeaderClaimContradicts,
                                                                 &kJwtIssuerContradicts,
                                                                 &kJwtSubjectContradicts,
                                                                 &kJwtIdContradicts,
                                                                 &kJwtDatesContradict,
                                                                 &kJwtNotYetValid,
                                                                 &kJwtEmbeddedProof,
                                                                 &kJwtDataModel,
                                                                 &kJwtDateDiffers,
                                                                 &kJwtOptionUnsupported,
                                                                 &kJwtNotVersion1,
                                                                 &kJwtDivided};

}  // namespace deed::credentials::errors
