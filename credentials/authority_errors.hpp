#pragma once

#include "lib/error/error.hpp"

// Whether the issuer might issue the credential (specs/credential-profile.md section 11).

namespace deed::credentials::errors {

inline constexpr ErrorCode kAuthorityNotAccredited{
    "authority.not_accredited", ErrorKind::untrusted,
    "The root has accredited the issuer for nothing, or not for what the credential is of.",
    "Do not accept it on the root's word; `deed issuer list` shows what the issuer holds."};
inline constexpr ErrorCode kAuthorityOtherNetwork{
    "authority.other_network", ErrorKind::untrusted,
    "The issuer's DID is not of the network whose registry was asked, which accredits no others.",
    "Ask a root of the issuer's network, or the issuer for a credential by its DID there."};
inline constexpr ErrorCode kAuthorityNotYet{
    "authority.not_yet_accredited", ErrorKind::untrusted,
    "The credential is dated before the issuer was accredited.",
    "Ask the issuer for one that is dated since."};
inline constexpr ErrorCode kAuthorityEnded{
    "authority.accreditation_ended", ErrorKind::untrusted,
    "The credential is dated after the issuer's accreditation, or one above it, had ended.",
    "Ask an issuer that is accredited now."};
inline constexpr ErrorCode kAuthoritySuspended{
    "authority.suspended", ErrorKind::untrusted,
    "The credential is dated in a time in which the issuer, or who accredited it, is suspended.",
    "Ask again when the suspension is over, or an issuer that is accredited now."};
inline constexpr ErrorCode kAuthorityRemoved{
    "authority.removed", ErrorKind::untrusted,
    "The credential is dated after the accreditation of the issuer, or one above it, was removed.",
    "Ask an issuer that is accredited now."};
inline constexpr ErrorCode kAuthorityBarred{
    "authority.barred", ErrorKind::untrusted,
    "The credential is dated in a time in which the root's committee bars the issuer, or who "
    "accredited it, from everything.",
    "Ask an issuer that is accredited now."};
inline constexpr ErrorCode kAuthorityMayNotIssue{
    "authority.may_not_issue", ErrorKind::untrusted,
    "The issuer is known to the root, but may not issue by itself.",
    "Ask one of those whom it accredits."};
inline constexpr ErrorCode kAuthorityOutsideScope{
    "authority.outside_scope", ErrorKind::untrusted,
    "The credential is of a type that the issuer, or who accredited it, was not accredited for.",
    "Ask an issuer that is accredited for this type."};
inline constexpr ErrorCode kAuthorityLost{
    "authority.lost_unproven", ErrorKind::undetermined,
    "The issuer is no longer accredited, and nothing but its own date shows that the credential "
    "existed when it was.",
    "Give time evidence from before with --evidence, or ask an issuer that is accredited now."};
inline constexpr ErrorCode kAuthorityStale{
    "authority.stale", ErrorKind::undetermined,
    "What is known of the registry of issuers is older than the policy allows, or than the "
    "credential.",
    "Ask a node or mirror that is up to date, or allow older answers with --max-did-age."};
inline constexpr ErrorCode kAuthorityIssuerUnproven{
    "authority.issuer_unproven", ErrorKind::undetermined,
    "It is not shown that the issuer itself signed, so what it may issue says nothing of this.",
    "Let the check control be asked, and do not allow foreign keys."};
inline constexpr ErrorCode kAuthorityTooManyTypes{
    "authority.too_many_types", ErrorKind::undetermined,
    "The credential is of more types and schemas than are looked up.",
    "Ask for a credential of at most 16 types and schemas together."};

inline constexpr const ErrorCode* kAuthorityRoomCodes[] = {
    &kAuthorityNotAccredited, &kAuthorityOtherNetwork, &kAuthorityNotYet, &kAuthorityEnded,
    &kAuthoritySuspended,     &kAuthorityRemoved,      &kAuthorityBarred, &kAuthorityMayNotIssue,
    &kAuthorityOutsideScope,  &kAuthorityLost,         &kAuthorityStale,  &kAuthorityIssuerUnproven,
    &kAuthorityTooManyTypes};

}  // namespace deed::credentials::errors
