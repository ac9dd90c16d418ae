#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kNoMemberKey{
    "toolkit.no_member_key", ErrorKind::locked,
    "No key of the key store is one whose signature is asked for.",
    "`deed issuer review` or `deed cosign show` tells who is to sign; a key elsewhere goes by "
    "--key."};
inline constexpr ErrorCode kSeveralMemberKeys{
    "toolkit.several_member_keys", ErrorKind::usage, "Several keys of the key store could sign it.",
    "Say which with --key; run the command again for each that is to sign."};
inline constexpr ErrorCode kProposalOtherRegistry{
    "proposal.other_registry", ErrorKind::mismatch,
    "The proposal is for another registry than the one that is asked to carry it out.",
    "Name the network that it was made for with --network."};
inline constexpr ErrorCode kProposalOvertaken{
    "proposal.overtaken", ErrorKind::mismatch,
    "The proposal was carried out already, or another decision took its place.",
    "`deed issuer history` shows what was decided; propose anew what is still wanted."};
inline constexpr ErrorCode kProposalOther{
    "proposal.other_proposal", ErrorKind::mismatch,
    "The file is not a copy of the same proposal, so that its signatures are for something else.",
    "Compare both with `deed issuer review`."};
inline constexpr ErrorCode kTrustedRootMalformed{
    "authority.root_malformed", ErrorKind::usage, "A trusted root is not written as ROOT@NETWORK.",
    "Write the root's id, @, and the chain or ledger: 0x…@e1-…, or 0x…@ALIAS."};
inline constexpr ErrorCode kCredentialTypeMalformed{
    "issuer.type_malformed", ErrorKind::usage, "The text names no type of credentials.",
    "Give a type's name, * for all, cpt:NUMBER, issuer-type:NAME, or 0x and 64 hexadecimal "
    "digits."};
inline constexpr ErrorCode kSeveralAccreditations{
    "issuer.several_accreditations", ErrorKind::usage,
    "The holder has several accreditations to choose from.",
    "Say which with --type and --under; `deed issuer list` shows them."};

inline constexpr const ErrorCode* kIssuersRoomCodes[] = {
    &kNoMemberKey,          &kSeveralMemberKeys,       &kProposalOtherRegistry, &kProposalOvertaken,
    &kTrustedRootMalformed, &kCredentialTypeMalformed, &kSeveralAccreditations, &kProposalOther};

}  // namespace deed::errors
