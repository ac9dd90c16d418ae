#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/messages.hpp"
#include "lib/json/document.hpp"

namespace deed::cli {

/// True if some command starts with this word.
bool is_noun(std::string_view word);

/// "deed did create [OPTION...]".
std::string synopsis(const CommandRow& row);
/// All commands on one screen, ending with an example.
std::string help_overview(const Messages& in);
/// The commands of one noun.
std::string help_for_noun(std::string_view noun, const Messages& in);
/// Synopsis, arguments, options, exit codes and example of one command.
std::string help_for_command(const CommandRow& row, const Messages& in);
/// The library's error codes and the command line's own, sorted by name.
std::vector<const ErrorCode*> every_error_code();
/// What an error code means and the way out; empty for unknown codes.
std::string help_for_code(std::string_view code, const Messages& in);
/// A help text as the document that --json prints.
json::Document help_document(std::string_view text);
/// Every error code with its kind, one a line.
std::string help_codes();

}  // namespace deed::cli
