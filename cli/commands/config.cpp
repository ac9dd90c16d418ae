#include <filesystem>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/chain_config.hpp"

namespace deed::cli {
namespace {

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.resize(width, ' ');
    return text + "  ";
}

/// Nodes by their origins: lists are shown around, and services put their keys into the path.
std::optional<std::string> listed_value(const Setting& setting) {
    if (!setting.value || setting.row->type != SettingType::nodes) return setting.value;
    const auto nodes = read_nodes(*setting.value);
    if (!nodes) return "…";
    std::string text;
    for (const net::Url& node : *nodes) {
        const bool is_bare = node.origin() == node.to_string() || node.path() == "/";
        text += (text.empty() ? "" : ",") + std::string(node.origin()) + (is_bare ? "" : "/…");
    }
    return text;
}

void write_json(json::Writer& writer, const Setting& setting,
                const std::optional<std::string>& value) {
    writer.begin_object().member("name", setting.name());
    if (value)
        writer.member("value", *value);
    else
        writer.key("value").null().member("fallback", setting.row->fallback);
    writer.member("origin", to_string(setting.origin)).member("from", setting.from).end_object();
}

/// What --profile says is told beside the settings, and not as a setting's flag.
Result<int> run_list(Invocation& invocation) {
    DEED_TRY(const Settings* settings, invocation.settings());
    const std::string path = settings->file().path().string();
    std::string text = "file     " + path + "\nprofile  " + settings->profile() + "\n\n";
    json::Writer writer;
    writer.begin_object().member("format", "deed/config/v1").member("file", path);
    writer.member("profile", settings->profile()).key("settings").begin_array();
    const auto tell = [&](const Setting& setting) {
        constexpr std::size_t kNameWidth = 20;
        constexpr std::size_t kFromWidth = 24;
        const auto value = listed_value(setting);
        text += padded(setting.name(), kNameWidth) + padded(setting.from, kFromWidth) +
                value.value_or(std::string(setting.row->fallback)) + "\n";
        write_json(writer, setting, value);
    };
    for (const SettingRow& row : setting_table()) tell(settings->find(row));
    for (const std::string& chain : settings->chains())
        for (const SettingRow& row : chain_setting_table()) tell(settings->find(row, chain));
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

/// A setting, and of which chain it is if it is one of chains.
struct Named {
    const SettingRow* row;
    std::string chain;
};

/// "ledger", or "chain.ALIAS.nodes".
Result<Named> named_setting(const Invocation& invocation) {
    const std::string name = *invocation.argument(0);
    if (const SettingRow* row = find_setting(name)) return Named{row, ""};
    const std::string prefix = chain_section("");
    const std::size_t point = name.rfind('.');
    if (!name.starts_with(prefix) || point < prefix.size()) return unknown_setting(name);
    const std::string alias = name.substr(prefix.size(), point - prefix.size());
    if (!is_chain_alias(alias))
        return Error(errors::kBadValue,
                     "a chain's alias is 1 to 32 of a-z, 0-9 and '-', starting with a letter, and "
                     "not local");
    const SettingRow* row = find_chain_setting(std::string_view(name).substr(point + 1));
    if (row == nullptr) return unknown_setting(name);
    return Named{row, alias};
}

Result<int> run_get(Invocation& invocation) {
    DEED_TRY(const Named named, named_setting(invocation));
    DEED_TRY(const Settings* settings, invocation.settings());
    const SettingRow& row = *named.row;
    const Setting setting =
        named.chain.empty() ? settings->find(row) : settings->find(row, named.chain);
    if (!setting.value && !invocation.output().json())
        return Error(errors::kConfigNotSet,
                     setting.name() + " is not set; the default is: " + std::string(row.fallback));
    json::Writer writer;
    writer.begin_object().member("format", "deed/setting/v1").key("setting");
    write_json(writer, setting, setting.value);
    writer.end_object();
    DEED_CHECK(invocation.output().result(setting.value.value_or(""), writer.take_document()));
    return 0;
}

/// The section that is written to; of profiles that of --profile, which need not be there yet, or
/// the one that holds.
Result<std::string> section_to_write(Invocation& invocation, const Named& named) {
    if (named.row->place == SettingPlace::head) return std::string();
    if (named.row->place == SettingPlace::chain) return chain_section(named.chain);
    const auto profile = invocation.option("profile");
    if (!profile) {
        DEED_TRY(const Settings* settings, invocation.settings());
        return settings->profile();
    }
    if (is_profile_name(*profile)) return *profile;
    return Error(errors::kBadValue, "--profile takes 1 to 32 of a-z, 0-9 and '-'");
}

Result<int> run_set(Invocation& invocation) {
    DEED_TRY(const Named named, named_setting(invocation));
    DEED_TRY(const std::string section, section_to_write(invocation, named));
    const std::string value = *invocation.argument(1);
    DEED_TRY(const std::filesystem::path path, write_setting(section, *named.row, value));
    const bool of_profile = named.row->place == SettingPlace::profile;

    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/setting-written/v1")
        .member("file", path.string())
        .member("profile", of_profile ? section : "")
        .member("name", *invocation.argument(0))
        .member("value", value)
        .end_object();
    DEED_CHECK(invocation.output().result(value, writer.take_document()));
    return 0;
}

Result<int> run_path(Invocation& invocation) {
    DEED_TRY(const std::filesystem::path path, config_path());
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/config-path/v1")
        .member("file", path.string())
        .end_object();
    DEED_CHECK(invocation.output().result(path.string(), writer.take_document()));
    return 0;
}

constexpr ArgumentRow kName[] = {
    {"NAME", "as deed config list has it; of a chain's settings chain.ALIAS.NAME"}};
constexpr ArgumentRow kNameAndValue[] = {
    {"NAME", "as deed config list has it; of a chain's settings chain.ALIAS.NAME"},
    {"VALUE", "what it is to be from now on"}};

}  // namespace

constexpr CommandRow kConfigList{
    "config",
    "list",
    "Show all settings and where each came from",
    "Prints every setting with its value and who said so. A flag goes before a DEED_* variable of\n"
    "the environment, that before the profile of the configuration file, and that before the\n"
    "default.",
    {},
    {},
    "deed config list --profile court",
    run_list};

constexpr CommandRow kConfigGet{"config",
                                "get",
                                "Print the value of a setting",
                                "Prints what holds for one setting; exit code 3 where only its "
                                "default does.",
                                kName,
                                {},
                                "deed config get ledger",
                                run_get};

constexpr CommandRow kConfigSet{
    "config",
    "set",
    "Change a setting in the configuration file",
    "Writes one setting into the profile that holds, or into that of --profile, which is made if\n"
    "needed. The rest of the file, comments too, stays as it was. The file is made if needed.",
    kNameAndValue,
    {},
    "deed config set ledger court --profile court",
    run_set};

constexpr CommandRow kConfigPath{"config",
                                 "path",
                                 "Say where the configuration file is",
                                 "Prints the path: $DEED_CONFIG, or else deed/config.toml in "
                                 "$XDG_CONFIG_HOME or ~/.config.",
                                 {},
                                 {},
                                 "deed config path",
                                 run_path};

}  // namespace deed::cli
