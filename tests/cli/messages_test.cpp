// The catalogue of messages: nothing that the program says is missing in it, nothing in it is said
// by nobody, and both languages have the same places and the same commands.

#include "cli/messages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/report_output.hpp"

namespace deed::cli {
namespace {

const Messages kChinese(Language::chinese);

/// Texts of tables; those that stand in the code alone are compared by messages_test.py.
std::set<std::string_view> tabled_texts() {
    std::set<std::string_view> texts;
    for (const ErrorCode* code : every_error_code()) texts.insert({code->meaning, code->remedy});
    const auto add_options = [&](std::span<const OptionRow> options) {
        for (const OptionRow& option : options) texts.insert(option.help);
    };
    for (const CommandRow* row : command_table()) {
        texts.insert({row->summary, row->description});
        for (const ArgumentRow& argument : row->arguments) texts.insert(argument.help);
        add_options(row->options);
    }
    add_options(common_options());
    for (const auto state :
         {credentials::CheckState::passed, credentials::CheckState::failed,
          credentials::CheckState::undetermined, credentials::CheckState::skipped})
        texts.insert(to_string(state));
    for (const auto verdict : {credentials::Verdict::good, credentials::Verdict::bad,
                               credentials::Verdict::could_not_judge})
        texts.insert(to_string(verdict));
    return texts;
}

std::set<std::string_view> translated_texts() {
    std::set<std::string_view> texts;
    for (const Translation& row : catalogue(Language::chinese)) texts.insert(row.english);
    return texts;
}

/// {0} and the like, and what stands in backticks: commands, which nobody translates.
std::multiset<std::string> fixed_parts(std::string_view text) {
    std::multiset<std::string> parts;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{' && text[i] != '`') continue;
        const std::size_t end = text.find(text[i] == '{' ? '}' : '`', i + 1);
        if (end == std::string_view::npos) break;
        parts.emplace(text.substr(i, end - i + 1));
        i = end;
    }
    return parts;
}

bool has_chinese(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xe3; });
}

TEST(Catalogue, HasEveryTextOfTheTables) {
    const auto translated = translated_texts();
    for (const std::string_view text : tabled_texts())
        EXPECT_TRUE(translated.contains(text)) << "not in the Chinese catalogue: " << text;
}

TEST(Catalogue, HasEachTextOnce) {
    std::map<std::string_view, std::string_view> seen;
    for (const auto& [english, translated] : catalogue(Language::chinese)) {
        const auto [place, is_new] = seen.emplace(english, translated);
        EXPECT_TRUE(is_new) << "twice in the catalogue: " << english;
    }
}

TEST(Catalogue, KeepsPlacesAndCommands) {
    for (const auto& [english, translated] : catalogue(Language::chinese)) {
        EXPECT_EQ(fixed_parts(english), fixed_parts(translated)) << english;
        EXPECT_EQ(english.ends_with('\n'), translated.ends_with('\n')) << english;
        if (english != "{0}: {1} ") {
            EXPECT_TRUE(has_chinese(translated)) << "not translated: " << english;
        }
    }
}

TEST(Catalogue, IsChosenAsPosixSays) {
    EXPECT_EQ(language_of("", "", ""), Language::english);
    EXPECT_EQ(language_of("", "", "C.UTF-8"), Language::english);
    EXPECT_EQ(language_of("", "", "zh_CN.UTF-8"), Language::chinese);
    EXPECT_EQ(language_of("", "", "zh_TW.utf8@radical"), Language::chinese);
    EXPECT_EQ(language_of("", "", "zh"), Language::chinese);
    EXPECT_EQ(language_of("", "en_GB.UTF-8", "zh_CN.UTF-8"), Language::english);
    EXPECT_EQ(language_of("C", "zh_CN.UTF-8", "zh_CN.UTF-8"), Language::english);
    EXPECT_EQ(language_of("zh_CN.UTF-8", "C", "C"), Language::chinese);
    // A terminal of another codeset would show rubbish.
    EXPECT_EQ(language_of("", "", "zh_CN.GB18030"), Language::english);
    EXPECT_EQ(language_of("", "", "zhu_CN.UTF-8"), Language::english);
}

TEST(Catalogue, PutsValuesInTheirPlaces) {
    EXPECT_EQ(kChinese.text("wrote {0}", {"{1}"}), "已写入 {1}");
    EXPECT_EQ(Messages(Language::english).text("wrote {0}", {"a"}), "wrote a");
    EXPECT_EQ(kChinese.text("nobody ever said this"), "nobody ever said this");
}

TEST(Catalogue, SpeaksInReports) {
    credentials::Report report;
    report.pass("model", "the rules of VCDM 2.0 hold");
    report.skip("schema", "not asked");
    EXPECT_EQ(report_text(report, kChinese),
              "model          通过          the rules of VCDM 2.0 hold\n"
              "schema         未检查        not asked\n"
              "结论：有效\n");
}

}  // namespace
}  // namespace deed::cli
