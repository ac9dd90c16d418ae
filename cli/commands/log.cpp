#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::cli {
namespace {

/// What must not be overlooked in a log that changed its key or lost entries.
void tell_history(const registry::SignedHead& head) {
    if (const std::size_t count = head.history.successions().size(); count > 0)
        Output::note("the head is signed by " + head.history.key_in_force().to_string() +
                     ", after " + std::to_string(count) +
                     (count == 1 ? " succession" : " successions") + " of the log's key");
    if (const std::string losses = head.history.describe_losses(); !losses.empty())
        Output::note("warning: " + losses);
}

void write_losses(json::Writer& writer, const registry::LogHistory& history) {
    if (history.losses().empty()) return;
    writer.key("losses").begin_array();
    for (const registry::LogRecovery& loss : history.losses()) {
        writer.begin_object();
        writer.key("firstLost").integer(static_cast<std::int64_t>(loss.held.size));
        writer.key("signedSize").integer(static_cast<std::int64_t>(loss.known.size));
        writer.member("signedRoot", base64_encode(loss.known.root)).end_object();
    }
    writer.end_array();
}

json::Document head_document(std::string_view format, const registry::LogLedger& ledger,
                             const registry::SignedHead& head) {
    json::Writer writer;
    writer.begin_object()
        .member("format", format)
        .member("network", ledger.network())
        .member("verifierKey", ledger.verifier_key().to_string())
        .key("size")
        .integer(static_cast<std::int64_t>(head.checkpoint.size))
        .member("root", base64_encode(head.checkpoint.root))
        .member("checkpoint", head.note);
    if (const std::size_t count = head.history.successions().size(); count > 0)
        writer.member("signingKey", head.history.key_in_force().to_string())
            .key("successions")
            .integer(static_cast<std::int64_t>(count));
    write_losses(writer, head.history);
    writer.end_object();
    return writer.take_document();
}

std::string alias_of(const Invocation& invocation) {
    return invocation.option("ledger").value_or(Invocation::default_ledger());
}

Result<int> run_checkpoint(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger,
             toolkit->readable_ledger(alias_of(invocation), invocation.call()));
    DEED_TRY(const auto head, registry::signed_head(*ledger, invocation.call()));
    const std::string text =
        invocation.flag("key") ? ledger->verifier_key().to_string() : head.note;
    tell_history(head);
    DEED_CHECK(
        invocation.output().result(text, head_document("deed/checkpoint/v1", *ledger, head)));
    return 0;
}

Result<int> report_verified(Invocation& invocation, registry::LogLedger& ledger) {
    DEED_TRY(const auto head, registry::signed_head(ledger, invocation.call()));
    const std::uint64_t size = head.checkpoint.size;
    const std::string entries = size == 1 ? " entry" : " entries";
    const std::string text = "good: " + std::to_string(size) + entries + ", root " +
                             base64_encode(head.checkpoint.root) + "\nnetwork " + ledger.network() +
                             "\n";
    tell_history(head);
    DEED_CHECK(
        invocation.output().result(text, head_document("deed/log-verification/v1", ledger, head)));
    return 0;
}

Result<int> run_verify(Invocation& invocation) {
    const auto folder = invocation.option("folder");
    const auto pinned = invocation.option("log");
    if (folder.has_value() != pinned.has_value())
        return Error(errors::kMissingArgument, "--folder and --log go together");
    if (!folder) {
        DEED_TRY(Toolkit * toolkit, invocation.toolkit());
        DEED_TRY(registry::LogLedger * ledger,
                 toolkit->readable_ledger(alias_of(invocation), invocation.call()));
        return report_verified(invocation, *ledger);
    }
    DEED_TRY(const tlog::VerifierKey key, tlog::VerifierKey::parse(*pinned));
    DEED_TRY(const auto ledger,
             registry::read_local_ledger(*folder, key, nullptr, invocation.call()));
    return report_verified(invocation, *ledger);
}

constexpr OptionRow kCheckpointOptions[] = {
    {"key", "", "print the log's verifier key instead, for others to pin"}};
constexpr OptionRow kVerifyOptions[] = {
    {"folder", "DIR", "a copy of a ledger's folder instead of a ledger here"},
    {"log", "KEY", "the log's verifier key, with --folder"}};

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

constexpr CommandRow kLogVerify{
    "log",
    "verify",
    "Check every entry of a ledger",
    "Reads the whole ledger, checks every frame, entry, signature and head, and compares with the\n"
    "heads this home remembers. With --folder and --log, checks a copy against a pinned key.",
    {},
    kVerifyOptions,
    "deed log verify",
    run_verify};

}  // namespace deed::cli
