#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kNumberMalformed{
    "evm.number_malformed", ErrorKind::malformed,
    "The text is not a non-negative whole number in the form that is due.",
    "Write decimal digits, or 0x and hexadecimal digits, without leading zeros."};
inline constexpr ErrorCode kNumberTooLarge{
    "evm.number_too_large", ErrorKind::malformed,
    "The number is larger than its field can hold, or a sum would be.",
    "Check the unit: amounts of a chain's coin are in wei, fees in wei per unit of gas."};
inline constexpr ErrorCode kHexMalformed{
    "evm.hex_malformed", ErrorKind::malformed,
    "The text is not 0x and an even number of hexadecimal digits, or of another length than due.",
    "Copy the value again in full."};
inline constexpr ErrorCode kAccountMalformed{
    "evm.account_malformed", ErrorKind::malformed,
    "The text is not an account of an Ethereum chain: 0x and 40 hexadecimal digits.",
    "Copy the address again in full."};
inline constexpr ErrorCode kAccountChecksum{
    "evm.account_checksum", ErrorKind::mismatch,
    "The letters of the address are not in the case that its checksum (EIP-55) prescribes.",
    "Copy the address again: a character of it is probably wrong."};

inline constexpr ErrorCode kRlpTruncated{"rlp.truncated", ErrorKind::malformed,
                                         "The RLP data ends before the item it announces.",
                                         "Fetch the data again in full."};
inline constexpr ErrorCode kRlpNotCanonical{
    "rlp.not_canonical", ErrorKind::malformed,
    "A number or a length in the RLP data is not in its only, shortest form.",
    "Encode lengths in their shortest form and numbers without leading zeros."};
inline constexpr ErrorCode kRlpUnexpectedType{
    "rlp.unexpected_type", ErrorKind::malformed,
    "The RLP item is a list where a string is due, the other way round, or of another size.",
    "Check that the data is of the kind it is read as."};
inline constexpr ErrorCode kRlpTrailingBytes{"rlp.trailing_bytes", ErrorKind::malformed,
                                             "Items or bytes follow the end of the RLP data.",
                                             "Pass exactly one item."};
inline constexpr ErrorCode kRlpTooDeep{"rlp.too_deep", ErrorKind::malformed,
                                       "The RLP data is nested deeper than it is read.",
                                       "Check that the data is of the kind it is read as."};

inline constexpr ErrorCode kAbiTypeMalformed{
    "abi.type_malformed", ErrorKind::usage,
    "This is not a type, or not a signature, of the contract ABI in its canonical form.",
    "Write the types as Solidity's selectors do: uint256 and not uint, (bytes32,string)[] for an "
    "array of tuples."};
inline constexpr ErrorCode kAbiValueMismatch{
    "abi.value_mismatch", ErrorKind::usage,
    "A value is of another kind or size than its ABI type, or their numbers differ.",
    "Give each parameter one value that its type can hold."};
inline constexpr ErrorCode kAbiTruncated{
    "abi.truncated", ErrorKind::malformed, "The ABI data ends before the values it must hold.",
    "Check that the contract at this address is the one expected."};
inline constexpr ErrorCode kAbiNotCanonical{
    "abi.not_canonical", ErrorKind::malformed,
    "The ABI data has an offset, a length or padding that its encoder would not have written.",
    "Check that the contract at this address is the one expected."};
inline constexpr ErrorCode kAbiTrailingBytes{
    "abi.trailing_bytes", ErrorKind::malformed, "Bytes follow the values in the ABI data.",
    "Check that the contract at this address is the one expected."};
inline constexpr ErrorCode kAbiNotUtf8{
    "abi.not_utf8", ErrorKind::malformed, "A string in the ABI data is not well-formed UTF-8.",
    "Contracts that store arbitrary bytes must declare them as bytes."};
inline constexpr ErrorCode kAbiTopicsMismatch{
    "abi.topics_mismatch", ErrorKind::mismatch,
    "The log entry is of another event, or has another number of topics.",
    "Check that the contract at this address is the one expected."};

inline constexpr const ErrorCode* kEvmWireRoomCodes[] = {
    &kNumberMalformed,  &kNumberTooLarge,  &kHexMalformed,     &kAccountMalformed,
    &kAccountChecksum,  &kRlpTruncated,    &kRlpNotCanonical,  &kRlpUnexpectedType,
    &kRlpTrailingBytes, &kRlpTooDeep,      &kAbiTypeMalformed, &kAbiValueMismatch,
    &kAbiTruncated,     &kAbiNotCanonical, &kAbiTrailingBytes, &kAbiNotUtf8,
    &kAbiTopicsMismatch};

}  // namespace deed::registry::evm::errors
