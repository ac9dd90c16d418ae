#pragma once

#include "lib/error/error.hpp"

namespace deed::store::errors {

inline constexpr ErrorCode kFailed{"store.failed", ErrorKind::io,
                                   "The database could not be opened, read or written.",
                                   "See the reason given: memory, permissions or hardware."};
inline constexpr ErrorCode kDamaged{
    "store.damaged", ErrorKind::io, "The file is not a database, or holds what was never put in.",
    "Restore it from a copy; a derived file may simply be removed."};
inline constexpr ErrorCode kNewerFormat{"store.newer_format", ErrorKind::unsupported,
                                        "The database was written by a later version of Deed.",
                                        "Use that version or a later one."};
inline constexpr ErrorCode kWrongApplication{"store.wrong_application", ErrorKind::mismatch,
                                             "The database belongs to another use or program.",
                                             "Check the path."};
inline constexpr ErrorCode kBusy{"store.busy", ErrorKind::unavailable,
                                 "Another process holds the database.",
                                 "Wait until the other process has ended, and try again."};
inline constexpr ErrorCode kFull{"store.full", ErrorKind::io,
                                 "There is no room left to write the database.",
                                 "Free some space on the disk and try again."};
inline constexpr ErrorCode kReadOnly{"store.read_only", ErrorKind::usage,
                                     "The database may only be read here.",
                                     "Open it for writing, where the system permits that."};
inline constexpr ErrorCode kConstraint{"store.constraint", ErrorKind::mismatch,
                                       "A row breaks a rule of its table.",
                                       "Check that the same thing is not recorded twice."};
inline constexpr ErrorCode kTooLarge{"store.too_large", ErrorKind::usage,
                                     "A value is larger than the database may hold.",
                                     "Store it in smaller parts."};

inline constexpr const ErrorCode* kStoreRoomCodes[] = {
    &kFailed, &kDamaged,  &kNewerFormat, &kWrongApplication, &kBusy,
    &kFull,   &kReadOnly, &kConstraint,  &kTooLarge};

}  // namespace deed::store::errors
