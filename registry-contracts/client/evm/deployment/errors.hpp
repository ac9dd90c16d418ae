#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kDeploymentMalformed{
    "deployment.malformed", ErrorKind::malformed,
    "The file is not the record of a deployment, or was changed.",
    "Restore it from a backup; what is on the chain is shown by its Directory."};
inline constexpr ErrorCode kDeploymentNewerFormat{
    "deployment.newer_format", ErrorKind::unsupported,
    "The record of the deployment was written by a later version.", "Use that version of deed."};
inline constexpr ErrorCode kDeploymentOther{
    "deployment.other", ErrorKind::mismatch,
    "The deployment that was begun here is of another chain or account, or has other settings.",
    "Go on with the same chain, account and options, or begin another under another alias."};
inline constexpr ErrorCode kDeploymentExists{
    "deployment.exists", ErrorKind::usage,
    "The chain has a Directory configured, which was not deployed from here.",
    "Look at it with `deed registry status`; to deploy beside it, configure the chain under "
    "another "
    "alias."};
inline constexpr ErrorCode kDeploymentBadPlan{
    "deployment.bad_plan", ErrorKind::usage, "The contracts cannot be deployed with such settings.",
    "The delay is 1 hour to 90 days, CPT ids in order start from 2000000 or later, and neither "
    "owner nor steward is the zero address."};
inline constexpr ErrorCode kDeploymentForeignAddress{
    "deployment.foreign_address", ErrorKind::untrusted,
    "The node names another address for the new contract than the transaction creates.",
    "Go on with another node, and do not rely on this one."};
inline constexpr ErrorCode kDirectoryMalformed{
    "directory.malformed", ErrorKind::mismatch,
    "The contract does not answer as Deed's Directory does.",
    "Check the address of the Directory, and the chain."};
inline constexpr ErrorCode kDirectoryNotNamed{
    "directory.not_named", ErrorKind::not_found,
    "The Directory names no contract for this registry.",
    "Ask the Directory's owner to announce one; what was deployed before is complete without it."};
inline constexpr ErrorCode kDirectoryNotIntact{
    "directory.not_intact", ErrorKind::untrusted,
    "The code of a contract is no longer the one that the Directory named.",
    "Do not use this network until its operator has explained it."};

inline constexpr const ErrorCode* kEvmDeploymentRoomCodes[] = {
    &kDeploymentMalformed, &kDeploymentNewerFormat,    &kDeploymentOther,    &kDeploymentExists,
    &kDeploymentBadPlan,   &kDeploymentForeignAddress, &kDirectoryMalformed, &kDirectoryNotNamed,
    &kDirectoryNotIntact};

}  // namespace deed::registry::evm::errors
