#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

// A credential or presentation secured with COSE (VC-JOSE-COSE section 3.3); the codes of the
// message itself are in lib/cose/errors.hpp, those of claims that contradict the payload in
// credentials/jose/errors.hpp.

inline constexpr ErrorCode kCosePayloadNotObject{
    "vc_cose.payload_not_object", ErrorKind::malformed,
    "The payload of the COSE message is JSON, but no object.",
    "Ask for the message again, as it was signed."};
inline constexpr ErrorCode kCoseTypeMismatch{
    "vc_cose.typ_mismatch", ErrorKind::mismatch,
    "The COSE message says by typ that it is something else than what it was given as.",
    "Give a message of type application/vc+cose as a credential, and one of type "
    "application/vp+cose as a presentation."};
inline constexpr ErrorCode kCoseContentTypeMismatch{
    "vc_cose.content_type_mismatch", ErrorKind::mismatch,
    "The COSE message says by its content type that its payload is something else than what it was "
    "given as.",
    "Ask for a message whose content type is application/vc for a credential and application/vp "
    "for a presentation, or absent."};
inline constexpr ErrorCode kCoseVcClaim{
    "vc_cose.vc_claim", ErrorKind::malformed,
    "The payload of the COSE message has a member vc or vp: it is of the older form, where the "
    "credential stands inside a claim.",
    "Ask for a message whose payload is the credential or presentation itself."};
inline constexpr ErrorCode kCoseEmbeddedProof{
    "vc_cose.embedded_proof", ErrorKind::malformed,
    "The payload of the COSE message carries a proof of its own, which would look as if it were "
    "verified.",
    "Ask for a credential that is secured in one way only."};
inline constexpr ErrorCode kCoseDataModel{
    "vc_cose.data_model", ErrorKind::malformed,
    "The payload of the COSE message is of data model 1.1, and vc+cose and vp+cose are for 2.0.",
    "Ask for a credential of data model 2.0, or for one of 1.1 with a proof of its own."};
inline constexpr ErrorCode kCoseKeyIdMalformed{"vc_cose.kid_malformed", ErrorKind::malformed,
                                               "The kid of the COSE message is not a text.",
                                               "Ask for a message whose kid is a DID URL."};
inline constexpr ErrorCode kCwtClaimMalformed{
    "vc_cose.claim_malformed", ErrorKind::malformed,
    "A registered CWT claim in the header of the COSE message has the wrong form.",
    "Ask for a message whose iss, sub and aud are texts, whose exp, nbf and iat are seconds since "
    "1970 and whose nonce is bytes."};

inline constexpr ErrorCode kCoseOptionUnsupported{
    "issue.cose_option_unsupported", ErrorKind::usage,
    "A COSE message has no place for the id or nonce of a proof, that of a credential none for a "
    "challenge, and a challenge has 8 to 64 bytes.",
    "Leave them out, or sign with a proof of its own."};

inline constexpr const ErrorCode* kCredentialsCoseRoomCodes[] = {
    &kCosePayloadNotObject, &kCoseTypeMismatch,  &kCoseContentTypeMismatch,
    &kCoseVcClaim,          &kCoseEmbeddedProof, &kCoseDataModel,
    &kCoseKeyIdMalformed,   &kCwtClaimMalformed, &kCoseOptionUnsupported};

}  // namespace deed::credentials::errors
