#pragma once

#include "lib/error/error.hpp"

// Co-signatures of a group on their way (specs/cosign-request.md).

namespace deed::evidence::errors {

inline constexpr ErrorCode kCosignMalformed{
    "cosign_request.malformed", ErrorKind::malformed,
    "The file is not a request for co-signatures of this version.",
    "Take the file as it was written, and change nothing but by signing."};
inline constexpr ErrorCode kCosignNewer{
    "cosign_request.newer_format", ErrorKind::unsupported,
    "The request for co-signatures was written by a later version of Deed.",
    "Use that version or a later one."};
inline constexpr ErrorCode kCosignInvalid{
    "cosign_request.invalid", ErrorKind::usage,
    "No contract would take what the request asks signatures for.",
    "See the reason, and write the request anew with `deed cosign next`."};
inline constexpr ErrorCode kCosignTypedData{
    "cosign_request.typed_data_mismatch", ErrorKind::mismatch,
    "What wallets would sign is not what the request says.",
    "Do not sign: the file was changed, or written by a program that errs."};
inline constexpr ErrorCode kCosignCheckpoint{
    "cosign_request.checkpoint_mismatch", ErrorKind::mismatch,
    "The log did not sign the checkpoint that co-signatures are asked for.",
    "Do not sign; ask the log's operator for the checkpoint that the log signed."};
inline constexpr ErrorCode kCosignHistory{
    "cosign_request.history_mismatch", ErrorKind::mismatch,
    "The checkpoint is not shown to go on from the one before.",
    "Do not sign: either the file was changed, or the log's operator tells two histories."};
inline constexpr ErrorCode kCosignOtherLog{
    "cosign_request.other_log", ErrorKind::untrusted,
    "The checkpoint is of another log than the one that is meant.",
    "Do not sign, unless you have learned by other means that this is the log's key."};
inline constexpr ErrorCode kCosignLogNotNamed{
    "cosign_request.log_not_named", ErrorKind::usage,
    "A checkpoint is signed only for a log that the member named: the key in the file is whoever's "
    "wrote it.",
    "Name the log with --log, by its verifier key or its network as you know it from elsewhere."};
inline constexpr ErrorCode kCosignOtherGroup{
    "cosign_request.other_group", ErrorKind::mismatch,
    "The request is for another group than the one that is meant.",
    "Do not sign, unless you have learned by other means that you are a member of this group."};
inline constexpr ErrorCode kCosignIsEpoch{
    "cosign_request.is_next_epoch", ErrorKind::usage,
    "The request would give the group other members or another threshold.",
    "Read it with `deed cosign show`; if you agree, sign it with --next-epoch."};
inline constexpr ErrorCode kCosignOtherContract{
    "cosign_request.other_contract", ErrorKind::mismatch,
    "The signatures are for another chain or another EvidenceRegistry.",
    "Name the chain that the request was made for, or ask who made it which one that is."};
inline constexpr ErrorCode kCosignOtherMembers{
    "cosign_request.other_members", ErrorKind::mismatch,
    "The chain has other members or another threshold of the group in this epoch.",
    "Do not sign: write the request anew with `deed cosign next`."};
inline constexpr ErrorCode kCosignOvertaken{
    "cosign_request.overtaken", ErrorKind::mismatch,
    "The chain's checkpoint of the log is none that the request goes on from.",
    "Let the owner publish the co-signed checkpoint with `deed log publish`, or request anew."};
inline constexpr ErrorCode kCosignExpired{
    "cosign_request.expired", ErrorKind::expired, "The time to co-sign this is over.",
    "Write the request anew with `deed cosign next`, and let it hold for longer."};
inline constexpr ErrorCode kCosignSignedAlready{
    "cosign_request.signed_already", ErrorKind::mismatch,
    "This member's signature is in the file already.",
    "Nothing is left to do here; pass the file on to who has not signed."};
inline constexpr ErrorCode kCosignOtherRequest{
    "cosign_request.other_request", ErrorKind::mismatch,
    "The file is not a copy of the same request, so that its signatures are for something else.",
    "Compare both with `deed cosign show`."};
inline constexpr ErrorCode kCosignNothingSigned{
    "cosign_request.nothing_signed", ErrorKind::untrusted, "Nobody has co-signed yet.",
    "Let members sign the file with `deed cosign sign`."};

inline constexpr const ErrorCode* kCosignRoomCodes[] = {
    &kCosignMalformed,    &kCosignNewer,       &kCosignInvalid,    &kCosignTypedData,
    &kCosignCheckpoint,   &kCosignHistory,     &kCosignOtherLog,   &kCosignOtherContract,
    &kCosignOtherMembers, &kCosignOvertaken,   &kCosignExpired,    &kCosignSignedAlready,
    &kCosignOtherRequest, &kCosignLogNotNamed, &kCosignOtherGroup, &kCosignIsEpoch,
    &kCosignNothingSigned};

}  // namespace deed::evidence::errors
