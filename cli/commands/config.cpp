#include <filesystem>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/io/file.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.resize(width, ' ');
    return text + "  ";
}

void write_setting(json::Writer& writer, const Setting& setting) {
    writer.begin_object().member("name", setting.row->name);
    if (setting.value)
        writer.member("value", *setting.value);
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
    for (const SettingRow& row : setting_table()) {
        constexpr std::size_t kNameWidth = 20;
        constexpr std::size_t kFromWidth = 24;
        const Setting setting = settings->find(row);
        text += padded(std::string(row.name), kNameWidth) + padded(setting.from, kFromWidth) +
                setting.value.value_or(std::string(row.fallback)) + "\n";
        write_setting(writer, setting);
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<const SettingRow*> named_setting(const Invocation& invocation) {
    const std::string name = *invocation.argument(0);
    const SettingRow* row = find_setting(name);
    if (row == nullptr) return unknown_setting(name);
    return row;
}

Result<int> run_get(Invocation& invocation) {
    DEED_TRY(const SettingRow* row, named_setting(invocation));
    DEED_TRY(const Settings* settings, invocation.settings());
    const Setting setting = settings->find(*row);
    if (!setting.value && !invocation.output().json())
        return Error(
            errors::kConfigNotSet,
            std::string(row->name) + " is not set; the default is: " + std::string(row->fallback));
    json::Writer writer;
    writer.begin_object().member("format", "deed/setting/v1").key("setting");
    write_setting(writer, setting);
    writer.end_object();
    DEED_CHECK(invocation.output().result(setting.value.value_or(""), writer.take_document()));
    return 0;
}

/// The profile that is written to: --profile, which need not be there yet, or that which holds.
Result<std::string> profile_to_write(Invocation& invocation, const SettingRow& row) {
    if (row.is_of_file) return std::string();
    const auto named = invocation.option("profile");
    if (!named) {
        DEED_TRY(const Settings* settings, invocation.settings());
        return settings->profile();
    }
    if (is_profile_name(*named)) return *named;
    return Error(errors::kBadValue, "--profile takes 1 to 32 of a-z, 0-9 and '-'");
}

Result<int> run_set(Invocation& invocation) {
    DEED_TRY(const SettingRow* row, named_setting(invocation));
    DEED_TRY(const std::string profile, profile_to_write(invocation, *row));
    DEED_TRY(const std::filesystem::path path, config_path());
    const std::string value = *invocation.argument(1);
    const std::filesystem::path folder = path.parent_path();
    if (!folder.empty()) DEED_CHECK(create_private_directories(folder));
    // Two commands at once must not lose what one of them set.
    DEED_TRY(const FileLock lock, FileLock::acquire(path.string() + ".lock"));
    DEED_TRY(const ConfigFile file, ConfigFile::load(path));
    if (row->is_of_file && value != "default" && !file.has_profile(value))
        return Error(errors::kConfigNoProfile, "there is no profile \"" + value + "\"",
                     path.string());
    DEED_TRY(const ConfigFile changed, file.with(profile, *row, value));
    DEED_CHECK(write_file_durably(path, as_bytes(changed.text()), 0600, Existing::replace));

    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/setting-written/v1")
        .member("file", path.string())
        .member("profile", profile)
        .member("name", row->name)
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

constexpr ArgumentRow kName[] = {{"NAME", "of the setting, as deed config list shows it"}};
constexpr ArgumentRow kNameAndValue[] = {{"NAME", "of the setting, as deed config list shows it"},
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
