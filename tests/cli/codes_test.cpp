#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "cli/arguments.hpp"
#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "cli/help.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::cli {
namespace {

/// Of one operation of `deed codec batch`, where the answer says "unsupported" instead.
Result<void> run_operation(std::string_view name, std::string_view arguments) {
    for (const CodecOperation& operation : codec_primitives()) {
        if (operation.name != name) continue;
        CodecAnswer answer;
        Call call;
        return operation.run(json::Document::parse(arguments).value().root(), answer, call);
    }
    return Error(errors::kCodecBadArgument, "there is no such operation");
}

TEST(Codec, TellsWhatItDoesNotKnow) {
    EXPECT_CODE(run_operation("hash", R"({"alg":"rot13","data":""})"), errors::kCodecUnsupported);
    Call call;
    EXPECT_EQ(codec_answer(R"({"id":1,"op":"nothing"})", call), R"({"id":1,"unsupported":true})");
}

const Messages kEnglish(Language::english);

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EXPECT_TRUE(stream) << file;
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The names in the ErrorCode definitions of the sources.
std::set<std::string> defined_codes() {
    const std::regex definition("ErrorCode k\\w+\\{\\s*\"([a-z0-9_.]+)\",\\s*ErrorKind::");
    std::set<std::string> names;
    for (const char* floor : {"lib", "registry-contracts", "did", "credentials", "evidence",
                              "toolkit", "service", "cli"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(
                 std::filesystem::path(DEED_SOURCE_DIR) / floor)) {
            const auto extension = entry.path().extension();
            if (extension != ".hpp" && extension != ".cpp") continue;
            const std::string text = content_of(entry.path());
            for (std::sregex_iterator match(text.begin(), text.end(), definition), end;
                 match != end; ++match)
                EXPECT_TRUE(names.insert((*match)[1]).second)
                    << (*match)[1] << " is defined twice, again in " << entry.path();
        }
    return names;
}

TEST(Codes, AreThoseThatTheSourcesDefine) {
    std::set<std::string> known;
    for (const ErrorCode* code : every_error_code()) known.emplace(code->name);
    const std::set<std::string> defined = defined_codes();
    for (const std::string& name : defined)
        EXPECT_TRUE(known.contains(name)) << name << " is missing from its room's array of codes";
    for (const std::string& name : known)
        EXPECT_TRUE(defined.contains(name)) << name << " is defined nowhere";
}

TEST(Codes, AreSortedAndUnique) {
    std::string before;
    for (const ErrorCode* code : every_error_code()) {
        EXPECT_LT(before, code->name);
        before = code->name;
    }
}

TEST(Codes, AreDottedLowerCaseAndSaidInSentences) {
    const std::regex dotted("[a-z][a-z0-9]*(_[a-z0-9]+)*(\\.[a-z][a-z0-9]*(_[a-z0-9]+)*)+");
    for (const ErrorCode* code : every_error_code()) {
        EXPECT_TRUE(std::regex_match(std::string(code->name), dotted)) << code->name;
        for (const std::string_view sentence : {code->meaning, code->remedy}) {
            EXPECT_TRUE(sentence.ends_with('.') && !sentence.ends_with("..")) << code->name;
            EXPECT_EQ(sentence.find("  "), std::string_view::npos) << code->name;
        }
    }
}

TEST(Codes, AreExplainedByHelp) {
    for (const ErrorCode* code : every_error_code()) {
        std::string help = help_for_code(code->name, kEnglish);
        std::istringstream lines(help);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LE(line.size(), 100U) << code->name;
        std::ranges::replace(help, '\n', ' ');
        EXPECT_NE(help.find(code->meaning), std::string::npos) << code->name;
        EXPECT_NE(help.find(code->remedy), std::string::npos) << code->name;
        EXPECT_NE(help_codes().find(std::string(code->name) + "  "), std::string::npos)
            << code->name;
    }
}

// A remedy sends the user to a command or option, which must exist.
TEST(Codes, NameCommandsThatExist) {
    const std::regex command("`deed ([a-z]+(?: [a-z-]+)?)");
    for (const ErrorCode* code : every_error_code()) {
        const std::string remedy(code->remedy);
        for (std::sregex_iterator match(remedy.begin(), remedy.end(), command), end; match != end;
             ++match) {
            std::istringstream stream((*match)[1]);
            std::vector<std::string> words;
            for (std::string word; stream >> word;) words.push_back(word);
            EXPECT_TRUE(find_command(words)) << code->name << ": " << remedy;
        }
    }
}

TEST(Codes, NameOptionsThatExist) {
    std::set<std::string> options;
    for (const OptionRow& option : common_options()) options.emplace(option.name);
    for (const CommandRow* row : command_table())
        for (const OptionRow& option : row->options) options.emplace(option.name);
    const std::regex option("--([a-z-]+)");
    for (const ErrorCode* code : every_error_code()) {
        const std::string remedy(code->remedy);
        for (std::sregex_iterator match(remedy.begin(), remedy.end(), option), end; match != end;
             ++match)
            EXPECT_TRUE(options.contains((*match)[1])) << code->name << ": " << remedy;
    }
}

}  // namespace
}  // namespace deed::cli
