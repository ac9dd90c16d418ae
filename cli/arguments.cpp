#include "cli/arguments.hpp"

#include <boost/program_options.hpp>

#include "cli/errors.hpp"

namespace deed::cli {
namespace {

namespace po = boost::program_options;

// The option under which Boost collects positional arguments; nobody can type this name.
constexpr const char* kPositional = "\x01";

void add_option(po::options_description& description, const OptionRow& row) {
    const std::string name(row.name);
    if (row.value.empty()) {
        description.add_options()(name.c_str(), po::bool_switch());
        return;
    }
    auto* value = po::value<std::vector<std::string>>();
    description.add_options()(name.c_str(), value);
}

Error usage_error(const CommandRow& row, const ErrorCode& code, std::string message) {
    std::string command(row.noun);
    if (!row.verb.empty()) command += " " + std::string(row.verb);
    return Error(code, "deed " + command + ": " + std::move(message));
}

Result<void> check_arguments(const CommandRow& row, const ParsedArguments& parsed) {
    std::size_t required = 0;
    bool unbounded = false;
    for (const ArgumentRow& argument : row.arguments) {
        if (argument.required) ++required;
        unbounded = unbounded || argument.repeatable;
    }
    if (parsed.arguments.size() < required)
        return usage_error(row, errors::kMissingArgument,
                           std::string(row.arguments[parsed.arguments.size()].name) +
                               " is missing");
    if (!unbounded && parsed.arguments.size() > row.arguments.size())
        return usage_error(row, errors::kUnexpectedArgument,
                           "\"" + parsed.arguments[row.arguments.size()] + "\" is one too many");
    return {};
}

Result<void> take_option(const CommandRow& row, const OptionRow& option, const po::variables_map& found,
                         ParsedArguments& parsed) {
    const std::string name(option.name);
    if (option.value.empty()) {
        if (found[name].as<bool>()) parsed.options[name] = {""};
        return {};
    }
    if (found.count(name) == 0) return {};
    auto values = found[name].as<std::vector<std::string>>();
    if (values.size() > 1 && !option.repeatable)
        return usage_error(row, errors::kBadValue, "--" + name + " is given more than once");
    parsed.options[name] = std::move(values);
    return {};
}

}  // namespace

Result<FoundCommand> find_command(std::span<const std::string> words) {
    for (const CommandRow* row : command_table()) {
        if (words.empty() || words[0] != row->noun) continue;
        if (row->verb.empty()) return FoundCommand{row, 1};
        if (words.size() > 1 && words[1] == row->verb) return FoundCommand{row, 2};
    }
    if (words.empty()) return Error(errors::kUnknownCommand, "no command was given");
    std::string typed = words[0];
    if (words.size() > 1 && !words[1].starts_with("-")) typed += " " + words[1];
    return Error(errors::kUnknownCommand, "\"" + typed + "\" is not a command");
}

Result<ParsedArguments> parse_arguments(const CommandRow& row,
                                        std::span<const std::string> words) {
    po::options_description description;
    for (const OptionRow& option : row.options) add_option(description, option);
    for (const OptionRow& option : common_options()) add_option(description, option);
    description.add_options()(kPositional, po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add(kPositional, -1);

    try {
        namespace style = po::command_line_style;
        po::variables_map found;
        po::store(po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
                      .options(description)
                      .positional(positional)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  found);
        ParsedArguments parsed;
        for (const OptionRow& option : row.options)
            DEED_CHECK(take_option(row, option, found, parsed));
        for (const OptionRow& option : common_options())
            DEED_CHECK(take_option(row, option, found, parsed));
        if (found.count(kPositional) > 0)
            parsed.arguments = found[kPositional].as<std::vector<std::string>>();
        // Help is given whatever else is missing.
        if (!parsed.options.contains("help")) DEED_CHECK(check_arguments(row, parsed));
        return parsed;
    } catch (const po::unknown_option& error) {
        return usage_error(row, errors::kUnknownOption, error.what());
    } catch (const po::error& error) {
        return usage_error(row, errors::kBadValue, error.what());
    }
}

}  // namespace deed::cli
