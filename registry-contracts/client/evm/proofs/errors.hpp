#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kHeaderMalformed{
    "chain_proof.header_malformed", ErrorKind::malformed,
    "The bytes are not the header of a block of an Ethereum chain.",
    "Fetch the header again in full."};
inline constexpr ErrorCode kHeaderMismatch{
    "chain_proof.header_mismatch", ErrorKind::mismatch,
    "The header's hash is not the block hash that it must have.",
    "Check which block is meant; a chain that leaves seals out of its hashes gives no such "
    "proofs."};
inline constexpr ErrorCode kProofNodeMalformed{
    "chain_proof.node_malformed", ErrorKind::malformed,
    "A node of the proof is none of a Merkle Patricia trie.", "Ask the node for the proof again."};
inline constexpr ErrorCode kProofBroken{
    "chain_proof.broken", ErrorKind::mismatch,
    "The proof does not lead from the root to its end: a node is missing, too many or changed.",
    "Ask the node for the proof again, for the same block."};
inline constexpr ErrorCode kAccountValueMalformed{
    "chain_proof.value_malformed", ErrorKind::malformed,
    "What the proof proves is not an account, a storage value or a receipt.",
    "Check that the proof is of the kind it is read as."};
inline constexpr ErrorCode kReceiptMissing{"chain_proof.receipt_missing", ErrorKind::not_found,
                                           "The block has no receipt at this place.",
                                           "Check the block and the transaction's index."};

inline constexpr const ErrorCode* kEvmProofsRoomCodes[] = {
    &kHeaderMalformed, &kHeaderMismatch,        &kProofNodeMalformed,
    &kProofBroken,     &kAccountValueMalformed, &kReceiptMissing};

}  // namespace deed::registry::evm::errors
