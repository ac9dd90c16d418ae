#include "cli/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "cli/errors.hpp"
#include "did/methods/weid.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/error/assert.hpp"
#include "lib/io/xdg.hpp"
#include "toolkit/ledgers.hpp"

namespace deed::cli {
namespace {

constexpr std::string_view kDefaultProfile = "default";

constexpr std::array<SettingRow, 25> kSettings{{
    {"default-profile", SettingType::text, "DEED_PROFILE", "profile", "default",
     "the profile that holds where none is named", true},
    {"ledger", SettingType::alias, "DEED_LEDGER", "ledger", "local", "the ledger to work with"},
    {"issuer", SettingType::text, "DEED_ISSUER", "issuer", "the only DID that was created here",
     "who issues credentials: a DID, or the name it was created under"},
    {"submitter", SettingType::text, "DEED_SUBMITTER", "submitter",
     "the only DID that was created here",
     "who anchors evidence: a DID, or the name it was created under"},
    {"passphrase-file", SettingType::file, "DEED_PASSPHRASE_FILE", "passphrase-file",
     "asked on the terminal", "a private file with the key store's passphrase"},
    {"max-did-age", SettingType::days, "DEED_MAX_DID_AGE", "max-did-age", "30",
     "how many days old a DID export may be when a credential is verified"},
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

std::string fault_of_days(std::string_view value) {
    constexpr int kMaxDays = 36'500;
    int days = -1;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
    const bool fits = error == std::errc() && end == value.data() + value.size() && days >= 0 &&
                      days <= kMaxDays && std::to_string(days) == value;
    return fits ? "" : "takes a number of days from 0 to 36500";
}

std::string fault_of_count(std::string_view value) {
    constexpr int kMaxCount = 256;
    int count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    const bool fits = error == std::errc() && end == value.data() + value.size() && count >= 1 &&
                      count <= kMaxCount && std::to_string(count) == value;
    return fits ? "" : "takes a number from 1 to 256";
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
            if (row.is_of_file && !is_profile_name(value))
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
            return fault_of_days(value);
        case SettingType::count:
            return fault_of_count(value);
        case SettingType::flag:
            return value == "true" || value == "false" ? "" : "takes true or false";
        case SettingType::network:
            return did::is_weid_network(value) ? "" : "takes the network of a ledger";
        case SettingType::networks:
            return read_network_names("", value) ? "" : "takes NAME=NETWORK,NAME=NETWORK";
        case SettingType::mirrors:
            return read_mirrors(value) ? "" : "takes NETWORK=URL,NETWORK=URL, each URL with https";
    }
    DEED_ASSERT(!"a type of setting");
    return {};
}

Error unknown_setting(std::string_view name) {
    const auto* nearest = std::ranges::min_element(
        kSettings, {}, [&](const SettingRow& row) { return distance(name, row.name); });
    constexpr std::size_t kFar = 4;
    std::string message = "there is no setting \"" + std::string(name) + "\"";
    if (distance(name, nearest->name) < std::min(kFar, name.size()))
        message += "; did you mean \"" + std::string(nearest->name) + "\"?";
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
    for (const SettingRow& row : kSettings)
        if (const auto value = environment(row.environment); value && !is_utf8(as_bytes(*value)))
            return Error(errors::kNotUtf8, std::string(row.environment) + " is not UTF-8");
    DEED_TRY(const std::filesystem::path path, config_path());
    DEED_TRY(ConfigFile file, ConfigFile::load(path));
    Settings settings(std::move(file), std::move(flag));
    const Setting profile = settings.find(*find_setting("default-profile"));
    settings.profile_ = profile.value.value_or(std::string(kDefaultProfile));
    if (settings.profile_ != kDefaultProfile && !settings.file_.has_profile(settings.profile_))
        return Error(errors::kConfigNoProfile,
                     profile.from + " names the profile \"" + settings.profile_ + "\"",
                     path.string());
    return settings;
}

Setting Settings::find(const SettingRow& row) const {
    using Origin = Setting::Origin;
    if (!row.option.empty())
        if (auto value = flag_(row.option))
            return {&row, std::move(value), Origin::flag, "--" + std::string(row.option)};
    if (auto value = environment(row.environment))
        return {&row, std::move(value), Origin::environment, std::string(row.environment)};
    const std::string_view place = row.is_of_file ? std::string_view() : profile_;
    if (auto value = file_.value(place, row.name))
        return {&row, std::move(value), Origin::profile,
                row.is_of_file ? "the file" : "profile " + profile_};
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

}  // namespace deed::cli
