#include "cli/chain_words.hpp"

#include "toolkit/chain_errors.hpp"

namespace deed::cli {

Result<std::string> chosen_chain(Invocation& invocation, Toolkit& toolkit) {
    const Config& config = toolkit.config();
    if (config.chain) return *config.chain;
    if (const auto named = invocation.option("network"))
        return Error(deed::errors::kChainUnknown, "\"" + *named + "\" is a ledger and no chain");
    if (config.chains.size() == 1) return config.chains.begin()->first;
    return Error(deed::errors::kChainUnknown,
                 config.chains.empty() ? "no chain is configured, and no --node is given"
                                       : "there are " + std::to_string(config.chains.size()) +
                                             " chains: name one with --network");
}

Result<OpenChain*> open_chosen_chain(Invocation& invocation, Toolkit& toolkit) {
    DEED_TRY(const std::string chain, chosen_chain(invocation, toolkit));
    return toolkit.chain(chain, invocation.call());
}

Result<void> write_cost(json::Writer& writer, std::uint64_t gas,
                        const registry::evm::Uint256& gas_price) {
    DEED_TRY(const registry::evm::Uint256 cost, gas_price.times(gas));
    writer.member("gas", std::to_string(gas))
        .member("gasPrice", gas_price.to_decimal())
        .member("cost", cost.to_decimal())
        .member("ether", ether_text(cost));
    return {};
}

}  // namespace deed::cli
