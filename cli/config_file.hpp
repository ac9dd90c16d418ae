#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::cli {

/// What values a setting takes.
enum class SettingType : unsigned char {
    text,
    alias,    ///< of a ledger
    folder,   ///< an absolute path
    file,     ///< an absolute path
    days,     ///< 0 to 36,500
    count,    ///< 1 to 256
    flag,     ///< true or false
    network,  ///< as a did:weid names it
    networks,  ///< names and networks; as text "101=l…,102=l…", in the file a table of strings
    mirrors    ///< networks and URLs, written in the same ways
};

/// One thing that can be configured. The table of these rows is the only list of settings:
/// configuration file, environment, `deed config` and docs/configuration.md all go by it.
struct SettingRow {
    std::string_view name;  ///< in a profile
    SettingType type;
    std::string_view environment;  ///< the variable
    std::string_view option;       ///< the option that goes before all else; empty: none
    std::string_view fallback;     ///< what holds without a setting, in words
    std::string_view help;
    bool is_of_file = false;  ///< stands at the head of the file, and not in a profile
};

/// Null for unknown names.
const SettingRow* find_setting(std::string_view name);
/// What is wrong with a value of a setting, or empty.
std::string fault_of_value(const SettingRow& row, std::string_view value);
/// `config.unknown_setting`, with the nearest name there is.
Error unknown_setting(std::string_view name);

/// The name of a profile: 1 to 32 of a-z, 0-9 and '-'.
bool is_profile_name(std::string_view name);

/// The configuration file: TOML with a head and one table a profile. Immutable.
class ConfigFile {
public:
    /// `config.malformed`, with line and column, for what is no TOML or of another shape or type;
    /// `config.unknown_setting` and `config.bad_value` for what it sets. A file that is not there
    /// is an empty one.
    static Result<ConfigFile> load(const std::filesystem::path& path);
    static Result<ConfigFile> parse(std::string text, const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    const std::string& text() const { return text_; }
    bool has_profile(std::string_view name) const { return profiles_.contains(name); }
    /// The value of a setting as text; empty `profile` for the settings of the head.
    std::optional<std::string> value(std::string_view profile, std::string_view setting) const;

    /// The file with a setting of this profile given another value, all else as it was: comments,
    /// order and spelling. `config.bad_value`; `config.not_editable` where the file writes the
    /// setting in a form that cannot be changed alone.
    Result<ConfigFile> with(std::string_view profile, const SettingRow& row,
                            std::string_view value) const;

    friend bool operator==(const ConfigFile& a, const ConfigFile& b) {
        return a.profiles_ == b.profiles_;
    }

private:
    using Settings = std::map<std::string, std::string, std::less<>>;
    ConfigFile(std::filesystem::path path, std::string text)
        : path_(std::move(path)), text_(std::move(text)) {}

    std::filesystem::path path_;
    std::string text_;
    std::map<std::string, Settings, std::less<>> profiles_;  ///< the head under ""
};

}  // namespace deed::cli
