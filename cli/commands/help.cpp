#include "cli/help.hpp"

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "cli/manual.hpp"
#include "cli/messages.hpp"

namespace deed::cli {
namespace {

Result<std::string> help_on(const std::vector<std::string>& topic) {
    if (topic.empty()) return help_overview(messages());
    if (topic.size() == 1 && topic[0] == "codes") return help_codes();
    if (const auto found = find_command(topic); found && found->words == topic.size())
        return help_for_command(*found->row, messages());
    if (topic.size() == 1 && is_noun(topic[0])) return help_for_noun(topic[0], messages());
    if (topic.size() == 1) {
        const std::string text = help_for_code(topic[0], messages());
        if (!text.empty()) return text;
    }
    std::string words;
    for (const std::string& word : topic) words += (words.empty() ? "" : " ") + word;
    return Error(errors::kUnknownTopic, "there is no help on \"" + words + "\"");
}

Result<int> run_help(Invocation& invocation) {
    if (invocation.flag("man") && !invocation.arguments().empty())
        return Error(errors::kUnexpectedArgument, "the manual page is about all commands");
    const bool is_manual = invocation.flag("man");
    DEED_TRY(const std::string text,
             is_manual ? Result<std::string>(manual_page()) : help_on(invocation.arguments()));
    DEED_CHECK(invocation.output().result(text, help_document(text)));
    return 0;
}

constexpr ArgumentRow kTopic[] = {
    {"TOPIC", "a noun, a command, an error code, or \"codes\" for all of these", false, true}};

constexpr OptionRow kHelpOptions[] = {
    {"man", "", "print the manual page deed(1), as man reads it"}};

}  // namespace

constexpr CommandRow kHelp{"help",
                           "",
                           "Explain a command or an error code",
                           "Without a topic, lists the commands.",
                           kTopic,
                           kHelpOptions,
                           "deed help proof.signature_invalid",
                           run_help};

}  // namespace deed::cli
