#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/errors.hpp"
#include "cli/help.hpp"
#include "cli/invocation.hpp"
#include "cli/messages.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::cli {
namespace {

std::atomic<bool> cancelled = false;

void cancel(int) { cancelled.store(true); }

void catch_signals() {
    struct sigaction action {};
    action.sa_handler = cancel;
    // Asks the work to end, however often: `timeout` sends it to its child and, a moment later, to
    // the group.
    ::sigaction(SIGTERM, &action, nullptr);
    // A second Ctrl-C ends it.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    // A reader that goes away is a failed write, not a silent death.
    ::signal(SIGPIPE, SIG_IGN);
}

class StderrLogger final : public Logger {
public:
    void log(LogLevel level, std::string_view message,
             std::initializer_list<LogField> fields) override {
        if (level < LogLevel::info) return;
        std::string line(message);
        for (const auto& [key, value] : fields)
            line += " " + std::string(key) + "=" + std::string(value);
        Output::line(line);
    }
};

int fail(Output output, const Error& error) {
    output.error(error);
    return exit_code(error.kind());
}

/// A closed standard descriptor would be given to the next file that is opened, and the result
/// written into a ledger. What stands in its place refuses to be read, or written.
void hold_standard_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) >= 0) continue;
        const int mode = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
        if (::open("/dev/null", mode) != descriptor) std::abort();
    }
}

/// Words that only ask what can be done with a noun: "did", "did --help".
bool asks_about_noun(const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 3> kAsking{"--help", "-h", "--json"};
    return is_noun(words[0]) &&
           std::all_of(words.begin() + 1, words.end(), [&](const std::string& word) {
               return std::ranges::find(kAsking, word) != kAsking.end();
           });
}

Result<void> require_utf8(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!is_utf8(as_bytes(words[i])))
            return Error(errors::kNotUtf8, "argument " + std::to_string(i + 1) + " is not UTF-8");
    return {};
}

int run(std::vector<std::string> words) {
    const bool wants_help = !words.empty() && (words[0] == "--help" || words[0] == "-h");
    if (words.empty() || wants_help) words = {"help"};
    if (words[0] == "--version") words[0] = "version";

    bool json = false;
    for (const std::string& word : words) json = json || word == "--json";

    if (const auto readable = require_utf8(words); !readable)
        return fail(Output(json), readable.error());

    auto found = find_command(words);
    if (!found && asks_about_noun(words)) {
        words = {"help", words[0]};
        if (json) words.push_back("--json");
        found = find_command(words);
    }
    if (!found) return fail(Output(json), found.error());
    const CommandRow& row = *found->row;
    auto parsed = parse_arguments(row, std::span(words).subspan(found->words));
    if (!parsed) return fail(Output(json), parsed.error());

    StderrLogger logger;
    Call call(parsed->options.contains("verbose") ? &logger : nullptr, &cancelled);
    Invocation invocation(row, std::move(parsed).value(), call);
    if (invocation.flag("help")) {
        const std::string text = help_for_command(row, messages());
        const auto written = invocation.output().result(text, help_document(text));
        return written ? EXIT_SUCCESS : fail(invocation.output(), written.error());
    }
    const auto outcome = row.run(invocation);
    if (!outcome) return fail(invocation.output(), outcome.error());
    return *outcome;
}

/// No exception of a library below leaves the process as a crash, without a word or a document.
int run_guarded(const std::vector<std::string>& words) {
    const bool json = std::ranges::find(words, "--json") != words.end();
    try {
        return run(words);
    } catch (const std::bad_alloc&) {
        return fail(Output(json), Error(errors::kOutOfMemory, "there is not enough memory"));
    } catch (const std::exception& error) {
        return fail(Output(json), Error(deed::errors::kInternal, error.what()));
    }
}

}  // namespace
}  // namespace deed::cli

int main(int argc, char** argv) {
    deed::cli::hold_standard_descriptors();
    deed::cli::catch_signals();
    return deed::cli::run_guarded({argv + 1, argv + argc});
}
