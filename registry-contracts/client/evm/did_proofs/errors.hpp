#pragma once

#include "lib/error/error.hpp"

// Proofs of what a chain says of a DID (specs/did-proof.md).

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kDidProofMalformed{"did_proof.malformed", ErrorKind::malformed,
                                              "The file is not a proof of a DID on a chain.",
                                              "Ask for it again; it is written by `deed did "
                                              "prove`."};
inline constexpr ErrorCode kDidProofNewer{"did_proof.newer_format", ErrorKind::unsupported,
                                          "The proof was written by a later version of Deed.",
                                          "Use that version or a later one."};

// Making one.

inline constexpr ErrorCode kDidProofUnavailable{
    "did_proof.unavailable", ErrorKind::unavailable,
    "The node does not prove the state of this block.",
    "Ask a node with eth_getProof that keeps the state of the block, or name a later block."};
inline constexpr ErrorCode kDidProofTooLarge{
    "did_proof.too_large", ErrorKind::unsupported,
    "The proof would have more operations or bytes than a reader takes.",
    "Prove it without the whole history, or have the DID's document recorded once more."};

// Judging one.

inline constexpr ErrorCode kDidProofState{
    "did_proof.state_invalid", ErrorKind::mismatch,
    "The contract's storage is not proven to be what the file says in the block that it names.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kDidProofImpossible{
    "did_proof.state_impossible", ErrorKind::mismatch,
    "What is proven of the contract's storage is nothing that a DidRegistry writes.",
    "Do not rely on this proof: the contract that it is of is no DidRegistry."};
inline constexpr ErrorCode kDidProofDirectory{
    "did_proof.directory_mismatch", ErrorKind::mismatch,
    "In this block the network's Directory does not vouch for the contract as its DidRegistry.",
    "Do not rely on this proof: it is of another network's DID."};
inline constexpr ErrorCode kDidProofEvent{
    "did_proof.event_invalid", ErrorKind::mismatch,
    "An operation is not proven to be in the block that the proof names.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kDidProofOtherEvent{
    "did_proof.other_event", ErrorKind::mismatch,
    "What is proven is an event of another contract, of another DID, or no operation.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kDidProofOperation{
    "did_proof.wrong_operation", ErrorKind::mismatch,
    "An operation is shown where another one is due, by its number or its block.",
    "Do not rely on this proof: what is shown may have been replaced since."};
inline constexpr ErrorCode kDidProofLink{
    "did_proof.link_broken", ErrorKind::mismatch,
    "The headers do not lead from one block of the proof to the other: the blocks are not of one "
    "chain.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kDidProofContradiction{
    "did_proof.contradiction", ErrorKind::mismatch,
    "The DID's state is not one that its latest operation leads to.",
    "Do not rely on this proof: the contract that it is of is no DidRegistry."};
inline constexpr ErrorCode kDidProofIncomplete{
    "did_proof.incomplete", ErrorKind::mismatch,
    "The operations that are shown do not lead back to one that recorded a document.",
    "Ask the sender for a proof that does."};

inline constexpr const ErrorCode* kDidProofsRoomCodes[] = {
    &kDidProofMalformed,  &kDidProofNewer, &kDidProofUnavailable,   &kDidProofTooLarge,
    &kDidProofState,      &kDidProofEvent, &kDidProofImpossible,    &kDidProofDirectory,
    &kDidProofOtherEvent, &kDidProofLink,  &kDidProofContradiction, &kDidProofOperation,
    &kDidProofIncomplete};

}  // namespace deed::registry::evm::errors
