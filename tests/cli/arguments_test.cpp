#include "cli/arguments.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "cli/completion.hpp"
#include "cli/errors.hpp"
#include "cli/help.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::cli {
namespace {

const Messages kEnglish(Language::english);

constexpr std::size_t kTerminalWidth = 100;

std::vector<std::string> split(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

Result<ParsedArguments> parse(std::string_view line) {
    const std::vector<std::string> words = split(line);
    DEED_TRY(const FoundCommand found, find_command(words));
    return parse_arguments(*found.row, std::span(words).subspan(found.words));
}

void expect_narrow(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), kTerminalWidth) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
        EXPECT_EQ(line.find('\t'), std::string::npos) << line;
    }
}

TEST(CommandTable, FindsEveryCommandByItsWords) {
    for (const CommandRow* row : command_table()) {
        ASSERT_OK_AND(const FoundCommand found, find_command(split(words_of(*row))));
        EXPECT_EQ(found.row, row) << words_of(*row);
    }
}

TEST(CommandTable, NamesNoCommandAndNoOptionTwice) {
    std::set<std::string> commands;
    for (const CommandRow* row : command_table()) {
        EXPECT_TRUE(commands.insert(words_of(*row)).second) << words_of(*row);
        std::set<std::string_view> options;
        for (const OptionRow& option : common_options()) options.insert(option.name);
        for (const OptionRow& option : row->options)
            EXPECT_TRUE(options.insert(option.name).second) << words_of(*row) << option.name;
    }
}

// The parser takes these for granted.
TEST(CommandTable, PutsOptionalAndRepeatableArgumentsLast) {
    for (const CommandRow* row : command_table())
        for (std::size_t i = 0; i + 1 < row->arguments.size(); ++i) {
            EXPECT_TRUE(row->arguments[i].required || !row->arguments[i + 1].required)
                << words_of(*row);
            EXPECT_FALSE(row->arguments[i].repeatable) << words_of(*row);
        }
}

TEST(CommandTable, GivesExamplesThatParse) {
    for (const CommandRow* row : command_table()) {
        const std::size_t start = row->example.find("deed ");
        ASSERT_NE(start, std::string_view::npos) << row->example;
        const std::string line(row->example.substr(start + 5));
        EXPECT_TRUE(line.starts_with(words_of(*row))) << row->example;
        EXPECT_OK(parse(line));
    }
}

TEST(Help, FitsATerminal) {
    expect_narrow(help_overview(kEnglish));
    expect_narrow(help_codes());
    for (const CommandRow* row : command_table()) {
        expect_narrow(help_for_command(*row, kEnglish));
        expect_narrow(help_for_noun(row->noun, kEnglish));
    }
}

// What is said of an option starts in one column, on the next line where its words reach that far.
TEST(Help, IsAligned) {
    constexpr std::size_t kColumn = 28;
    for (const CommandRow* row : command_table())
        for (const auto options : {row->options, common_options()})
            for (const OptionRow& option : options) {
                std::string words = "  --" + std::string(option.name);
                if (!option.value.empty()) words += " " + std::string(option.value);
                words += words.size() < kColumn ? std::string(kColumn - words.size(), ' ')
                                                : "\n" + std::string(kColumn, ' ');
                EXPECT_NE(
                    help_for_command(*row, kEnglish).find("\n" + words + std::string(option.help)),
                    std::string::npos)
                    << words_of(*row) << words;
            }
}

TEST(Help, EndsEveryOptionWithoutAFullStop) {
    for (const CommandRow* row : command_table())
        for (const OptionRow& option : row->options)
            EXPECT_FALSE(option.help.ends_with('.')) << option.help;
}

TEST(Parsing, TakesOptionsInAnyOrderAndForm) {
    ASSERT_OK_AND(const ParsedArguments apart, parse("did export --out file acme --force"));
    ASSERT_OK_AND(const ParsedArguments joined, parse("did export acme --force --out=file"));
    for (const ParsedArguments& parsed : {apart, joined}) {
        EXPECT_EQ(parsed.arguments, std::vector<std::string>{"acme"});
        EXPECT_EQ(parsed.options.at("out"), std::vector<std::string>{"file"});
        EXPECT_TRUE(parsed.options.contains("force"));
        EXPECT_FALSE(parsed.options.contains("json"));
    }
}

TEST(Parsing, TakesEverythingAfterTwoDashesAsArguments) {
    ASSERT_OK_AND(const ParsedArguments parsed, parse("credential inspect -- --json"));
    EXPECT_EQ(parsed.arguments, std::vector<std::string>{"--json"});
    EXPECT_FALSE(parsed.options.contains("json"));
}

TEST(Parsing, TakesADashAsAnArgument) {
    ASSERT_OK_AND(const ParsedArguments parsed, parse("credential verify -"));
    EXPECT_EQ(parsed.arguments, std::vector<std::string>{"-"});
}

TEST(Parsing, KeepsTheOrderOfRepeatedOptions) {
    ASSERT_OK_AND(const ParsedArguments parsed, parse("credential verify c --skip b --skip a"));
    EXPECT_EQ(parsed.options.at("skip"), (std::vector<std::string>{"b", "a"}));
}

TEST(Parsing, RefusesWhatTheTableDoesNotList) {
    EXPECT_CODE(parse("wallet list"), errors::kUnknownCommand);
    EXPECT_CODE(parse("did"), errors::kUnknownCommand);
    EXPECT_CODE(parse("di create"), errors::kUnknownCommand);
    EXPECT_CODE(parse("did create --colour red"), errors::kUnknownOption);
    EXPECT_CODE(parse("did create --nam red"), errors::kUnknownOption);
    EXPECT_CODE(parse("did create -n red"), errors::kUnknownOption);
    EXPECT_CODE(parse("did create --for-good"), errors::kUnknownOption);
    EXPECT_CODE(parse("did create acme"), errors::kUnexpectedArgument);
    EXPECT_CODE(parse("did resolve"), errors::kMissingArgument);
    EXPECT_CODE(parse("did create --name a --name b"), errors::kBadValue);
    EXPECT_CODE(parse("did create --name"), errors::kBadValue);
    EXPECT_CODE(parse("did create --json=yes"), errors::kBadValue);
}

TEST(Parsing, GivesHelpWhateverElseIsMissing) {
    ASSERT_OK_AND(const ParsedArguments parsed, parse("did resolve --help"));
    EXPECT_TRUE(parsed.options.contains("help"));
}

}  // namespace
}  // namespace deed::cli
