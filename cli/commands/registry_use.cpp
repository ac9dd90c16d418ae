#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/ledgers.hpp"

namespace deed::cli {
namespace {

/// A place for DIDs and registries, as it is configured; nobody is asked.
struct Place {
    std::string alias;
    std::string_view kind;
    std::string network;  ///< empty while it is not known
    std::string where;
};

std::string origins_of(const ChainConfig& chain) {
    std::string text;
    for (const net::Url& node : chain.nodes)
        text += (text.empty() ? "" : ",") + std::string(node.origin());
    return text;
}

Result<std::vector<Place>> places_of(const Config& config) {
    std::vector<Place> places;
    for (const auto& [alias, chain] : config.chains) {
        const auto network = chain.network();
        places.push_back({alias, "chain", network ? registry::evm::to_string(*network) : "", origins_of(chain)});
    }
    DEED_TRY(const std::vector<std::string> aliases, aliases_in(config.ledger_folder));
    for (const std::string& alias : aliases) {
        const std::filesystem::path folder = config.ledger_folder / alias;
        DEED_TRY(const auto info, registry::read_local_ledger_info(folder));
        places.push_back({alias, "log", info.network, folder.string()});
    }
    return places;
}

Result<int> run_list(Invocation& invocation) {
    DEED_TRY(const Config config, invocation.config());
    DEED_TRY(const std::vector<Place> places, places_of(config));
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/networks/v1").key("networks").begin_array();
    for (const Place& place : places) {
        const bool is_chain = place.kind == "chain";
        const bool in_force = config.chain ? is_chain && place.alias == *config.chain
                                           : !is_chain && place.alias == config.ledger_alias;
        constexpr std::size_t kWidth = 16;
        std::string alias = place.alias;
        alias.resize(std::max(kWidth, alias.size()), ' ');
        text += (in_force ? "* " : "  ") + alias + (is_chain ? "  chain  " : "  log    ") +
                (place.network.empty() ? "not deployed" : place.network) + "  " + place.where +
                "\n";
        writer.begin_object().member("alias", place.alias).member("kind", place.kind);
        if (!place.network.empty()) writer.member("network", place.network);
        writer.member("where", place.where).key("default").boolean(in_force).end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_use(Invocation& invocation) {
    const std::string name = *invocation.argument(0);
    DEED_TRY(Config config, invocation.config());
    DEED_CHECK(choose_network(config, name));
    if (config.chain && !config.chains.at(*config.chain).network())
        return Error(deed::errors::kChainNoDirectory,
                     "chain." + *config.chain + ".directory is not set");
    DEED_TRY(const Settings* settings, invocation.settings());
    DEED_TRY(const std::filesystem::path file,
             write_setting(settings->profile(), *find_setting("network"), name));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/setting-written/v1")
        .member("file", file.string())
        .member("profile", settings->profile())
        .member("name", "network")
        .member("value", name)
        .end_object();
    DEED_CHECK(invocation.output().result(name, writer.take_document()));
    return 0;
}

constexpr ArgumentRow kName[] = {{"NETWORK", "an alias, or a network as DIDs name it"}};

}  // namespace

constexpr CommandRow kRegistryUse{
    "registry",
    "use",
    "Make a chain or a ledger the default",
    "Sets the setting `network` of the profile: where DIDs are created, changed and listed from "
    "then on,\n"
    "unless --network or --ledger names another place.",
    kName,
    {},
    "deed registry use test",
    run_use};

constexpr CommandRow kRegistryList{
    "registry",
    "list",
    "List the chains and ledgers that are configured here",
    "Prints alias, kind, network and place of each; the one that holds is marked with *. Nobody is "
    "asked:\n"
    "`deed registry status` asks a chain.",
    {},
    {},
    "deed registry list",
    run_list};

}  // namespace deed::cli
