#include <algorithm>
#include <cstdlib>

#include "lib/io/xdg.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

Error bad_names(std::string_view text) {
    return Error(errors::kToolkitBadNetworkNames,
                 "\"" + std::string(text.substr(0, 64)) + "\" names no network");
}

/// A name stands for a network that a DID could name.
Result<void> add_name(did::NetworkNames& names, std::string_view name, std::string_view network) {
    if (!did::is_weid_network(network) || (!name.empty() && !did::is_weid_network(name)))
        return bad_names(network);
    names.insert_or_assign(std::string(name), std::string(network));
    return {};
}

}  // namespace

Result<did::NetworkNames> read_network_names(std::string_view default_network,
                                             std::string_view pairs) {
    did::NetworkNames names;
    if (!default_network.empty()) DEED_CHECK(add_name(names, "", default_network));
    while (!pairs.empty()) {
        const std::string_view pair = pairs.substr(0, pairs.find(','));
        const std::size_t equals = pair.find('=');
        if (equals == 0 || equals == std::string_view::npos) return bad_names(pair);
        DEED_CHECK(add_name(names, pair.substr(0, equals), pair.substr(equals + 1)));
        pairs.remove_prefix(std::min(pairs.size(), pair.size() + 1));
    }
    return names;
}

Result<Config> Config::from_environment() {
    DEED_TRY(const XdgFolders folders, xdg_folders_from_environment());
    Config config;
    config.key_folder = folders.config / "keys";
    config.head_folder = folders.state / "heads";
    config.challenge_folder = folders.state / "challenges";
    config.chain_folder = folders.state / "chains";
    config.ledger_folder = folders.data / "ledgers";
    config.evidence_folder = folders.data / "openings";
    DEED_TRY(config.network_names, read_network_names(environment("DEED_WEID_DEFAULT_NETWORK"),
                                                      environment("DEED_WEID_NETWORKS")));
    return config;
}

}  // namespace deed
