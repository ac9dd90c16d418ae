#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/progress.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

/// What the options say of the plan; the rest is as the account and the defaults have it.
Result<evm::DeploymentPlan> given_plan(const Invocation& invocation, evm::DeploymentPlan plan) {
    if (const auto owner = invocation.option("owner")) {
        DEED_TRY(plan.owner, evm::parse_account(*owner));
    }
    if (const auto steward = invocation.option("steward")) {
        DEED_TRY(plan.steward, evm::parse_account(*steward));
    }
    constexpr std::uint64_t kMost = std::uint64_t{1} << 53;
    if (const auto delay = invocation.option("delay")) {
        DEED_TRY(plan.delay_seconds, given_number("delay", *delay, 1, kMost));
    }
    if (const auto from = invocation.option("open-from")) {
        DEED_TRY(plan.open_from, given_number("open-from", *from, 1, kMost));
    }
    DEED_CHECK(plan.check());
    return plan;
}

std::filesystem::path record_of(const Toolkit& toolkit, const ChainConfig& chain) {
    return toolkit.config().chain_folder / "deployments" / (chain.alias + ".json");
}

Result<std::optional<evm::Deployment>> read_record(const std::filesystem::path& file) {
    constexpr std::size_t kMaxFile = std::size_t{1} << 16;
    const auto bytes = read_file(file, kMaxFile);
    if (!bytes && bytes.error().kind() == ErrorKind::not_found)
        return std::optional<evm::Deployment>();
    if (!bytes) return bytes.error();
    DEED_TRY(const json::Document json, parse_json_input(file.string(), *bytes, kMaxFile));
    auto deployment = evm::Deployment::parse(json.root());
    if (!deployment) return std::move(deployment).error().at(file.string());
    return std::optional(std::move(*deployment));
}

/// The deployment that was begun, if it is the one that is meant; else a new one.
Result<evm::Deployment> begun_or_new(const Invocation& invocation, OpenChain& chain,
                                     const std::filesystem::path& file, Call& call) {
    DEED_TRY(const registry::Address account, chain.account(call));
    const std::uint64_t chain_id = *chain.config().chain_id;
    DEED_TRY(const auto begun, read_record(file));
    if (!begun) {
        if (chain.config().directory)
            return Error(evm::errors::kDeploymentExists,
                         "the Directory is " + evm::to_checksummed(*chain.config().directory));
        evm::DeploymentPlan plan;
        plan.owner = account;
        plan.steward = account;
        DEED_TRY(plan, given_plan(invocation, plan));
        return evm::Deployment::begin(chain_id, account, plan);
    }
    DEED_TRY(const evm::DeploymentPlan plan, given_plan(invocation, begun->plan));
    const auto other = [&](std::string message) {
        return Error(evm::errors::kDeploymentOther, std::move(message), file.string());
    };
    if (begun->chain_id != chain_id)
        return other("it was begun on chain " + std::to_string(begun->chain_id));
    if (begun->account != account)
        return other("it was begun by " + evm::to_checksummed(begun->account));
    if (begun->plan != plan) return other("it was begun with other options");
    return *begun;
}

json::Document deployed_document(const evm::Deployment& deployment, const std::string& network,
                                 const std::string& file) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/deployed/v1")
        .member("network", network)
        .member("file", file)
        .key("deployment")
        .value(deployment.to_json().root())
        .end_object();
    return writer.take_document();
}

std::string line_of(std::string_view name, const registry::Address& address, std::uint64_t gas) {
    constexpr std::size_t kWidth = 18;
    std::string text(name);
    text.resize(std::max(kWidth, text.size()), ' ');
    return text + evm::to_checksummed(address) + "  " + std::to_string(gas) + " gas\n";
}

/// What a chain of the configuration file is known by, from now on.
Result<void> remember(Invocation& invocation, const ChainConfig& chain,
                      const ChainNetwork& network) {
    DEED_TRY(const Settings* settings, invocation.settings());
    const std::string section = chain_section(chain.alias);
    if (!settings->file().value(section, "nodes")) {
        Output::hint("`deed config set chain.NAME.directory {0}` gives the chain a name",
                     {evm::to_checksummed(network.directory)});
        return {};
    }
    DEED_CHECK(
        write_setting(section, *find_chain_setting("chain-id"), std::to_string(network.chain_id)));
    DEED_CHECK(write_setting(section, *find_chain_setting("directory"),
                             evm::to_checksummed(network.directory)));
    Output::note("{0} is configured now; `deed registry use {0}` makes it the default",
                 {chain.alias});
    return {};
}

Result<int> run_estimate(Invocation& invocation, OpenChain& chain) {
    Call& call = invocation.call();
    DEED_TRY(const registry::Address account, chain.account(call));
    evm::DeploymentPlan plan;
    plan.owner = account;
    plan.steward = account;
    DEED_TRY(plan, given_plan(invocation, plan));
    DEED_TRY(const auto estimates, evm::estimate_deployment(chain.node(), account, plan, call));
    DEED_TRY(const evm::Fees fees, evm::estimate_fees(chain.node(), chain.config().fees, call));
    std::string text;
    std::uint64_t gas = 0;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/deployment-estimate/v1")
        .member("account", evm::to_checksummed(account))
        .key("transactions")
        .begin_array();
    for (const evm::DeploymentEstimate& estimate : estimates) {
        const std::string_view name = evm::artifact_of(estimate.contract).name;
        text += line_of(name, estimate.address, estimate.gas);
        gas += estimate.gas;
        writer.begin_object()
            .member("contract", name)
            .member("address", evm::to_checksummed(estimate.address))
            .member("gas", std::to_string(estimate.gas))
            .member("data", evm::to_hex(estimate.data))
            .end_object();
    }
    writer.end_array();
    DEED_CHECK(write_cost(writer, gas, fees.max_fee_per_gas));
    writer.end_object();
    DEED_TRY(const evm::Uint256 cost, fees.max_fee_per_gas.times(gas));
    text += std::to_string(gas) + " gas, at most " + cost.to_decimal() + " wei, which is " +
            ether_text(cost) + "\n";
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_deploy(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    if (invocation.flag("dry-run")) return run_estimate(invocation, *chain);

    const std::filesystem::path file = record_of(*toolkit, chain->config());
    DEED_TRY(evm::Deployment deployment, begun_or_new(invocation, *chain, file, call));
    if (!deployment.is_complete()) {
        // The outbox would wait for lower fees; who starts by hand is told at once.
        if (!chain->config().fisco)
            DEED_CHECK(evm::estimate_fees(chain->node(), chain->config().fees, call));
        DEED_TRY(evm::ActionOutbox * outbox, chain->outbox(call));
        DEED_CHECK(create_private_directories(file.parent_path()));
        const auto save = [&](const evm::Deployment& now) {
            return write_file_durably(file, as_bytes(json::to_pretty_string(now.to_json().root())),
                                      0600, Existing::replace);
        };
        Progress progress("contract {0} of 7");
        DEED_CHECK(evm::deploy(deployment,
                               {chain->reader(), *outbox, chain->config().confirmation, save,
                                [&](evm::Contract) { progress.advance(); }},
                               call));
    }

    const ChainNetwork network{deployment.chain_id,
                               deployment.find(evm::Contract::directory)->address};
    DEED_TRY(const evm::Uint256 cost, deployment.cost());
    std::string text;
    for (const evm::DeployedContract& deployed : deployment.contracts)
        text +=
            line_of(evm::artifact_of(deployed.contract).name, deployed.address, deployed.gas_used);
    text += std::to_string(deployment.gas_used()) + " gas, " + cost.to_decimal() +
            " wei, which is " + ether_text(cost) + "\nnetwork " +
            registry::evm::to_string(network) + "\n";
    if (chain->config().network() != network)
        DEED_CHECK(remember(invocation, chain->config(), network));
    DEED_CHECK(invocation.output().result(
        text, deployed_document(deployment, registry::evm::to_string(network), file.string())));
    return 0;
}

constexpr OptionRow kOptions[] = {
    kNetworkOption,
    kNodeOption,
    kAccountOption,
    {"owner", "ADDRESS", "who may announce changes to the Directory (default: the account)"},
    {"delay", "SECONDS", "from such an announcement to its effect (default: 172800)"},
    {"steward", "ADDRESS", "who agrees to CPT ids out of order (default: the account)"},
    {"open-from", "N", "the first CPT id that is given in order (default: 2000000)"},
    {"dry-run", "", "say what it would take; nothing is signed"},
    kChainIdOption,
    kMaxFeeOption,
    kMaxPriorityFeeOption,
    kConfirmationOption,
    kPatienceOption};

}  // namespace

constexpr CommandRow kRegistryDeploy{
    "registry",
    "deploy",
    "Put the registry contracts on a chain",
    "Deploys the seven contracts, holds the code of each against what this program carries, and\n"
    "prints their addresses, the gas, what it cost, and the name of the new network. Nobody has a\n"
    "right over them afterwards but the owner of the Directory, who can announce successors. What\n"
    "was done is recorded before it is sent: run again after an interruption, the same command "
    "goes\n"
    "on, and nothing is deployed twice.",
    {},
    kOptions,
    "deed registry deploy --network test --dry-run",
    run_deploy};

}  // namespace deed::cli
