#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/invocation.hpp"

namespace deed::cli {

/// The row that the leading words name, and how many words that took. `usage.unknown_command`.
struct FoundCommand {
    const CommandRow* row;
    std::size_t words;
};
Result<FoundCommand> find_command(std::span<const std::string> words);

/// Parses what follows the command words. `usage.*`. No option may be abbreviated.
Result<ParsedArguments> parse_arguments(const CommandRow& row,
                                        std::span<const std::string> words);

}  // namespace deed::cli
