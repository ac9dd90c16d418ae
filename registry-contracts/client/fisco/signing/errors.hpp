#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::fisco::errors {

inline constexpr ErrorCode kSignerUnsupported{
    "fisco.signer_unsupported", ErrorKind::unsupported,
    "Only secp256k1 and SM2 keys have an account on a chain of FISCO BCOS.",
    "Use a secp256k1 key, or on an SM chain an SM2 key."};
inline constexpr ErrorCode kSignature{
    "fisco.signature_invalid", ErrorKind::signature,
    "The transaction's signature is in its high-S form, or no key can have made it.",
    "Fetch the transaction again; if it stays so, it was changed after signing."};
inline constexpr ErrorCode kTransactionMalformed{
    "fisco.transaction_malformed", ErrorKind::malformed,
    "The bytes are not a signed transaction of this version of FISCO BCOS.",
    "Fetch the transaction again in full, and check the chain's version and algorithms."};
inline constexpr ErrorCode kTransactionHash{
    "fisco.transaction_hash", ErrorKind::mismatch,
    "The transaction carries another hash than its fields have.",
    "Fetch the transaction again, and check whether the chain hashes with Keccak-256 or SM3."};

inline constexpr const ErrorCode* kFiscoSigningRoomCodes[] = {
    &kSignerUnsupported, &kSignature, &kTransactionMalformed, &kTransactionHash};

}  // namespace deed::registry::fisco::errors
