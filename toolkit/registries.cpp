#include "toolkit/registries.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/registries/schemas.hpp"
#include "registry-contracts/client/evm/registries/statuses.hpp"
#include "registry-contracts/client/log_issuer_registry.hpp"
#include "registry-contracts/client/log_schema_registry.hpp"
#include "registry-contracts/client/log_status_registry.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chains.hpp"

namespace deed {
namespace {

Result<registry::LogLedger*> log_of(Toolkit& toolkit, const std::string& ledger,
                                    RegistryAccess access, Call& call) {
    if (access == RegistryAccess::write) return toolkit.writable_ledger(call);
    const std::vector<std::string> mirrors = toolkit.published_networks();
    if (std::ranges::find(mirrors, ledger) != mirrors.end())
        return toolkit.published_ledger_of(ledger, call);
    DEED_TRY(const std::vector<std::string> aliases, toolkit.ledger_aliases());
    if (std::ranges::find(aliases, ledger) != aliases.end())
        return toolkit.readable_ledger(ledger, call);
    auto by_network = toolkit.readable_ledger_of(ledger, call);
    return by_network ? by_network : toolkit.readable_ledger(ledger, call);
}

/// The chain that is meant, by its alias; nothing: a log.
std::optional<std::string> chain_of(const Toolkit& toolkit, const std::string& place,
                                    RegistryAccess access) {
    const Config& config = toolkit.config();
    if (access != RegistryAccess::read) return config.chain;
    if (config.chains.contains(place)) return place;
    if (const auto network = registry::evm::parse_chain_network(place))
        for (const auto& [alias, chain] : config.chains)
            if (chain.network() == *network) return alias;
    return std::nullopt;
}

Result<registry::evm::Transactor*> transactor_of(OpenChain& chain, RegistryAccess access,
                                                 Call& call) {
    if (access == RegistryAccess::read) return nullptr;
    if (access == RegistryAccess::write) return chain.transactor(call);
    DEED_TRY(registry::evm::DryRun * trying, chain.dry_run(call));
    return static_cast<registry::evm::Transactor*>(trying);
}

/// Opens the engine for the place: `Evm` on chains, `Log` on logs.
template <typename Registry, typename Evm, typename Log>
Result<std::unique_ptr<Registry>> open_registry(Toolkit& toolkit, const std::string& place,
                                                registry::evm::Contract contract,
                                                RegistryAccess access, Call& call) {
    const auto alias = chain_of(toolkit, place, access);
    if (!alias) {
        if (access == RegistryAccess::dry_run) return Error(errors::kChainDryRunOfLog, "");
        DEED_TRY(registry::LogLedger * log, log_of(toolkit, place, access, call));
        return std::make_unique<Log>(*log, toolkit.clock());
    }
    DEED_TRY(OpenChain * chain, toolkit.chain(*alias, call));
    DEED_TRY(const ChainNetwork network, chain->network());
    registry::evm::OwnedRegistryOptions options;
    options.network = registry::evm::to_string(network);
    options.clock = &toolkit.clock();
    options.source = "node " + std::string(chain->node_origin());
    if (access == RegistryAccess::dry_run) {
        options.validity_seconds = kDryRunSeconds;
        options.max_agreed_seconds = kDryRunSeconds;
    }
    DEED_TRY(options.transactor, transactor_of(*chain, access, call));
    DEED_TRY(const registry::evm::DeployedAt deployed, chain->contract(contract, call));
    DEED_TRY(auto opened, Evm::open(chain->reader(), deployed, std::move(options), call));
    return std::unique_ptr<Registry>(std::move(opened));
}

}  // namespace

Result<std::unique_ptr<registry::SchemaRegistry>> open_schemas(Toolkit& toolkit,
                                                               const std::string& place,
                                                               RegistryAccess access, Call& call) {
    return open_registry<registry::SchemaRegistry, registry::evm::EvmSchemaRegistry,
                         registry::LogSchemaRegistry>(
        toolkit, place, registry::evm::Contract::schema, access, call);
}

Result<std::unique_ptr<registry::StatusRegistry>> open_status_lists(Toolkit& toolkit,
                                                                    const std::string& place,
                                                                    RegistryAccess access,
                                                                    Call& call) {
    return open_registry<registry::StatusRegistry, registry::evm::EvmStatusRegistry,
                         registry::LogStatusRegistry>(
        toolkit, place, registry::evm::Contract::status, access, call);
}

Result<std::unique_ptr<registry::IssuerRegistry>> open_issuers(Toolkit& toolkit,
                                                               const std::string& place,
                                                               RegistryAccess access, Call& call,
                                                               const IssuerBringer& bringer) {
    using Issuers = std::unique_ptr<registry::IssuerRegistry>;
    const auto alias = chain_of(toolkit, place, access);
    if (!alias) {
        if (access == RegistryAccess::dry_run) return Error(errors::kChainDryRunOfLog, "");
        DEED_TRY(registry::LogLedger * log, log_of(toolkit, place, access, call));
        return Issuers(std::make_unique<registry::LogIssuerRegistry>(
            *log, toolkit.clock(), registry::LogBringer{bringer.account, bringer.signer}));
    }
    DEED_TRY(OpenChain * chain, toolkit.chain(*alias, call));
    DEED_TRY(const auto issuers, chain->contract(registry::evm::Contract::issuer, call));
    // A deployment need not have names; whoever decides on one is told.
    const auto names = chain->contract(registry::evm::Contract::name, call);
    if (!names && names.error().code() != registry::evm::errors::kDirectoryNotNamed)
        return names.error();
    DEED_TRY(registry::evm::Transactor * transactor, transactor_of(*chain, access, call));
    DEED_TRY(auto opened,
             registry::evm::EvmIssuerRegistry::open(
                 chain->reader(), issuers, names ? std::optional(names->address) : std::nullopt,
                 transactor, {}, call));
    return Issuers(std::move(opened));
}

Result<std::unique_ptr<registry::NameRegistry>> open_names(Toolkit& toolkit,
                                                           const std::string& place, Call& call) {
    using Names = std::unique_ptr<registry::NameRegistry>;
    const auto alias = chain_of(toolkit, place, RegistryAccess::read);
    if (!alias) {
        DEED_TRY(registry::LogLedger * log, log_of(toolkit, place, RegistryAccess::read, call));
        return Names(std::make_unique<registry::LogNameRegistry>(*log, toolkit.clock()));
    }
    DEED_TRY(OpenChain * chain, toolkit.chain(*alias, call));
    DEED_TRY(const auto names, chain->contract(registry::evm::Contract::name, call));
    DEED_TRY(auto opened, registry::evm::EvmNameRegistry::open(chain->reader(), names, call));
    return Names(std::move(opened));
}

Result<registry::Receipt> appoint_steward(Toolkit& toolkit, const did::Did& steward,
                                          std::uint64_t open_from, Call& call) {
    if (toolkit.config().chain)
        return Error(errors::kChainStewardStays, "\"" + *toolkit.config().chain + "\" is a chain");
    DEED_TRY(const did::WeidId id, did::parse_weid(steward));
    DEED_TRY(const auto actor, toolkit.controller_of(steward, call));
    DEED_TRY(registry::LogLedger * log, toolkit.writable_ledger(call));
    registry::LogSchemaRegistry schemas(*log, toolkit.clock());
    return schemas.appoint_steward(id.address, open_from, *actor, call);
}

}  // namespace deed
