#include "cli/help.hpp"

#include <algorithm>

#include "cli/errors.hpp"
#include "cli/messages.hpp"
#include "lib/json/writer.hpp"
#include "service/errors.hpp"
#include "service/http/errors.hpp"
#include "toolkit/error_catalogue.hpp"

namespace deed::cli {
namespace {

std::string command_words(const CommandRow& row) {
    std::string words = "deed " + std::string(row.noun);
    if (!row.verb.empty()) words += " " + std::string(row.verb);
    return words;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size() + 2), ' ');
    return text;
}

std::string option_words(const OptionRow& option) {
    std::string words = "--" + std::string(option.name);
    if (!option.value.empty()) words += " " + std::string(option.value);
    return words;
}

/// What is said of an argument or option starts in one column, below where the words reach it.
std::string explained(const std::string& words, std::string_view help) {
    constexpr std::size_t kColumn = 28;
    std::string text = "  " + words;
    if (text.size() >= kColumn)
        text += "\n" + std::string(kColumn, ' ');
    else
        text.resize(kColumn, ' ');
    return text + std::string(help);
}

void append_options(std::string& text, std::span<const OptionRow> options, const Messages& in) {
    for (const OptionRow& option : options) {
        text += explained(option_words(option), in.text(option.help));
        if (option.repeatable) text += in.text(" (repeatable)");
        text += "\n";
    }
}

/// The text in lines that fit a terminal.
std::string wrapped(std::string_view text) {
    constexpr std::size_t kWidth = 100;
    std::string out;
    while (text.size() > kWidth) {
        const std::size_t space = text.rfind(' ', kWidth);
        if (space == std::string_view::npos) break;
        out += std::string(text.substr(0, space)) + "\n";
        text.remove_prefix(space + 1);
    }
    return out + std::string(text) + "\n";
}

}  // namespace

std::string synopsis(const CommandRow& row) {
    std::string line = command_words(row);
    for (const ArgumentRow& argument : row.arguments) {
        std::string word(argument.name);
        if (argument.repeatable) word += "...";
        line += argument.required ? " " + word : " [" + word + "]";
    }
    if (!row.options.empty()) line += " [OPTION...]";
    return line;
}

bool is_noun(std::string_view word) {
    return std::ranges::any_of(command_table(),
                               [&](const CommandRow* row) { return row->noun == word; });
}

std::string help_overview(const Messages& in) {
    std::string text(
        in.text("deed: decentralized identifiers, verifiable credentials and anchored evidence\n\n"
                "Usage: deed NOUN VERB [ARGUMENT...] [OPTION...]\n\n"));
    for (const CommandRow* row : command_table())
        text += "  " + padded(command_words(*row), 29) + std::string(in.text(row->summary)) + "\n";
    text += in.text(
        "\n`deed help NOUN VERB` explains one command, `deed help CODE` an error code.\n\n"
        "Example:\n  deed did create --name acme\n");
    return text;
}

std::string help_for_noun(std::string_view noun, const Messages& in) {
    std::string text;
    for (const CommandRow* row : command_table()) {
        if (row->noun != noun) continue;
        text += "  " + padded(command_words(*row), 29) + std::string(in.text(row->summary)) + "\n";
    }
    return text;
}

std::string help_for_command(const CommandRow& row, const Messages& in) {
    std::string text = std::string(in.text(row.summary)) + "\n\n" +
                       in.text("Usage: {0}", {synopsis(row)}) + "\n\n" +
                       std::string(in.text(row.description)) + "\n";
    if (!row.arguments.empty()) {
        text += in.text("\nArguments:\n");
        for (const ArgumentRow& argument : row.arguments)
            text += explained(std::string(argument.name), in.text(argument.help)) + "\n";
    }
    if (!row.options.empty()) text += in.text("\nOptions:\n");
    append_options(text, row.options, in);
    text += in.text("\nCommon options:\n");
    append_options(text, common_options(), in);
    text += in.text(
        "\nExit codes: 0 done or good, 2 usage, 3 not found, 4 locked, 5 unavailable, 6 files,\n"
        "7 malformed, 8 unsupported, 9 could not judge, 10 signature, 11 expired, 12 revoked,\n"
        "13 untrusted, 14 schema, 15 mismatch, 130 interrupted.\n");
    text += std::string(in.text("\nExample:\n")) + "  " + std::string(row.example) + "\n";
    return text;
}

std::vector<const ErrorCode*> every_error_code() {
    const auto library = all_error_codes();
    std::vector<const ErrorCode*> all(library.begin(), library.end());
    all.insert(all.end(), std::begin(errors::kCliRoomCodes), std::end(errors::kCliRoomCodes));
    namespace of_service = service::errors;  // a floor above the library's catalogue
    all.insert(all.end(), std::begin(of_service::kServiceTransportRoomCodes),
               std::end(of_service::kServiceTransportRoomCodes));
    all.insert(all.end(), std::begin(of_service::kServiceRoomCodes),
               std::end(of_service::kServiceRoomCodes));
    std::ranges::sort(all, {}, [](const ErrorCode* code) { return code->name; });
    return all;
}

std::string help_for_code(std::string_view name, const Messages& in) {
    for (const ErrorCode* code : every_error_code()) {
        if (code->name != name) continue;
        return in.text("{0} ({1}, exit code {2})",
                       {code->name, to_string(code->kind), std::to_string(exit_code(code->kind))}) +
               "\n\n" + wrapped(in.text(code->meaning)) + wrapped(in.text(code->remedy));
    }
    return {};
}

json::Document help_document(std::string_view text) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/help/v1").member("text", text).end_object();
    return writer.take_document();
}

std::string help_codes() {
    std::string text;
    for (const ErrorCode* code : every_error_code())
        text += padded(std::string(code->name), 36) +
                padded(std::string(to_string(code->kind)), 14) +
                std::to_string(exit_code(code->kind)) + "\n";
    return text;
}

}  // namespace deed::cli
