#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"

namespace deed::cli {
namespace {

json::Document head_document(std::string_view format, const registry::LogLedger& ledger,
                             const std::string& note, const tlog::Checkpoint& head) {
    json::Writer writer;
    writer.begin_object()
        .member("format", format)
        .member("network", ledger.network())
        .member("verifierKey", ledger.verifier_key().to_string())
        .key("size")
        .integer(static_cast<std::int64_t>(head.size))
        .member("root", base64_encode(head.root))
        .member("checkpoint", note)
        .end_object();
    return writer.take_document();
}

std::string alias_of(const Invocation& invocation) {
    return invocation.option("ledger").value_or(Invocation::default_ledger());
}

Result<int> run_checkpoint(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger,
             toolkit->readable_ledger(alias_of(invocation), invocation.call()));
    DEED_TRY(const std::string note, ledger->checkpoint(invocation.call()));
    DEED_TRY(const tlog::Checkpoint head,
             tlog::verify_checkpoint(note, ledger->verifier_key()));
    const std::string text =
        invocation.flag("key") ? ledger->verifier_key().to_string() : note;
    DEED_CHECK(invocation.output().result(
        text, head_document("deed/checkpoint/v1", *ledger, note, head)));
    return 0;
}

Result<int> report_verified(Invocation& invocation, registry::LogLedger& ledger) {
    DEED_TRY(const std::string note, ledger.checkpoint(invocation.call()));
    DEED_TRY(const tlog::Checkpoint head, tlog::verify_checkpoint(note, ledger.verifier_key()));
    const std::string entries = head.size == 1 ? " entry" : " entries";
    const std::string text = "good: " + std::to_string(head.size) + entries + ", root " +
                             base64_encode(head.root) + "\nnetwork " + ledger.network() + "\n";
    DEED_CHECK(invocation.output().result(
        text, head_document("deed/log-verification/v1", ledger, note, head)));
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
