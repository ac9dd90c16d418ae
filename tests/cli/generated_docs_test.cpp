#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/codec.hpp"
#include "cli/help.hpp"

// specs/error-codes.md and specs/cli.md are written from the tables that the program itself uses.
// After changing a code or a command, write them anew:
//
//     DEED_UPDATE_DOCS=1 ctest --preset dev -R GeneratedDocs

namespace deed::cli {
namespace {

const Messages kEnglish(Language::english);

constexpr ErrorKind kKinds[] = {
    ErrorKind::internal,     ErrorKind::usage,     ErrorKind::not_found, ErrorKind::locked,
    ErrorKind::unavailable,  ErrorKind::io,        ErrorKind::malformed, ErrorKind::unsupported,
    ErrorKind::undetermined, ErrorKind::signature, ErrorKind::expired,   ErrorKind::revoked,
    ErrorKind::untrusted,    ErrorKind::schema,    ErrorKind::mismatch,  ErrorKind::interrupted};

constexpr std::string_view kNotice =
    "<!-- Written by tests/cli/generated_docs_test.cpp; change the tables in the sources. -->\n\n";

/// Text for a cell of a Markdown table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|' || c == '<') out += '\\';
        out += c;
    }
    return out;
}

std::string code_span(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string error_codes_page() {
    std::string page = std::string(kNotice) +
                       "# Error codes\n\n"
                       "Every refusal has a code: a dotted name that stays, printed in parentheses "
                       "after the message\nand as `code` in JSON. Its kind says what a caller can "
                       "do and decides the exit code of `deed` and\nthe HTTP status of a service. "
                       "0 is success. `deed help CODE` prints the row of one code.\n\n"
                       "## Kinds\n\n| Kind | Exit code | HTTP status |\n| --- | ---: | ---: |\n";
    for (const ErrorKind kind : kKinds)
        page += "| " + code_span(to_string(kind)) + " | " + std::to_string(exit_code(kind)) +
                " | " + std::to_string(http_status(kind)) + " |\n";
    page +=
        "\nA verification that comes to a report exits by its worst check: failed ones in the "
        "order\nmalformed, signature, untrusted, revoked, expired, schema, mismatch; none failed "
        "but one that\nis required undetermined: 9.\n\n"
        "## Codes\n\n| Code | Kind | Exit | Meaning | Remedy |\n| --- | --- | ---: | --- | --- |\n";
    for (const ErrorCode* code : every_error_code())
        page += "| " + code_span(code->name) + " | " + std::string(to_string(code->kind)) + " | " +
                std::to_string(exit_code(code->kind)) + " | " + cell(code->meaning) + " | " +
                cell(code->remedy) + " |\n";
    return page;
}

void append_options(std::string& page, std::span<const OptionRow> options) {
    page += "| Option | |\n| --- | --- |\n";
    for (const OptionRow& option : options) {
        std::string words = "--" + std::string(option.name);
        if (!option.value.empty()) words += " " + std::string(option.value);
        page += "| " + code_span(words) + " | " + cell(option.help) +
                (option.repeatable ? " (repeatable)" : "") + " |\n";
    }
}

std::string usage_of(const CommandRow& row) {
    const std::string help = help_for_command(row, kEnglish);
    const std::size_t start = help.find("Usage: ") + 7;
    return help.substr(start, help.find('\n', start) - start);
}

void append_command(std::string& page, const CommandRow& row) {
    std::string words = "deed " + std::string(row.noun);
    if (!row.verb.empty()) words += " " + std::string(row.verb);
    page += "\n## " + words + "\n\n" + std::string(row.summary) + ".\n\n```\n" + usage_of(row) +
            "\n```\n\n" + std::string(row.description) + "\n";
    if (!row.arguments.empty()) {
        page += "\n| Argument | |\n| --- | --- |\n";
        for (const ArgumentRow& argument : row.arguments)
            page += "| " + code_span(argument.name) + " | " + cell(argument.help) +
                    (argument.required ? "" : " (optional)") +
                    (argument.repeatable ? " (repeatable)" : "") + " |\n";
    }
    if (!row.options.empty()) {
        page += "\n";
        append_options(page, row.options);
    }
    page += "\n```\n" + std::string(row.example) + "\n```\n";
}

std::string cli_page() {
    std::string page =
        std::string(kNotice) +
        "# Command line\n\n"
        "`deed NOUN VERB [ARGUMENT...] [OPTION...]`. Standard output carries the result and "
        "nothing else,\nstandard error what there is to tell: `deed: error: MESSAGE (CODE)` and "
        "`deed: hint: WAY OUT`.\nThe exit code is that of the code's kind "
        "(specs/error-codes.md).\n\n"
        "With `--json`, standard output carries exactly one JSON document, which names its form "
        "in `format`;\nfor errors that is `deed/error/v1` with `code`, `kind`, `message`, "
        "`where`, `meaning` and `remedy`.\nOptions cannot be abbreviated. `-` stands for standard "
        "input, and for standard output in `--out -`.\nFiles are not overwritten without "
        "`--force`.\n\n"
        "The passphrase of the key store comes from the first of these that is there: "
        "`--passphrase-fd`,\n`--passphrase-file`, `$DEED_PASSPHRASE_FILE`, `$DEED_PASSPHRASE`, a "
        "prompt on the terminal. One\nnewline at its end is not part of it. Keys are in "
        "`$XDG_CONFIG_HOME/deed`, ledgers and openings in\n`$XDG_DATA_HOME/deed`, the highest "
        "signed heads in `$XDG_STATE_HOME/deed`. What only reads or verifies\ncreates none of "
        "these and asks for no passphrase.\n\n"
        "These options are common to all commands:\n\n";
    append_options(page, common_options());
    for (const CommandRow* row : command_table()) append_command(page, *row);
    page +=
        "\n## Operations of deed codec batch\n\n"
        "A request is one line, `{\"id\": …, \"op\": \"NAME\", …arguments}`, of at most 16 MiB. "
        "The answer is one\nline, `{\"id\": …, \"ok\": true}` with the result as `out` where "
        "there is one, `{\"id\": …, \"ok\": false,\n\"out\": null, \"code\": CODE}`, or `{\"id\": "
        "…, \"unsupported\": true}` for an operation or algorithm\nthat this build does not "
        "have.\n\n| Operation | Arguments | `out` |\n| --- | --- | --- |\n";
    for (const auto operations : {codec_primitives(), codec_jose(), codec_cose(), codec_rdf(), codec_documents()})
        for (const CodecOperation& operation : operations)
            page += "| " + code_span(operation.name) + " | " + cell(operation.arguments) + " | " +
                    cell(operation.output) + " |\n";
    return page;
}

void compare(const std::string& name, const std::string& expected) {
    const std::filesystem::path file = std::filesystem::path(DEED_SOURCE_DIR) / "specs" / name;
    if (std::getenv("DEED_UPDATE_DOCS") != nullptr) {
        std::ofstream(file, std::ios::binary) << expected;
    }
    std::ifstream stream(file, std::ios::binary);
    const std::string actual{std::istreambuf_iterator<char>(stream), {}};
    // The pages are long: the first difference says more than both of them.
    const auto [in_file, in_table] =
        std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
    const auto line = std::count(actual.begin(), in_file, '\n') + 1;
    EXPECT_TRUE(actual == expected)
        << "specs/" << name << " differs from the sources in line " << line
        << ", where it should go on\n"
        << std::string(in_table, expected.end()).substr(0, 200)
        << "\nDEED_UPDATE_DOCS=1 in the environment makes this test write the file.";
}

TEST(GeneratedDocs, ErrorCodes) { compare("error-codes.md", error_codes_page()); }
TEST(GeneratedDocs, CommandLine) { compare("cli.md", cli_page()); }

}  // namespace
}  // namespace deed::cli
