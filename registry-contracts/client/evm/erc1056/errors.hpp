#pragma once

#include "lib/error/error.hpp"

// What a registry of ERC-1056, or the node that tells of it, gets wrong.

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kErc1056HistoryMissing{
    "erc1056.history_missing", ErrorKind::unavailable,
    "The node shows no change of the identity in a block in which the registry recorded one.",
    "Ask a node that keeps the logs of all blocks."};
inline constexpr ErrorCode kErc1056HistoryBroken{
    "erc1056.history_broken", ErrorKind::mismatch,
    "The changes that the node shows do not lead from one to the next, or to the registry's state.",
    "Rely on none of them; ask another node."};
inline constexpr ErrorCode kErc1056HistoryTooLong{
    "erc1056.history_too_long", ErrorKind::unsupported,
    "The identity has more changes, or larger ones, than are read.",
    "Ask its owner for a DID of fewer changes; the limits bound the work that others can cause."};
inline constexpr ErrorCode kErc1056HistorySlow{
    "erc1056.history_slow", ErrorKind::unavailable,
    "The node took too long to show all changes of the identity.",
    "Try again, or ask a node that is nearer or less busy."};
inline constexpr ErrorCode kErc1056Moved{
    "erc1056.chain_moved", ErrorKind::unavailable,
    "The chain was reorganised while the identity's changes were read.", "Try again."};
inline constexpr ErrorCode kErc1056Event{
    "erc1056.event_malformed", ErrorKind::malformed,
    "A log entry of the registry is not one of the three events of ERC-1056.",
    "Check that the address is that of a registry of ERC-1056."};

inline constexpr const ErrorCode* kErc1056RoomCodes[] = {
    &kErc1056HistoryMissing, &kErc1056HistoryBroken, &kErc1056HistoryTooLong,
    &kErc1056HistorySlow,    &kErc1056Moved,         &kErc1056Event};

}  // namespace deed::registry::evm::errors
