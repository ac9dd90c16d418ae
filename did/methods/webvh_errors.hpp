#pragma once

#include "lib/error/error.hpp"

// What did:webvh 1.0 refuses. DID Resolution calls all of it an invalid DID.

namespace deed::did::errors {

inline constexpr ErrorCode kWebvhLog{
    "did_webvh.malformed_log", ErrorKind::malformed,
    "The DID's log is not a list of entries, one JSON object a line.",
    "Let the DID's owner publish did.jsonl as it was written."};
inline constexpr ErrorCode kWebvhVersionId{
    "did_webvh.version_id", ErrorKind::mismatch,
    "A version id of the DID's log is not the next number, a dash and a hash.",
    "Entries were left out or put in: ask the DID's owner for the whole log."};
inline constexpr ErrorCode kWebvhEntryHash{
    "did_webvh.entry_hash", ErrorKind::mismatch,
    "An entry of the DID's log is not the one whose hash stands in its version id.",
    "The entry was changed after it was made; do not rely on this log."};
inline constexpr ErrorCode kWebvhScid{
    "did_webvh.scid", ErrorKind::mismatch,
    "The self-certifying part of the DID does not fit the first entry of its log.",
    "This is the log of another DID, or it was changed; check the DID's spelling."};
inline constexpr ErrorCode kWebvhVersionTime{
    "did_webvh.version_time", ErrorKind::malformed,
    "A time in the DID's log is not in UTC, not later than the one before, or in the future.",
    "Check this machine's clock; else let the DID's owner correct the log."};
inline constexpr ErrorCode kWebvhParameters{
    "did_webvh.parameters", ErrorKind::malformed,
    "A parameter in the DID's log is unknown, missing, or has a value that it cannot have.",
    "Let the DID's owner correct the log; parameters are those of did:webvh 1.0."};
inline constexpr ErrorCode kWebvhMethod{
    "did_webvh.method_version", ErrorKind::unsupported,
    "The DID's log is of another version of the method than did:webvh:1.0.",
    "Use a resolver that knows that version."};
inline constexpr ErrorCode kWebvhProof{
    "did_webvh.proof", ErrorKind::malformed,
    "A proof is none of eddsa-jcs-2022 for assertionMethod by a did:key.",
    "Let the DID's owner, or the witness, make the proof again."};
inline constexpr ErrorCode kWebvhSignature{
    "did_webvh.signature_invalid", ErrorKind::signature,
    "The signature of a proof is not that of the key that it names.",
    "What was signed was changed; do not rely on it."};
inline constexpr ErrorCode kWebvhUnauthorized{
    "did_webvh.unauthorized_key", ErrorKind::untrusted,
    "The key that signed an entry was not allowed to.",
    "Sign with a key of the log's updateKeys, or a committed one; others cannot change the DID."};
inline constexpr ErrorCode kWebvhPreRotation{
    "did_webvh.pre_rotation", ErrorKind::untrusted,
    "An entry does not keep to the keys that the one before committed to.",
    "The next entry's updateKeys must be committed ones, and say what comes next."};
inline constexpr ErrorCode kWebvhMove{
    "did_webvh.bad_move", ErrorKind::untrusted,
    "The DID changes its place although it may not, or without naming the old one.",
    "Only a DID created as portable can move; its document names the old DID in alsoKnownAs."};
inline constexpr ErrorCode kWebvhEnded{
    "did_webvh.after_deactivation", ErrorKind::mismatch,
    "The log goes on after the DID was deactivated.",
    "A deactivation is for good; what follows it counts for nothing."};
inline constexpr ErrorCode kWebvhOtherDid{
    "did_webvh.other_did", ErrorKind::mismatch, "No entry of the log is of this DID.",
    "The log belongs elsewhere; ask its owner where the DID is published now."};
inline constexpr ErrorCode kWebvhWitnessFile{
    "did_webvh.malformed_witness", ErrorKind::malformed,
    "The file of the witnesses' proofs is not a list of version ids with proofs.",
    "Let the DID's owner publish did-witness.json as it was written."};
inline constexpr ErrorCode kWebvhNotWitnessed{
    "did_webvh.not_witnessed", ErrorKind::untrusted,
    "Fewer witnesses approved of an entry than the log itself asks for.",
    "Ask the DID's owner for the witnesses' proofs; without them the entry counts for nothing."};
inline constexpr ErrorCode kWebvhRolledBack{
    "did_webvh.rolled_back", ErrorKind::mismatch,
    "The log is shorter than it was, or tells another story.",
    "Rely on neither; keep the log as evidence and ask the DID's owner."};

inline constexpr const ErrorCode* kDidWebvhRoomCodes[] = {
    &kWebvhLog,          &kWebvhVersionId, &kWebvhEntryHash, &kWebvhScid,      &kWebvhVersionTime,
    &kWebvhParameters,   &kWebvhMethod,    &kWebvhProof,     &kWebvhSignature, &kWebvhUnauthorized,
    &kWebvhPreRotation,  &kWebvhMove,      &kWebvhEnded,     &kWebvhOtherDid,  &kWebvhWitnessFile,
    &kWebvhNotWitnessed, &kWebvhRolledBack};

}  // namespace deed::did::errors
