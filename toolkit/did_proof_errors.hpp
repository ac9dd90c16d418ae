#pragma once

#include "lib/error/error.hpp"

// Judging proofs of DIDs (specs/did-proof.md section 3).

namespace deed::errors {

inline constexpr ErrorCode kDidProofOther{"did_proof.other_did", ErrorKind::mismatch,
                                          "The proof is of another DID than the one named.",
                                          "Ask for the proof of the DID that is meant."};
inline constexpr ErrorCode kDidProofDidNotPinned{
    "did_proof.did_not_pinned", ErrorKind::undetermined,
    "Nothing says which DID is meant, and a proof can be of anybody's.",
    "Name the DID, as you know it from elsewhere, behind the file."};
inline constexpr ErrorCode kDidProofHistoryIncomplete{
    "did_proof.history_incomplete", ErrorKind::undetermined,
    "Earlier operations are not shown, and each may declare keys compromised that the document "
    "lists.",
    "Ask for a proof with the whole history, or do without it: --without-history."};
inline constexpr ErrorCode kDidProofChainNotPinned{
    "did_proof.chain_not_pinned", ErrorKind::undetermined,
    "Nothing says that the block is of the chain that the DID names, and one address can be two "
    "contracts on two chains.",
    "Name the contract with its chain, --contract eip155:CHAIN:ADDRESS, or the chain with "
    "--network."};

inline constexpr const ErrorCode* kDidProofReportRoomCodes[] = {
    &kDidProofOther, &kDidProofDidNotPinned, &kDidProofHistoryIncomplete, &kDidProofChainNotPinned};

}  // namespace deed::errors
