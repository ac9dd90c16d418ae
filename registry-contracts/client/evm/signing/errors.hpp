#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kTransactionMalformed{
    "transaction.malformed", ErrorKind::malformed,
    "The bytes are not a signed transaction of an Ethereum chain.",
    "Fetch the transaction again in full."};
inline constexpr ErrorCode kTransactionTypeUnsupported{
    "transaction.type_unsupported", ErrorKind::unsupported,
    "The transaction is of a type that Deed does not read.",
    "Use a legacy, an EIP-2930 or an EIP-1559 transaction."};
inline constexpr ErrorCode kTransactionInvalid{
    "transaction.invalid", ErrorKind::usage,
    "No chain would take a transaction with these fields, or it could be replayed on another.",
    "See the reason, and change the field that it names."};
inline constexpr ErrorCode kTransactionSignature{
    "transaction.signature_invalid", ErrorKind::signature,
    "The transaction's signature is in its high-S form, or no key can have made it.",
    "Fetch the transaction again; if it stays so, it was changed after signing."};
inline constexpr ErrorCode kMessageSignature{
    "evm.message_signature_invalid", ErrorKind::signature,
    "The signature is not 65 bytes that some account can have made over this message.",
    "Let the wallet sign the same bytes again; 65 bytes end with 27 or 28."};
inline constexpr ErrorCode kAccountNeedsSecp256k1{
    "evm.account_needs_secp256k1", ErrorKind::unsupported,
    "Only secp256k1 keys have an account on an Ethereum chain.", "Use a secp256k1 key."};

inline constexpr ErrorCode kTypedDataMalformed{
    "typed_data.malformed", ErrorKind::malformed,
    "The JSON is not typed data as eth_signTypedData_v4 takes it.",
    "Give an object with types, primaryType, domain and message, and nothing else."};
inline constexpr ErrorCode kTypedDataTypes{
    "typed_data.types_invalid", ErrorKind::malformed,
    "The types of the typed data are incomplete, named twice or misspelt.",
    "Declare each struct once, with members of types that EIP-712 knows or that are declared."};
inline constexpr ErrorCode kTypedDataDomain{
    "typed_data.domain_invalid", ErrorKind::malformed,
    "The domain of the typed data is not declared as it is filled in.",
    "Declare EIP712Domain with just the members that the domain has, in EIP-712's order."};
inline constexpr ErrorCode kTypedDataValue{
    "typed_data.value_mismatch", ErrorKind::mismatch,
    "A value of the typed data is missing, of another type, or has no type and would not be "
    "signed.",
    "Give each declared member one value of its type, and no others."};
inline constexpr ErrorCode kTypedDataTooLarge{
    "typed_data.too_large", ErrorKind::malformed,
    "The typed data has more types, members or nesting than is read.",
    "Check that this is the right document."};

inline constexpr const ErrorCode* kEvmSigningRoomCodes[] = {
    &kTransactionMalformed, &kTransactionTypeUnsupported,
    &kTransactionInvalid,   &kTransactionSignature,
    &kMessageSignature,     &kAccountNeedsSecp256k1,
    &kTypedDataMalformed,   &kTypedDataTypes,
    &kTypedDataDomain,      &kTypedDataValue,
    &kTypedDataTooLarge};

}  // namespace deed::registry::evm::errors
