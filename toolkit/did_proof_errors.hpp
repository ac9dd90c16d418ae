#pragma once

#include "lib/error/error.hpp"

// Judging proofs of DIDs (specs/did-proof.md section 3).

namespace deed::errors {

inline constexpr ErrorCode kDidProofOther{"did_proof.other_did", ErrorKind::mismatch,
                                          "The proof is of another DID than the one named.",
                                          "Ask for the proof of the DID that is meant."};
inline constexpr ErrorCode kDidProofChainNotPinned{
    "did_proof.chain_not_pinned", ErrorKind::undetermined,
    "Nothing says that the block is of the chain that the DID names, and one address can be two "
    "contracts on two chains.",
    "Name the contract with its chain, --contract eip155:CHAIN:ADDRESS, or the chain with "
    "--network."};

inline constexpr const ErrorCode* kDidProofReportRoomCodes[] = {&kDidProofOther,
                                                                &kDidProofChainNotPinned};

}  // namespace deed::errors
