#pragma once

#include "lib/error/error.hpp"

namespace deed::crypto::errors {

inline constexpr ErrorCode kUnsupportedHash{
    "crypto.unsupported_hash", ErrorKind::unsupported, "There is no hash of this name.",
    "Use sha256, sha384, sha512, sha3-256, keccak256 or sm3."};
inline constexpr ErrorCode kUnsupportedKeyType{
    "crypto.unsupported_key_type", ErrorKind::unsupported, "Keys of this type are not supported.",
    "Use an Ed25519, secp256k1, P-256, P-384, P-521, SM2 or X25519 key."};
inline constexpr ErrorCode kNoPrivateKeys{
    "crypto.no_private_keys", ErrorKind::unsupported,
    "Public keys of this type are understood, but private ones are neither made nor kept.",
    "Use an Ed25519, secp256k1, P-256, P-384, P-521, SM2 or X25519 key."};
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
    "Give the whole seed or scalar: 32 bytes, 48 for P-384, 66 for P-521."};
inline constexpr ErrorCode kAlgorithmMismatch{
    "crypto.algorithm_mismatch", ErrorKind::mismatch,
    "The signature algorithm is not one of keys of this type.",
    "State the algorithm that belongs to the key, or use the key that belongs to the algorithm."};
inline constexpr ErrorCode kKeyCannotSign{"crypto.key_cannot_sign", ErrorKind::mismatch,
                                          "Keys of this type make no signatures.",
                                          "Use a signature key, such as an Ed25519 one."};
inline constexpr ErrorCode kKeyCannotAgree{"crypto.key_cannot_agree", ErrorKind::mismatch,
                                           "These two keys cannot agree on a shared secret.",
                                           "Use two X25519 keys."};
inline constexpr ErrorCode kNoSharedSecret{
    "crypto.no_shared_secret", ErrorKind::malformed,
    "The other side's key is of small order: the secret would be known to everybody.",
    "Do not use this key: it was made to break the exchange."};
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
inline constexpr ErrorCode kDigestRefused{
    "crypto.digest_refused", ErrorKind::unsupported,
    "Whoever holds the key signs messages that it sees, and no digests, as a chain needs them.",
    "Use a secp256k1 key in the key store or on a token for what is recorded on a chain."};

inline constexpr const ErrorCode* kCryptoRoomCodes[] = {
    &kUnsupportedHash,   &kUnsupportedKeyType, &kNoPrivateKeys,      &kInvalidPublicKey,
    &kPrivateKeyExposed, &kInvalidPrivateKey,  &kAlgorithmMismatch,  &kKeyCannotSign,
    &kKeyCannotAgree,    &kNoSharedSecret,     &kSignatureMalformed, &kSignatureInvalid,
    &kSignatureHighS,    &kDigestRefused};

}  // namespace deed::crypto::errors
