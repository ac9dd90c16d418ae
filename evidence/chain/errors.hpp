#pragma once

#include "lib/error/error.hpp"

// Evidence on a chain (specs/evidence-proof.md sections 5 to 7).

namespace deed::evidence::errors {

// Publishing a log.

inline constexpr ErrorCode kChainFork{
    "log_publish.fork", ErrorKind::mismatch,
    "The chain holds a checkpoint of this log that this log does not go on from: there are two "
    "histories under one name.",
    "Stop writing to the log. Keep both checkpoints, and find out which copy of the ledger signed "
    "the published one."};
inline constexpr ErrorCode kChainAhead{
    "log_publish.chain_ahead", ErrorKind::mismatch,
    "The chain holds a later checkpoint of this log than this copy of it.",
    "Do not write to this copy: it was restored or left behind. Use the one that goes as far as "
    "the chain."};
inline constexpr ErrorCode kNotLogOwner{
    "log_publish.not_owner", ErrorKind::untrusted,
    "On the chain the log belongs to another account.",
    "Publish with the owner's account, or let the owner hand the log over."};
inline constexpr ErrorCode kTakeOverMalformed{"log_publish.take_over_malformed",
                                              ErrorKind::malformed,
                                              "The file is not a consent to take a log over.",
                                              "Let the next owner run `deed log take-over` again."};
inline constexpr ErrorCode kTakeOverNewer{
    "log_publish.take_over_newer_format", ErrorKind::unsupported,
    "The consent to take a log over was written by a later version of Deed.",
    "Use that version or a later one."};
inline constexpr ErrorCode kTakeOverOther{
    "log_publish.take_over_mismatch", ErrorKind::mismatch,
    "The consent is for another log, chain, owner or checkpoint than what is to be handed over.",
    "Publish the log first and let the next owner run `deed log take-over` for its head of now."};

// Adding the chain's word to a proof.

inline constexpr ErrorCode kNotCovered{
    "evidence.not_covered", ErrorKind::not_found,
    "No checkpoint on the chain covers the evidence yet.",
    "Let the log's owner run `deed log publish`, and try again."};
inline constexpr ErrorCode kCoverNotConfirmed{
    "evidence.cover_not_confirmed", ErrorKind::unavailable,
    "What was published is not confirmed on the chain as far as is asked for.",
    "Wait for the blocks that confirm it, and try again."};
inline constexpr ErrorCode kCoverNotCosigned{
    "evidence.cover_not_cosigned", ErrorKind::not_found,
    "No checkpoint on the chain that covers the evidence was co-signed by the group yet.",
    "Let the group sign the log's head (`deed cosign next`), and try again."};
inline constexpr ErrorCode kAlreadyStrong{
    "evidence.chain_part_there", ErrorKind::usage, "The proof has a chain's word already.",
    "Verify it as it is, or make a new proof with `deed evidence prove`."};

// Judging it.

inline constexpr ErrorCode kNoChainPart{
    "evidence.no_chain_part", ErrorKind::usage,
    "A block or contract was named, but the proof holds nothing of a chain.",
    "Let its owner add that with `deed evidence strengthen`, or verify it without the chain."};
inline constexpr ErrorCode kChainEventInvalid{
    "evidence.chain_event_invalid", ErrorKind::mismatch,
    "The event is not proven to be in the block that the proof names.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kChainEventForeign{
    "evidence.chain_event_foreign", ErrorKind::mismatch,
    "What is proven is an event of another contract, or of another kind.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kChainLogMismatch{"evidence.chain_log_mismatch", ErrorKind::mismatch,
                                             "The checkpoint on the chain is of another log.",
                                             "Ask for a proof whose log is the published one."};
inline constexpr ErrorCode kChainTreeMismatch{
    "evidence.chain_tree_mismatch", ErrorKind::mismatch,
    "The tree that was published on the chain does not hold the entry, or is not of the history "
    "that the log signed.",
    "If the proof was not changed, the log's operator told two histories: keep it."};
inline constexpr ErrorCode kOpenerMismatch{
    "evidence.opener_mismatch", ErrorKind::untrusted,
    "The published log was opened by another account than the trusted one.",
    "Ask for a proof of the log that the trusted account opened: another account can publish "
    "another history under the same name."};
inline constexpr ErrorCode kOpenerNotPinned{
    "evidence.opener_not_pinned", ErrorKind::undetermined,
    "Nothing says whose published log this is: anybody can open one under the same name.",
    "Learn from the log's operator which account opened it, and name that with --opened-by."};
inline constexpr ErrorCode kChainContractMismatch{
    "evidence.chain_contract_mismatch", ErrorKind::untrusted,
    "What is proven is of another contract than the trusted one.",
    "Ask for a proof by the trusted contract, or find out by other means whether this one can be "
    "trusted."};
inline constexpr ErrorCode kChainContractNotPinned{
    "evidence.chain_contract_not_pinned", ErrorKind::undetermined,
    "Nothing says whether this contract can be trusted: anybody can deploy one.",
    "Name the contract that you trust with --contract, or its chain with --network."};
inline constexpr ErrorCode kChainMismatch{"evidence.chain_mismatch", ErrorKind::untrusted,
                                          "The proof is of another chain than the trusted one.",
                                          "Name the chain that the proof is of."};
inline constexpr ErrorCode kChainUnknown{
    "evidence.chain_unknown", ErrorKind::undetermined,
    "The chain cannot be asked, or its node does not answer as it should.",
    "Try again later or with another node, or name the block's hash with --block-hash."};
inline constexpr ErrorCode kBlockMismatch{
    "evidence.block_mismatch", ErrorKind::untrusted,
    "What is proven is in another block than those that were named.",
    "Find out from somebody you trust which hash the block of this number has."};
inline constexpr ErrorCode kBlockNotPinned{
    "evidence.block_not_pinned", ErrorKind::undetermined,
    "Nothing says whether the block is on the chain.",
    "Name the block's hash with --block-hash, or a chain whose node shall be asked with "
    "--network."};
inline constexpr ErrorCode kBlockNotOnChain{
    "evidence.block_not_on_chain", ErrorKind::mismatch,
    "The chain has another block in the place of the one that the proof is of.",
    "The chain was reorganised: ask for the proof again, which is then of the block of now."};
inline constexpr ErrorCode kBlockNotReached{
    "evidence.block_not_reached", ErrorKind::undetermined,
    "The node has not come as far as the block.",
    "Wait until the node is up to date, or ask another one."};
inline constexpr ErrorCode kBlockNotConfirmed{
    "evidence.block_not_confirmed", ErrorKind::undetermined,
    "The block is not confirmed as far as is asked for.",
    "Wait for the blocks that confirm it, and try again."};
inline constexpr ErrorCode kBlockPruned{"evidence.block_pruned", ErrorKind::undetermined,
                                        "The node does not have blocks as old as this one.",
                                        "Ask a node that keeps all blocks."};

inline constexpr ErrorCode kCosignedMismatch{
    "evidence.cosigned_mismatch", ErrorKind::mismatch,
    "The co-signatures that the proof brings are of something else than its checkpoint.",
    "Do not rely on this proof; ask its sender for it again."};
inline constexpr ErrorCode kCosignersUnknown{
    "evidence.cosigners_unknown", ErrorKind::undetermined,
    "The proof does not show that enough of the group co-signed the checkpoint.",
    "Let its owner add that with `deed evidence strengthen --cosigned-by`, or ask a chain with "
    "--network."};
inline constexpr ErrorCode kNotCosigned{
    "evidence.not_cosigned", ErrorKind::untrusted,
    "Not enough of the group co-signed the checkpoint, and they no longer can.",
    "Ask for a proof by a checkpoint that the group co-signed."};
inline constexpr ErrorCode kNotCosignedYet{
    "evidence.not_cosigned_yet", ErrorKind::undetermined,
    "Not enough of the group have co-signed the checkpoint as far as the node knows.",
    "Wait for them, and ask again."};

// Evidence without a log.

inline constexpr ErrorCode kUnlinkedMalformed{
    "unlinked_evidence.malformed", ErrorKind::malformed,
    "The file is not unlinked evidence of this version.",
    "Ask for it again; it is written by `deed evidence anchor --unlinked`."};
inline constexpr ErrorCode kUnlinkedNewer{
    "unlinked_evidence.newer_format", ErrorKind::unsupported,
    "The unlinked evidence was written by a later version of Deed.",
    "Use that version or a later one."};
inline constexpr ErrorCode kAnchorMismatch{
    "evidence.anchor_mismatch", ErrorKind::mismatch,
    "The anchor on the chain is of another account, or of another batch of documents.",
    "Do not rely on this proof; ask its sender for the one that belongs to the document."};

inline constexpr ErrorCode kSubmitterChainNotPinned{
    "evidence.submitter_chain_not_pinned", ErrorKind::undetermined,
    "Nothing says on which chain the account sent the anchor, and one address can be two accounts "
    "on two chains.",
    "Name the contract with its chain, --contract eip155:CHAIN:ADDRESS, or the chain with "
    "--network."};
inline constexpr ErrorCode kBatchDiffers{
    "evidence.batch_differs", ErrorKind::mismatch,
    "The folder holds an unlinked batch of other files, or of another account or chain.",
    "Finish that batch with the same files, account and chain, or choose another folder."};

inline constexpr const ErrorCode* kEvidenceChainRoomCodes[] = {&kChainFork,
                                                               &kChainAhead,
                                                               &kNotLogOwner,
                                                               &kTakeOverMalformed,
                                                               &kTakeOverNewer,
                                                               &kTakeOverOther,
                                                               &kNotCovered,
                                                               &kCoverNotConfirmed,
                                                               &kAlreadyStrong,
                                                               &kNoChainPart,
                                                               &kChainEventInvalid,
                                                               &kChainEventForeign,
                                                               &kChainLogMismatch,
                                                               &kChainTreeMismatch,
                                                               &kOpenerMismatch,
                                                               &kOpenerNotPinned,
                                                               &kChainContractMismatch,
                                                               &kChainContractNotPinned,
                                                               &kChainMismatch,
                                                               &kChainUnknown,
                                                               &kBlockMismatch,
                                                               &kBlockNotPinned,
                                                               &kBlockNotOnChain,
                                                               &kBlockNotReached,
                                                               &kBlockNotConfirmed,
                                                               &kBlockPruned,
                                                               &kCoverNotCosigned,
                                                               &kCosignedMismatch,
                                                               &kCosignersUnknown,
                                                               &kNotCosigned,
                                                               &kNotCosignedYet,
                                                               &kUnlinkedMalformed,
                                                               &kUnlinkedNewer,
                                                               &kAnchorMismatch,
                                                               &kSubmitterChainNotPinned,
                                                               &kBatchDiffers};

}  // namespace deed::evidence::errors
