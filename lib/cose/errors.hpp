#pragma once

#include "lib/error/error.hpp"

namespace deed::cose::errors {

// The message.

inline constexpr ErrorCode kNotSign1{
    "cose.not_sign1", ErrorKind::malformed,
    "The CBOR data is not a COSE_Sign1 message: four items, a byte string, a map, a byte string or "
    "null, and a byte string.",
    "Check that the file holds one signed message; COSE_Sign, COSE_Mac and COSE_Encrypt are other "
    "messages."};
inline constexpr ErrorCode kTagMissing{"cose.tag_missing", ErrorKind::malformed,
                                       "The COSE message has no tag that says what it is.",
                                       "Ask for the message with CBOR tag 18."};
inline constexpr ErrorCode kTagUnexpected{
    "cose.tag_unexpected", ErrorKind::malformed,
    "The CBOR tag is not that of a COSE_Sign1 message, or stands where none belongs.",
    "Ask for a COSE_Sign1 message, whose tag is 18."};
inline constexpr ErrorCode kTooLarge{"cose.too_large", ErrorKind::malformed,
                                     "The COSE message, or one part of it, is longer than allowed.",
                                     "Check that this is the right file."};
inline constexpr ErrorCode kPayloadDetached{
    "cose.payload_detached", ErrorKind::malformed, "The COSE message does not hold what it signs.",
    "Ask for the message together with its payload, in one piece."};
inline constexpr ErrorCode kPayloadAttached{
    "cose.payload_attached", ErrorKind::malformed,
    "A payload was given beside a COSE message that holds its own.",
    "Verify the message as it is, without a payload beside it."};

// The header.

inline constexpr ErrorCode kHeaderMalformed{
    "cose.header_malformed", ErrorKind::malformed,
    "A header of the COSE message is not a map of labels and of values of the types that belong to "
    "them.",
    "Ask whoever signed for a message whose alg, kid, typ and content type are as RFC 9052 says."};
inline constexpr ErrorCode kLabelRepeated{
    "cose.label_repeated", ErrorKind::malformed,
    "A header parameter of the COSE message stands in the protected and in the unprotected header.",
    "Ask for a message that says each thing once."};
inline constexpr ErrorCode kAlgorithmMissing{"cose.alg_missing", ErrorKind::malformed,
                                             "The COSE message does not say how it is signed.",
                                             "Ask for a message with alg in its protected header."};
inline constexpr ErrorCode kUnprotected{
    "cose.unprotected", ErrorKind::signature,
    "A header parameter that must be signed stands in the unprotected header of the COSE message, "
    "where anybody could have written it.",
    "Ask for a message with alg, crit, typ and CWT claims in its protected header."};
inline constexpr ErrorCode kAlgorithmUnknown{
    "cose.alg_unknown", ErrorKind::unsupported,
    "The COSE message is signed with an algorithm that this version of Deed does not implement.",
    "Verify with a tool that knows the algorithm, or ask for EdDSA, ES256, ES384, ES512 or "
    "ES256K."};
inline constexpr ErrorCode kAlgorithmKeyMismatch{
    "cose.alg_key_mismatch", ErrorKind::mismatch,
    "The algorithm that the COSE message names is not one of this key's type.",
    "Check that the message names the key and the algorithm it was made with."};
inline constexpr ErrorCode kCriticalMalformed{
    "cose.crit_malformed", ErrorKind::malformed,
    "crit is not a list of different labels that the protected header has.",
    "Ask for the message again, as it was signed."};
inline constexpr ErrorCode kCriticalUnknown{
    "cose.crit_unknown", ErrorKind::unsupported,
    "The COSE message says that a header parameter must be understood which this version of Deed "
    "does not know.",
    "Verify with a tool that knows the parameter."};
inline constexpr ErrorCode kEmbeddedKey{
    "cose.embedded_key", ErrorKind::untrusted,
    "The COSE message brings its own certificate along, or says where to fetch it; whoever signs "
    "could bring any.",
    "Ask for a message that names its key by kid."};

// Signing and verifying.

inline constexpr ErrorCode kNoAlgorithmForKey{
    "cose.no_algorithm_for_key", ErrorKind::unsupported,
    "There is no COSE algorithm of that name that keys of this type sign with.",
    "Sign with an Ed25519, P-256, P-384, P-521 or secp256k1 key, and with its own algorithm."};
inline constexpr ErrorCode kSignatureMalformed{
    "cose.signature_malformed", ErrorKind::malformed,
    "The signature does not have the length that its algorithm prescribes.",
    "Check that the message is complete; an ECDSA signature in DER is none of COSE."};
inline constexpr ErrorCode kSignatureInvalid{
    "cose.signature_invalid", ErrorKind::signature,
    "The signature does not belong to this header, payload and key: something was changed, or "
    "another key signed.",
    "Ask for the message again, as it was signed."};

inline constexpr const ErrorCode* kCoseRoomCodes[] = {
    &kNotSign1,           &kTagMissing,      &kTagUnexpected,    &kTooLarge,
    &kPayloadDetached,    &kPayloadAttached, &kHeaderMalformed,  &kLabelRepeated,
    &kAlgorithmMissing,   &kUnprotected,     &kAlgorithmUnknown, &kAlgorithmKeyMismatch,
    &kCriticalMalformed,  &kCriticalUnknown, &kEmbeddedKey,      &kNoAlgorithmForKey,
    &kSignatureMalformed, &kSignatureInvalid};

}  // namespace deed::cose::errors
