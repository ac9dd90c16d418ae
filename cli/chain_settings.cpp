#include "cli/chain_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "did/methods/weid.hpp"
#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/ledgers.hpp"

namespace deed::cli {
namespace {

constexpr std::array<SettingRow, 21> kChainSettings{{
    {"kind", SettingType::chain_kind, "DEED_CHAIN_KIND", "", "evm",
     "what its nodes speak: evm (Ethereum's JSON-RPC), or fisco (FISCO BCOS's)",
     SettingPlace::chain},
    {"nodes", SettingType::nodes, "DEED_CHAIN_NODES", "node", "none",
     "URLs of nodes with JSON-RPC, with commas between them; the first that answers is asked",
     SettingPlace::chain},
    {"agree", SettingType::node_count, "DEED_CHAIN_AGREE", "", "1: the first that answers",
     "how many of the nodes must answer alike before they are believed", SettingPlace::chain},
    {"chain-id", SettingType::chain_id, "DEED_CHAIN_ID", "chain-id", "as the network or node says",
     "the number of the chain", SettingPlace::chain},
    {"directory", SettingType::contract, "DEED_CHAIN_DIRECTORY", "directory", "as the network says",
     "the address of the Directory of Deed's contracts", SettingPlace::chain},
    {"ethr-registry", SettingType::contract, "DEED_CHAIN_ETHR_REGISTRY", "",
     "the public one of the chain", "the address of the contract of did:ethr (ERC-1056)",
     SettingPlace::chain},
    {"account", SettingType::key, "DEED_CHAIN_ACCOUNT", "account", "none: the chain is only read",
     "the secp256k1 key that pays for transactions: a name of the key store, or a reference",
     SettingPlace::chain},
    {"max-fee", SettingType::amount, "DEED_CHAIN_MAX_FEE", "max-fee", "100 gwei",
     "what a unit of gas may cost at most, all in all", SettingPlace::chain},
    {"max-priority-fee", SettingType::amount, "DEED_CHAIN_MAX_PRIORITY_FEE", "max-priority-fee",
     "2 gwei", "what of it may go to the block's proposer", SettingPlace::chain},
    {"confirmation", SettingType::confirmation, "DEED_CHAIN_CONFIRMATION", "confirmation", "1",
     "when a transaction counts: in so many blocks, safe, or finalized", SettingPlace::chain},
    {"patience", SettingType::seconds, "DEED_CHAIN_PATIENCE", "patience", "300",
     "how many seconds a transaction is waited for", SettingPlace::chain},
    {"node-timeout", SettingType::seconds, "DEED_CHAIN_NODE_TIMEOUT", "", "30",
     "how many seconds one answer of a node is waited for", SettingPlace::chain},
    {"ca-file", SettingType::file, "DEED_CHAIN_CA_FILE", "", "the system's authorities",
     "the certificate authorities of the nodes, in PEM", SettingPlace::chain},
    {"node-token-file", SettingType::file, "DEED_CHAIN_NODE_TOKEN_FILE", "", "none",
     "a private file with the bearer token that the nodes ask for", SettingPlace::chain},
    {"plain-http", SettingType::flag, "DEED_CHAIN_PLAIN_HTTP", "", "false",
     "whether nodes on other machines may be asked without encryption", SettingPlace::chain},
    {"keep-histories", SettingType::flag, "DEED_CHAIN_KEEP_HISTORIES", "", "false",
     "whether proven histories of DIDs are kept in the state folder", SettingPlace::chain},
    {"fisco-version", SettingType::fisco_version, "DEED_CHAIN_FISCO_VERSION", "", "3",
     "the line of FISCO BCOS: 2 or 3", SettingPlace::chain},
    {"fisco-chain", SettingType::fisco_name, "DEED_CHAIN_FISCO_CHAIN", "", "chain0",
     "what the chain of FISCO BCOS is called", SettingPlace::chain},
    {"fisco-group", SettingType::fisco_name, "DEED_CHAIN_FISCO_GROUP", "", "group0",
     "what the group of the chain is called", SettingPlace::chain},
    {"client-certificate", SettingType::file, "DEED_CHAIN_CLIENT_CERTIFICATE", "", "none",
     "the certificate that nodes of FISCO BCOS ask for, in PEM (sdk.crt)", SettingPlace::chain},
    {"client-key", SettingType::file, "DEED_CHAIN_CLIENT_KEY", "", "none",
     "the private file of its key, in PEM (sdk.key)", SettingPlace::chain},
}};

/// Such as can stand in the name of a file.
bool is_fisco_name(std::string_view name) {
    constexpr std::size_t kMaxName = 32;
    return !name.empty() && name.size() <= kMaxName && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.';
    });
}

}  // namespace

std::string fault_of_number(std::string_view what, std::string_view value, std::uint64_t least,
                            std::uint64_t most) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool fits = error == std::errc() && end == value.data() + value.size() &&
                      number >= least && number <= most && std::to_string(number) == value;
    if (fits) return "";
    return "takes " + std::string(what) + " from " + std::to_string(least) + " to " +
           std::to_string(most);
}

std::string fault_of_chain_value(SettingType type, std::string_view value) {
    // EIP-2294's bound.
    constexpr std::uint64_t kMaxChainId = (std::uint64_t{1} << 63) - 37;
    constexpr std::uint64_t kDay = 86'400;
    constexpr std::uint64_t kMostNodes = 16;
    switch (type) {
        case SettingType::ledger_or_chain:
            return did::is_weid_network(value) ? "" : "takes an alias or a network";
        case SettingType::nodes:
            return read_nodes(value) ? ""
                                     : "takes http, https, ws or wss URLs with commas between them";
        case SettingType::node_count:
            return fault_of_number("a number of nodes", value, 1, kMostNodes);
        case SettingType::chain_id:
            return fault_of_number("a number", value, 1, kMaxChainId);
        case SettingType::contract:
            return registry::evm::parse_account(value) ? "" : "takes 0x and 40 hex digits";
        case SettingType::key:
            return crypto::KeyReference::parse(value) ? "" : "takes the name of a key";
        case SettingType::amount:
            return read_wei(value) ? "" : "takes an amount such as \"20 gwei\"";
        case SettingType::confirmation:
            return read_confirmation(value) ? "" : "takes 1 to 100000 blocks, safe or finalized";
        case SettingType::seconds:
            return fault_of_number("a number of seconds", value, 1, kDay);
        case SettingType::chain_kind:
            return value == "evm" || value == "fisco" ? "" : "takes evm or fisco";
        case SettingType::fisco_version:
            return fault_of_number("a number", value, 2, 3);
        case SettingType::fisco_name:
            return is_fisco_name(value) ? "" : "takes 1 to 32 of a-z, A-Z, 0-9, '_' and '.'";
        default:
            break;
    }
    DEED_ASSERT(!"a type of setting");
    return {};
}

std::span<const SettingRow> chain_setting_table() { return kChainSettings; }

const SettingRow* find_chain_setting(std::string_view name) {
    const auto* row = std::ranges::find(kChainSettings, name, &SettingRow::name);
    return row == kChainSettings.end() ? nullptr : row;
}

bool is_chain_alias(std::string_view name) {
    // What stands for the ledger that needs no setting shall not come to stand for a chain.
    return name != "local" && check_alias(std::string(name)).has_value();
}

namespace {

/// Hands the value of a setting to `take`, if it has one.
template <typename Take>
Result<void> take_value(const Settings& settings, const std::string& alias, std::string_view name,
                        Take take) {
    DEED_TRY(const auto value, settings.chain_value(name, alias));
    if (value) return take(*value);
    return {};
}

/// Assigns what `read` makes of the text.
template <typename Target, typename Read>
auto into(Target& target, Read read) {
    return [&target, read](const std::string& text) -> Result<void> {
        DEED_TRY(target, read(text));
        return {};
    };
}

}  // namespace

namespace {

Result<void> read_fisco(const Settings& settings, FiscoGroup& group, const std::string& alias) {
    const auto text = [](const std::string& value) -> Result<std::string> { return value; };
    DEED_CHECK(take_value(settings, alias, "fisco-version", [&](const std::string& version) {
        if (version == "2") group = {registry::fisco::ChainVersion::two, "1", "1", std::nullopt};
        return Result<void>();
    }));
    DEED_CHECK(take_value(settings, alias, "fisco-chain", into(group.chain, text)));
    DEED_CHECK(take_value(settings, alias, "fisco-group", into(group.group, text)));
    std::string certificate;
    std::string key;
    DEED_CHECK(take_value(settings, alias, "client-certificate", into(certificate, text)));
    DEED_CHECK(take_value(settings, alias, "client-key", into(key, text)));
    if (certificate.empty() != key.empty())
        return Error(deed::errors::kChainBadSetting,
                     "client-certificate and client-key of chain." + alias + " go together");
    if (!key.empty()) group.certificate = net::ClientCertificate{certificate, key};
    return {};
}

}  // namespace

Result<ChainConfig> chain_config(const Settings& settings, const std::string& alias) {
    ChainConfig chain;
    chain.alias = alias;
    const auto take = [&](std::string_view name, auto&& taker) {
        return take_value(settings, alias, name, taker);
    };
    // chain_value() judged what flags and environment say, and the file what it says.
    const auto number = [](const std::string& text) -> Result<std::uint64_t> {
        return std::strtoull(text.c_str(), nullptr, 10);
    };
    const auto seconds = [](const std::string& text) -> Result<std::chrono::seconds> {
        return std::chrono::seconds(std::strtoull(text.c_str(), nullptr, 10));
    };
    const auto path = [](const std::string& text) -> Result<std::filesystem::path> {
        return std::filesystem::path(text);
    };
    DEED_CHECK(take("nodes", into(chain.nodes, read_nodes)));
    DEED_CHECK(take("agree", into(chain.agree, number)));
    DEED_CHECK(take("chain-id", into(chain.chain_id, number)));
    DEED_CHECK(take("directory", into(chain.directory, registry::evm::parse_account)));
    DEED_CHECK(take("ethr-registry", into(chain.ethr_registry, registry::evm::parse_account)));
    DEED_CHECK(take("account", into(chain.account, crypto::KeyReference::parse)));
    DEED_CHECK(take("max-fee", into(chain.fees.max_fee_per_gas, read_wei)));
    DEED_CHECK(take("max-priority-fee", into(chain.fees.max_priority_fee_per_gas, read_wei)));
    // Whoever lowers the whole fee alone means its parts, too.
    chain.fees.max_priority_fee_per_gas =
        std::min(chain.fees.max_priority_fee_per_gas, chain.fees.max_fee_per_gas);
    DEED_CHECK(take("confirmation", into(chain.confirmation, read_confirmation)));
    DEED_CHECK(take("patience", into(chain.patience, seconds)));
    DEED_CHECK(take("node-timeout", into(chain.node_timeout, seconds)));
    DEED_CHECK(take("ca-file", into(chain.ca_file, path)));
    DEED_CHECK(take("node-token-file", into(chain.token_file, path)));
    DEED_CHECK(take("plain-http", [&](const std::string& text) -> Result<void> {
        chain.plain_http = text == "true";
        return {};
    }));
    DEED_CHECK(take("keep-histories", [&](const std::string& text) -> Result<void> {
        chain.keep_histories = text == "true";
        return {};
    }));
    DEED_CHECK(take("kind", [&](const std::string& text) -> Result<void> {
        if (text == "fisco") chain.fisco.emplace();
        return {};
    }));
    if (chain.fisco) DEED_CHECK(read_fisco(settings, *chain.fisco, alias));
    return chain;
}

}  // namespace deed::cli
