#include <algorithm>
#include <array>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/local/recover.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::cli {
namespace {

using registry::Diagnosis;
using registry::Done;
using registry::RecoveryParts;

constexpr std::size_t kMaxNote = std::size_t{1} << 20;
constexpr std::array kRepairs{"repair", "adopt-heads", "cut", "from", "accept-loss"};

json::Document recovery_document(const Diagnosis& diagnosis, const Done& done) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/log-recovery/v1");
    writer.key("healthy").boolean(diagnosis.findings.empty());
    writer.key("entries").integer(static_cast<std::int64_t>(diagnosis.entries));
    writer.key("included").integer(static_cast<std::int64_t>(diagnosis.included));
    if (diagnosis.known) {
        writer.key("signed").begin_object();
        writer.key("size").integer(static_cast<std::int64_t>(diagnosis.known->size));
        writer.member("root", base64_encode(diagnosis.known->root)).end_object();
    }
    writer.key("findings").begin_array();
    for (const registry::Finding& finding : diagnosis.findings)
        writer.begin_object()
            .member("fault", registry::to_string(finding.fault))
            .member("what", finding.what)
            .member("wayOut", finding.way_out)
            .end_object();
    writer.end_array().key("behindDamage").begin_array();
    for (const registry::Hash& hash : diagnosis.behind_damage) writer.string(hex_encode(hash));
    writer.end_array().key("done").begin_array();
    for (const std::string& line : done) writer.string(line);
    writer.end_array().end_object();
    return writer.take_document();
}

std::string recovery_text(const Diagnosis& diagnosis, const Done& done) {
    std::string text;
    for (const std::string& line : done) text += "done: " + line + "\n";
    for (const registry::Finding& finding : diagnosis.findings) {
        text += std::string(registry::to_string(finding.fault)) + ": " + finding.what + "\n";
        text += "  way out: " + finding.way_out + "\n";
    }
    for (const registry::Hash& hash : diagnosis.behind_damage)
        text += "readable behind the damage: operation " + hex_encode(hash) + "\n";
    const std::string counts = std::to_string(diagnosis.entries) + " entries, of which " +
                               std::to_string(diagnosis.included) + " are under a signed head";
    return text + (diagnosis.findings.empty() ? "healthy: " : "in the folder: ") + counts + "\n";
}

Result<std::vector<std::string>> read_seen(const Invocation& invocation) {
    std::vector<std::string> notes;
    for (const std::string& file : invocation.options("seen")) {
        DEED_TRY(const Bytes bytes, read_input(file, kMaxNote, invocation.call()));
        notes.emplace_back(as_text(bytes));
    }
    return notes;
}

Result<Done> accept_loss(Invocation& invocation, Toolkit& toolkit, const RecoveryParts& parts) {
    Call& call = invocation.call();
    DEED_TRY(const Diagnosis before, registry::diagnose_ledger(parts, call));
    DEED_TRY(const auto signer, toolkit.log_signer(before.key_in_force->key(), call));
    Output::note(
        "warning: this is for ever; every export and proof from now on tells that entries "
        "were lost");
    return registry::accept_loss(parts, *signer, call);
}

Result<Done> repair(Invocation& invocation, Toolkit& toolkit, const RecoveryParts& parts) {
    Call& call = invocation.call();
    if (invocation.flag("repair")) return registry::repair_ledger(parts, call);
    if (invocation.flag("cut")) return registry::cut_damage(parts, call);
    if (const auto copy = invocation.option("from"))
        return registry::restore_entries(parts, *copy, call);
    if (invocation.flag("accept-loss")) return accept_loss(invocation, toolkit, parts);
    if (!invocation.flag("adopt-heads")) return Done();
    DEED_TRY(const std::vector<std::string> seen, read_seen(invocation));
    Output::note(
        "warning: only a mirror, an export or a checkpoint that others hold can tell "
        "whether a later head was signed");
    return registry::adopt_heads(parts, seen, call);
}

Result<int> run_recover(Invocation& invocation) {
    const auto asked = std::ranges::count_if(
        kRepairs, [&](const char* option) { return invocation.flag(option); });
    if (asked > 1)
        return Error(errors::kUnexpectedArgument,
                     "one repair at a time: run the command again "
                     "for the next");
    if (invocation.flag("seen") && !invocation.flag("adopt-heads"))
        return Error(errors::kMissingArgument, "--seen goes with --adopt-heads");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const RecoveryParts parts, toolkit->recovery(invocation.call()));
    DEED_TRY(const Done done, repair(invocation, *toolkit, parts));
    DEED_TRY(Diagnosis diagnosis, registry::diagnose_ledger(parts, invocation.call()));
    if (diagnosis.has(registry::LedgerFault::loss_declared) && invocation.flag("accept-loss")) {
        // Opening signs the head over the declaration.
        DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(invocation.call()));
        DEED_TRY(const auto head, registry::signed_head(*ledger, invocation.call()));
        diagnosis.findings.clear();
        diagnosis.behind_damage.clear();
        diagnosis.included = head.checkpoint.size;
    }
    DEED_CHECK(invocation.output().result(recovery_text(diagnosis, done),
                                          recovery_document(diagnosis, done)));
    return diagnosis.findings.empty() ? 0 : exit_code(ErrorKind::mismatch);
}

constexpr OptionRow kRecoverOptions[] = {
    {"repair", "", "make the repairs that lose nothing"},
    {"adopt-heads", "", "record the last signed head of the folder, where no record of heads is"},
    {"seen", "CHECKPOINT", "a head that others hold, with --adopt-heads", true},
    {"cut", "", "drop what is damaged behind the last signed head"},
    {"from", "FOLDER", "bring missing entries back from a copy of the ledger's folder"},
    {"accept-loss", "", "declare in the log, for ever, that signed entries are lost"}};

}  // namespace

constexpr CommandRow kLogRecover{
    "log",
    "recover",
    "Tell what is wrong with a ledger, and repair it",
    "Without options: prints a diagnosis and changes nothing; exits with 15 if anything is wrong.\n"
    "Each repair is an option of its own, does one thing, and keeps every file that it replaces.\n"
    "Have a copy of the ledger's folder before you begin. specs/journal.md explains each case.",
    {},
    kRecoverOptions,
    "deed log recover",
    run_recover};

}  // namespace deed::cli
