#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::errors {

inline constexpr ErrorCode kLogEntryMalformed{
    "log_entry.malformed", ErrorKind::malformed,
    "An entry about the log itself breaks the format of specs/ledger-entries.md section 10.",
    "Do not rely on this log; fetch it again, or restore it from a copy if it is your own."};
inline constexpr ErrorCode kLogEntryUnsupported{
    "log_entry.unsupported", ErrorKind::unsupported,
    "An entry about the log itself is of a kind that this version does not know.",
    "Use the version of Deed that wrote it, or a later one."};
inline constexpr ErrorCode kLogEntryWrongOrigin{
    "log_entry.wrong_origin", ErrorKind::mismatch,
    "An entry about the log itself names the origin of another log.",
    "Do not rely on it: it was made for another log."};
inline constexpr ErrorCode kLogEntryWrongPosition{
    "log_entry.wrong_position", ErrorKind::mismatch,
    "An entry about the log itself stands in another place than it was signed for.",
    "Do not rely on it: it was moved or repeated."};
inline constexpr ErrorCode kLogEntryOutOfOrder{
    "log_entry.out_of_order", ErrorKind::mismatch,
    "Entries about the log itself are not given in the order of the log.",
    "Give them oldest first, each once."};
inline constexpr ErrorCode kLogEntryNotIncluded{
    "log_entry.not_included", ErrorKind::mismatch,
    "An entry about the log itself is not in the tree of the signed head.",
    "Do not rely on it; ask the log's operator for the file again."};
inline constexpr ErrorCode kLogEntryUnsigned{
    "log_entry.unsigned", ErrorKind::untrusted,
    "An entry about the log itself is not signed by the key that was in force.",
    "Do not rely on it: only the log's key of that time can speak for the log."};
inline constexpr ErrorCode kLogEntryForged{
    "log_entry.forged", ErrorKind::signature,
    "A signature under an entry about the log itself is wrong.",
    "Do not rely on it: it was changed after signing, or made without the key."};
inline constexpr ErrorCode kLogEntryHalfSigned{
    "log_entry.half_signed", ErrorKind::untrusted,
    "A succession of the log's key lacks the signature of the new key.",
    "Do not rely on it: nobody has shown to hold the new key."};
inline constexpr ErrorCode kLogEntryKeyReused{
    "log_entry.key_reused", ErrorKind::mismatch,
    "A succession hands the log to a key that it had before.",
    "Make a new key: a log never goes back to an earlier one."};
inline constexpr ErrorCode kLogEntryBadRecovery{
    "log_entry.bad_recovery", ErrorKind::mismatch,
    "A declaration of lost entries does not fit the log around it.",
    "Do not rely on this log; restore it from a copy if it is your own."};

inline constexpr const ErrorCode* kLogEntryRoomCodes[] = {
    &kLogEntryMalformed,  &kLogEntryUnsupported, &kLogEntryWrongOrigin, &kLogEntryWrongPosition,
    &kLogEntryOutOfOrder, &kLogEntryNotIncluded, &kLogEntryUnsigned,    &kLogEntryForged,
    &kLogEntryHalfSigned, &kLogEntryKeyReused,   &kLogEntryBadRecovery};

}  // namespace deed::registry::errors
