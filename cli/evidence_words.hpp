#pragma once

#include "cli/chain_words.hpp"
#include "evidence/chain/chain_report.hpp"
#include "registry-contracts/client/evm/registries/anchors.hpp"

// What commands share that publish logs and evidence on a chain.

namespace deed::cli {

inline constexpr OptionRow kOpenedByOption{
    "opened-by", "ADDRESS", "who opened the log on the chain (default: the account)"};

/// An address that an option gives, if it was given (`usage.bad_value`).
Result<std::optional<registry::Address>> given_account(const Invocation& invocation,
                                                       std::string_view option);
/// A contract that is meant, and its chain where that was named.
struct GivenContract {
    registry::Address address{};
    std::optional<std::uint64_t> chain_id = std::nullopt;
};
/// --contract: ADDRESS, or eip155:CHAIN:ADDRESS (CAIP-10); `usage.bad_value`.
Result<std::optional<GivenContract>> given_contract(const Invocation& invocation);
/// 32 bytes in hexadecimal digits with 0x (`usage.bad_value`, naming `what`).
Result<registry::Hash> given_word(std::string_view what, const std::string& text);
/// Who opened the log: --opened-by, or the account that the chain is configured with.
Result<registry::Address> given_opener(Invocation& invocation, OpenChain& chain);

/// "name              rest\n".
std::string text_row(std::string_view name, std::string_view rest);
/// "1 entry, root 0x…".
std::string head_text(const registry::evm::LogHead& head);
/// "size" and "root" into an open object.
void write_head(json::Writer& writer, const registry::evm::LogHead& head);

// Of a verification: what the user knows of the chain.
inline constexpr OptionRow kBlockHashOption{"block-hash", "HASH",
                                            "a block that you know to be on the chain", true};
inline constexpr OptionRow kContractOption{
    "contract", "ADDRESS", "the EvidenceRegistry that you trust; with its chain eip155:1:0x…"};
inline constexpr OptionRow kTrustedOpenerOption{
    "opened-by", "ADDRESS", "the account that opened the published log you trust"};
inline constexpr OptionRow kAskedChainOption{"network", "NETWORK",
                                             "ask a node of this chain about the block"};

inline constexpr OptionRow kCosignedByOption{
    "cosigned-by", "GROUP[:N]", "the group that must have co-signed, by N or its threshold"};

/// --block-hash, --contract, --opened-by and --cosigned-by, and with --network or --node the chain
/// to be asked, or why it cannot be now: the contract that is meant is then the one that its
/// Directory names. A chain that is not configured is an error.
Result<evidence::ChainTrust> given_chain_trust(
    Invocation& invocation, registry::evm::Contract contract = registry::evm::Contract::evidence);

/// Members of the object "chain" of a verification, and the rows of its text.
void write_chain_facts(json::Writer& writer, const evidence::ChainFacts& facts);
std::string chain_facts_text(const evidence::ChainFacts& facts);

/// `deed evidence anchor --unlinked`: what is anchored by the account alone, without a log.
Result<int> anchor_unlinked_files(Invocation& invocation);

/// The block of a receipt from a chain.
std::uint64_t block_of(const registry::Receipt& receipt);

}  // namespace deed::cli
