#pragma once

#include "lib/error/error.hpp"

// Groups that decide or vouch m of n (specs/contracts-evidence-issuer.md section 1).

namespace deed::registry::errors {

inline constexpr ErrorCode kGroupExists{"group.exists", ErrorKind::mismatch,
                                        "The founder has a group of this salt already.",
                                        "Found the group with another salt."};
inline constexpr ErrorCode kGroupUnknown{"group.unknown", ErrorKind::not_found,
                                         "No such group was founded.",
                                         "Check the group's id and the network."};
inline constexpr ErrorCode kGroupSizeInvalid{
    "group.size_invalid", ErrorKind::usage,
    "A group has 1 to 96 members and a threshold of 1 to as many.",
    "Name so many members, and ask for no more signatures than there are members."};
inline constexpr ErrorCode kMembersNotAscending{
    "group.members_not_ascending", ErrorKind::usage,
    "The members do not stand in ascending order, each once.",
    "Sort the members by their words, and name each once."};
inline constexpr ErrorCode kMembersNotStored{"group.members_not_stored", ErrorKind::unsupported,
                                             "The chain refused to store the group's members.",
                                             "Use a chain that lets contracts create contracts."};
inline constexpr ErrorCode kMemberInvalid{"group.member_invalid", ErrorKind::malformed,
                                          "The word names no scheme of keys, or no key of it.",
                                          "Name members as accounts, P-256 keys or SM2 keys."};
inline constexpr ErrorCode kSchemeUnavailable{
    "group.scheme_unavailable", ErrorKind::unsupported,
    "The chain cannot verify signatures of this kind of key.",
    "Use accounts, or a chain that verifies P-256 (EIP-7951) or SM2."};
inline constexpr ErrorCode kEpochMismatch{
    "group.epoch_mismatch", ErrorKind::mismatch,
    "The signatures were made for another epoch of the group than the present one.",
    "Let the present members sign again."};
inline constexpr ErrorCode kSignaturesTruncated{"group.signatures_truncated", ErrorKind::malformed,
                                                "The collected signatures are cut short.",
                                                "Collect the signatures anew from the proposal."};
inline constexpr ErrorCode kSignerInvalid{
    "group.signer_invalid", ErrorKind::mismatch,
    "A signature is not of a member, or members do not stand in order, each once.",
    "Leave out what is not of a member, and each further signature of one."};
inline constexpr ErrorCode kThresholdNotMet{
    "group.threshold_not_met", ErrorKind::untrusted,
    "Fewer members signed than the group's threshold asks for.", "Collect more signatures."};
inline constexpr ErrorCode kKeyProofMalformed{
    "group.key_proof_malformed", ErrorKind::malformed,
    "A P-256 or SM2 member's proof is not 128 bytes of signature and key.",
    "Let the member sign again."};
inline constexpr ErrorCode kKeySignatureInvalid{
    "group.key_signature_invalid", ErrorKind::signature,
    "A member's signature does not fit the member and what is signed.",
    "Leave it out, and let the member sign what is decided now."};
inline constexpr ErrorCode kKeySignatureMalleable{
    "group.key_signature_malleable", ErrorKind::signature,
    "A member's signature has its second form (high s), or a number out of range.",
    "Take the form with low s; Deed makes no other."};

inline constexpr ErrorCode kContractSignature{
    "group.contract_signature", ErrorKind::unsupported,
    "The signature is not that of an account's key, and a log can ask no contract.",
    "Let the account sign with its own key; contracts (EIP-1271) are members on chains alone."};

inline constexpr const ErrorCode* kGroupRoomCodes[] = {
    &kGroupExists,         &kGroupUnknown,          &kGroupSizeInvalid,  &kMembersNotAscending,
    &kMembersNotStored,    &kMemberInvalid,         &kSchemeUnavailable, &kEpochMismatch,
    &kSignaturesTruncated, &kSignerInvalid,         &kThresholdNotMet,   &kKeyProofMalformed,
    &kKeySignatureInvalid, &kKeySignatureMalleable, &kContractSignature};

}  // namespace deed::registry::errors
