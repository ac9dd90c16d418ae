#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::errors {

inline constexpr ErrorCode kOperationMalformed{
    "operation.malformed", ErrorKind::malformed,
    "The operation or entry breaks the format of specs/ledger-entries.md.",
    "Check that the data is an operation of this version, byte for byte."};
inline constexpr ErrorCode kOperationTooLarge{
    "operation.too_large", ErrorKind::malformed,
    "A part of the operation is larger than its format allows.",
    "Make the document smaller: a body holds at most 1 MiB."};
inline constexpr ErrorCode kTypeUnsupported{
    "operation.type_unsupported", ErrorKind::unsupported,
    "The operation is of a type that this version does not know.",
    "Use the version of Deed that wrote it, or a later one."};
inline constexpr ErrorCode kWrongNetwork{
    "operation.wrong_network", ErrorKind::mismatch, "The operation was signed for another ledger.",
    "Submit it to the ledger it names, or sign a new one for this ledger."};
inline constexpr ErrorCode kBodyMismatch{
    "operation.body_mismatch", ErrorKind::mismatch, "The body is not the one that was signed.",
    "Fetch operation and body again from whoever signed them."};
inline constexpr ErrorCode kBodyMissing{
    "operation.body_missing", ErrorKind::not_found,
    "The operation's body travels beside the log, and was not given.",
    "Fetch the body by its hash from a copy of the ledger that has it."};
inline constexpr ErrorCode kSignatureInvalid{
    "operation.signature_invalid", ErrorKind::signature,
    "The operation's signature does not fit its envelope and key.",
    "Fetch the operation again; if it stays wrong, it was changed after signing."};
inline constexpr ErrorCode kSignatureHighS{
    "operation.signature_high_s", ErrorKind::signature,
    "The operation's signature is in its second, high-S form.",
    "Sign with s at most half the group order."};
inline constexpr ErrorCode kOperationExpired{
    "operation.expired", ErrorKind::expired, "The operation came after its expiry.",
    "Sign it anew; check the clocks of signer and ledger if this happens at once."};
inline constexpr ErrorCode kIdentityExists{"operation.identity_exists", ErrorKind::mismatch,
                                           "The identifier was created before.",
                                           "Update it, or create one with another key."};
inline constexpr ErrorCode kNotController{"operation.not_controller", ErrorKind::untrusted,
                                          "The key that signed does not control the identifier.",
                                          "Sign with the controller's key."};
inline constexpr ErrorCode kIdentityUnknown{"operation.identity_unknown", ErrorKind::not_found,
                                            "The ledger does not hold the identifier.",
                                            "Create it first, or check the ledger."};
inline constexpr ErrorCode kIdentityDeactivated{
    "operation.identity_deactivated", ErrorKind::revoked,
    "The identifier was deactivated, which is for ever.", "Create a new identifier."};
inline constexpr ErrorCode kIdentityMoved{
    "operation.identity_moved", ErrorKind::mismatch,
    "The identifier was moved, and another one took its place for ever.",
    "Use the identifier that `deed did resolve --json` names as canonicalId."};
inline constexpr ErrorCode kNotCommittedKey{
    "operation.not_committed_key", ErrorKind::untrusted,
    "The key that signed is not the one that the identifier committed to.",
    "Rotate, move or deactivate with the key of the commitment; no other key can."};
inline constexpr ErrorCode kAuthorizationMissing{
    "operation.authorization_missing", ErrorKind::untrusted,
    "A rotation without a commitment needs the word of today's controller.",
    "Let today's controller key authorize the rotation."};
inline constexpr ErrorCode kAuthorizationUnexpected{
    "operation.authorization_unexpected", ErrorKind::untrusted,
    "A rotation under a commitment carries an authorization, which must be null.",
    "Sign the rotation with the committed key alone."};
inline constexpr ErrorCode kAuthorizationInvalid{
    "operation.authorization_invalid", ErrorKind::signature,
    "The old key's signature is not over this rotation.",
    "Let the old key sign for this network, subject, sequence, previous operation and new key."};
inline constexpr ErrorCode kAuthorizationHighS{
    "operation.authorization_high_s", ErrorKind::signature,
    "The old key's signature is in its second, high-S form.",
    "Sign with s at most half the group order."};
inline constexpr ErrorCode kSameKey{"operation.same_key", ErrorKind::mismatch,
                                    "The rotation leads to the key that controls already.",
                                    "Rotate to a new key."};
inline constexpr ErrorCode kCommitmentToSelf{
    "operation.commitment_to_self", ErrorKind::mismatch,
    "The new controller key commits to itself as the next one.",
    "Commit to another key, or to none."};
inline constexpr ErrorCode kSinceInFuture{
    "operation.since_in_future", ErrorKind::mismatch,
    "A key is declared compromised from a time that is yet to come.",
    "Name a time that has passed; check the clocks of signer and ledger if it has."};
inline constexpr ErrorCode kSequenceConflict{
    "operation.sequence_conflict", ErrorKind::mismatch,
    "Another operation took this place in the chain, or one is missing before it.",
    "Read the identifier's state again and sign anew."};
inline constexpr ErrorCode kPreviousMismatch{
    "operation.previous_mismatch", ErrorKind::mismatch,
    "The operation follows another one than the last in its chain.",
    "Read the identifier's state again and sign anew."};
inline constexpr ErrorCode kCommitmentBroken{
    "operation.commitment_broken", ErrorKind::untrusted,
    "The operation drops or changes the commitment to the next key.",
    "Repeat the commitment made before; operations on evidence carry none."};
inline constexpr ErrorCode kBatchMismatch{
    "operation.batch_mismatch", ErrorKind::mismatch,
    "The batch's commitments are not those that its operation counts and hashes.",
    "Submit the operation with exactly the 1 to 1,000,000 commitments it was made from."};
inline constexpr ErrorCode kUnsupportedController{
    "operation.unsupported_controller", ErrorKind::unsupported,
    "Keys of this type cannot control an identifier on a ledger.",
    "Use a secp256k1 or an SM2 key as controller."};

inline constexpr ErrorCode kAddressMalformed{
    "registry.address_malformed", ErrorKind::malformed,
    "The text is not an address: 0x and 40 lower-case hexadecimal digits.",
    "Copy the address again in full, in lower case."};
inline constexpr ErrorCode kStateMalformed{
    "registry.state_malformed", ErrorKind::malformed,
    "The stored state of an identifier is not one that Deed writes.",
    "Let the index of the ledger be built again from its entries."};
inline constexpr ErrorCode kDidNotFound{
    "registry.did_not_found", ErrorKind::not_found,
    "The ledger holds no document of this identifier, or held none then.",
    "Check the identifier, the ledger and the time asked for."};
inline constexpr ErrorCode kEvidenceNotFound{
    "registry.evidence_not_found", ErrorKind::not_found,
    "The ledger holds no such commitment of this identifier.",
    "Check the document, its salt and who anchored it."};

// Schemas and status lists, on every engine.
inline constexpr ErrorCode kNotPermitted{
    "registry.not_permitted", ErrorKind::untrusted,
    "The key that signed does not act for the owner today.",
    "Sign with the controller's key of the owner's identifier; once that has ended, nobody can."};
inline constexpr ErrorCode kCopyTooOld{
    "registry.copy_too_old", ErrorKind::undetermined,
    "The published copy of the ledger does not reach the moment asked for.",
    "Ask for an earlier moment, or again once the ledger's operator has published a later head."};
inline constexpr ErrorCode kNameMalformed{
    "registry.name_malformed", ErrorKind::malformed,
    "A name of a schema or list is 1 to 32 bytes of text, or 64 hexadecimal digits.",
    "Choose a shorter name."};
inline constexpr ErrorCode kConsentMalformed{
    "registry.consent_malformed", ErrorKind::malformed,
    "The data is not one party's consent to an operation.",
    "Copy the consent again in full, as the other party's Deed wrote it."};
inline constexpr ErrorCode kConsentInvalid{
    "registry.consent_invalid", ErrorKind::untrusted,
    "The consent is not the other party's word for this operation.",
    "Let whoever acts for the other party consent anew; a consent holds for one number only."};
inline constexpr ErrorCode kBadRecipient{
    "registry.bad_recipient", ErrorKind::mismatch,
    "It cannot be handed over to this publisher, which has it already or is nobody.",
    "Name another publisher."};
inline constexpr ErrorCode kTooManyOperations{
    "registry.too_many_operations", ErrorKind::mismatch,
    "A schema or list takes 16,777,215 operations, and this one has taken them.",
    "Create a new one under another name."};
inline constexpr ErrorCode kSchemaExists{"registry.schema_exists", ErrorKind::mismatch,
                                         "The creator has a schema of this name.",
                                         "Update that one, or choose another name."};
inline constexpr ErrorCode kSchemaUnknown{
    "registry.schema_unknown", ErrorKind::not_found,
    "The ledger holds no schema of this id, or held none then.",
    "Check the id, the ledger and the time asked for."};
inline constexpr ErrorCode kBodySize{"registry.body_size", ErrorKind::malformed,
                                     "A schema on a ledger has 1 to 24,576 bytes.",
                                     "Make the schema smaller, or split it."};
inline constexpr ErrorCode kCptZero{"registry.cpt_zero", ErrorKind::usage, "There is no CPT 0.",
                                    "Choose an id from 1 on."};
inline constexpr ErrorCode kCptUnknown{"registry.cpt_unknown", ErrorKind::not_found,
                                       "No schema has this CPT id.",
                                       "Check the id and the ledger."};
inline constexpr ErrorCode kCptTaken{"registry.cpt_taken", ErrorKind::mismatch,
                                     "The CPT id stands for another schema, for good.",
                                     "Choose an id that no schema has."};
inline constexpr ErrorCode kCptGiven{"registry.cpt_given", ErrorKind::mismatch,
                                     "The schema has a CPT id, which it keeps.",
                                     "Use the id that it has."};
inline constexpr ErrorCode kCptZoneOpen{
    "registry.cpt_zone_open", ErrorKind::mismatch,
    "Ids of the open zone are given in order, and nobody chooses them.",
    "Claim the next free id, or choose one below the open zone."};
inline constexpr ErrorCode kNoSteward{
    "registry.no_steward", ErrorKind::mismatch,
    "The ledger has no steward, so that no CPT ids below the open zone are given.",
    "Let the ledger's operator appoint one, or claim an id of the open zone."};
inline constexpr ErrorCode kStewardExists{
    "registry.steward_exists", ErrorKind::mismatch,
    "The steward of CPT ids was appointed before, once for all time.",
    "Ask that one; its identifier can be given another controller."};
inline constexpr ErrorCode kOpenFromOutOfRange{
    "registry.open_from_out_of_range", ErrorKind::mismatch,
    "The first id that is given in order is 2,000,000 to 2^53 - 1, and none was claimed before.",
    "Choose one above the highest id that is to be taken over, before any id is claimed."};
inline constexpr ErrorCode kListExists{"registry.list_exists", ErrorKind::mismatch,
                                       "The creator has a status list of this name.",
                                       "Use that one, or choose another name."};
inline constexpr ErrorCode kListUnknown{
    "registry.list_unknown", ErrorKind::not_found,
    "The ledger holds no status list of this id, or held none then.",
    "Check the id, the ledger and the time asked for."};
inline constexpr ErrorCode kListPermanent{
    "registry.list_permanent", ErrorKind::mismatch, "Bits of a permanent list cannot be cleared.",
    "Use a list that is not permanent for what is to be taken back."};
inline constexpr ErrorCode kRootIsZero{"registry.root_is_zero", ErrorKind::malformed,
                                       "The first 24 bytes of a root are not all zero.",
                                       "Publish SHA-256 of the list as it is handed out."};
inline constexpr ErrorCode kWordCount{
    "registry.word_count", ErrorKind::malformed,
    "One operation changes 1 to 256 words of 256 bits each, every word once.",
    "Change fewer credentials at a time."};
inline constexpr ErrorCode kUriSize{"registry.uri_size", ErrorKind::malformed,
                                    "The URI of a list has at most 2,048 bytes.",
                                    "Hand the list out under a shorter URI."};

inline constexpr ErrorCode kLedgerNotFound{"ledger.not_found", ErrorKind::not_found,
                                           "There is no ledger in this folder.",
                                           "Check the path, or create a ledger there."};
inline constexpr ErrorCode kLedgerExists{"ledger.exists", ErrorKind::usage,
                                         "There is a ledger in this folder already.",
                                         "Open it, or choose another folder for a new one."};
inline constexpr ErrorCode kLedgerNewerFormat{"ledger.newer_format", ErrorKind::unsupported,
                                              "The ledger was written by a later version of Deed.",
                                              "Use that version or a later one."};
inline constexpr ErrorCode kLedgerDamaged{
    "ledger.damaged", ErrorKind::malformed,
    "The ledger's description (ledger.json) is not what Deed writes, or is gone.",
    "Restore ledger.json from a copy of the ledger."};
inline constexpr ErrorCode kLedgerWrongKey{"ledger.wrong_key", ErrorKind::mismatch,
                                           "The ledger belongs to another log key.",
                                           "Use the key that the ledger was created with."};
inline constexpr ErrorCode kLedgerLocked{
    "ledger.locked", ErrorKind::unavailable, "Another process has the ledger open for writing.",
    "Wait until it has ended, or open the ledger for reading."};
inline constexpr ErrorCode kHeadMismatch{
    "ledger.head_mismatch", ErrorKind::mismatch,
    "A signed head of the ledger does not fit its entries.",
    "Restore the ledger from a copy; keep this one as evidence of a changed history."};
inline constexpr ErrorCode kIndexDamaged{
    "ledger.index_damaged", ErrorKind::io,
    "The ledger's index says something that its journal does not bear out.",
    "Remove the files index, index-wal and index-shm from the ledger's folder: they are built "
    "anew."};
inline constexpr ErrorCode kHeadMissing{"ledger.head_missing", ErrorKind::mismatch,
                                        "The ledger has no signed head.",
                                        "Restore the ledger from a copy."};
inline constexpr ErrorCode kInvalidEntry{
    "ledger.invalid_entry", ErrorKind::mismatch,
    "The ledger holds an entry that breaks the rules, whoever signed its head.",
    "Do not rely on this ledger; restore it from a copy if it is your own."};
inline constexpr ErrorCode kLedgerReadOnly{"ledger.read_only", ErrorKind::usage,
                                           "The ledger was opened for reading only.",
                                           "Open it for writing with the log's key."};
inline constexpr ErrorCode kOutcomeUnknown{
    "ledger.outcome_unknown", ErrorKind::io,
    "Writing failed half-way, so that the outcome is known only after opening the ledger again.",
    "Open the ledger again and submit the same operations; those recorded are not repeated."};
inline constexpr ErrorCode kLedgerTimeAhead{
    "ledger.time_ahead", ErrorKind::mismatch,
    "The chain's time is more than a day ahead of the clock; what is signed would hold too long.",
    "Set this computer's clock if it is wrong; else ask another node of the chain."};
inline constexpr ErrorCode kUnknownOperation{"ledger.unknown_operation", ErrorKind::not_found,
                                             "The ledger does not hold the operation.",
                                             "Submit it, or check the ledger."};
inline constexpr ErrorCode kNoSuchEntry{
    "ledger.no_such_entry", ErrorKind::not_found,
    "The number is beyond the entries that the signed head covers.",
    "Ask for an entry below the size in the head."};
inline constexpr ErrorCode kNoSuchAttachment{
    "ledger.no_such_attachment", ErrorKind::not_found,
    "The ledger's copy does not have this data beside the log.",
    "Fetch it by its hash from a copy of the ledger that has it."};
inline constexpr ErrorCode kStatementIsHead{
    "ledger.statement_is_head", ErrorKind::usage,
    "The statement could be taken for a head of the log, or says nothing.",
    "Start the statement with a line that is neither blank nor the log's origin."};

inline constexpr ErrorCode kHeadTimeMalformed{
    "head_time.malformed", ErrorKind::malformed,
    "The text is not a log's statement of the time of its head.",
    "Fetch the file again, byte for byte; its operator writes it anew with `deed log export`."};
inline constexpr ErrorCode kHeadTimeMismatch{
    "head_time.mismatch", ErrorKind::mismatch,
    "The statement of the head's time speaks of another history than the log shows.",
    "Keep statement and checkpoint: signed by one key, they prove that two histories were told."};

inline constexpr const ErrorCode* kRegistryRoomCodes[] = {&kOperationMalformed,
                                                          &kOperationTooLarge,
                                                          &kTypeUnsupported,
                                                          &kWrongNetwork,
                                                          &kBodyMismatch,
                                                          &kBodyMissing,
                                                          &kSignatureInvalid,
                                                          &kSignatureHighS,
                                                          &kOperationExpired,
                                                          &kIdentityExists,
                                                          &kNotController,
                                                          &kIdentityUnknown,
                                                          &kIdentityDeactivated,
                                                          &kSequenceConflict,
                                                          &kPreviousMismatch,
                                                          &kCommitmentBroken,
                                                          &kBatchMismatch,
                                                          &kUnsupportedController,
                                                          &kAddressMalformed,
                                                          &kDidNotFound,
                                                          &kEvidenceNotFound,
                                                          &kLedgerNotFound,
                                                          &kLedgerExists,
                                                          &kLedgerNewerFormat,
                                                          &kLedgerDamaged,
                                                          &kLedgerWrongKey,
                                                          &kLedgerLocked,
                                                          &kHeadMismatch,
                                                          &kHeadMissing,
                                                          &kInvalidEntry,
                                                          &kLedgerReadOnly,
                                                          &kOutcomeUnknown,
                                                          &kLedgerTimeAhead,
                                                          &kUnknownOperation,
                                                          &kNoSuchEntry,
                                                          &kNoSuchAttachment,
                                                          &kStatementIsHead,
                                                          &kStateMalformed,
                                                          &kIdentityMoved,
                                                          &kNotCommittedKey,
                                                          &kAuthorizationMissing,
                                                          &kAuthorizationUnexpected,
                                                          &kAuthorizationInvalid,
                                                          &kAuthorizationHighS,
                                                          &kSameKey,
                                                          &kCommitmentToSelf,
                                                          &kSinceInFuture,
                                                          &kIndexDamaged,
                                                          &kHeadTimeMalformed,
                                                          &kHeadTimeMismatch,
                                                          &kNotPermitted,
                                                          &kCopyTooOld,
                                                          &kNameMalformed,
                                                          &kConsentMalformed,
                                                          &kConsentInvalid,
                                                          &kBadRecipient,
                                                          &kTooManyOperations,
                                                          &kSchemaExists,
                                                          &kSchemaUnknown,
                                                          &kBodySize,
                                                          &kCptZero,
                                                          &kCptUnknown,
                                                          &kCptTaken,
                                                          &kCptGiven,
                                                          &kCptZoneOpen,
                                                          &kNoSteward,
                                                          &kStewardExists,
                                                          &kOpenFromOutOfRange,
                                                          &kListExists,
                                                          &kListUnknown,
                                                          &kListPermanent,
                                                          &kRootIsZero,
                                                          &kWordCount,
                                                          &kUriSize};

}  // namespace deed::registry::errors
