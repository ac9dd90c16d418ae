#pragma once

#include <string>

#include "cli/chain_settings.hpp"
#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/chains.hpp"

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

/// The chain that a command is about: that of --network or of the setting, or else the only one
/// that is configured. `chain.unknown`.
Result<std::string> chosen_chain(Invocation& invocation, Toolkit& toolkit);
/// The same, with a node that answered.
Result<OpenChain*> open_chosen_chain(Invocation& invocation, Toolkit& toolkit);

/// The gas, and what it costs at this price: "gas", "gasPrice", "cost" in wei and "ether".
Result<void> write_cost(json::Writer& writer, std::uint64_t gas,
                        const registry::evm::Uint256& gas_price);

}  // namespace deed::cli
