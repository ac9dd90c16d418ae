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
#include "cli/progress.hpp"
#include "cli/settings.hpp"
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

    /// What flags, environment and configuration file say; read on first use.
    Result<const Settings*> settings();
    /// The value of a setting, or nothing where it has none.
    Result<std::optional<std::string>> setting(std::string_view name);
    /// The ledger to work with, where no chain is meant.
    Result<std::string> ledger_alias();
    /// Where the key store's passphrase comes from.
    Result<CliPassphraseSource> passphrase_source(std::string prompt = "Passphrase: ");

    const Clock& clock() const { return clock_; }
    /// Opened on first use, as the settings say.
    Result<Toolkit*> toolkit();
    /// Says, before toolkit(), that this process lives long: what is resolved is remembered a
    /// while.
    void live_long(std::size_t max_fetches) { max_fetches_ = max_fetches; }

    /// Where things are kept, as the settings say.
    Result<Config> config();

private:
    std::optional<std::string> joined(std::string_view name) const;
    Result<std::optional<std::string>> network();
    Result<void> take_chains(Config& config);

    const CommandRow& row_;
    ParsedArguments parsed_;
    Call& call_;
    Output output_;
    std::unique_ptr<CliPassphraseSource> passphrases_;
    std::unique_ptr<CliPinSource> pins_;
    CliKeyFilePassphrases key_passphrases_;
    SystemClock clock_;
    WaitingLine waiting_;
    std::optional<std::size_t> max_fetches_ = std::nullopt;  ///< of a process that lives long
    std::optional<Settings> settings_;
    std::unique_ptr<Toolkit> toolkit_;
};

// Reading what a command names. Inputs are bounded; "-" is standard input, for which the call's end
// is not waited out.

inline constexpr std::size_t kMaxJsonFile = std::size_t{64} << 20;

/// A file, or standard input for "-".
Result<Bytes> read_input(const std::string& name, std::size_t max_bytes, const Call& call);
/// The JSON in what was read from `name`, which errors name.
Result<json::Document> parse_json_input(const std::string& name, ByteView bytes,
                                        std::size_t max_bytes);
/// A JSON file of at most `max_bytes`; errors name the file.
Result<json::Document> read_json_input(const std::string& name, const Call& call,
                                       std::size_t max_bytes = std::size_t{4} << 20);

}  // namespace deed::cli
