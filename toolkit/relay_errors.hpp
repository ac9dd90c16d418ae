#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kSigningBasisStale{
    "signing_basis.stale", ErrorKind::expired,
    "The basis was taken more than seven days ago; what is signed on it may come too late.",
    "Have it made anew with `deed did basis`, and check this machine's clock."};
inline constexpr ErrorCode kSigningBasisOtherDid{
    "signing_basis.other_did", ErrorKind::mismatch,
    "The basis is of another DID than the one that is to be changed.",
    "Name the DID that the basis is of, or have a basis made of the one that is meant."};
inline constexpr ErrorCode kSigningBasisCommitment{
    "signing_basis.commitment_unknown", ErrorKind::untrusted,
    "The file commits to a next controller whose key is not here; whoever has that key could take "
    "the DID over.",
    "If you know the commitment to be yours, name it with --commitment; else do not sign."};
inline constexpr ErrorCode kRelayTooMany{
    "relay.too_many", ErrorKind::usage, "One run relays 256 operations at most.",
    "Relay the others by another run; what is recorded already costs nothing."};
inline constexpr ErrorCode kRelayOverMaxCost{
    "relay.over_max_cost", ErrorKind::usage,
    "The operations may cost more than was allowed; none was sent.",
    "Allow more with --max-cost, bring fewer, or wait until blocks ask lower fees."};
inline constexpr ErrorCode kRelayExpiresSoon{
    "relay.expires_too_soon", ErrorKind::expired,
    "The operation holds for less than a minute more, and could come into a block too late.",
    "Have it signed anew, with more time to bring it."};
inline constexpr ErrorCode kRelayWaits{
    "relay.waits_for_earlier", ErrorKind::undetermined,
    "The operation follows one that the chain does not have, or not yet.",
    "Bring the operations before it too, or run again when they are in a block."};

inline constexpr const ErrorCode* kRelayRoomCodes[] = {
    &kSigningBasisStale, &kSigningBasisOtherDid, &kSigningBasisCommitment, &kRelayTooMany,
    &kRelayOverMaxCost,  &kRelayExpiresSoon,     &kRelayWaits};

}  // namespace deed::errors
