#include "cli/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "cli/chain_settings.hpp"
#include "cli/errors.hpp"
#include "did/methods/weid.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/error/assert.hpp"
#include "lib/io/file.hpp"
#include "lib/io/xdg.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_config.hpp"
#include "toolkit/ledgers.hpp"

namespace deed::cli {
namespace {

constexpr std::string_view kDefaultProfile = "default";

constexpr std::array<SettingRow, 28> kSettings{{
    {"default-profile", SettingType::text, "DEED_PROFILE", "profile", "default",
     "the profile that holds where none is named", SettingPlace::head},
    {"ledger", SettingType::alias, "DEED_LEDGER", "ledger", "local", "the ledger to work with"},
    {"network", SettingType::ledger_or_chain, "DEED_NETWORK", "network", "the ledger",
     "where DIDs and registries are: a chain or a ledger, by its alias or as DIDs name it"},
    {"issuer", SettingType::text, "DEED_ISSUER", "issuer", "the only DID that was created here",
     "who issues credentials: a DID, or the name it was created under"},
    {"submitter", SettingType::text, "DEED_SUBMITTER", "submitter",
     "the only DID that was created here",
     "who anchors evidence: a DID, or the name it was created under"},
    {"passphrase-file", SettingType::file, "DEED_PASSPHRASE_FILE", "passphrase-file",
     "asked on the terminal", "a private file with the key store's passphrase"},
    {"max-did-age", SettingType::days, "DEED_MAX_DID_AGE", "max-did-age", "30",
     "how many days old a DID export may be when a credential is verified"},
    {"authority", SettingType::text, "DEED_AUTHORITY", "authority", "none: anybody may issue",
     "a root that must have let issuers issue what is verified: ROOT@NETWORK"},
    {"contexts", SettingType::file, "DEED_CONTEXTS", "", "none",
     "a list of JSON-LD contexts that are not bundled, with their digests"},
    {"weid-default-network", SettingType::network, "DEED_WEID_DEFAULT_NETWORK", "", "none",
     "the network of a did:weid that names none"},
    {"weid-networks", SettingType::networks, "DEED_WEID_NETWORKS", "", "none",
     "what other names of networks stand for"},
    {"mirrors", SettingType::mirrors, "DEED_MIRRORS", "mirror", "none",
     "where others publish the logs of which networks, over https"},
    {"mirror-folder", SettingType::folder, "DEED_MIRROR_FOLDER", "", "none: nothing is remembered",
     "where mirrors remember the heads that were seen, and files that never change"},
    {"web-private", SettingType::flag, "DEED_WEB_PRIVATE", "", "false",
     "whether did:web, did:webvh and mirrors may lead to addresses of private networks"},
    {"web-proxy", SettingType::flag, "DEED_WEB_PROXY", "", "false",
     "whether they are fetched by the proxy that the environment names"},
    {"web-ca-file", SettingType::file, "DEED_WEB_CA_FILE", "", "the system's authorities",
     "the certificate authorities of their servers, in PEM"},
    {"key-folder", SettingType::folder, "DEED_KEY_FOLDER", "", "$XDG_CONFIG_HOME/deed/keys",
     "where sealed private keys are"},
    {"head-folder", SettingType::folder, "DEED_HEAD_FOLDER", "", "$XDG_STATE_HOME/deed/heads",
     "where the highest head of each log is remembered"},
    {"ledger-folder", SettingType::folder, "DEED_LEDGER_FOLDER", "", "$XDG_DATA_HOME/deed/ledgers",
     "where embedded ledgers are"},
    {"opening-folder", SettingType::folder, "DEED_OPENING_FOLDER", "",
     "$XDG_DATA_HOME/deed/openings", "where sealed openings of commitments are"},
    {"chain-folder", SettingType::folder, "DEED_CHAIN_FOLDER", "", "$XDG_STATE_HOME/deed/chains",
     "where transactions under way and records of deployments are"},
    {"listen", SettingType::text, "DEED_LISTEN", "listen", "127.0.0.1:8080",
     "where `deed serve` listens: ADDRESS:PORT, port 0 for any that is free"},
    {"issuers", SettingType::file, "DEED_ISSUERS", "issuers", "none",
     "the file of those for whom `deed serve` signs"},
    {"token-file", SettingType::file, "DEED_TOKEN_FILE", "token-file", "none",
     "a private file with the bearer tokens that `deed serve` takes, one a line"},
    {"certificate", SettingType::file, "DEED_CERTIFICATE", "certificate", "none: plain HTTP",
     "the certificate of `deed serve` with its chain, in PEM"},
    {"certificate-key", SettingType::file, "DEED_CERTIFICATE_KEY", "certificate-key", "none",
     "the private file of the certificate's key, in PEM"},
    {"client-authorities", SettingType::file, "DEED_CLIENT_AUTHORITIES", "client-authorities",
     "none", "who signs the certificates of clients of `deed serve`, in PEM"},
    {"workers", SettingType::count, "DEED_WORKERS", "workers", "4 a processor, at least 16",
     "how many requests `deed serve` answers at once"},
}};

std::optional<std::string> environment(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
}

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, above + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

}  // namespace

std::span<const SettingRow> setting_table() { return kSettings; }

const SettingRow* find_setting(std::string_view name) {
    const auto* row = std::ranges::find(kSettings, name, &SettingRow::name);
    return row == kSettings.end() ? nullptr : row;
}

bool is_profile_name(std::string_view name) {
    constexpr std::size_t kMaxSize = 32;
    return !name.empty() && name.size() <= kMaxSize && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::string fault_of_value(const SettingRow& row, std::string_view value) {
    switch (row.type) {
        case SettingType::text:
            if (row.place == SettingPlace::head && !is_profile_name(value))
                return "takes the name of a profile: 1 to 32 of a-z, 0-9 and '-'";
            return value.empty() ? "takes a text that is not empty" : "";
        case SettingType::alias:
            return check_alias(std::string(value))
                       ? ""
                       : "takes 1 to 32 of a-z, 0-9 and '-', starting with a letter";
        case SettingType::folder:
        case SettingType::file:
            // A relative path would mean another place in each folder that deed is run in.
            return value.starts_with('/') ? "" : "takes a path that starts with /";
        case SettingType::days:
            return fault_of_number("a number of days", value, 0, 36'500);
        case SettingType::count:
            return fault_of_number("a number", value, 1, 256);
        case SettingType::flag:
            return value == "true" || value == "false" ? "" : "takes true or false";
        case SettingType::network:
            return did::is_weid_network(value) ? "" : "takes the network of a ledger";
        case SettingType::networks:
            return read_network_names("", value) ? "" : "takes NAME=NETWORK,NAME=NETWORK";
        case SettingType::mirrors:
            return read_mirrors(value) ? "" : "takes NETWORK=URL,NETWORK=URL, each URL with https";
        default:
            return fault_of_chain_value(row.type, value);
    }
}

Error unknown_setting(std::string_view name) {
    // "chain.test.node": what stands behind the last point is meant to be a chain's.
    const std::size_t point = name.starts_with("chain.") ? name.rfind('.') + 1 : 0;
    const std::string_view last = name.substr(point);
    const std::span<const SettingRow> rows = point > 0 ? chain_setting_table() : setting_table();
    const auto nearest = std::ranges::min_element(
        rows, {}, [&](const SettingRow& row) { return distance(last, row.name); });
    constexpr std::size_t kFar = 4;
    std::string message = "there is no setting \"" + std::string(name) + "\"";
    if (distance(last, nearest->name) < std::min(kFar, last.size()))
        message += "; did you mean \"" + std::string(name.substr(0, point)) +
                   std::string(nearest->name) + "\"?";
    return Error(errors::kConfigUnknownSetting, std::move(message));
}

std::string_view to_string(Setting::Origin origin) {
    switch (origin) {
        case Setting::Origin::flag:
            return "flag";
        case Setting::Origin::environment:
            return "environment";
        case Setting::Origin::profile:
            return "profile";
        case Setting::Origin::fallback:
            return "default";
    }
    DEED_ASSERT(!"an origin");
    return {};
}

Result<std::filesystem::path> config_path() {
    std::filesystem::path path;
    if (const auto named = environment("DEED_CONFIG")) {
        path = *named;
    } else {
        DEED_TRY(const XdgFolders folders, xdg_folders_from_environment());
        path = folders.config / "config.toml";
    }
    if (is_utf8(as_bytes(path.native()))) return path;
    return Error(errors::kNotUtf8, "the path of the configuration file is not UTF-8");
}

Result<Settings> Settings::load(Flag flag) {
    for (const auto rows : {setting_table(), chain_setting_table()})
        for (const SettingRow& row : rows)
            if (const auto value = environment(row.environment);
                value && !is_utf8(as_bytes(*value)))
                return Error(errors::kNotUtf8, std::string(row.environment) + " is not UTF-8");
    DEED_TRY(const std::filesystem::path path, config_path());
    DEED_TRY(ConfigFile file, ConfigFile::load(path));
    Settings settings(std::move(file), std::move(flag));
    const Setting profile = settings.find(*find_setting("default-profile"));
    settings.profile_ = profile.value.value_or(std::string(kDefaultProfile));
    const bool is_there =
        is_profile_name(settings.profile_) && settings.file_.has_profile(settings.profile_);
    if (settings.profile_ != kDefaultProfile && !is_there)
        return Error(errors::kConfigNoProfile,
                     profile.from + " names the profile \"" + settings.profile_ + "\"",
                     path.string());
    settings.spoken_of_ = settings.chain_named(settings.find(*find_setting("network")).value);
    return settings;
}

std::string Setting::name() const {
    return (chain.empty() ? "" : chain_section(chain) + ".") + std::string(row->name);
}

/// The alias that the text is, or the one that is configured for the network that it is; without a
/// text the only one.
std::string Settings::chain_named(const std::optional<std::string>& network) const {
    const std::vector<std::string> known = file_.chains();
    if (!network) return known.size() == 1 ? known.front() : std::string(kUnnamedChain);
    const auto wanted = registry::evm::parse_chain_network(*network);
    if (!wanted) return *network;
    for (const std::string& alias : known) {
        const std::string section = chain_section(alias);
        const auto directory =
            registry::evm::parse_account(file_.value(section, "directory").value_or(""));
        if (directory && *directory == wanted->directory &&
            file_.value(section, "chain-id") == std::to_string(wanted->chain_id))
            return alias;
    }
    return std::string(kUnnamedChain);
}

std::vector<std::string> Settings::chains() const {
    std::vector<std::string> aliases = file_.chains();
    const bool has_nodes =
        find(*find_chain_setting("nodes"), spoken_of_).origin != Setting::Origin::fallback;
    if (has_nodes && is_chain_alias(spoken_of_) &&
        std::ranges::find(aliases, spoken_of_) == aliases.end())
        aliases.push_back(spoken_of_);
    return aliases;
}

Setting Settings::find(const SettingRow& row, std::string_view chain) const {
    DEED_ASSERT(row.place == SettingPlace::chain);
    using Origin = Setting::Origin;
    const std::string alias(chain);
    if (chain == spoken_of_) {
        if (!row.option.empty())
            if (auto value = flag_(row.option))
                return {&row, std::move(value), Origin::flag, "--" + std::string(row.option),
                        alias};
        if (auto value = environment(row.environment))
            return {&row, std::move(value), Origin::environment, std::string(row.environment),
                    alias};
    }
    if (auto value = file_.value(chain_section(chain), row.name))
        return {&row, std::move(value), Origin::profile, "the file", alias};
    return {&row, std::nullopt, Origin::fallback, "the default", alias};
}

Result<std::optional<std::string>> Settings::chain_value(std::string_view name,
                                                         std::string_view chain) const {
    const SettingRow* row = find_chain_setting(name);
    DEED_ASSERT(row != nullptr);
    Setting setting = find(*row, chain);
    const bool of_flag = setting.origin == Setting::Origin::flag;
    if (of_flag || setting.origin == Setting::Origin::environment)
        if (const std::string fault = fault_of_value(*row, *setting.value); !fault.empty())
            return Error(of_flag ? errors::kBadValue : errors::kConfigBadValue,
                         setting.from + " " + fault);
    return std::move(setting.value);
}

Setting Settings::find(const SettingRow& row) const {
    using Origin = Setting::Origin;
    if (!row.option.empty())
        if (auto value = flag_(row.option))
            return {&row, std::move(value), Origin::flag, "--" + std::string(row.option)};
    if (auto value = environment(row.environment))
        return {&row, std::move(value), Origin::environment, std::string(row.environment)};
    const bool in_head = row.place == SettingPlace::head;
    if (auto value = file_.value(in_head ? std::string_view() : profile_, row.name))
        return {&row, std::move(value), Origin::profile,
                in_head ? "the file" : "profile " + profile_};
    return {&row, std::nullopt, Origin::fallback, "the default"};
}

Result<std::optional<std::string>> Settings::value(std::string_view name) const {
    const SettingRow* row = find_setting(name);
    DEED_ASSERT(row != nullptr);
    Setting setting = find(*row);
    // The others are judged where they are used, in words of their own.
    const bool is_judged = row->type == SettingType::folder || row->type == SettingType::days ||
                           row->type == SettingType::count || row->type == SettingType::flag;
    if (is_judged && setting.origin == Setting::Origin::environment)
        if (const std::string fault = fault_of_value(*row, *setting.value); !fault.empty())
            return Error(errors::kConfigBadValue, setting.from + " " + fault);
    return std::move(setting.value);
}

Result<std::filesystem::path> write_setting(std::string_view section, const SettingRow& row,
                                            std::string_view value) {
    DEED_TRY(std::filesystem::path path, config_path());
    const std::filesystem::path folder = path.parent_path();
    if (!folder.empty()) DEED_CHECK(create_private_directories(folder));
    // Two commands at once must not lose what one of them set.
    DEED_TRY(const FileLock lock, FileLock::acquire(path.string() + ".lock"));
    DEED_TRY(const ConfigFile file, ConfigFile::load(path));
    if (row.place == SettingPlace::head && value != kDefaultProfile && !file.has_profile(value))
        return Error(errors::kConfigNoProfile, "there is no profile \"" + std::string(value) + "\"",
                     path.string());
    DEED_TRY(const ConfigFile changed, file.with(section, row, value));
    DEED_CHECK(write_file_durably(path, as_bytes(changed.text()), 0600, Existing::replace));
    return path;
}

}  // namespace deed::cli
