#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/result.hpp"

namespace deed::cli {

/// What values a setting takes.
enum class SettingType : unsigned char {
    text,
    alias,     ///< of a ledger
    folder,    ///< an absolute path
    file,      ///< an absolute path
    days,      ///< 0 to 36,500
    count,     ///< 1 to 256
    flag,      ///< true or false
    network,   ///< as a did:weid names it
    networks,  ///< names and networks; as text "101=l…,102=l…", in the file a table of strings
    mirrors,   ///< networks and URLs, written in the same ways
    ledger_or_chain,  ///< an alias, or a network
    nodes,            ///< URLs, with commas between them
    node_count,       ///< 1 to 16
    chain_id,         ///< a number
    contract,         ///< an address on a chain
    key,              ///< a key reference
    amount,           ///< "20 gwei"
    confirmation,     ///< a number of blocks, safe, or finalized
    seconds,          ///< 1 to 86,400
    chain_kind,       ///< evm or fisco
    fisco_version,    ///< 2 or 3
    fisco_name        ///< of a chain or a group of FISCO BCOS
};

/// Where in the file a setting stands.
enum class SettingPlace : unsigned char {
    profile,  ///< in [profile.NAME]
    head,     ///< before all tables
    chain     ///< in [chain.ALIAS]
};

/// One thing that can be configured. The table of these rows is the only list of settings:
/// configuration file, environment, `deed config` and docs/configuration.md all go by it.
struct SettingRow {
    std::string_view name;  ///< within its table
    SettingType type;
    std::string_view environment;  ///< the variable
    std::string_view option;       ///< the option that goes before all else; empty: none
    std::string_view fallback;     ///< what holds without a setting, in words
    std::string_view help;
    SettingPlace place = SettingPlace::profile;
};

/// Null for unknown names. Settings of chains are not among these.
const SettingRow* find_setting(std::string_view name);
/// A setting of chains by its name within their tables; null for unknown ones.
const SettingRow* find_chain_setting(std::string_view name);
/// What is wrong with a value of a setting, or empty.
std::string fault_of_value(const SettingRow& row, std::string_view value);
/// `config.unknown_setting`, with the nearest name there is.
Error unknown_setting(std::string_view name);

/// The name of a profile: 1 to 32 of a-z, 0-9 and '-'.
bool is_profile_name(std::string_view name);
/// The alias of a chain: as that of a ledger, but not "local".
bool is_chain_alias(std::string_view name);

/// What a table of the file is called here: "court" for [profile.court], "chain.test" for
/// [chain.test], and "" for the head.
std::string chain_section(std::string_view alias);

/// The configuration file: TOML with a head, one table a profile, and one a chain. Immutable.
class ConfigFile {
public:
    /// `config.malformed`, with line and column, for what is no TOML or of another shape or type;
    /// `config.unknown_setting` and `config.bad_value` for what it sets. A file that is not there
    /// is an empty one.
    static Result<ConfigFile> load(const std::filesystem::path& path);
    static Result<ConfigFile> parse(std::string text, const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    const std::string& text() const { return text_; }
    bool has_profile(std::string_view name) const { return sections_.contains(name); }
    /// The aliases of the chains that it has, in order.
    std::vector<std::string> chains() const;
    /// The value of a setting as text.
    std::optional<std::string> value(std::string_view section, std::string_view setting) const;

    /// The file with a setting of this section given another value, all else as it was: comments,
    /// order and spelling. `config.bad_value`; `config.not_editable` where the file writes the
    /// setting in a form that cannot be changed alone.
    Result<ConfigFile> with(std::string_view section, const SettingRow& row,
                            std::string_view value) const;

    friend bool operator==(const ConfigFile& a, const ConfigFile& b) {
        return a.sections_ == b.sections_;
    }

private:
    using Settings = std::map<std::string, std::string, std::less<>>;
    ConfigFile(std::filesystem::path path, std::string text)
        : path_(std::move(path)), text_(std::move(text)) {}

    std::filesystem::path path_;
    std::string text_;
    std::map<std::string, Settings, std::less<>> sections_;
};

}  // namespace deed::cli
