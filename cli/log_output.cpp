#include "cli/log_output.hpp"

#include "lib/encoding/text.hpp"

namespace deed::cli {
namespace {

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

}  // namespace

Result<registry::LogLedger*> chosen_ledger(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const std::string alias, invocation.ledger_alias());
    return toolkit->readable_ledger(alias, invocation.call());
}

std::string count_of(std::uint64_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

void tell_history(const registry::SignedHead& head) {
    if (const std::size_t count = head.history.successions().size(); count > 0)
        Output::note(count == 1
                         ? "the head is signed by {0}, after 1 succession of the log's key"
                         : "the head is signed by {0}, after {1} successions of the log's key",
                     {head.history.key_in_force().to_string(), std::to_string(count)});
    if (const std::string losses = head.history.describe_losses(); !losses.empty())
        Output::note("warning: {0}", {losses});
}

void write_head(json::Writer& writer, const tlog::VerifierKey& first,
                const registry::SignedHead& head) {
    writer.member("network", registry::network_of(first))
        .member("verifierKey", first.to_string())
        .key("size")
        .integer(static_cast<std::int64_t>(head.checkpoint.size))
        .member("root", base64_encode(head.checkpoint.root))
        .member("checkpoint", head.note);
    if (const std::size_t count = head.history.successions().size(); count > 0)
        writer.member("signingKey", head.history.key_in_force().to_string())
            .key("successions")
            .integer(static_cast<std::int64_t>(count));
    write_losses(writer, head.history);
}

}  // namespace deed::cli
