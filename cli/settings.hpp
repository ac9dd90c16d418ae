#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config_file.hpp"

namespace deed::cli {

/// All settings but those of chains, in the order of `deed config list`.
std::span<const SettingRow> setting_table();
/// The settings that each chain has, likewise.
std::span<const SettingRow> chain_setting_table();

/// The chain that options and the environment describe where no configured one is named.
inline constexpr std::string_view kUnnamedChain = "chain";

/// What holds for a setting, and who said so.
struct Setting {
    enum class Origin : unsigned char { flag, environment, profile, fallback };
    const SettingRow* row;
    std::optional<std::string> value;  ///< nothing: what the row's `fallback` says
    Origin origin;
    std::string from;  ///< "--ledger", "DEED_LEDGER", "profile acme", "the file", "the default"
    std::string chain = {};  ///< of a setting of chains: which one's

    /// As commands take it: "ledger", "chain.test.nodes".
    std::string name() const;
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

    /// The chains of the file, and the one that options and the environment describe.
    std::vector<std::string> chains() const;
    /// The chain that options and the environment speak of: the one that the setting `network`
    /// names, or else the only configured one, or the unnamed one. It need not be configured.
    const std::string& spoken_of() const { return spoken_of_; }
    /// A setting of a chain; options and the environment count for the one spoken of.
    Setting find(const SettingRow& row, std::string_view chain) const;
    /// `usage.bad_value` and `config.bad_value` where a flag or the environment says what the
    /// setting does not take.
    Result<std::optional<std::string>> chain_value(std::string_view name,
                                                   std::string_view chain) const;

private:
    Settings(ConfigFile file, Flag flag) : file_(std::move(file)), flag_(std::move(flag)) {}

    std::string chain_named(const std::optional<std::string>& network) const;

    ConfigFile file_;
    Flag flag_;
    std::string profile_;
    std::string spoken_of_;
};

/// Gives a setting of the configuration file another value, and the file's path; the rest of the
/// file stays as it was, and the file is made if needed. `config.no_profile`, and the errors of
/// ConfigFile::with().
Result<std::filesystem::path> write_setting(std::string_view section, const SettingRow& row,
                                            std::string_view value);

}  // namespace deed::cli
