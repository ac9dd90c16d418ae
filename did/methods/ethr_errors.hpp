#pragma once

#include "lib/error/error.hpp"

namespace deed::did::errors {

inline constexpr ErrorCode kEthrUnknownNetwork{
    "did_ethr.unknown_network", ErrorKind::not_found,
    "The chain that the did:ethr names is not configured here.",
    "Configure a node of that chain, and the registry there; without them nothing is known of the "
    "DID."};
inline constexpr ErrorCode kEthrNotOwner{
    "did_ethr.not_owner", ErrorKind::untrusted, "Another account than this one owns the did:ethr.",
    "Let the owner send or sign the change; `deed did resolve` shows it as #controller."};
inline constexpr ErrorCode kEthrNonce{
    "did_ethr.nonce_used", ErrorKind::mismatch,
    "The registry expects another nonce than the signed change has.",
    "Prepare the change again and have it signed anew; another one was recorded meanwhile."};
inline constexpr ErrorCode kEthrValidity{
    "did_ethr.validity", ErrorKind::usage,
    "The validity of a delegate or attribute is no time that ends before the year 10000.",
    "Give seconds from 1 on; revoke what shall not be valid."};
inline constexpr ErrorCode kEthrAttribute{
    "did_ethr.attribute", ErrorKind::usage,
    "The key or service cannot be written as an attribute that resolvers would show.",
    "Names of services have letters, digits and _, at most 24; endpoints are URIs or JSON."};
inline constexpr ErrorCode kEthrFailed{
    "did_ethr.change_failed", ErrorKind::mismatch,
    "The transaction is on the chain, and the registry refused the change.",
    "Resolve the DID: its owner or the nonce changed while the transaction was on its way."};
inline constexpr ErrorCode kEthrDeactivated{
    "did_ethr.deactivated", ErrorKind::revoked,
    "The did:ethr was deactivated, which is for good: resolvers show no later change.",
    "Use another DID."};

inline constexpr const ErrorCode* kDidEthrRoomCodes[] = {
    &kEthrUnknownNetwork, &kEthrNotOwner, &kEthrNonce,      &kEthrValidity,
    &kEthrAttribute,      &kEthrFailed,   &kEthrDeactivated};

}  // namespace deed::did::errors
