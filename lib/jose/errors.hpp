#pragma once

#include "lib/error/error.hpp"

namespace deed::jose::errors {

// The serialization.

inline constexpr ErrorCode kNotCompact{
    "jws.not_compact", ErrorKind::malformed,
    "The text is not a JWS in compact serialization: three parts, separated by two dots.",
    "Copy the whole token again; one of five parts is encrypted, one with '~' is an SD-JWT."};
inline constexpr ErrorCode kTooLarge{"jws.too_large", ErrorKind::malformed,
                                     "The JWS, or one part of it, is longer than allowed.",
                                     "Check that this is the right file."};
inline constexpr ErrorCode kPartMalformed{
    "jws.part_malformed", ErrorKind::malformed,
    "A part of the JWS is not base64url without padding, or has a second spelling.",
    "Copy the token again, as it was made: padding, line breaks and spare bits count."};

// The header.

inline constexpr ErrorCode kHeaderNotObject{"jws.header_not_object", ErrorKind::malformed,
                                            "The header of the JWS is JSON, but no object.",
                                            "Ask for the token again, as it was signed."};
inline constexpr ErrorCode kHeaderParameterMalformed{
    "jws.header_parameter_malformed", ErrorKind::malformed,
    "A parameter of the JWS header lacks or has the wrong type.",
    "Ask whoever signed for a token whose alg, kid, typ and cty are non-empty strings."};
inline constexpr ErrorCode kAlgorithmNone{
    "jws.alg_none", ErrorKind::signature,
    "The JWS says that it is not signed: anybody could have written it.",
    "Ask for a signed token."};
inline constexpr ErrorCode kAlgorithmSymmetric{
    "jws.alg_symmetric", ErrorKind::signature,
    "The JWS carries a MAC with a shared secret, which proves nothing about who made it.",
    "Ask for a token that is signed with a private key."};
inline constexpr ErrorCode kAlgorithmUnknown{
    "jws.alg_unknown", ErrorKind::unsupported,
    "The JWS is signed with an algorithm that this version of Deed does not implement.",
    "Verify with a tool that knows the algorithm, or ask for EdDSA, ES256, ES384, ES512 or "
    "ES256K."};
inline constexpr ErrorCode kAlgorithmKeyMismatch{
    "jws.alg_key_mismatch", ErrorKind::mismatch,
    "The algorithm that the JWS names is not one of this key's type.",
    "Check that the token names the key and the algorithm it was made with."};
inline constexpr ErrorCode kCriticalMalformed{
    "jws.crit_malformed", ErrorKind::malformed,
    "crit is not a list of different extension parameters that the header has.",
    "Ask for the token again, as it was signed."};
inline constexpr ErrorCode kCriticalUnknown{
    "jws.crit_unknown", ErrorKind::unsupported,
    "The JWS says that an extension must be understood which this version of Deed does not know.",
    "Verify with a tool that knows the extension."};
inline constexpr ErrorCode kUnencodedPayload{
    "jws.b64_unsupported", ErrorKind::unsupported,
    "The payload of the JWS is said to be signed without its base64url encoding (RFC 7797).",
    "Ask for a token without b64."};
inline constexpr ErrorCode kEmbeddedKey{
    "jws.embedded_key", ErrorKind::untrusted,
    "The JWS brings its own key along, or says where to fetch it; whoever signs could bring any.",
    "Ask for a token that names its key by kid."};
inline constexpr ErrorCode kCompressed{"jws.zip_unsupported", ErrorKind::unsupported,
                                       "The JWS is said to be compressed, which no JWS is.",
                                       "Ask for a token without zip."};
inline constexpr ErrorCode kEncrypted{"jws.encrypted", ErrorKind::unsupported,
                                      "The header is that of an encrypted token (JWE).",
                                      "Decrypt the token first."};

// Signing and verifying.

inline constexpr ErrorCode kNoAlgorithmForKey{
    "jws.no_algorithm_for_key", ErrorKind::unsupported,
    "There is no JWS algorithm that keys of this type sign with.",
    "Sign with an Ed25519, P-256, P-384, P-521 or secp256k1 key."};
inline constexpr ErrorCode kSignatureMalformed{
    "jws.signature_malformed", ErrorKind::malformed,
    "The signature does not have the length that its algorithm prescribes.",
    "Check that the token is complete; an ECDSA signature in DER is none of a JWS."};
inline constexpr ErrorCode kSignatureInvalid{
    "jws.signature_invalid", ErrorKind::signature,
    "The signature does not belong to this header, payload and key: something was changed, or "
    "another key signed.",
    "Ask for the token again, as it was signed."};

inline constexpr const ErrorCode* kJoseRoomCodes[] = {&kNotCompact,
                                                      &kTooLarge,
                                                      &kPartMalformed,
                                                      &kHeaderNotObject,
                                                      &kHeaderParameterMalformed,
                                                      &kAlgorithmNone,
                                                      &kAlgorithmSymmetric,
                                                      &kAlgorithmUnknown,
                                                      &kAlgorithmKeyMismatch,
                                                      &kCriticalMalformed,
                                                      &kCriticalUnknown,
                                                      &kUnencodedPayload,
                                                      &kEmbeddedKey,
                                                      &kCompressed,
                                                      &kEncrypted,
                                                      &kNoAlgorithmForKey,
                                                      &kSignatureMalformed,
                                                      &kSignatureInvalid};

}  // namespace deed::jose::errors
