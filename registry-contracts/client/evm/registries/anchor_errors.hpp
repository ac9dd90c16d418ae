#pragma once

#include "lib/error/error.hpp"

// Checkpoints, anchors and their co-signatures on a chain (specs/contracts-evidence-issuer.md
// section 2).

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kCheckpointLogExists{
    "checkpoint.log_exists", ErrorKind::mismatch,
    "The account has opened a log of this origin on the chain already.",
    "Advance that log, or open another from another account."};
inline constexpr ErrorCode kCheckpointLogUnknown{
    "checkpoint.log_unknown", ErrorKind::not_found, "No such log was opened on the chain.",
    "Check origin and first owner: a log's id is made of both."};
inline constexpr ErrorCode kFirstHeadInvalid{
    "checkpoint.first_head_invalid", ErrorKind::usage,
    "A log begins with the root of nothing, or with a root over at least one leaf.",
    "Give size 0 with the SHA-256 of nothing, or a head that the log signed."};
inline constexpr ErrorCode kNotCurrentHead{
    "checkpoint.not_current_head", ErrorKind::mismatch,
    "This checkpoint of this owner is not the log's head on the chain.",
    "Read the head anew; another checkpoint came first, or the log has another owner."};
inline constexpr ErrorCode kHeadNotAhead{
    "checkpoint.not_ahead", ErrorKind::mismatch,
    "A new checkpoint has more leaves than the one before.",
    "Append to the log first; what is on the chain already needs no checkpoint."};
inline constexpr ErrorCode kOwnerInvalid{
    "checkpoint.owner_invalid", ErrorKind::usage,
    "A log is given to an account other than its owner, and to one that there is.",
    "Name the account that takes the log over."};
inline constexpr ErrorCode kAnchorInvalid{
    "anchor.invalid", ErrorKind::usage,
    "An anchor speaks of at least one document, by a root that is not zero.",
    "Give the root over the documents, and their number."};
inline constexpr ErrorCode kAnchorNotFound{"anchor.not_found", ErrorKind::not_found,
                                           "Nobody anchored this root in the blocks asked for.",
                                           "Check the root, the network and the blocks."};
inline constexpr ErrorCode kStatementUnknown{
    "cosigning.statement_unknown", ErrorKind::not_found,
    "Co-signing begins while the checkpoint is the head, or together with the anchor.",
    "Let the group sign the present checkpoint, or anchor anew for this group and epoch."};
inline constexpr ErrorCode kNothingAdded{
    "cosigning.nothing_added", ErrorKind::mismatch,
    "Every co-signature that was brought is there already.",
    "Nothing is left to do, unless other members are still to sign."};

inline constexpr ErrorCode kEventProofMalformed{"event_proof.malformed", ErrorKind::malformed,
                                                "The text is not a proof of a chain's event.",
                                                "Export the proof again."};
inline constexpr ErrorCode kEventProofNewer{"event_proof.newer_format", ErrorKind::unsupported,
                                            "The proof was written by a later version of Deed.",
                                            "Use that version or a later one."};
inline constexpr ErrorCode kEventProofOther{
    "event_proof.other_event", ErrorKind::mismatch,
    "What is proven is no event of the contract that is meant.",
    "Check the contract's address, and which event the proof was made of."};
inline constexpr ErrorCode kEventProofUnavailable{
    "event_proof.unavailable", ErrorKind::unsupported, "No proof to this block's hash can be made.",
    "The chain leaves seals out of its block hashes, or the node lacks receipts: name the "
    "transaction instead."};

inline constexpr const ErrorCode* kAnchorRoomCodes[] = {
    &kCheckpointLogExists, &kCheckpointLogUnknown, &kFirstHeadInvalid,    &kNotCurrentHead,
    &kHeadNotAhead,        &kOwnerInvalid,         &kAnchorInvalid,       &kAnchorNotFound,
    &kStatementUnknown,    &kNothingAdded,         &kEventProofMalformed, &kEventProofNewer,
    &kEventProofOther,     &kEventProofUnavailable};

}  // namespace deed::registry::evm::errors
