#include "cli/manual.hpp"

#include <array>

#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/help.hpp"
#include "cli/settings.hpp"
#include "lib/error/error.hpp"

namespace deed::cli {
namespace {

constexpr std::array kKinds{
    ErrorKind::internal,     ErrorKind::usage,     ErrorKind::not_found, ErrorKind::locked,
    ErrorKind::unavailable,  ErrorKind::io,        ErrorKind::malformed, ErrorKind::unsupported,
    ErrorKind::undetermined, ErrorKind::signature, ErrorKind::expired,   ErrorKind::revoked,
    ErrorKind::untrusted,    ErrorKind::schema,    ErrorKind::mismatch,  ErrorKind::interrupted};

/// Text of a line: nothing in it is a request, an escape or a hyphen that breaks.
std::string escaped(std::string_view text) {
    std::string out;
    bool at_start = true;
    for (const char c : text) {
        if (at_start && (c == '.' || c == '\'')) out += "\\&";
        at_start = c == '\n';
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

std::string section(std::string_view title) { return ".SH " + std::string(title) + "\n"; }

std::string entry(const std::string& term, std::string_view text) {
    return ".TP\n\\fB" + escaped(term) + "\\fR\n" + escaped(text) + "\n";
}

std::string option_entry(const OptionRow& option) {
    std::string words = "\\fB" + escaped("--" + std::string(option.name)) + "\\fR";
    if (!option.value.empty()) words += " \\fI" + escaped(option.value) + "\\fR";
    return ".TP\n" + words + "\n" + escaped(option.help) +
           (option.repeatable ? " (repeatable)" : "") + "\n";
}

std::string command_entry(const CommandRow& row) {
    std::string text = ".SS " + escaped("deed " + words_of(row)) + "\n" + escaped(synopsis(row)) +
                       "\n.PP\n" + escaped(row.description) + "\n";
    for (const ArgumentRow& argument : row.arguments)
        text += ".TP\n\\fI" + escaped(argument.name) + "\\fR\n" + escaped(argument.help) + "\n";
    for (const OptionRow& option : row.options) text += option_entry(option);
    return text + ".PP\nExample:\n.PP\n.in +4n\n.nf\n" + escaped(row.example) + "\n.fi\n.in\n";
}

std::string setting_entry(const SettingRow& row) {
    std::string text = std::string(row.help) + " (setting " + std::string(row.name);
    if (!row.option.empty()) text += ", option --" + std::string(row.option);
    return entry(std::string(row.environment), text + ")");
}

std::string environment_section() {
    std::string text = section("ENVIRONMENT") +
                       "An option goes before the environment, that before the profile of the "
                       "configuration file, and that before the default.\n";
    for (const SettingRow& row : setting_table()) text += setting_entry(row);
    for (const SettingRow& row : chain_setting_table()) text += setting_entry(row);
    text += entry("DEED_PASSPHRASE",
                  "the key store's passphrase, as a last resort: other programs of the same user "
                  "can read it");
    return text + entry("DEED_CONFIG", "the configuration file");
}

std::string exit_section() {
    std::string text = section("EXIT STATUS") + entry("0", "done, or the verdict is good");
    for (const ErrorKind kind : kKinds)
        text += entry(std::to_string(exit_code(kind)), to_string(kind));
    return text +
           ".PP\nEvery error has a code in parentheses; \\fBdeed help\\fR \\fICODE\\fR "
           "explains it.\n";
}

std::string files_section() {
    return section("FILES") +
           entry("$XDG_CONFIG_HOME/deed/config.toml", "settings, in profiles; see deed config") +
           entry("$XDG_CONFIG_HOME/deed/keys", "private keys, sealed") +
           entry("$XDG_STATE_HOME/deed/heads", "the highest head of each log") +
           entry("$XDG_DATA_HOME/deed/ledgers", "embedded ledgers, one a folder") +
           entry("$XDG_DATA_HOME/deed/openings", "openings of commitments, sealed");
}

}  // namespace

std::string manual_page() {
    std::string page =
        ".\\\" Written by `deed help --man` from the tables of the program.\n"
        ".TH DEED 1 \"\" \"deed " DEED_VERSION "\" \"User Commands\"\n" +
        section("NAME") +
        "deed \\- decentralized identifiers, verifiable credentials and anchored "
        "evidence\n" +
        section("SYNOPSIS") +
        "\\fBdeed\\fR \\fINOUN\\fR \\fIVERB\\fR [\\fIARGUMENT\\fR...] "
        "[\\fIOPTION\\fR...]\n" +
        section("DESCRIPTION") +
        "Standard output carries the result and nothing else; what is told besides, "
        "and errors with a hint, go to standard error. With \\fB\\-\\-json\\fR the "
        "result is one JSON document.\n" +
        section("COMMANDS");
    for (const CommandRow* row : command_table()) page += command_entry(*row);
    page += section("COMMON OPTIONS");
    for (const OptionRow& option : common_options()) page += option_entry(option);
    return page + environment_section() + files_section() + exit_section();
}

}  // namespace deed::cli
