#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/config_file.hpp"

namespace deed::cli {

/// All settings, in the order of `deed config list`.
std::span<const SettingRow> setting_table();

/// What holds for a setting, and who said so.
struct Setting {
    enum class Origin : unsigned char { flag, environment, profile, fallback };
    const SettingRow* row;
    std::optional<std::string> value;  ///< nothing: what the row's `fallback` says
    Origin origin;
    std::string from;  ///< "--ledger", "DEED_LEDGER", "profile acme", "the file", "the default"
};

/// "flag" and so on, as in `deed config list --json`.
std::string_view to_string(Setting::Origin origin);

/// Where the configuration file is: $DEED_CONFIG, else config.toml in $XDG_CONFIG_HOME/deed.
/// `usage.not_utf8`, as for arguments: what results show is text.
Result<std::filesystem::path> config_path();

/// What the command line, the environment and the configuration file say, in this order.
class Settings {
public:
    /// Gives the value of an option that was typed.
    using Flag = std::function<std::optional<std::string>(std::string_view)>;

    /// Reads the file. The profile is that of --profile, $DEED_PROFILE, the file's default-profile
    /// or "default"; one that is named and not there is `config.no_profile`. `usage.not_utf8` where
    /// a variable of the environment is no text.
    static Result<Settings> load(Flag flag);

    const ConfigFile& file() const { return file_; }
    const std::string& profile() const { return profile_; }

    Setting find(const SettingRow& row) const;
    /// `config.bad_value` where the environment says what the setting does not take; flags are
    /// judged by their commands.
    Result<std::optional<std::string>> value(std::string_view name) const;

private:
    Settings(ConfigFile file, Flag flag) : file_(std::move(file)), flag_(std::move(flag)) {}

    ConfigFile file_;
    Flag flag_;
    std::string profile_;
};

}  // namespace deed::cli
