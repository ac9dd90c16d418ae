#include "cli/invocation.hpp"

#include <unistd.h>
#include <algorithm>

#include "cli/chain_settings.hpp"
#include "cli/errors.hpp"
#include "lib/io/file.hpp"
#include "toolkit/key_sources.hpp"

namespace deed::cli {

Invocation::Invocation(const CommandRow& row, ParsedArguments parsed, Call& call)
    : row_(row), parsed_(std::move(parsed)), call_(call), output_(flag("json")) {}

std::optional<std::string> Invocation::option(std::string_view name) const {
    const auto found = parsed_.options.find(name);
    if (found == parsed_.options.end()) return std::nullopt;
    return found->second.front();
}

std::optional<std::string> Invocation::out_file() const {
    auto file = option("out");
    return file == "-" ? std::nullopt : file;
}

std::vector<std::string> Invocation::options(std::string_view name) const {
    const auto found = parsed_.options.find(name);
    return found == parsed_.options.end() ? std::vector<std::string>() : found->second;
}

/// As the environment writes what may be given again and again.
std::optional<std::string> Invocation::joined(std::string_view name) const {
    std::optional<std::string> text;
    for (const std::string& value : options(name)) text = text ? *text + "," + value : value;
    return text;
}

std::optional<std::string> Invocation::argument(std::size_t index) const {
    if (index >= parsed_.arguments.size()) return std::nullopt;
    return parsed_.arguments[index];
}

Result<const Settings*> Invocation::settings() {
    if (!settings_) {
        DEED_TRY(settings_, Settings::load([this](std::string_view name) { return joined(name); }));
    }
    return &*settings_;
}

Result<std::optional<std::string>> Invocation::setting(std::string_view name) {
    DEED_TRY(const Settings* settings, this->settings());
    return settings->value(name);
}

Result<std::string> Invocation::ledger_alias() {
    DEED_TRY(const Config config, this->config());
    return config.ledger_alias;
}

/// Where DIDs and registries are meant to be, unless a ledger was named at a place that goes
/// before.
Result<std::optional<std::string>> Invocation::network() {
    // What is signed offline is for a ledger elsewhere, which need not be known here.
    if (flag("offline")) return std::optional<std::string>();
    DEED_TRY(const Settings* settings, this->settings());
    const Setting network = settings->find(*find_setting("network"));
    const Setting ledger = settings->find(*find_setting("ledger"));
    const bool both = network.origin == ledger.origin && network.origin == Setting::Origin::flag;
    // What is in a ledger goes to a chain: both are meant.
    const bool needs_both =
        std::ranges::find(row_.options, "opened-by", &OptionRow::name) != row_.options.end();
    if (both && needs_both) return network.value;
    if (both) return Error(errors::kBadValue, "--network and --ledger name one thing: give one");
    if (ledger.origin < network.origin) return std::optional<std::string>();
    return network.value;
}

/// The chains that are configured, and the one that options and the environment describe.
Result<void> Invocation::take_chains(Config& config) {
    DEED_TRY(const Settings* settings, this->settings());
    for (const std::string& alias : settings->chains()) {
        DEED_TRY(config.chains[alias], chain_config(*settings, alias));
    }
    // A chain that only a network's name and a node describe.
    const auto network = settings->find(*find_setting("network")).value;
    const auto unnamed = config.chains.find(kUnnamedChain);
    const auto named = registry::evm::parse_chain_network(network.value_or(""));
    if (!named || unnamed == config.chains.end() || settings->spoken_of() != kUnnamedChain)
        return {};
    ChainConfig& chain = unnamed->second;
    if (!chain.chain_id) chain.chain_id = named->chain_id;
    if (!chain.directory) chain.directory = named->directory;
    return {};
}

Result<CliPassphraseSource> Invocation::passphrase_source(std::string prompt) {
    DEED_TRY(const Settings* settings, this->settings());
    // What the environment says, file or passphrase, the source reads itself.
    Setting file = settings->find(*find_setting("passphrase-file"));
    if (file.origin != Setting::Origin::profile) file.value.reset();
    return CliPassphraseSource(option("passphrase-fd"), option("passphrase-file"),
                               std::move(prompt), std::move(file.value));
}

/// The folders of the environment, but where the settings name another.
Result<Config> Invocation::config() {
    DEED_TRY(Config config, Config::from_environment());
    const auto take = [this](std::filesystem::path& folder, std::string_view name) -> Result<void> {
        DEED_TRY(const auto value, setting(name));
        if (value) folder = *value;
        return {};
    };
    DEED_CHECK(take(config.key_folder, "key-folder"));
    DEED_CHECK(take(config.head_folder, "head-folder"));
    DEED_CHECK(take(config.ledger_folder, "ledger-folder"));
    DEED_CHECK(take(config.evidence_folder, "opening-folder"));
    DEED_TRY(const auto network, setting("weid-default-network"));
    DEED_TRY(const auto networks, setting("weid-networks"));
    DEED_TRY(config.network_names, read_network_names(network.value_or(""), networks.value_or("")));
    DEED_TRY(const auto ledger, setting("ledger"));
    config.ledger_alias = ledger.value_or(config.ledger_alias);
    DEED_CHECK(take(config.chain_folder, "chain-folder"));
    DEED_CHECK(take_chains(config));
    DEED_TRY(const auto chosen, this->network());
    if (chosen) DEED_CHECK(choose_network(config, *chosen));
    DEED_TRY(const auto mirrors, setting("mirrors"));
    DEED_TRY(config.mirrors, read_mirrors(mirrors.value_or("")));
    DEED_TRY(config.mirror_folder, setting("mirror-folder"));
    DEED_TRY(const auto is_private, setting("web-private"));
    DEED_TRY(const auto proxy, setting("web-proxy"));
    DEED_TRY(const auto authorities, setting("web-ca-file"));
    if (is_private == "true") config.web.addresses = net::Addresses::any;
    config.web.proxy_from_environment = proxy == "true";
    if (authorities) config.web.ca_file = *authorities;
    return config;
}

Result<Toolkit*> Invocation::toolkit() {
    if (toolkit_) return toolkit_.get();
    DEED_TRY(Config config, this->config());
    if (!max_fetches_) config.waiting = &waiting_;
    if (max_fetches_) {
        config.resolver_cache = did::CacheLimits();
        config.web.max_at_once = *max_fetches_;
        config.web.patience = std::chrono::seconds(5);
        config.mirrors_in_background = true;
    }
    DEED_TRY(CliPassphraseSource passphrases, passphrase_source());
    passphrases_ = std::make_unique<CliPassphraseSource>(std::move(passphrases));
    pins_ = std::make_unique<CliPinSource>(option("pin-file"));
    DEED_TRY(toolkit_, Toolkit::open(std::move(config), *passphrases_, clock_,
                                     key_sources(*pins_, key_passphrases_)));
    return toolkit_.get();
}

Result<Bytes> read_input(const std::string& name, std::size_t max_bytes, const Call& call) {
    if (name == "-") return read_descriptor(STDIN_FILENO, max_bytes, call);
    return read_file(name, max_bytes);
}

Result<json::Document> parse_json_input(const std::string& name, ByteView bytes,
                                        std::size_t max_bytes) {
    json::Limits limits;
    limits.max_bytes = max_bytes;
    auto document = json::Document::parse(bytes, limits);
    if (!document) return std::move(document).error().at(name);
    return document;
}

Result<json::Document> read_json_input(const std::string& name, const Call& call,
                                       std::size_t max_bytes) {
    DEED_TRY(const Bytes bytes, read_input(name, max_bytes, call));
    return parse_json_input(name, bytes, max_bytes);
}

}  // namespace deed::cli
