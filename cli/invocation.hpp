#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/passphrase.hpp"
#include "lib/error/call.hpp"
#include "lib/json/document.hpp"
#include "toolkit/toolkit.hpp"

namespace deed::cli {

/// What the user typed, parsed against one row of the table.
struct ParsedArguments {
    std::map<std::string, std::vector<std::string>, std::less<>> options;  ///< flags: one ""
    std::vector<std::string> arguments;
};

/// One run of one command: its words, its output, and the toolkit it works with.
class Invocation {
public:
    Invocation(const CommandRow& row, ParsedArguments parsed, Call& call);

    const CommandRow& row() const { return row_; }
    Call& call() const { return call_; }
    Output& output() { return output_; }

    bool flag(std::string_view name) const { return parsed_.options.contains(name); }
    std::optional<std::string> option(std::string_view name) const;
    /// The file of --out; nothing when it is absent or "-", which is standard output.
    std::optional<std::string> out_file() const;
    /// All values of a repeatable option.
    std::vector<std::string> options(std::string_view name) const;
    /// The positional argument at `index`, if given.
    std::optional<std::string> argument(std::size_t index) const;
    const std::vector<std::string>& arguments() const { return parsed_.arguments; }

    /// $DEED_LEDGER, else "local".
    static std::string default_ledger();

    const Clock& clock() const { return clock_; }
    /// Opened on first use, with folders from the environment.
    Result<Toolkit*> toolkit();

private:
    const CommandRow& row_;
    ParsedArguments parsed_;
    Call& call_;
    Output output_;
    std::unique_ptr<CliPassphraseSource> passphrases_;
    std::unique_ptr<CliPinSource> pins_;
    SystemClock clock_;
    std::unique_ptr<Toolkit> toolkit_;
};

// Reading what a command names. Inputs are bounded; "-" is standard input.

inline constexpr std::size_t kMaxJsonFile = std::size_t{64} << 20;

/// A file, or standard input for "-".
Result<Bytes> read_input(const std::string& name, std::size_t max_bytes);
/// The JSON in what was read from `name`, which errors name.
Result<json::Document> parse_json_input(const std::string& name, ByteView bytes,
                                        std::size_t max_bytes);
/// A JSON file of at most `max_bytes`; errors name the file.
Result<json::Document> read_json_input(const std::string& name,
                                       std::size_t max_bytes = std::size_t{4} << 20);

}  // namespace deed::cli
