#pragma once

#include "lib/error/error.hpp"

namespace deed::did::errors {

inline constexpr ErrorCode kExportMalformed{
    "did_export.malformed", ErrorKind::malformed, "The file is not a DID export of this version.",
    "Ask for the export again; it is written by `deed did export`."};
inline constexpr ErrorCode kExportNewerFormat{
    "did_export.newer_format", ErrorKind::unsupported,
    "The DID export was written by a later version of Deed.", "Use that version or a later one."};
inline constexpr ErrorCode kExportTooLarge{"did_export.too_large", ErrorKind::unsupported,
                                           "The DID's history is longer than an export may be.",
                                           "Resolve this DID from a copy of the ledger."};
inline constexpr ErrorCode kExportWrongLog{
    "did_export.wrong_log", ErrorKind::mismatch,
    "The export's log is not the one that the DID belongs to.",
    "Ask for an export from the log that the DID names; no other can answer for it."};
inline constexpr ErrorCode kExportCheckpointInvalid{
    "did_export.checkpoint_invalid", ErrorKind::signature,
    "The export's checkpoint is not a head that its log signed.",
    "Ask for the export again; if it stays wrong, it was changed after signing."};
inline constexpr ErrorCode kExportStatementInvalid{
    "did_export.statement_invalid", ErrorKind::signature,
    "The export's statement is not one that its log signed.",
    "Ask for the export again; if it stays wrong, it was changed after signing."};
inline constexpr ErrorCode kExportInclusionInvalid{
    "did_export.inclusion_invalid", ErrorKind::mismatch,
    "An operation of the export is not in the log where the export says.",
    "Do not rely on this export; ask for one from the log's operator."};
inline constexpr ErrorCode kExportHistoryInvalid{
    "did_export.history_invalid", ErrorKind::mismatch,
    "The export's operations are not the history of its DID.",
    "Do not rely on this export; ask for one from the log's operator."};
inline constexpr ErrorCode kExportStatementMismatch{
    "did_export.statement_mismatch", ErrorKind::mismatch,
    "The log's statement is about something else than this export's DID, history or checkpoint.",
    "Ask for a complete export: operations may have been left out of this one."};

inline constexpr ErrorCode kExportConflict{
    "did_export.conflict", ErrorKind::mismatch,
    "Two sources show different histories: the log forked, or a file is forged.",
    "Rely on neither; keep both as evidence, and ask the log's operator and the DID's owner."};

inline constexpr const ErrorCode* kDidMethodsRoomCodes[] = {
    &kExportMalformed,        &kExportNewerFormat,       &kExportTooLarge,
    &kExportWrongLog,         &kExportCheckpointInvalid, &kExportStatementInvalid,
    &kExportInclusionInvalid, &kExportHistoryInvalid,    &kExportStatementMismatch,
    &kExportConflict};

}  // namespace deed::did::errors
