#pragma once

#include "lib/error/error.hpp"

namespace deed::crypto::errors {

inline constexpr ErrorCode kUnsupportedHash{
    "crypto.unsupported_hash", ErrorKind::unsupported, "There is no hash of this name.",
    "Use sha256, sha384, sha512, sha3-256, keccak256 or sm3."};
inline constexpr ErrorCode kUnsupportedKeyType{
    "crypto.unsupported_key_type", ErrorKind::unsupported, "Keys of this type are not supported.",
    "Use an Ed25519, secp256k1 or P-256 key."};
inline constexpr ErrorCode kInvalidPublicKey{
    "crypto.invalid_public_key", ErrorKind::malformed,
    "These bytes are not a public key of the type they claim.",
    "Ask the owner of the key for it again."};
inline constexpr ErrorCode kPrivateKeyExposed{
    "crypto.private_key_exposed", ErrorKind::malformed,
    "A private key stands where only a public key may be.",
    "Consider this private key known to others: replace it, and publish the public half only."};
inline constexpr ErrorCode kInvalidPrivateKey{
    "crypto.invalid_private_key", ErrorKind::malformed,
    "These bytes are not a private key of the type they claim.",
    "Give the 32 bytes of the Ed25519 seed or of the scalar."};
inline constexpr ErrorCode kSignatureMalformed{
    "crypto.signature_malformed", ErrorKind::malformed,
    "The signature has the wrong length or encoding.",
    "Check that the signature is complete and of the stated algorithm."};
inline constexpr ErrorCode kSignatureInvalid{
    "crypto.signature_invalid", ErrorKind::signature,
    "The signature was not made by this key over this message.",
    "Check that neither message nor key was changed."};
inline constexpr ErrorCode kSignatureHighS{
    "crypto.signature_high_s", ErrorKind::signature,
    "The signature is the second, forbidden form (s in the upper half) of another.",
    "Sign again with a library that makes low-S signatures."};

inline constexpr const ErrorCode* kCryptoRoomCodes[] = {
    &kUnsupportedHash,   &kUnsupportedKeyType, &kInvalidPublicKey, &kPrivateKeyExposed,
    &kInvalidPrivateKey, &kSignatureMalformed, &kSignatureInvalid, &kSignatureHighS};

}  // namespace deed::crypto::errors
