#include <array>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

struct ShellRow {
    std::string_view name;
    std::string (*script)();
};

constexpr std::array<ShellRow, 3> kShells{
    {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}}};

Result<int> run_completion(Invocation& invocation) {
    const std::string name = *invocation.argument(0);
    for (const ShellRow& shell : kShells) {
        if (shell.name != name) continue;
        const std::string script = shell.script();
        json::Writer writer;
        writer.begin_object()
            .member("format", "deed/completion/v1")
            .member("shell", shell.name)
            .member("script", script)
            .end_object();
        DEED_CHECK(invocation.output().result(script, writer.take_document()));
        return 0;
    }
    return Error(errors::kBadValue, "completion is there for bash, zsh and fish");
}

constexpr ArgumentRow kShell[] = {{"SHELL", "bash, zsh or fish"}};

}  // namespace

constexpr CommandRow kCompletion{
    "completion",
    "",
    "Print a script that completes commands in a shell",
    "Prints a script that lets the shell complete nouns, verbs, options, files and the names of\n"
    "keys. For one session: source <(deed completion bash). For all: put it where the shell looks\n"
    "for completions, as packages do.",
    kShell,
    {},
    "deed completion bash",
    run_completion};

}  // namespace deed::cli
