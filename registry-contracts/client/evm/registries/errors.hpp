#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kWrongDomain{
    "contract.wrong_domain", ErrorKind::mismatch,
    "The contract at this address is not the registry that is meant.",
    "Check address and chain; a deployment's addresses stand in its directory."};
inline constexpr ErrorCode kRefusedUnknown{
    "contract.refused_unknown", ErrorKind::unsupported,
    "The contract refused the call for a reason that this version does not know.",
    "Check that the contract is of a version that Deed speaks to."};
inline constexpr ErrorCode kBadAnswer{
    "contract.bad_answer", ErrorKind::malformed,
    "What the contract returned is not of the form that its function has.",
    "Check that the contract is of a version that Deed speaks to, and ask another node."};
inline constexpr ErrorCode kBadEvent{
    "contract.bad_event", ErrorKind::malformed,
    "A log entry of the contract is not of the form that its event has.",
    "Check that the contract is of a version that Deed speaks to, and ask another node."};
inline constexpr ErrorCode kEventMissing{
    "contract.event_missing", ErrorKind::mismatch,
    "The transaction succeeded, but its receipt lacks the event of the change.",
    "Ask another node for the receipt; if it stays so, the contract is not what it seems."};
inline constexpr ErrorCode kFailedInBlock{
    "contract.failed_in_block", ErrorKind::mismatch,
    "The transaction is in a block, where the contract refused it.",
    "Read the state anew: something else changed it first. The gas is spent."};
inline constexpr ErrorCode kHistoryBroken{
    "contract.history_broken", ErrorKind::mismatch,
    "The node's events do not make up the history that the contract's state tells of.",
    "Ask a node that keeps all log entries, or another one."};
inline constexpr ErrorCode kHistoryTooLong{"contract.history_too_long", ErrorKind::unsupported,
                                           "There are more changes than are read at once.",
                                           "Read up to an earlier moment."};
inline constexpr ErrorCode kReorganised{
    "contract.reorganised", ErrorKind::mismatch, "The block of the change has left the chain.",
    "Send the change again, and wait for more blocks or for finality."};
inline constexpr ErrorCode kContentMismatch{
    "contract.content_mismatch", ErrorKind::mismatch,
    "What an event holds does not have the hash that the contract's state has.",
    "Ask another node; if it stays so, the contract is not what it seems."};
inline constexpr ErrorCode kNotEnoughGas{"contract.gas_too_little", ErrorKind::mismatch,
                                         "The gas did not suffice for a hash.",
                                         "Estimate the gas again."};
inline constexpr ErrorCode kPrecompileMissing{
    "contract.precompile_missing", ErrorKind::unsupported,
    "The chain lacks a precompiled contract that the registry needs.",
    "Use a chain that has SHA-256 and the recovery of keys as precompiled contracts."};

inline constexpr ErrorCode kDidRegistrySilent{
    "contract.did_registry_silent", ErrorKind::unavailable,
    "The DidRegistry did not tell the registry who acts for an account.",
    "Bring more gas; if it stays so, the deployment is broken."};

inline constexpr ErrorCode kBatchInvalid{
    "contract.batch_invalid", ErrorKind::usage,
    "A batch has 1 to 256 calls, and each of a relay some gas.",
    "Split the batch, and allow each call as much gas as its estimate."};

inline constexpr ErrorCode kDryRun{
    "contract.dry_run", ErrorKind::usage,
    "This was a dry run: the chain would take it, and nothing was sent.",
    "Leave out --dry-run to have it done."};

inline constexpr ErrorCode kDryRunOfConsent{
    "contract.dry_run_of_consent", ErrorKind::usage,
    "A dry run would have to sign beside the consent, and anybody could carry that out for as long "
    "as the consent holds.",
    "Leave out --dry-run, or try it with a consent that ends within a minute."};

inline constexpr const ErrorCode* kRegistriesRoomCodes[] = {
    &kDryRunOfConsent, &kDryRun,          &kBatchInvalid,  &kDidRegistrySilent,
    &kWrongDomain,     &kRefusedUnknown,  &kBadAnswer,     &kBadEvent,
    &kEventMissing,    &kFailedInBlock,   &kHistoryBroken, &kHistoryTooLong,
    &kReorganised,     &kContentMismatch, &kNotEnoughGas,  &kPrecompileMissing};

}  // namespace deed::registry::evm::errors
