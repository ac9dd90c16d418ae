#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::errors {

inline constexpr ErrorCode kRecoverNotThisCase{
    "recovery.not_this_case", ErrorKind::usage,
    "The ledger is not in the state that this repair is for; nothing was changed.",
    "Run `deed log recover` without options: it tells what is wrong and which repair fits."};
inline constexpr ErrorCode kRecoverNoKey{
    "recovery.no_log_key", ErrorKind::locked,
    "Nothing here tells which log the folder is of: ledger.json is gone, and no key of the key "
    "store signed its heads.",
    "Bring back ledger.json, or the key store with which the ledger was started."};
inline constexpr ErrorCode kRecoverCopyInsufficient{
    "recovery.copy_insufficient", ErrorKind::mismatch,
    "The copy does not hold all the entries that are missing; nothing was changed.",
    "Try a later copy, or a mirror; `--accept-loss` is the last resort."};
inline constexpr ErrorCode kRecoverOtherHistory{
    "recovery.other_history", ErrorKind::mismatch,
    "The entries are of another history than the one that the log's key signed.",
    "Keep both as evidence; bring back the copy that the signed head belongs to with --from."};
inline constexpr ErrorCode kRecoverSeenForeign{
    "recovery.seen_foreign", ErrorKind::signature,
    "The checkpoint is not a head that this log's key signed.",
    "Give checkpoints of this log only, byte for byte as they were received."};
inline constexpr ErrorCode kRecoverSeenDiffers{
    "recovery.seen_differs", ErrorKind::mismatch,
    "The log's key signed other entries than this folder holds; nothing was changed.",
    "Keep the checkpoint as evidence; bring back the copy that it belongs to with --from."};
inline constexpr ErrorCode kRecoverSuccessionLost{
    "recovery.succession_lost", ErrorKind::mismatch,
    "The log was handed over to another key by an entry that is among the lost ones.",
    "Bring back a copy that holds the succession with --from; without one the log has ended."};
inline constexpr ErrorCode kRecoverUnexplained{
    "recovery.unexplained", ErrorKind::mismatch,
    "The ledger is damaged in a way that no repair is made for.",
    "Restore the whole folder from a copy, and keep this one for whoever examines it."};

inline constexpr const ErrorCode* kRecoverRoomCodes[] = {
    &kRecoverNotThisCase, &kRecoverNoKey,       &kRecoverCopyInsufficient, &kRecoverOtherHistory,
    &kRecoverSeenForeign, &kRecoverSeenDiffers, &kRecoverSuccessionLost,   &kRecoverUnexplained};

}  // namespace deed::registry::errors
