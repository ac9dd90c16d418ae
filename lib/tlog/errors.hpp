#pragma once

#include "lib/error/error.hpp"

namespace deed::tlog::errors {

inline constexpr ErrorCode kProofMalformed{
    "tlog.proof_malformed", ErrorKind::malformed,
    "A proof breaks its format, or cannot belong to the tree it names.",
    "Ask for the proof again from whoever runs the log."};
inline constexpr ErrorCode kInclusionInvalid{
    "tlog.inclusion_invalid", ErrorKind::mismatch,
    "The inclusion proof does not lead from the entry to the root.",
    "Check that the proof belongs to this entry; if it does, the log never held it."};
inline constexpr ErrorCode kConsistencyInvalid{
    "tlog.consistency_invalid", ErrorKind::mismatch,
    "The later tree does not extend the earlier one.",
    "Keep both checkpoints: signed by one key, they prove that the log changed its history."};
inline constexpr ErrorCode kTileMalformed{
    "tlog.tile_malformed", ErrorKind::malformed, "A tile lacks hashes that the tree needs.",
    "Build the tiles anew from the log's entries, or fetch them again."};
inline constexpr ErrorCode kTileMissing{
    "tlog.tile_missing", ErrorKind::not_found, "A tile or entry bundle of the log is not there.",
    "Copy the log's files again; the checkpoint must be the last one to be copied."};
inline constexpr ErrorCode kTileMismatch{
    "tlog.tile_mismatch", ErrorKind::mismatch, "A tile holds other hashes than the log's entries.",
    "Copy the log's files again; if it stays so, its operator's tiles are wrong."};
inline constexpr ErrorCode kBundleMalformed{"tlog.bundle_malformed", ErrorKind::malformed,
                                            "The bytes are no bundle of entries.",
                                            "Copy the log's files again, byte for byte."};
inline constexpr ErrorCode kEntryTooLarge{"tlog.entry_too_large", ErrorKind::usage,
                                          "The entry is larger than a bundle can hold.",
                                          "Keep entries within 65,535 bytes."};
inline constexpr ErrorCode kExportDamaged{
    "tlog.export_damaged", ErrorKind::malformed,
    "The folder does not hold a whole export of a log.",
    "Export into an empty folder, and compare it with what others copied from this one."};
inline constexpr ErrorCode kExportOtherLog{"tlog.export_other_log", ErrorKind::mismatch,
                                           "The folder holds the export of another log.",
                                           "Export each log into a folder of its own."};
inline constexpr ErrorCode kExportAhead{
    "tlog.export_ahead", ErrorKind::mismatch,
    "The folder holds a later head of the log than the ledger.",
    "Bring back the latest copy of the ledger; it lacks entries that were published."};
inline constexpr ErrorCode kExportForked{
    "tlog.export_forked", ErrorKind::mismatch,
    "The folder holds another history under the log's name.",
    "Keep both: signed by one key, they prove that the log changed its history."};
inline constexpr ErrorCode kExportHeadMismatch{
    "tlog.export_head_mismatch", ErrorKind::mismatch,
    "The head to be published is not that of the entries.",
    "Check the ledger with deed log verify."};
inline constexpr ErrorCode kVerifierKeyMalformed{
    "tlog.verifier_key_malformed", ErrorKind::malformed,
    "The text is not a verifier key of the form name+id+key.",
    "Copy the whole line that the log's operator published."};
inline constexpr ErrorCode kUnsupportedKey{
    "tlog.unsupported_key", ErrorKind::unsupported,
    "The key is of a type that cannot sign or verify these notes.",
    "Use an Ed25519 key (signature type 0x01)."};
inline constexpr ErrorCode kNoteMalformed{
    "tlog.note_malformed", ErrorKind::malformed, "The text is not a signed note.",
    "Fetch the note again, byte for byte; its line ends must not be converted."};
inline constexpr ErrorCode kSignatureMissing{
    "tlog.signature_missing", ErrorKind::untrusted,
    "The note carries no signature by the expected key.",
    "Check that the verifier key is the one that signs this log."};
inline constexpr ErrorCode kSignatureInvalid{
    "tlog.signature_invalid", ErrorKind::signature,
    "A signature under the expected key does not fit the note.",
    "Fetch the note again; if it stays wrong, it was changed after signing."};
inline constexpr ErrorCode kCheckpointMalformed{
    "tlog.checkpoint_malformed", ErrorKind::malformed,
    "The note's text is not a checkpoint: origin, size, root.",
    "Check that the file is a checkpoint of a transparency log."};
inline constexpr ErrorCode kOriginMismatch{
    "tlog.origin_mismatch", ErrorKind::mismatch,
    "The checkpoint speaks for another log than the key's.",
    "Use the verifier key of the log that the checkpoint names."};
inline constexpr ErrorCode kJournalDamaged{
    "journal.damaged", ErrorKind::io, "The journal holds bytes that were never written there.",
    "Run `deed log recover`: it tells what can be repaired; nothing was changed yet."};
inline constexpr ErrorCode kJournalNewerFormat{
    "journal.newer_format", ErrorKind::unsupported,
    "The journal was written by a later version of Deed.", "Use that version or a later one."};
inline constexpr ErrorCode kNotAJournal{"journal.not_a_journal", ErrorKind::malformed,
                                        "The file is not a journal of a log.",
                                        "Check the path of the ledger."};
inline constexpr ErrorCode kNoSuchFrame{"journal.no_such_frame", ErrorKind::mismatch,
                                        "The journal has no frame at the given place.",
                                        "Build anew what was derived from the journal."};
inline constexpr ErrorCode kFrameTooLarge{"journal.frame_too_large", ErrorKind::usage,
                                          "The payload is larger than a frame may be.",
                                          "Keep each entry or body below 64 MiB."};
inline constexpr ErrorCode kRolledBack{
    "ledger.rolled_back", ErrorKind::mismatch,
    "The ledger is behind or beside what its key has signed before.",
    "Run `deed log recover`: it tells which copies of ledger and heads to bring back."};
inline constexpr ErrorCode kHeadGuardDamaged{
    "head_guard.damaged", ErrorKind::io, "The record of the highest signed head cannot be read.",
    "Restore the file, or run `deed log recover`, which tells how to record a head anew."};
inline constexpr ErrorCode kHeadGuardNewerFormat{
    "head_guard.newer_format", ErrorKind::unsupported,
    "The record of the highest signed head was written by a later version of Deed.",
    "Use that version or a later one."};

inline constexpr const ErrorCode* kTlogRoomCodes[] = {
    &kProofMalformed,     &kInclusionInvalid,     &kConsistencyInvalid,  &kTileMalformed,
    &kTileMissing,        &kTileMismatch,         &kBundleMalformed,     &kEntryTooLarge,
    &kExportDamaged,      &kExportOtherLog,       &kExportAhead,         &kExportForked,
    &kExportHeadMismatch, &kVerifierKeyMalformed, &kUnsupportedKey,      &kNoteMalformed,
    &kSignatureMissing,   &kSignatureInvalid,     &kCheckpointMalformed, &kOriginMismatch,
    &kJournalDamaged,     &kJournalNewerFormat,   &kNotAJournal,         &kNoSuchFrame,
    &kFrameTooLarge,      &kRolledBack,           &kHeadGuardDamaged,    &kHeadGuardNewerFormat};

}  // namespace deed::tlog::errors
