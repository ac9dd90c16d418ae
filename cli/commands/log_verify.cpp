#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/log_output.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "registry-contracts/client/log_export.hpp"

namespace deed::cli {
namespace {

std::string describe(const registry::LogCounts& counts) {
    std::string text = count_of(counts.operations, "operation", "operations") + " of " +
                       count_of(counts.subjects, "identifier", "identifiers") +
                       ", each with its signature; " +
                       count_of(counts.batches, "batch", "batches") + " of " +
                       count_of(counts.commitments, "commitment", "commitments");
    if (counts.withheld_batches > 0)
        text += " (" + std::to_string(counts.withheld_batches) + " without them here)";
    if (counts.schemas > 0) text += "; " + count_of(counts.schemas, "schema", "schemas");
    if (counts.status_lists > 0)
        text += "; " + count_of(counts.status_lists, "status list", "status lists");
    if (counts.log_entries > 0)
        text += "; " + count_of(counts.log_entries, "entry", "entries") + " about the log itself";
    return text + "\n";
}

void write_counts(json::Writer& writer, const registry::VerifiedLog& verified) {
    const auto count = [&writer](std::string_view name, std::uint64_t number) {
        writer.key(name).integer(static_cast<std::int64_t>(number));
    };
    count("operations", verified.counts.operations);
    count("subjects", verified.counts.subjects);
    count("batches", verified.counts.batches);
    count("commitments", verified.counts.commitments);
    count("withheldBatches", verified.counts.withheld_batches);
    count("detachedBodies", verified.counts.detached_bodies);
    count("logEntries", verified.counts.log_entries);
    count("schemas", verified.counts.schemas);
    count("statusLists", verified.counts.status_lists);
    if (verified.tile_hashes > 0) count("tileHashes", verified.tile_hashes);
}

Result<int> report(Invocation& invocation, const tlog::VerifierKey& first,
                   const registry::VerifiedLog& verified) {
    const tlog::Checkpoint& head = verified.head.checkpoint;
    json::Writer writer;
    writer.begin_object().member("format", "deed/log-verification/v1");
    write_head(writer, first, verified.head);
    write_counts(writer, verified);
    writer.end_object();
    std::string text = "good: " + count_of(head.size, "entry", "entries") + ", root " +
                       base64_encode(head.root) + "\nnetwork " + registry::network_of(first) +
                       "\n" + describe(verified.counts);
    if (verified.tile_hashes > 0)
        text += count_of(verified.tile_hashes, "hash", "hashes") + " in tiles\n";
    tell_history(verified.head);
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> verify_ledger(Invocation& invocation, registry::LogLedger& ledger) {
    DEED_TRY(const auto verified, registry::verify_whole_log(ledger, invocation.call()));
    return report(invocation, ledger.verifier_key(), verified);
}

/// Opening compares with the heads of this home and reads what the index does not cover; this reads
/// the journal from its first frame on as well, whatever the index says.
Result<int> verify_own(Invocation& invocation) {
    DEED_TRY(registry::LogLedger * known, chosen_ledger(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const std::string alias, invocation.ledger_alias());
    DEED_TRY(const auto folder, toolkit->ledger_folder(alias));
    DEED_TRY(const auto ledger, registry::read_local_ledger(folder, known->verifier_key(), nullptr,
                                                            invocation.call()));
    return verify_ledger(invocation, *ledger);
}

Result<void> require_together(const Invocation& invocation, std::string_view one,
                              std::string_view other) {
    if (invocation.option(one).has_value() == invocation.option(other).has_value()) return {};
    return Error(errors::kMissingArgument,
                 "--" + std::string(one) + " and --" + std::string(other) + " go together");
}

Result<int> run_verify(Invocation& invocation) {
    DEED_CHECK(require_together(invocation, "folder", "log"));
    DEED_CHECK(require_together(invocation, "export", "key"));
    const auto folder = invocation.option("folder");
    const auto exported = invocation.option("export");
    if (folder && exported)
        return Error(errors::kUnexpectedArgument,
                     "--folder and --export name two things to verify");
    if (exported) {
        DEED_TRY(const auto key, tlog::VerifierKey::parse(*invocation.option("key")));
        DEED_TRY(const auto verified,
                 registry::verify_exported_log(*exported, key, invocation.call()));
        return report(invocation, key, verified);
    }
    if (folder) {
        DEED_TRY(const auto key, tlog::VerifierKey::parse(*invocation.option("log")));
        DEED_TRY(const auto ledger,
                 registry::read_local_ledger(*folder, key, nullptr, invocation.call()));
        return verify_ledger(invocation, *ledger);
    }
    return verify_own(invocation);
}

constexpr OptionRow kVerifyOptions[] = {
    {"folder", "DIR", "a copy of a ledger's folder instead of a ledger here"},
    {"log", "KEY", "the log's verifier key, with --folder"},
    {"export", "DIR", "a folder that deed log export wrote instead of a ledger here"},
    {"key", "KEY", "the log's verifier key, with --export"}};

}  // namespace

constexpr CommandRow kLogVerify{
    "log",
    "verify",
    "Check every entry of a ledger",
    "Reads the whole ledger, checks every frame, entry, signature and head, applies every rule to\n"
    "every entry from the first on, and compares with the heads this home remembers. With "
    "--folder\n"
    "and --log, checks a copy against a pinned key; with --export and --key, exported tiles.",
    {},
    kVerifyOptions,
    "deed log verify",
    run_verify};

}  // namespace deed::cli
