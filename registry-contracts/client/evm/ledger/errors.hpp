#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kEventBodyMismatch{
    "evm_ledger.body_mismatch", ErrorKind::mismatch,
    "An event's document does not have the hash that stands beside it.",
    "Do not rely on this node; ask another one."};
inline constexpr ErrorCode kEventPlaceInvalid{
    "evm_ledger.place_invalid", ErrorKind::malformed,
    "A number in an event or a state is larger than the contract can have written.",
    "Do not rely on this node; ask another one."};
inline constexpr ErrorCode kEventForeign{
    "evm_ledger.foreign_event", ErrorKind::mismatch,
    "An event comes from another contract, or speaks of another identifier, than asked for.",
    "Do not rely on this node; ask another one."};
inline constexpr ErrorCode kDidHistoryBroken{
    "evm_ledger.history_broken", ErrorKind::mismatch,
    "The events do not lead from the identifier's state back to its creation by the rules.",
    "Do not rely on this node; ask another one, which keeps all events."};
inline constexpr ErrorCode kBlocksExchanged{
    "evm_ledger.reorganised", ErrorKind::unavailable,
    "Blocks were exchanged while they were read, again and again.",
    "Try again, or ask for more confirmations."};
inline constexpr ErrorCode kEventGone{
    "evm_ledger.event_gone", ErrorKind::unavailable,
    "The transaction has a receipt, but the chain does not show what it recorded.",
    "Submit the same operation again; it is recorded once. Ask for more confirmations."};
inline constexpr ErrorCode kStateMalformed{
    "evm_ledger.state_malformed", ErrorKind::malformed,
    "The contract's answer about an identifier is none that a DidRegistry gives.",
    "Check the address of the Directory and the node."};
inline constexpr ErrorCode kRangeRefused{
    "evm_ledger.range_refused", ErrorKind::unavailable,
    "The node does not even give the events of a single block.",
    "Ask a node that answers eth_getLogs."};
inline constexpr ErrorCode kDidHistoryTooLong{
    "evm_ledger.history_too_long", ErrorKind::unsupported,
    "The identifier has more operations, or larger ones, than are read.",
    "Ask its controller for another one; the limits bound the work that others can cause."};
inline constexpr ErrorCode kHistoryUnproven{
    "evm_ledger.history_unproven", ErrorKind::unavailable,
    "The node does not prove that a history's events stand in their blocks, so it is not kept.",
    "Ask a node with eth_getBlockReceipts, on a chain whose block hashes are those of its "
    "headers."};

inline constexpr const ErrorCode* kEvmLedgerRoomCodes[] = {
    &kEventBodyMismatch, &kEventPlaceInvalid, &kEventForeign,   &kDidHistoryBroken,
    &kBlocksExchanged,   &kEventGone,         &kStateMalformed, &kRangeRefused,
    &kDidHistoryTooLong, &kHistoryUnproven};

}  // namespace deed::registry::evm::errors
