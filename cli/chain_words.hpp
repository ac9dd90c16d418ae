#pragma once

#include <string>

#include "cli/chain_settings.hpp"
#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/registries.hpp"

// What commands share that speak to a chain.

namespace deed::cli {

inline constexpr OptionRow kNodeOption{"node", "URL", "a node of the chain, instead of those set"};
inline constexpr OptionRow kChainIdOption{"chain-id", "N", "the number of the chain"};
inline constexpr OptionRow kDirectoryOption{"directory", "ADDRESS", "of the Directory"};
inline constexpr OptionRow kAccountOption{"account", "REFERENCE",
                                          "the secp256k1 key that pays for transactions"};
inline constexpr OptionRow kMaxFeeOption{"max-fee", "AMOUNT",
                                         "what a unit of gas may cost, such as \"20 gwei\""};
inline constexpr OptionRow kMaxPriorityFeeOption{"max-priority-fee", "AMOUNT",
                                                 "what of it may go to the proposer"};
inline constexpr OptionRow kConfirmationOption{
    "confirmation", "N", "when a transaction counts: in N blocks, safe, or finalized"};
inline constexpr OptionRow kPatienceOption{"patience", "SECONDS",
                                           "how long a transaction is waited for"};

inline constexpr OptionRow kDryRunOption{"dry-run", "", "say what would be sent, and send nothing"};

/// The chain that a command is about: that of --network or of the setting, or else the only one
/// that is configured. `chain.unknown`.
Result<std::string> chosen_chain(Invocation& invocation, Toolkit& toolkit);
/// The same, with a node that answered.
Result<OpenChain*> open_chosen_chain(Invocation& invocation, Toolkit& toolkit);

/// The gas, and what it costs at this price: "gas", "gasPrice", "cost" in wei and "ether".
Result<void> write_cost(json::Writer& writer, std::uint64_t gas,
                        const registry::evm::Uint256& gas_price);

/// Ends a change: of one that failed with `contract.dry_run`, what would have been sent is the
/// result ("deed/dry-run/v1": "chain", "account", "actions" with "to", "data" and "gas" each, and
/// the cost of all by write_cost()).
Result<int> changed_or_tried(Invocation& invocation, Result<int> changed);

/// For a row of the table: the command with --dry-run among its options.
template <Result<int> (*change)(Invocation&)>
Result<int> run_or_try(Invocation& invocation) {
    return changed_or_tried(invocation, change(invocation));
}

/// How a command opens the registry that it changes: as --dry-run says.
RegistryAccess changing(const Invocation& invocation);

}  // namespace deed::cli
