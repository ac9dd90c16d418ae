#pragma once

#include <span>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::cli {

class Invocation;

/// One option of a command, as help, documentation and the parser see it.
struct OptionRow {
    std::string_view name;   ///< without dashes: "out"
    std::string_view value;  ///< "FILE"; empty for a flag
    std::string_view help;   ///< one line, no full stop
    bool repeatable = false;
};

/// One positional argument.
struct ArgumentRow {
    std::string_view name;  ///< "FILE"
    std::string_view help;
    bool required = true;
    bool repeatable = false;  ///< the last one only
};

/// One command. The table of these rows is the only list of commands: parsing, help and
/// specs/cli.md all come from it.
struct CommandRow {
    std::string_view noun;
    std::string_view verb;  ///< empty for commands of one word
    std::string_view summary;
    std::string_view description;
    std::span<const ArgumentRow> arguments;
    std::span<const OptionRow> options;
    std::string_view example;  ///< ready to be pasted
    /// Exit code of the process; errors are printed, and mapped, by the caller.
    Result<int> (*run)(Invocation& invocation);
};

/// All commands, in the order of help.
std::span<const CommandRow* const> command_table();

/// Options that every command takes.
std::span<const OptionRow> common_options();

}  // namespace deed::cli
