#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kBackupEmpty{"backup.nothing_here", ErrorKind::not_found,
                                        "There is nothing to back up.",
                                        "Check HOME and the XDG_*_HOME variables."};
inline constexpr ErrorCode kBackupHomeChanged{
    "backup.home_changed", ErrorKind::unavailable,
    "A file changed, in a way in which it should not, while it was backed up.",
    "Run the command again."};
inline constexpr ErrorCode kBackupLedgerDiffers{
    "backup.ledger_differs", ErrorKind::mismatch,
    "A ledger's journal does not hold what its head, or the list of contents, says.",
    "Check the ledger with `deed log verify`, or use another backup."};
inline constexpr ErrorCode kBackupMalformed{
    "backup.malformed", ErrorKind::malformed,
    "The content of the backup breaks its format, though it opened.",
    "Use another backup; this one was not made by Deed."};
inline constexpr ErrorCode kBackupNewerFormat{"backup.newer_format", ErrorKind::unsupported,
                                              "The content of the backup has a later format.",
                                              "Use that version of Deed or a later one."};
inline constexpr ErrorCode kBackupBadName{
    "backup.bad_name", ErrorKind::malformed,
    "The backup holds a file that belongs to no folder of a home, or the same one twice.",
    "Use another backup; this one was not made by Deed."};
inline constexpr ErrorCode kBackupFileTooLarge{
    "backup.file_too_large", ErrorKind::malformed,
    "The backup holds a file that is larger than any of its kind.",
    "Use another backup; this one was not made by Deed."};
inline constexpr ErrorCode kBackupDigestWrong{
    "backup.digest_wrong", ErrorKind::mismatch,
    "A file in the backup does not have the digest that stands behind it.", "Use another backup."};
inline constexpr ErrorCode kBackupWouldOverwrite{
    "backup.would_overwrite", ErrorKind::usage,
    "The home holds files already that are not those of the backup.",
    "Restore into an empty home, or add only what is missing with --merge."};
inline constexpr ErrorCode kBackupOtherKeyStore{
    "backup.other_key_store", ErrorKind::mismatch,
    "The home has another key store, in which the keys of the backup would not open.",
    "Restore into another home."};
inline constexpr ErrorCode kBackupHeadConflict{
    "backup.head_conflict", ErrorKind::mismatch,
    "A log key signed another history here than the backup holds.",
    "Keep both: they prove it. Restore into another home, and find out which one others have "
    "seen."};

inline constexpr const ErrorCode* kBackupRoomCodes[] = {
    &kBackupEmpty,          &kBackupHomeChanged,   &kBackupLedgerDiffers, &kBackupMalformed,
    &kBackupNewerFormat,    &kBackupBadName,       &kBackupFileTooLarge,  &kBackupDigestWrong,
    &kBackupWouldOverwrite, &kBackupOtherKeyStore, &kBackupHeadConflict};

}  // namespace deed::errors
