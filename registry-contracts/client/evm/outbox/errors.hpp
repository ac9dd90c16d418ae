#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kOutboxInUse{
    "outbox.in_use", ErrorKind::unavailable, "Another process sends for this account.",
    "Wait until it has ended, or let it do this work; two must never send for one account."};
inline constexpr ErrorCode kOutboxOtherAccount{
    "outbox.other_account", ErrorKind::mismatch,
    "The outbox belongs to another account or another chain.",
    "Check the folder of the outboxes: this file was renamed or put there by somebody."};
inline constexpr ErrorCode kOutboxBadKey{
    "outbox.bad_key", ErrorKind::usage,
    "The name of an action is a text of 1 to 128 printable characters of ASCII.",
    "Use the hash of the operation in hexadecimal."};
inline constexpr ErrorCode kOutboxKeyReused{
    "outbox.key_reused", ErrorKind::mismatch, "The name stands for another action already.",
    "Give every action a name of its own, such as the hash of its operation."};
inline constexpr ErrorCode kOutboxTooLarge{
    "outbox.too_large", ErrorKind::usage, "The action has more data than a node takes.",
    "Split the work into several actions of less than 120,000 bytes."};
inline constexpr ErrorCode kOutboxFull{
    "outbox.full", ErrorKind::unavailable, "Too many actions wait to be carried out.",
    "Wait until some of them have ended; `deed registry outbox` lists them."};
inline constexpr ErrorCode kOutboxUnknownAction{
    "outbox.unknown_action", ErrorKind::not_found, "The outbox has no such action.",
    "List the actions with `deed registry outbox`; old ones that ended are forgotten."};
inline constexpr ErrorCode kOutboxNonceTaken{
    "outbox.nonce_taken", ErrorKind::mismatch,
    "Another transaction of the account took the place of the action, which was not carried out.",
    "Find out who else sends with this account's key, and then submit the action again."};
inline constexpr ErrorCode kOutboxNonceReserved{
    "outbox.nonce_reserved", ErrorKind::mismatch,
    "The transaction's nonce belongs to another action.",
    "Send all transactions of the account through its outbox."};
inline constexpr ErrorCode kOutboxNonceDoubtful{
    "outbox.nonce_doubtful", ErrorKind::unavailable,
    "The node's count of the account's transactions is not credible.",
    "Wait until the node has caught up, or use another node; nothing was signed."};
inline constexpr ErrorCode kOutboxCancelled{"outbox.cancelled", ErrorKind::revoked,
                                            "The action was cancelled and not carried out.",
                                            "Submit it again if it is wanted after all."};
inline constexpr ErrorCode kOutboxTooLate{"outbox.too_late", ErrorKind::mismatch,
                                          "The action has ended, or is in a block.",
                                          "Undo it by another action."};
inline constexpr ErrorCode kOutboxWaitsForOthers{
    "outbox.waits_for_others", ErrorKind::unavailable,
    "The contract would refuse the action as things stand; earlier ones have not ended yet.",
    "Wait: it is tried again when they have ended."};

inline constexpr const ErrorCode* kOutboxRoomCodes[] = {
    &kOutboxInUse,         &kOutboxOtherAccount,  &kOutboxBadKey,        &kOutboxKeyReused,
    &kOutboxTooLarge,      &kOutboxFull,          &kOutboxUnknownAction, &kOutboxNonceTaken,
    &kOutboxNonceReserved, &kOutboxNonceDoubtful, &kOutboxCancelled,     &kOutboxTooLate,
    &kOutboxWaitsForOthers};

}  // namespace deed::registry::evm::errors
