#include "cli/cosign_words.hpp"

#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/issuer_words.hpp"
#include "cli/member_words.hpp"
#include "cli/registry_words.hpp"
#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::cli {

namespace evm = registry::evm;
using evidence::CosignRequest;

namespace {

constexpr std::size_t kMaxRequest = std::size_t{1} << 20;
constexpr std::int64_t kUsualSeconds = std::int64_t{7} * 24 * 3600;  // for collecting signatures

std::string group_text(const CosignRequest::Content& content) {
    return evm::to_hex(content.group) + ", epoch " + std::to_string(content.signers.epoch) + ", " +
           std::to_string(content.signers.threshold) + " of " +
           std::to_string(content.signers.members.size());
}

std::string place_text(const CosignRequest::Content& content) {
    return evm::to_checksummed(content.contract) + " on chain " + std::to_string(content.chain_id);
}

std::string checkpoint_text(const evidence::CheckpointToSign& checkpoint) {
    const bool is_there = checkpoint.before == checkpoint.statement.head;
    return "co-sign a checkpoint\n" + wide_row("log", evm::to_hex(checkpoint.statement.log)) +
           wide_row("origin", printable(checkpoint.origin)) +
           wide_row("opened by", evm::to_checksummed(checkpoint.opener)) +
           wide_row("log key", printable(checkpoint.log_key)) +
           wide_row("checkpoint", head_text(checkpoint.statement.head)) +
           wide_row("goes on from",
                    is_there ? "itself: the chain has it" : head_text(checkpoint.before));
}

std::string epoch_text(const CosignRequest::Content& content, const evidence::EpochToSign& next) {
    std::string text = "begin the group's next epoch\n" +
                       wide_row("epoch", std::to_string(content.signers.epoch + 1)) +
                       wide_row("threshold", std::to_string(next.threshold) + " of " +
                                                 std::to_string(next.members.size()));
    for (const registry::Hash& member : next.members)
        text += wide_row("member", member_text(member));
    return text;
}

}  // namespace

Result<CosignRequest> read_request(const Invocation& invocation, const std::string& file) {
    DEED_TRY(const Bytes bytes, read_input(file, kMaxRequest, invocation.call()));
    auto request = CosignRequest::parse(as_text(bytes));
    if (!request && !request.error().where().starts_with('/'))
        return std::move(request).error().at(file);
    return request;
}

Result<void> write_request(Invocation& invocation, const CosignRequest& request,
                           const std::optional<std::string>& out, bool replace) {
    json::Writer summary;
    summary.begin_object().member("format", "deed/cosign-request-receipt/v1");
    write_number(summary, "missing", request.missing());
    write_number(summary, "unsure", request.unsure());
    if (out) summary.member("file", *out);
    summary.end_object();
    return invocation.output().file_or_result(out ? &*out : nullptr, replace, 0600,
                                              request.to_json(), summary.take_document());
}

Result<std::uint64_t> given_expiry(Invocation& invocation) {
    const std::int64_t now = invocation.clock().now().unix_milliseconds() / 1000;
    const auto text = invocation.option("expires");
    if (!text) return static_cast<std::uint64_t>(now + kUsualSeconds);
    DEED_TRY(const Timestamp until, given_time("expires", *text));
    const std::int64_t seconds = until.unix_milliseconds() / 1000;
    if (seconds <= now) return Error(errors::kBadValue, "--expires is past");
    return static_cast<std::uint64_t>(seconds);
}

std::string request_text(const CosignRequest& request) {
    const CosignRequest::Content& content = request.content();
    const auto* checkpoint = request.checkpoint();
    std::string text = checkpoint != nullptr ? checkpoint_text(*checkpoint)
                                             : epoch_text(content, *request.next_epoch());
    text += wide_row("group", group_text(content)) + wide_row("registry", place_text(content)) +
            wide_row("expires", moment_text(content.deadline)) +
            signers_text(request.digest(), content.signers.members, request.signatures(), "signed",
                         "not signed");
    if (const auto* next = request.next_epoch())
        text += signers_text(request.digest(), next->members, request.consents(), "consents",
                             "no consent");
    return text + wide_row("missing", std::to_string(request.missing()));
}

void tell_request(const CosignRequest& request, bool is_log_named) {
    const CosignRequest::Content& content = request.content();
    if (const auto* checkpoint = request.checkpoint()) {
        Output::note(
            "co-signing the checkpoint of {0}, of the log {1}",
            {head_text(checkpoint->statement.head), evm::to_hex(checkpoint->statement.log)});
        if (is_log_named)
            Output::note("the log that you named signed it");
        else
            Output::note("the key in the file signed it, {0}: nobody has said that it is the log's",
                         {printable(checkpoint->log_key)});
        Output::note("it is of the log that {0} opened on the chain as {1}",
                     {evm::to_checksummed(checkpoint->opener), printable(checkpoint->origin)});
        if (checkpoint->before == checkpoint->statement.head)
            Output::note("it is the one that the chain had when this was asked for");
        else
            Output::note("it goes on from {0}, which the chain had when this was asked for",
                         {head_text(checkpoint->before)});
    } else {
        Output::note("co-signing the next epoch of the group: {0} of {1} members",
                     {std::to_string(request.next_epoch()->threshold),
                      std::to_string(request.next_epoch()->members.size())});
        for (const registry::Hash& member : request.next_epoch()->members)
            Output::line("deed:   " + member_text(member));
    }
    Output::note("for the group {0}, at {1}, until {2}",
                 {group_text(content), place_text(content), moment_text(content.deadline)});
}

void tell_refused(const CosignRequest& request, const evidence::CosignPlan& plan) {
    const auto tell = [](std::span<const registry::Hash> members,
                         std::span<const std::uint8_t> refused) {
        for (const std::uint8_t number : refused)
            Output::note("left out: no key made what stands for {0}, and no contract takes it",
                         {member_text(members[number])});
    };
    tell(request.content().signers.members, plan.refused);
    if (const auto* next = request.next_epoch()) tell(next->members, plan.refused_consents);
}

}  // namespace deed::cli
