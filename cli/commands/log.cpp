#include "cli/commands.hpp"
#include "cli/log_output.hpp"
#include "registry-contracts/client/entry_summary.hpp"

namespace deed::cli {
namespace {

Result<int> run_checkpoint(Invocation& invocation) {
    DEED_TRY(registry::LogLedger * ledger, chosen_ledger(invocation));
    DEED_TRY(const auto head, registry::signed_head(*ledger, invocation.call()));
    json::Writer writer;
    writer.begin_object().member("format", "deed/checkpoint/v1");
    write_head(writer, ledger->verifier_key(), head);
    writer.end_object();
    const std::string text =
        invocation.flag("key") ? ledger->verifier_key().to_string() : head.note;
    tell_history(head);
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

/// One ledger of this home, as `log list` shows it.
struct Listed {
    std::string network;
    std::string origin;
    std::uint64_t size;
    std::optional<Timestamp> last_entry;  ///< when it was accepted, by the operator's clock
};

Result<std::optional<Timestamp>> time_of_last(registry::LogLedger& ledger, std::uint64_t size,
                                              Call& call) {
    if (size == 0) return std::optional<Timestamp>();
    DEED_TRY(const Bytes entry, ledger.entry(size - 1, call));
    DEED_TRY(const auto last, registry::summarize_entry(entry));
    return std::optional(last.accepted);
}

Result<Listed> look_at(Toolkit& toolkit, const std::string& alias, Call& call) {
    DEED_TRY(registry::LogLedger * ledger, toolkit.readable_ledger(alias, call));
    DEED_TRY(const auto head, registry::signed_head(*ledger, call));
    DEED_TRY(const auto last, time_of_last(*ledger, head.checkpoint.size, call));
    return Listed{ledger->network(), head.checkpoint.origin, head.checkpoint.size, last};
}

void write_listed(json::Writer& writer, const Listed& listed) {
    writer.member("network", listed.network).member("origin", listed.origin);
    writer.key("size").integer(static_cast<std::int64_t>(listed.size));
    if (listed.last_entry) writer.member("lastAccepted", listed.last_entry->to_string());
}

/// A ledger that cannot be opened does not hide the others; its error is told, and is the outcome.
Result<int> run_list(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const std::vector<std::string> aliases, toolkit->ledger_aliases());
    json::Writer writer;
    writer.begin_object().member("format", "deed/log-list/v1").key("ledgers").begin_array();
    std::string text;
    int code = 0;
    for (const std::string& alias : aliases) {
        const auto listed = look_at(*toolkit, alias, invocation.call());
        writer.begin_object().member("alias", alias);
        text += alias + "  ";
        if (listed) {
            write_listed(writer, *listed);
            text += listed->network + "  " + count_of(listed->size, "entry", "entries") + "  " +
                    listed->origin;
            if (listed->last_entry) text += "  " + listed->last_entry->to_string();
        } else {
            if (listed.error().kind() == ErrorKind::interrupted) return listed.error();
            if (code == 0) code = exit_code(listed.error().kind());
            writer.member("error", listed.error().code().name);
            text += "cannot be opened (" + std::string(listed.error().code().name) + ")";
            Output::line(alias + ": " + listed.error().message());
        }
        writer.end_object();
        text += "\n";
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return code;
}

constexpr OptionRow kCheckpointOptions[] = {
    {"key", "", "print the log's verifier key instead, for others to pin"}};

}  // namespace

constexpr CommandRow kLogCheckpoint{
    "log",
    "checkpoint",
    "Print the ledger's latest signed head",
    "Prints the signed head (C2SP tlog-checkpoint) of the ledger, after checking the ledger. With\n"
    "--key, prints the log's verifier key: give it to those who shall verify your evidence.",
    {},
    kCheckpointOptions,
    "deed log checkpoint",
    run_checkpoint};

constexpr CommandRow kLogList{
    "log",
    "list",
    "List the ledgers here",
    "Opens every ledger of this home and prints its alias, network, number of entries, origin, "
    "and\n"
    "when its last entry was accepted, by its own clock. One that cannot be opened is listed with\n"
    "the reason, and gives the exit code.",
    {},
    {},
    "deed log list",
    run_list};

}  // namespace deed::cli
