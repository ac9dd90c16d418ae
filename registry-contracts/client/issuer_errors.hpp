#pragma once

#include "lib/error/error.hpp"

// Who may issue, and what accredited parties are called (specs/contracts-evidence-issuer.md
// sections 3 and 4).

namespace deed::registry::errors {

inline constexpr ErrorCode kPathLengthInvalid{
    "issuer.path_length_invalid", ErrorKind::usage,
    "The way from the root to an accreditation has 1 to 8 steps.",
    "Name the accreditations from the root's own down to the one that is meant."};
inline constexpr ErrorCode kRecordUnknown{
    "issuer.record_unknown", ErrorKind::not_found, "There was never such an accreditation.",
    "Check root, path and credential type: an accreditation is named by all of them."};
inline constexpr ErrorCode kNotAccreditor{
    "issuer.not_accreditor", ErrorKind::untrusted,
    "The decision is not that of the accreditor, or of who acts for its DID now.",
    "Let the accreditor, or the root's committee, approve."};
inline constexpr ErrorCode kAccreditorNotInForce{
    "issuer.accreditor_not_in_force", ErrorKind::untrusted,
    "The accreditor's own chain of accreditations is not in force.",
    "See the step and its verdict; renew the accreditation that has failed."};
inline constexpr ErrorCode kOutsideParent{
    "issuer.outside_parent", ErrorKind::untrusted,
    "The grant goes beyond what its accreditor holds: type, depth or time.",
    "Grant a type that the accreditor has, fewer levels, and no later end."};
inline constexpr ErrorCode kPeriodInvalid{
    "issuer.period_invalid", ErrorKind::usage,
    "The period is empty, is over, or would interrupt an accreditation in force.",
    "Grant from now or later, until a later moment."};
inline constexpr ErrorCode kHolderInvalid{"issuer.holder_invalid", ErrorKind::usage,
                                          "Nobody is accredited as the zero address.",
                                          "Name the holder's account or DID."};
inline constexpr ErrorCode kDecidedByCommittee{
    "issuer.decided_by_committee", ErrorKind::untrusted,
    "What the committee decided, only the committee takes back.",
    "Ask the root's committee to decide."};
inline constexpr ErrorCode kStandingUnchanged{
    "issuer.standing_unchanged", ErrorKind::mismatch,
    "The change says nothing new, or would shorten the time of a suspension or removal.",
    "Read the present standing; its moment can only be moved back."};
inline constexpr ErrorCode kBarUnchanged{"issuer.bar_unchanged", ErrorKind::mismatch,
                                         "The holder is barred as much already, or is not barred.",
                                         "Read the present bar."};
inline constexpr ErrorCode kNotAccredited{
    "issuer.not_accredited", ErrorKind::untrusted,
    "The chain of accreditations does not hold for this moment.", "See the step and its verdict."};
inline constexpr ErrorCode kTooManyPaths{
    "issuer.too_many_paths", ErrorKind::unsupported,
    "The issuer has more accreditations than are looked through at once.",
    "Give the path from the root to the accreditation that counts."};

inline constexpr ErrorCode kNameLengthInvalid{"name.length_invalid", ErrorKind::usage,
                                              "A name has 1 to 96 bytes of UTF-8.",
                                              "Choose a shorter name."};
inline constexpr ErrorCode kNameCharacterInvalid{
    "name.character_invalid", ErrorKind::usage,
    "The name holds a character that could pass for another, or a space at an end or twice.",
    "Use ASCII letters and digits, & ' ( ) , - . and single spaces, and Han characters."};
inline constexpr ErrorCode kNameWithoutLetter{"name.without_letter", ErrorKind::usage,
                                              "The name has neither a letter nor a digit.",
                                              "Choose a name that can be read."};
inline constexpr ErrorCode kNameTaken{
    "name.taken", ErrorKind::mismatch,
    "A name that looks like this one belongs to another subject under this root.",
    "Choose another name; the committee alone gives to another what was given below it."};
inline constexpr ErrorCode kNameNotAssigned{
    "name.not_assigned", ErrorKind::not_found,
    "The accreditor has not assigned this name, or it was withdrawn.",
    "Check the name and whose name it is."};
inline constexpr ErrorCode kSubjectNotAccredited{
    "name.subject_not_accredited", ErrorKind::untrusted,
    "The accreditor names only those whom it accredits directly, and in force.",
    "Accredit the subject first, or give the type of its accreditation."};
inline constexpr ErrorCode kNameDecidedByCommittee{
    "name.decided_by_committee", ErrorKind::untrusted,
    "The committee has withdrawn this name for good.", "Choose another name."};
inline constexpr ErrorCode kNameSkeletonMismatch{
    "name.skeleton_mismatch", ErrorKind::untrusted,
    "The accreditor signed another look of the name than the name has.",
    "Do not show the name; tell the accreditor and the root's committee."};

inline constexpr ErrorCode kNameRegistryMissing{
    "name.registry_missing", ErrorKind::unsupported, "No registry of names is known here.",
    "Give the address of the deployment's NameRegistry."};

inline constexpr const ErrorCode* kIssuerRoomCodes[] = {
    &kPathLengthInvalid,  &kRecordUnknown,        &kNotAccreditor,          &kAccreditorNotInForce,
    &kOutsideParent,      &kPeriodInvalid,        &kHolderInvalid,          &kDecidedByCommittee,
    &kStandingUnchanged,  &kBarUnchanged,         &kNotAccredited,          &kTooManyPaths,
    &kNameLengthInvalid,  &kNameCharacterInvalid, &kNameWithoutLetter,      &kNameTaken,
    &kNameNotAssigned,    &kSubjectNotAccredited, &kNameDecidedByCommittee, &kNameSkeletonMismatch,
    &kNameRegistryMissing};

}  // namespace deed::registry::errors
