#include <charconv>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/log_output.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/entry_summary.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_export.hpp"

namespace deed::cli {
namespace {

Result<std::optional<std::uint64_t>> number_option(const Invocation& invocation,
                                                   std::string_view name) {
    const auto text = invocation.option(name);
    if (!text) return std::optional<std::uint64_t>();
    std::uint64_t number = 0;
    const char* const end = text->data() + text->size();
    const auto [stopped, error] = std::from_chars(text->data(), end, number);
    if (error == std::errc() && stopped == end) return std::optional(number);
    return Error(errors::kBadValue,
                 "--" + std::string(name) + " takes an entry's number, not \"" + *text + "\"");
}

struct Span {
    std::uint64_t begin;
    std::uint64_t end;
};

/// The entries asked for, all of which are there.
Result<Span> asked_for(const Invocation& invocation, std::uint64_t size) {
    DEED_TRY(const auto from, number_option(invocation, "from"));
    DEED_TRY(const auto to, number_option(invocation, "to"));
    for (const auto& number : {from, to})
        if (number && *number >= size)
            return Error(
                registry::errors::kNoSuchEntry,
                "there is no entry " + std::to_string(*number) + " among " + std::to_string(size));
    if (from && to && *from > *to) return Error(errors::kBadValue, "--from is behind --to");
    return Span{from.value_or(0), to ? *to + 1 : size};
}

std::string line_of(std::uint64_t index, const registry::EntrySummary& entry) {
    std::string text = std::to_string(index) + "  " + entry.accepted.to_string() + "  " + entry.tag;
    if (const auto& operation = entry.operation)
        text += "  " + registry::to_string(operation->subject) + "  " +
                std::to_string(operation->sequence) + "  " + hex_encode(operation->hash);
    return text + "\n";
}

std::string object_of(std::uint64_t index, const registry::EntrySummary& entry) {
    json::Writer writer;
    writer.begin_object().key("index").integer(static_cast<std::int64_t>(index));
    writer.member("accepted", entry.accepted.to_string()).member("tag", entry.tag);
    if (const auto& operation = entry.operation) {
        writer.member("subject", registry::to_string(operation->subject));
        writer.key("sequence").integer(static_cast<std::int64_t>(operation->sequence));
        writer.member("operationHash", hex_encode(operation->hash));
    }
    writer.end_object();
    return writer.take();
}

/// The document's members before its entries, left open.
std::string opening_of(const registry::LogLedger& ledger, std::uint64_t size) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/log-entries/v1")
        .member("network", ledger.network())
        .key("size")
        .integer(static_cast<std::int64_t>(size));
    writer.end_object();
    std::string text = writer.take();
    text.pop_back();
    return text + ",\"entries\":[";
}

/// One entry at a time, so that a log of any length needs no more memory than a short one.
Result<int> run_entries(Invocation& invocation) {
    DEED_TRY(registry::LogLedger * ledger, chosen_ledger(invocation));
    DEED_TRY(const auto head, registry::signed_head(*ledger, invocation.call()));
    DEED_TRY(const Span span, asked_for(invocation, head.checkpoint.size));
    tell_history(head);
    Output& output = invocation.output();
    const bool json = output.json();
    if (json) DEED_CHECK(output.piece(opening_of(*ledger, head.checkpoint.size)));
    for (std::uint64_t index = span.begin; index < span.end; ++index) {
        DEED_TRY(const Bytes encoded, ledger->entry(index, invocation.call()));
        DEED_TRY(const auto entry, registry::summarize_entry(encoded));
        const std::string_view comma = index == span.begin ? "\n" : ",\n";
        DEED_CHECK(output.piece(json ? std::string(comma) + object_of(index, entry)
                                     : line_of(index, entry)));
    }
    if (json) DEED_CHECK(output.piece("\n]}\n"));
    return 0;
}

Result<int> run_export(Invocation& invocation) {
    const auto folder = invocation.option("out");
    if (!folder) return Error(errors::kMissingArgument, "--out says which folder to write to");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const bool states = invocation.flag("state-time");
    DEED_TRY(registry::LogLedger * ledger, states ? toolkit->writable_ledger(invocation.call())
                                                  : chosen_ledger(invocation));
    DEED_TRY(const auto done,
             registry::export_log(*ledger, *folder, invocation.flag("with-commitments"),
                                  invocation.call(), states ? &toolkit->clock() : nullptr));
    DEED_TRY(const auto head, registry::signed_head(*ledger, invocation.call()));
    json::Writer writer;
    writer.begin_object().member("format", "deed/log-export/v1").member("folder", *folder);
    write_head(writer, ledger->verifier_key(), head);
    writer.key("newEntries").integer(static_cast<std::int64_t>(done.new_entries));
    writer.key("newData").integer(static_cast<std::int64_t>(done.new_data));
    writer.key("withheldBatches").integer(static_cast<std::int64_t>(done.withheld_batches));
    if (done.stated) writer.member("statedTime", done.stated->to_string());
    writer.end_object();
    const std::string text = count_of(done.head.size, "entry", "entries") + " in " + *folder +
                             ", " + std::to_string(done.new_entries) + " of them new; " +
                             count_of(done.new_data, "new file", "new files") +
                             " of data beside the log\n";
    if (done.withheld_batches > 0)
        Output::note("the commitments of {0} batches are not in this ledger",
                     {std::to_string(done.withheld_batches)});
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

constexpr OptionRow kEntriesOptions[] = {
    {"from", "N", "the first entry to print, counted from 0"},
    {"to", "N", "the last one (default: the last that the head covers)"}};
constexpr OptionRow kExportOptions[] = {
    {"out", "DIR", "the folder to write, or to extend"},
    {"with-commitments", "", "also the commitments of evidence batches"},
    {"state-time", "", "also the log's signed statement that nothing newer exists now"}};

}  // namespace

constexpr CommandRow kLogEntries{
    "log",
    "entries",
    "List what a ledger recorded",
    "Prints one line for each entry: number, time of acceptance by the operator's clock, what was\n"
    "done, for which identifier, its sequence number and the operation's hash.",
    {},
    kEntriesOptions,
    "deed log entries --from 10 --to 19",
    run_entries};

constexpr CommandRow kLogExport{
    "log",
    "export",
    "Write the log as static files",
    "Writes the ledger's log as static tiles (C2SP tlog-tiles, specs/log-export.md) that any web\n"
    "server can hand out and anybody can verify, or extends an earlier export of it. A folder "
    "that\n"
    "holds another log or another history is refused and left as it is. Others resolve DIDs from\n"
    "it with --mirror; state the time again and again, so that they know how old it is.",
    {},
    kExportOptions,
    "deed log export --out site",
    run_export};

}  // namespace deed::cli
