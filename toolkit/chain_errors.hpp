#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kChainUnknown{
    "chain.unknown", ErrorKind::not_found, "No chain or ledger of this name is configured here.",
    "`deed registry list` shows those that are; `deed config set chain.NAME.nodes URL` adds a "
    "chain."};
inline constexpr ErrorCode kChainNoNode{
    "chain.no_node", ErrorKind::usage, "The chain has no node that could be asked.",
    "Give --node URL, or set it for good: `deed config set chain.NAME.nodes URL`."};
inline constexpr ErrorCode kChainNoDirectory{
    "chain.no_directory", ErrorKind::usage,
    "The Directory of the chain's contracts is not known, so its network has no name.",
    "Deploy the contracts with `deed registry deploy`, or set chain.NAME.directory to the address "
    "of those that are there."};
inline constexpr ErrorCode kChainNoId{
    "chain.no_chain_id", ErrorKind::usage,
    "Nothing says which chain is meant, and a node must not choose what is signed for.",
    "Set chain.NAME.chain-id to the number that the chain's operators state, or give --chain-id."};
inline constexpr ErrorCode kChainNoAccount{
    "chain.no_account", ErrorKind::usage, "No account is configured that could send transactions.",
    "Make a key with `deed key generate NAME --type secp256k1`, fund its address, and set "
    "chain.ALIAS.account to its name."};
inline constexpr ErrorCode kChainPlainHttp{
    "chain.plain_http", ErrorKind::usage,
    "A node on another machine would be asked without encryption, so that anybody on the way "
    "could answer instead.",
    "Use https, or set chain.NAME.plain-http to true where the network is yours alone."};
inline constexpr ErrorCode kChainBadSetting{
    "chain.bad_setting", ErrorKind::usage, "A setting of a chain has a value that it cannot take.",
    "docs/configuration.md tells what each setting of a chain takes."};
inline constexpr ErrorCode kChainNotALog{
    "chain.not_a_log", ErrorKind::unsupported,
    "This needs a log, whose entries can be proved to others by themselves, and not a chain.",
    "Name a ledger here with --ledger; what stands on a chain is resolved from the chain."};

inline constexpr ErrorCode kChainDryRunOfLog{
    "chain.dry_run_of_log", ErrorKind::usage,
    "A dry run says what would be sent to a chain, and a ledger here sends nothing.",
    "Name a chain with --network, or leave out --dry-run."};

inline constexpr ErrorCode kChainStewardStays{
    "chain.steward_stays", ErrorKind::unsupported,
    "The steward of a chain's CPT ids was named when its contracts were deployed, and stays.",
    "Let `deed registry deploy --steward ADDRESS` name one, or name a ledger here with --ledger."};
inline constexpr ErrorCode kChainNotEthereum{"chain.not_ethereum", ErrorKind::unsupported,
                                             "This needs what only nodes of Ethereum's JSON-RPC "
                                             "tell, such as estimates, balances or proofs.",
                                             "Do without it (leave out --dry-run), or reach the "
                                             "group by its web3_rpc as a chain of kind evm."};

inline constexpr const ErrorCode* kChainRoomCodes[] = {
    &kChainStewardStays, &kChainNotEthereum, &kChainUnknown,    &kChainNoNode,
    &kChainNoDirectory,  &kChainNoId,        &kChainNoAccount,  &kChainPlainHttp,
    &kChainBadSetting,   &kChainNotALog,     &kChainDryRunOfLog};

}  // namespace deed::errors
