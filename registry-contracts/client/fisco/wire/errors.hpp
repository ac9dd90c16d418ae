#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::fisco::errors {

inline constexpr ErrorCode kTarsTruncated{"tars.truncated", ErrorKind::malformed,
                                          "The Tars data ends before the field it announces.",
                                          "Fetch the data again in full."};
inline constexpr ErrorCode kTarsNotCanonical{
    "tars.not_canonical", ErrorKind::malformed,
    "A number, a length or an empty field in the Tars data is not in its only, shortest form.",
    "Encode numbers and lengths in their shortest form, and leave empty fields out."};
inline constexpr ErrorCode kTarsUnexpectedType{
    "tars.unexpected_type", ErrorKind::malformed,
    "A field of the Tars data is of another type than due, or a text is not UTF-8.",
    "Check that the data is of the kind it is read as."};
inline constexpr ErrorCode kTarsUnexpectedField{
    "tars.unexpected_field", ErrorKind::malformed,
    "The Tars data has a field that is not known, stands twice or out of order.",
    "Check that the data is of the kind it is read as, and of a version that Deed reads."};
inline constexpr ErrorCode kTarsFieldMissing{"tars.field_missing", ErrorKind::malformed,
                                             "The Tars data lacks a field that must be there.",
                                             "Fetch the data again in full."};
inline constexpr ErrorCode kTarsTrailingBytes{"tars.trailing_bytes", ErrorKind::malformed,
                                              "Bytes follow the end of the Tars data.",
                                              "Pass exactly one message."};

inline constexpr ErrorCode kTransactionInvalid{
    "fisco.transaction_invalid", ErrorKind::usage,
    "No FISCO BCOS chain would take a transaction with these fields.",
    "See the reason, and change the field that it names."};
inline constexpr ErrorCode kTransactionVersion{
    "fisco.transaction_version", ErrorKind::unsupported,
    "The transaction is of a version that Deed does not know.",
    "Use version 0, 1 or 2 of FISCO BCOS 3."};
inline constexpr ErrorCode kReceiptMalformed{"fisco.receipt_malformed", ErrorKind::malformed,
                                             "The bytes are not a receipt of FISCO BCOS 2.",
                                             "Fetch the receipt again in full."};
inline constexpr ErrorCode kReceiptAmbiguous{
    "fisco.receipt_ambiguous", ErrorKind::malformed,
    "A field of the receipt has a form that chains of FISCO BCOS 3 do not give it, and could hide "
    "bytes of another field.",
    "Ask another node for the receipt; the one that gave it may be lying."};
inline constexpr ErrorCode kProofMalformed{
    "fisco.proof_malformed", ErrorKind::malformed,
    "The Merkle proof is not of the form that nodes of FISCO BCOS give.",
    "Fetch the proof again, from a node of FISCO BCOS 2.2, or 3.2, or later."};
inline constexpr ErrorCode kProofShape{
    "fisco.proof_shape", ErrorKind::mismatch,
    "The Merkle proof has not the depth and width of the block's tree at this place.",
    "Fetch the proof again; one that is cut passes off an inner node for a receipt."};
inline constexpr ErrorCode kProofLeaf{
    "fisco.proof_leaf", ErrorKind::mismatch,
    "The transaction or receipt is not the one that the Merkle proof is about.",
    "Fetch both again; if it stays so, the node gives out something else than was mined."};
inline constexpr ErrorCode kProofRoot{
    "fisco.proof_root", ErrorKind::mismatch,
    "The Merkle proof does not lead to the root in the block's header.",
    "Fetch it again, from another node; if it stays so, it was not in this block."};
inline constexpr ErrorCode kHeaderMismatch{
    "fisco.header_mismatch", ErrorKind::mismatch,
    "The header of the block has another hash than the block.",
    "Fetch it again, from another node; check the hash that the chain goes by."};

inline constexpr const ErrorCode* kFiscoWireRoomCodes[] = {
    &kTarsTruncated,    &kTarsNotCanonical,  &kTarsUnexpectedType, &kTarsUnexpectedField,
    &kTarsFieldMissing, &kTarsTrailingBytes, &kTransactionInvalid, &kTransactionVersion,
    &kReceiptMalformed, &kReceiptAmbiguous,  &kProofMalformed,     &kProofShape,
    &kProofLeaf,        &kProofRoot,         &kHeaderMismatch};

}  // namespace deed::registry::fisco::errors
