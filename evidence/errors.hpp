#pragma once

#include "lib/error/error.hpp"

namespace deed::evidence::errors {

// Openings and their store.

inline constexpr ErrorCode kTooManyFields{
    "evidence.too_many_fields", ErrorKind::malformed,
    "The document has more than 10,000 fields, or they are larger than 64 MiB altogether.",
    "Anchor the document as bytes, without fields that can be withheld, or in parts."};
inline constexpr ErrorCode kAmbiguousMember{
    "evidence.ambiguous_member", ErrorKind::malformed,
    "An object of the document has a member named \"0\"; its fields could be those of an array.",
    "Anchor the file as bytes, without --fields."};
inline constexpr ErrorCode kNoSuchField{
    "evidence.no_such_field", ErrorKind::usage,
    "The document shows no field at, or below, this JSON Pointer.",
    "Name a field that is still shown, such as /name or /address/city."};
inline constexpr ErrorCode kNotJson{
    "evidence.not_json", ErrorKind::usage,
    "The document was anchored as bytes, so that no field of it can be withheld.",
    "Prove it as a whole, or anchor it again as JSON."};
inline constexpr ErrorCode kOpeningNotFound{
    "evidence.opening_not_found", ErrorKind::not_found,
    "There is no opening of this commitment.",
    "`deed evidence list` lists the commitments kept here; give all 64 digits."};
inline constexpr ErrorCode kOpeningDamaged{
    "evidence.opening_damaged", ErrorKind::malformed,
    "The opening was changed, is incomplete, or was sealed by another key store.",
    "Restore it from a backup, and use the key store that sealed it."};
inline constexpr ErrorCode kOpeningNewerFormat{"evidence.opening_newer_format",
                                               ErrorKind::unsupported,
                                               "The opening was kept by a later version of Deed.",
                                               "Use that version or a later one."};
inline constexpr ErrorCode kOpeningDiffers{
    "evidence.opening_differs", ErrorKind::usage,
    "Another opening of this commitment is kept already; one of the two withholds more fields.",
    "Keep the one that is there; give a copy that withholds fields to `prove` only."};

// Documents to be anchored.

inline constexpr ErrorCode kNotAPlainFile{
    "evidence.not_a_plain_file", ErrorKind::io,
    "A symbolic link, device, pipe or socket stands where a document was looked for.",
    "Put a copy of the document there, or name the file that is meant."};
inline constexpr ErrorCode kFolderTooDeep{
    "evidence.folder_too_deep", ErrorKind::unsupported,
    "A folder lies more than 200 levels below the one that is anchored.",
    "Anchor the deeper folder by itself."};
inline constexpr ErrorCode kFileChanged{
    "evidence.file_changed", ErrorKind::io, "The file changed while it was read.",
    "Wait until it is complete, then run the same command again."};
inline constexpr ErrorCode kLineMalformed{
    "evidence.line_malformed", ErrorKind::malformed,
    "A line is not a JSON object that names a document by its path or its digests.",
    "Write {\"path\": …} or {\"sha256\": …, \"sm3\": …, \"length\": …}; \"key\" and \"name\" are optional."};
inline constexpr ErrorCode kLineTooLong{
    "evidence.line_too_long", ErrorKind::malformed, "A line has more than 65,536 bytes.",
    "Write one JSON object a line, each ended by a line feed."};
inline constexpr ErrorCode kBadKey{
    "evidence.bad_key", ErrorKind::usage,
    "A key of one's own for documents is 1 to 1,024 bytes of UTF-8.",
    "Give a key of that length, or none."};

// Anchoring and proving.

inline constexpr ErrorCode kSeveralFound{
    "evidence.several_found", ErrorKind::usage,
    "Several openings fit; one proof is of one of them.",
    "List them with `deed evidence find`, and name one by its commitment."};

inline constexpr ErrorCode kWrongSubmitter{
    "evidence.wrong_submitter", ErrorKind::usage,
    "The openings are not all of one submitter who lives on this ledger.",
    "Make them for one did:weid of this ledger."};
inline constexpr ErrorCode kProofTooLarge{
    "evidence.proof_too_large", ErrorKind::unsupported, "The proof file would exceed 64 MiB.",
    "Withhold the largest fields, or anchor the document as bytes."};

// Verifying.

inline constexpr ErrorCode kProofMalformed{
    "evidence_proof.malformed", ErrorKind::malformed,
    "The file is not an evidence proof of this version.",
    "Ask for the proof again; it is written by `deed evidence prove`."};
inline constexpr ErrorCode kProofNewerFormat{
    "evidence_proof.newer_format", ErrorKind::unsupported,
    "The evidence proof was written by a later version of Deed.",
    "Use that version or a later one."};
inline constexpr ErrorCode kDocumentNeeded{
    "evidence.document_needed", ErrorKind::usage,
    "The proof cannot be judged without the document, in the form in which it was anchored.",
    "Give the document: any file for a proof over bytes, JSON for a proof over fields."};
inline constexpr ErrorCode kPinMalformed{
    "evidence.pin_malformed", ErrorKind::usage,
    "The log to trust is neither a verifier key nor a network.",
    "Give it as name+hash+base64, or as 'l' and 32 characters of base32."};

inline constexpr ErrorCode kDocumentMismatch{
    "evidence.document_mismatch", ErrorKind::mismatch,
    "The document is not the one that the proof is about.",
    "Check that this is the right file, byte for byte; it may have been changed since."};
inline constexpr ErrorCode kFieldMismatch{
    "evidence.field_mismatch", ErrorKind::mismatch,
    "A field of the document has another value than the one that was anchored.",
    "Check the field at the named place; it may have been changed since."};
inline constexpr ErrorCode kFieldNotCovered{
    "evidence.field_not_covered", ErrorKind::mismatch,
    "The document has a field that the proof does not show.",
    "Remove the field, or ask for a proof that shows it."};
inline constexpr ErrorCode kFieldMissing{
    "evidence.field_missing", ErrorKind::mismatch,
    "The proof shows a field that the document lacks.",
    "Compare with the complete document, or ask for a proof that withholds the field."};
inline constexpr ErrorCode kCommitmentMismatch{
    "evidence.commitment_mismatch", ErrorKind::mismatch,
    "The commitment that the proof opens is not in the batch that was anchored.",
    "Do not rely on this proof; ask its sender for the one that belongs to the document."};
inline constexpr ErrorCode kOperationInvalid{
    "evidence.operation_invalid", ErrorKind::signature,
    "The entry does not hold a batch of evidence that this submitter signed.",
    "Ask for the proof again; if it stays wrong, it was changed after signing."};
inline constexpr ErrorCode kInclusionInvalid{
    "evidence.inclusion_invalid", ErrorKind::mismatch,
    "The entry is not in the log where the proof says.",
    "Ask for the proof again; if it stays wrong, the log never held the entry."};
inline constexpr ErrorCode kCheckpointInvalid{
    "evidence.checkpoint_invalid", ErrorKind::signature,
    "The checkpoint is not a head that the log signed, or not the one of the DID's export.",
    "Ask for the proof again; if it stays wrong, it was changed after signing."};
inline constexpr ErrorCode kSubmitterInvalid{
    "evidence.submitter_invalid", ErrorKind::untrusted,
    "It is not proved that the submitter's DID was active and controlled by the key that signed.",
    "Do not attribute the evidence to this DID."};
inline constexpr ErrorCode kLogMismatch{
    "evidence.log_mismatch", ErrorKind::untrusted,
    "The proof is from another log than the trusted one.",
    "Ask for a proof from the trusted log, or find out by other means whether to trust this one."};
inline constexpr ErrorCode kLogNotPinned{
    "evidence.log_not_pinned", ErrorKind::undetermined,
    "Nothing says whether this log can be trusted: anybody can run one.",
    "Say which log to trust, by its verifier key or network, learned from its operator."};
inline constexpr ErrorCode kNothingShown{
    "evidence.nothing_shown", ErrorKind::undetermined,
    "The proof shows no field, and no document was given: there is nothing that it could prove.",
    "Ask for a proof that shows the fields you need to know."};
inline constexpr ErrorCode kDependsOnFailed{
    "evidence.depends_on_failed", ErrorKind::undetermined,
    "The check needs what another check refused.", "See the check that failed."};

inline constexpr ErrorCode kNotOverBytes{
    "evidence.not_over_bytes", ErrorKind::mismatch,
    "The proof is over the fields of a JSON document, not over the bytes of the file.",
    "Anchor the credential's file as bytes, without --fields, to prove when it existed."};

inline constexpr ErrorCode kNotPublished{
    "evidence.not_published", ErrorKind::mismatch,
    "The log that its operator publishes does not go on from the proof's checkpoint.",
    "Keep proof and published checkpoint: signed by one key, they prove two histories."};
inline constexpr ErrorCode kPublishedLater{
    "evidence.published_later", ErrorKind::undetermined,
    "The published log ends before the proof's checkpoint.",
    "Try again when the log's operator has published later entries."};
inline constexpr ErrorCode kPublishedUnknown{
    "evidence.published_unknown", ErrorKind::undetermined,
    "The published log cannot be read, or is not what it should be.",
    "See the reason; without --mirror the proof is judged by itself."};

inline constexpr const ErrorCode* kEvidenceRoomCodes[] = {
    &kTooManyFields,     &kAmbiguousMember,  &kNoSuchField,      &kNotJson,
    &kOpeningNotFound,   &kOpeningDamaged,   &kOpeningDiffers,   &kWrongSubmitter,
    &kNotAPlainFile,     &kFolderTooDeep,    &kFileChanged,      &kLineMalformed,
    &kLineTooLong,       &kBadKey,           &kSeveralFound,
    &kOpeningNewerFormat, &kProofNewerFormat,
    &kProofTooLarge,     &kProofMalformed,   &kDocumentNeeded,   &kPinMalformed,
    &kDocumentMismatch,  &kFieldMismatch,    &kFieldNotCovered,  &kFieldMissing,
    &kCommitmentMismatch, &kOperationInvalid, &kInclusionInvalid, &kCheckpointInvalid,
    &kSubmitterInvalid,  &kLogMismatch,      &kLogNotPinned,     &kNothingShown,
    &kDependsOnFailed,   &kNotOverBytes,     &kNotPublished,     &kPublishedLater,
    &kPublishedUnknown};

}  // namespace deed::evidence::errors
