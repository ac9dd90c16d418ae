#include "cli/chain_words.hpp"

#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed::cli {

namespace evm = registry::evm;

namespace {

void write_tried(json::Writer& writer, const evm::DryRun::Tried& tried) {
    writer.begin_object();
    if (tried.action.to) writer.member("to", evm::to_checksummed(*tried.action.to));
    if (!tried.action.value.is_zero()) writer.member("value", tried.action.value.to_decimal());
    writer.member("data", evm::to_hex(tried.action.data))
        .member("gas", std::to_string(tried.gas))
        .end_object();
}

std::string tried_text(const evm::DryRun::Tried& tried) {
    std::string text;
    if (tried.action.to) text += "to   " + evm::to_checksummed(*tried.action.to) + "\n";
    if (!tried.action.value.is_zero()) text += "wei  " + tried.action.value.to_decimal() + "\n";
    return text + "data " + evm::to_hex(tried.action.data) + "\ngas  " + std::to_string(tried.gas) +
           "\n";
}

Result<int> print_dry_run(Invocation& invocation, OpenChain& chain) {
    Call& call = invocation.call();
    DEED_TRY(evm::DryRun * trying, chain.dry_run(call));
    DEED_TRY(const evm::Fees fees, evm::estimate_fees(chain.node(), chain.config().fees, call));
    std::string text;
    std::uint64_t gas = 0;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/dry-run/v1")
        .member("chain", chain.config().alias)
        .member("account", evm::to_checksummed(trying->account()))
        .key("actions")
        .begin_array();
    for (const evm::DryRun::Tried& tried : trying->tried()) {
        write_tried(writer, tried);
        text += tried_text(tried);
        gas += tried.gas;
    }
    writer.end_array();
    DEED_CHECK(write_cost(writer, gas, fees.max_fee_per_gas));
    writer.end_object();
    DEED_TRY(const evm::Uint256 cost, fees.max_fee_per_gas.times(gas));
    text += "cost at most " + cost.to_decimal() + " wei, which is " + ether_text(cost) + "\n";
    Output::note("nothing was sent; whoever has these data can send them until their signatures expire");
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

}  // namespace

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

RegistryAccess changing(const Invocation& invocation) {
    return invocation.flag("dry-run") ? RegistryAccess::dry_run : RegistryAccess::write;
}

Result<int> changed_or_tried(Invocation& invocation, Result<int> changed) {
    if (changed || changed.error().code() != evm::errors::kDryRun) return changed;
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    return print_dry_run(invocation, *chain);
}

}  // namespace deed::cli
