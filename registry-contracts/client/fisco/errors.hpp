#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::fisco::errors {

inline constexpr ErrorCode kStatusUnknown{
    "fisco.status_unknown", ErrorKind::unsupported,
    "The chain tells of a failure by a number that Deed does not know.",
    "See the number in the documentation of the chain's version."};
inline constexpr ErrorCode kUnexpectedResult{
    "fisco.unexpected_result", ErrorKind::malformed,
    "The node's answer is not of the form that its method has.",
    "Check the chain's version (2 or 3) against the settings, and that of the node."};
inline constexpr ErrorCode kHashMismatch{
    "fisco.hash_mismatch", ErrorKind::mismatch,
    "The node names another transaction than the one that was sent.",
    "Check what stands between here and the node, and whether the chain hashes with SM3."};
inline constexpr ErrorCode kWrongCrypto{
    "fisco.wrong_crypto", ErrorKind::mismatch,
    "The chain has other algorithms than the account's key.",
    "Use a secp256k1 key on a chain of Keccak-256, and an SM2 key on an SM chain."};
inline constexpr ErrorCode kNoContract{
    "fisco.no_contract", ErrorKind::not_found, "There is no contract at this address.",
    "Check address, chain and group, and whether it was deployed."};
inline constexpr ErrorCode kNoProof{"fisco.no_proof", ErrorKind::unsupported,
                                    "The node gives no Merkle proof.",
                                    "Use a chain of FISCO BCOS 2.2, or 3.2, or later."};
inline constexpr ErrorCode kNotMined{
    "fisco.not_mined", ErrorKind::unavailable,
    "The transaction was not mined in time; it may still be, until its block limit.",
    "Wait, and ask for its receipt again; nothing was lost."};
inline constexpr ErrorCode kBlockLimitPassed{
    "fisco.block_limit_passed", ErrorKind::expired,
    "The chain is past the transaction's block limit without it: it will never be mined.",
    "Prepare the transaction anew."};

inline constexpr ErrorCode kSettingsInvalid{
    "fisco.settings_invalid", ErrorKind::usage,
    "The settings of the chain or of the way to its node do not fit each other.",
    "See the reason, and change the setting that it names."};

inline constexpr ErrorCode kEngineUnsupported{
    "fisco.engine_unsupported", ErrorKind::unsupported,
    "Deed's contracts do not run on this chain: it is an SM chain, or older than FISCO BCOS 3.10.",
    "Use a chain of FISCO BCOS 3.10 or later that is not SM; for others Deed signs, sends and "
    "proves transactions and has no registries."};
inline constexpr ErrorCode kNoWeb3ChainId{
    "fisco.no_web3_chain_id", ErrorKind::unsupported,
    "The group has no web3_chain_id, so that signatures for it would be good elsewhere, too.",
    "Have the group's governors set the system setting web3_chain_id to a number of its own."};
inline constexpr ErrorCode kRangeTooWide{
    "fisco.range_too_wide", ErrorKind::unsupported,
    "Nodes of FISCO BCOS look up no events, and so many blocks are not read one by one.",
    "Ask for what is found by its own blocks, such as one identifier, or keep a copy of the list."};

inline constexpr const ErrorCode* kFiscoRoomCodes[] = {
    &kEngineUnsupported, &kNoWeb3ChainId,    &kRangeTooWide, &kSettingsInvalid,
    &kStatusUnknown,     &kUnexpectedResult, &kHashMismatch, &kWrongCrypto,
    &kNoContract,        &kNoProof,          &kNotMined,     &kBlockLimitPassed};

}  // namespace deed::registry::fisco::errors
