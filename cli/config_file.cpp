#include "cli/config_file.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "cli/errors.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/error/assert.hpp"
#include "lib/io/file.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxFile = std::size_t{1} << 20;
constexpr std::string_view kProfiles = "profile";
constexpr std::string_view kChains = "chain";
constexpr std::string_view kChainPrefix = "chain.";

std::string place(const std::filesystem::path& path, const toml::source_position& position) {
    return path.string() + ":" + std::to_string(position.line) + ":" +
           std::to_string(position.column);
}

std::string place(const std::filesystem::path& path, const toml::node& node) {
    return place(path, node.source().begin);
}

bool is_table(SettingType type) {
    return type == SettingType::networks || type == SettingType::mirrors;
}

std::optional<std::string> table_text(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return std::nullopt;
    std::string text;
    for (const auto& [name, named] : *table) {
        const auto value = named.value_exact<std::string>();
        if (!value) return std::nullopt;
        text += (text.empty() ? "" : ",") + std::string(name.str()) + "=" + *value;
    }
    return text;
}

bool is_number(SettingType type) {
    return type == SettingType::days || type == SettingType::count ||
           type == SettingType::chain_id || type == SettingType::seconds;
}

/// The value as text, if it has the type of TOML that the setting takes.
std::optional<std::string> text_of(const SettingRow& row, const toml::node& node) {
    if (is_table(row.type)) return table_text(node);
    if (row.type == SettingType::flag) {
        const auto flag = node.value_exact<bool>();
        return flag ? std::optional<std::string>(*flag ? "true" : "false") : std::nullopt;
    }
    if (!is_number(row.type)) return node.value_exact<std::string>();
    const auto number = node.value_exact<std::int64_t>();
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

std::string_view toml_type(SettingType type) {
    if (is_table(type)) return "a table of strings";
    if (type == SettingType::flag) return "a boolean";
    return is_number(type) ? "an integer" : "a string";
}

/// One setting, which stands in this place.
Result<std::string> read_setting(const std::filesystem::path& path, const toml::key& key,
                                 const toml::node& node, SettingPlace where) {
    const bool of_chain = where == SettingPlace::chain;
    const SettingRow* row = of_chain ? find_chain_setting(key.str()) : find_setting(key.str());
    if (row == nullptr || row->place != where) {
        const std::string name = (of_chain ? "chain.ALIAS." : "") + std::string(key.str());
        return unknown_setting(name).at(place(path, key.source().begin));
    }
    const auto text = text_of(*row, node);
    if (!text)
        return Error(errors::kConfigMalformed,
                     std::string(row->name) + " must be " + std::string(toml_type(row->type)),
                     place(path, node));
    if (const std::string fault = fault_of_value(*row, *text); !fault.empty())
        return Error(errors::kConfigBadValue, std::string(row->name) + " " + fault,
                     place(path, node));
    return *text;
}

/// A basic string of TOML 1.0; the text is UTF-8.
std::string quoted(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string toml_value(const SettingRow& row, std::string_view value) {
    if (is_number(row.type) || row.type == SettingType::flag) return std::string(value);
    if (!is_table(row.type)) return quoted(value);
    std::string table;
    while (!value.empty()) {
        const std::string_view pair = value.substr(0, value.find(','));
        const std::size_t equals = pair.find('=');
        table += (table.empty() ? "{ " : ", ") + quoted(pair.substr(0, equals)) + " = " +
                 quoted(pair.substr(equals + 1));
        value.remove_prefix(std::min(value.size(), pair.size() + 1));
    }
    return table.empty() ? "{}" : table + " }";
}

/// One kind of tables that the file holds.
struct Group {
    std::string_view name;  ///< "profile"
    std::string prefix;     ///< of their sections
    SettingPlace place;
    bool (*is_name)(std::string_view);
    std::string_view shape;  ///< in words
    std::string_view names;
};

/// Where a position of the parser, which counts lines and code points from 1, lies in the text.
std::size_t offset_of(std::string_view text, const toml::source_position& position) {
    std::size_t at = 0;
    for (auto line = position.line; line > 1; --line) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) return text.size();
        at = end + 1;
    }
    const auto continues = [&](std::size_t i) {
        return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80;
    };
    for (auto column = position.column; column > 1 && at < text.size(); --column) {
        ++at;
        while (continues(at)) ++at;
    }
    return at;
}

std::size_t next_line(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

/// The text with the setting written anew in its place, or added.
std::string edited(std::string text, const toml::table& root, std::string_view section,
                   const SettingRow& row, std::string_view value) {
    const std::string written = toml_value(row, value);
    const bool of_chain = section.starts_with(kChainPrefix);
    const std::string_view group = of_chain ? kChains : kProfiles;
    const std::string_view name = section.substr(of_chain ? kChainPrefix.size() : 0);
    const toml::table* table = section.empty() ? &root : root[group][name].as_table();
    if (const toml::node* node = table == nullptr ? nullptr : table->get(row.name)) {
        const std::size_t begin = offset_of(text, node->source().begin);
        const std::size_t end = std::max(begin, offset_of(text, node->source().end));
        return text.replace(begin, end - begin, written);
    }
    const std::string line = std::string(row.name) + " = " + written + "\n";
    if (section.empty()) return line + text;
    if (!text.empty() && text.back() != '\n') text += '\n';
    if (table != nullptr)
        return text.insert(next_line(text, offset_of(text, table->source().begin)), line);
    return text + (text.empty() ? "" : "\n") + "[" + std::string(group) + "." + std::string(name) +
           "]\n" + line;
}

}  // namespace

Result<ConfigFile> ConfigFile::load(const std::filesystem::path& path) {
    auto bytes = read_file(path, kMaxFile);
    if (!bytes && bytes.error().kind() == ErrorKind::not_found) return parse("", path);
    if (!bytes) return std::move(bytes).error();
    return parse(std::string(bytes->begin(), bytes->end()), path);
}

Result<ConfigFile> ConfigFile::parse(std::string text, const std::filesystem::path& path) {
    if (!is_utf8(as_bytes(text)))
        return Error(errors::kConfigMalformed, "the file is not UTF-8", path.string());
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed)
        return Error(errors::kConfigMalformed, std::string(parsed.error().description()),
                     place(path, parsed.error().source().begin));

    ConfigFile file(path, std::move(text));
    for (const auto& [key, node] : parsed.table()) {
        if (key.str() == kProfiles || key.str() == kChains) continue;
        DEED_TRY(file.sections_[""][std::string(key.str())],
                 read_setting(path, key, node, SettingPlace::head));
    }
    const auto read_group = [&](const Group& group) -> Result<void> {
        const auto malformed = [&](std::string_view message, const toml::node& node) {
            return Error(errors::kConfigMalformed, std::string(message), place(path, node));
        };
        const toml::node* tables = parsed.table().get(group.name);
        if (tables == nullptr) return {};
        if (!tables->is_table()) return malformed(group.shape, *tables);
        for (const auto& [name, table] : *tables->as_table()) {
            if (!group.is_name(name.str())) return malformed(group.names, table);
            if (!table.is_table()) return malformed(group.shape, table);
            Settings& settings = file.sections_[group.prefix + std::string(name.str())];
            for (const auto& [key, node] : *table.as_table()) {
                DEED_TRY(settings[std::string(key.str())],
                         read_setting(path, key, node, group.place));
            }
        }
        return {};
    };
    DEED_CHECK(read_group({kProfiles, "", SettingPlace::profile, is_profile_name,
                           "profiles are tables: [profile.NAME]",
                           "a profile's name is 1 to 32 of a-z, 0-9 and '-'"}));
    DEED_CHECK(read_group({kChains, std::string(kChainPrefix), SettingPlace::chain, is_chain_alias,
                           "chains are tables: [chain.ALIAS]",
                           "a chain's alias is 1 to 32 of a-z, 0-9 and '-', starting with a "
                           "letter, and not local"}));
    return file;
}

std::string chain_section(std::string_view alias) {
    return std::string(kChainPrefix) + std::string(alias);
}

std::vector<std::string> ConfigFile::chains() const {
    std::vector<std::string> aliases;
    for (const auto& [section, settings] : sections_)
        if (section.starts_with(kChainPrefix))
            aliases.push_back(section.substr(kChainPrefix.size()));
    return aliases;
}

std::optional<std::string> ConfigFile::value(std::string_view section,
                                             std::string_view setting) const {
    const auto settings = sections_.find(section);
    if (settings == sections_.end()) return std::nullopt;
    const auto found = settings->second.find(setting);
    return found == settings->second.end() ? std::nullopt : std::optional(found->second);
}

Result<ConfigFile> ConfigFile::with(std::string_view section, const SettingRow& row,
                                    std::string_view value) const {
    DEED_ASSERT((row.place == SettingPlace::head) == section.empty());
    DEED_ASSERT((row.place == SettingPlace::chain) == section.starts_with(kChainPrefix));
    if (const std::string fault = fault_of_value(row, value); !fault.empty())
        return Error(errors::kConfigBadValue, std::string(row.name) + " " + fault);
    const toml::parse_result parsed = toml::parse(text_);
    DEED_ASSERT(parsed.succeeded());
    auto changed = parse(edited(text_, parsed.table(), section, row, value), path_);

    // Whatever the form in which the file was written: nothing but this setting may have changed.
    ConfigFile wanted = *this;
    wanted.sections_[std::string(section)][std::string(row.name)] = std::string(value);
    if (!changed || !(*changed == wanted))
        return Error(errors::kConfigNotEditable,
                     "the way in which " + std::string(row.name) + " is written", path_.string());
    return changed;
}

}  // namespace deed::cli
