#include "toolkit/ethr_networks.hpp"

#include <algorithm>

#include "did/methods/ethr_errors.hpp"
#include "lib/error/assert.hpp"

namespace deed {
namespace {

const did::EthrDeployment* deployment_on(std::uint64_t chain_id) {
    const auto all = did::ethr_deployments();
    const auto found = std::ranges::find(all, chain_id, &did::EthrDeployment::chain_id);
    return found == all.end() ? nullptr : &*found;
}

/// Whoever names the chain by its alias means that one; else the id decides.
const ChainConfig* find_chain(const ChainSet& chains, const did::EthrId& id) {
    const ChainConfig* named = id.network.empty() ? nullptr : chains.find(id.network);
    const bool may_be =
        !id.chain_id || !named || !named->chain_id || named->chain_id == id.chain_id;
    if (named != nullptr && may_be) return named;
    return id.chain_id ? chains.find_by_id(*id.chain_id) : nullptr;
}

Result<did::EthrNetwork> network_of(ChainSet& chains, const did::EthrId& id, Call& call) {
    const ChainConfig* config = find_chain(chains, id);
    if (config == nullptr) return did::unknown_ethr_network(id);
    DEED_TRY(OpenChain * chain, chains.open(config->alias, call));
    DEED_ASSERT(chain->config().chain_id.has_value());
    const std::uint64_t chain_id = *chain->config().chain_id;
    const did::EthrDeployment* deployment = deployment_on(chain_id);
    did::EthrNetwork network{chain_id, {}, &chain->node()};
    if (config->ethr_registry) {
        network.registry = *config->ethr_registry;
    } else if (deployment != nullptr) {
        DEED_TRY(network.registry, registry::parse_address(deployment->registry));
    } else {
        return Error(did::errors::kEthrUnknownNetwork,
                     "chain." + config->alias + ".ethr-registry is not set, and chain " +
                         std::to_string(chain_id) + " has no public registry");
    }
    network.legacy_nonce = deployment != nullptr && deployment->legacy_nonce &&
                           registry::to_string(network.registry) == deployment->registry;
    return network;
}

}  // namespace

did::EthrNetworkSource ethr_networks_of(ChainSet& chains) {
    return [&chains](const did::EthrId& id, Call& call) { return network_of(chains, id, call); };
}

}  // namespace deed
