#include "cli/manual.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/settings.hpp"

// Whatever the tables say stands in what is made of them.

namespace deed::cli {
namespace {

std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '-' ? std::string("\\-") : std::string(1, c);
    return out;
}

/// The part of a text that begins with a mark, up to the next thing like it.
std::string part_of(const std::string& text, const std::string& mark, const std::string& next) {
    const std::size_t start = text.find(mark);
    if (start == std::string::npos) return {};
    return text.substr(start, text.find(next, start + mark.size()) - start);
}

TEST(ManualPage, HasEveryCommandWithItsOptions) {
    const std::string page = manual_page();
    for (const CommandRow* row : command_table()) {
        const std::string part =
            part_of(page, ".SS " + roff("deed " + words_of(*row)) + "\n", "\n.S");
        ASSERT_FALSE(part.empty()) << words_of(*row);
        for (const OptionRow& option : row->options)
            EXPECT_NE(part.find("\\fB" + roff("--" + std::string(option.name)) + "\\fR"),
                      std::string::npos)
                << words_of(*row) << " --" << option.name;
        EXPECT_NE(part.find("Example:"), std::string::npos);
    }
    for (const OptionRow& option : common_options())
        EXPECT_NE(page.find("\\fB" + roff("--" + std::string(option.name)) + "\\fR"),
                  std::string::npos);
    for (const auto rows : {setting_table(), chain_setting_table()})
        for (const SettingRow& row : rows)
            EXPECT_NE(page.find("\\fB" + std::string(row.environment) + "\\fR"), std::string::npos);
}

TEST(ConfigurationPage, TellsOfEverySetting) {
    const std::filesystem::path file =
        std::filesystem::path(DEED_SOURCE_DIR) / "docs/configuration.md";
    std::ifstream stream(file);
    const std::string page((std::istreambuf_iterator<char>(stream)), {});
    for (const auto rows : {setting_table(), chain_setting_table()})
        for (const SettingRow& row : rows) {
            const std::string line = part_of(page, "| `" + std::string(row.name) + "`", "\n");
            EXPECT_NE(line.find("`" + std::string(row.environment) + "`"), std::string::npos)
                << row.name;
            if (!row.option.empty()) {
                EXPECT_NE(line.find("`--" + std::string(row.option) + "`"), std::string::npos)
                    << row.name;
            }
        }
}

TEST(Completion, ScriptsKnowEveryCommandAndOption) {
    const std::string bash = bash_completion();
    const std::string zsh = zsh_completion();
    const std::string fish = fish_completion();
    for (const CommandRow* row : command_table()) {
        const std::string words = words_of(*row);
        const std::string in_bash = part_of(bash, "'" + words + "') echo '--", ";;");
        const std::string in_zsh = part_of(zsh, "'" + words + "') print -r -- '", ";;");
        for (const OptionRow& option : row->options) {
            const std::string name = "--" + std::string(option.name);
            EXPECT_NE(in_bash.find(name), std::string::npos) << words << " " << name;
            EXPECT_NE(in_zsh.find(name + ":"), std::string::npos) << words << " " << name;
            EXPECT_NE(fish.find("__deed_at \\'" + words + "\\'' -l " + std::string(option.name)),
                      std::string::npos)
                << words << " " << name;
        }
        if (!row->verb.empty()) {
            EXPECT_NE((" " + verbs_of(row->noun) + " ").find(" " + std::string(row->verb) + " "),
                      std::string::npos);
        }
        EXPECT_NE((" " + all_nouns() + " ").find(" " + std::string(row->noun) + " "),
                  std::string::npos);
    }
}

}  // namespace
}  // namespace deed::cli
