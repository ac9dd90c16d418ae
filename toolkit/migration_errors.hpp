#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kSigningBasisMalformed{
    "signing_basis.malformed", ErrorKind::malformed,
    "The file does not say, in the way of specs/migration.md, what an operation is signed for.",
    "Have it made anew, with a version of Deed that both sides know."};
inline constexpr ErrorCode kMigrationMalformed{
    "migration.malformed", ErrorKind::malformed,
    "The file is no work list, request or answer of a migration (specs/migration.md).",
    "Take it from a backup, or have the request or answer made again."};
inline constexpr ErrorCode kMigrationOtherNetworks{
    "migration.other_networks", ErrorKind::usage,
    "The work list is of a migration between other networks.",
    "Name the networks as in the list, or another file with --list."};
inline constexpr ErrorCode kMigrationSameNetwork{
    "migration.same_network", ErrorKind::usage, "Both names mean the same network.",
    "Name the network that is left, then the new one."};
inline constexpr ErrorCode kMigrationOtherLedger{
    "migration.other_ledger", ErrorKind::usage,
    "Of the ledgers here, one is open at a time, and this is another.",
    "Choose it with --ledger; from one ledger here to another, go by a chain."};
inline constexpr ErrorCode kMigrationSuccessorTaken{
    "migration.successor_taken", ErrorKind::mismatch,
    "The controller's key has a DID on the new network already, made for something else.",
    "Give this DID another controller with `deed did rotate`, then migrate again; or name the one "
    "that is there with `deed did move --to`."};
inline constexpr ErrorCode kMigrationChanged{
    "migration.changed_meanwhile", ErrorKind::mismatch,
    "The DID was changed after its successor was made of it, and the successor lacks the change.",
    "Bring the successor up to date with `deed did update`, then name it with `deed did move "
    "--to`; "
    "the next run sees that."};
inline constexpr ErrorCode kMigrationAnswerMismatch{
    "migration.answer_mismatch", ErrorKind::mismatch,
    "What the controller signed is not what the DID needs now.",
    "Hand over the request that lies in the folder, and have it signed anew."};
inline constexpr ErrorCode kMigrationTooMany{
    "migration.too_many", ErrorKind::unsupported,
    "There are more DIDs than one work list holds (specs/migration.md).",
    "Leave out --requests and migrate those that are controlled here."};
inline constexpr ErrorCode kMigrationTooLarge{
    "migration.too_large", ErrorKind::unsupported,
    "The work list would be too large to be read again, with what was signed for this DID.",
    "See to what keeps the other DIDs of the list waiting, then run again: what was handed in "
    "takes "
    "no room."};

inline constexpr const ErrorCode* kMigrationRoomCodes[] = {
    &kMigrationOtherLedger,   &kSigningBasisMalformed,   &kMigrationMalformed,
    &kMigrationOtherNetworks, &kMigrationSameNetwork,    &kMigrationSuccessorTaken,
    &kMigrationChanged,       &kMigrationAnswerMismatch, &kMigrationTooMany,
    &kMigrationTooLarge};

}  // namespace deed::errors
