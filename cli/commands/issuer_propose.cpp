#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/issuer_words.hpp"
#include "cli/registry_words.hpp"
#include "registry-contracts/client/display_name.hpp"

// Decisions about issuers, each written as a proposal for others to sign.

namespace deed::cli {
namespace {

using registry::AccreditationPath;
using registry::Address;
using registry::Decider;
using registry::Decision;
using registry::Hash;

constexpr std::int64_t kUsualDays = 7;  // for collecting signatures

std::uint64_t seconds_of(Timestamp time) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(time.unix_milliseconds(), 0) / 1000);
}

/// The moment of an option, in Unix seconds.
Result<std::uint64_t> given_moment(const Invocation& invocation, std::string_view option,
                                   std::uint64_t otherwise) {
    const auto text = invocation.option(option);
    if (!text) return otherwise;
    DEED_TRY(const Timestamp time, given_time(option, *text));
    return seconds_of(time);
}

/// What all of these commands begin with.
struct Asked {
    std::unique_ptr<OpenIssuers> open;
    Hash root{};
    Address holder{};
};

Result<Asked> asked_of(Invocation& invocation) {
    Asked asked;
    DEED_TRY(asked.root, id_argument(invocation, 0));
    DEED_TRY(asked.open, issuers_of(invocation, RegistryAccess::read));
    if (const auto holder = invocation.argument(1)) {
        DEED_TRY(asked.holder, party_address(invocation, *asked.open, *holder));
    }
    return asked;
}

/// The committee, where only it decides or --by-committee says so; else who stands one step above.
Decider decider_of(const Invocation& invocation, bool has_accreditor) {
    return has_accreditor && !invocation.flag("by-committee") ? Decider::accreditor
                                                              : Decider::committee;
}

Result<int> write_proposal(Invocation& invocation, const Asked& asked, const Decision& decision,
                           bool has_accreditor) {
    const Timestamp now = invocation.clock().now();
    DEED_TRY(
        const std::uint64_t expiry,
        given_moment(invocation, "expires", seconds_of(now.plus_seconds(kUsualDays * 24 * 3600))));
    DEED_TRY(const registry::evm::Proposal proposal,
             asked.open->propose(asked.root, decision, decider_of(invocation, has_accreditor),
                                 expiry, invocation.call()));
    const auto out = invocation.out_file();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/issuer-proposal-receipt/v1")
        .member("network", asked.open->network());
    write_number(summary, "missing", proposal.missing());
    if (out) summary.member("file", *out);
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(out ? &*out : nullptr, invocation.flag("force"),
                                                  0644, proposal.to_json(),
                                                  summary.take_document()));
    Output::hint("{0} more must sign it until {1}: `deed issuer sign FILE`",
                 {std::to_string(proposal.missing()), moment_text(expiry)});
    return 0;
}

Result<registry::Grant> given_grant(Invocation& invocation) {
    registry::Grant grant;
    grant.may_issue = !invocation.flag("may-not-issue");
    if (const auto depth = invocation.option("depth")) {
        DEED_TRY(const std::uint64_t levels,
                 given_number("depth", *depth, 0, registry::kMaxPathSteps - 1));
        grant.depth = static_cast<std::uint8_t>(levels);
    }
    DEED_CHECK(required_option(invocation, "until", "TIME"));
    DEED_TRY(grant.from, given_moment(invocation, "from", 0));
    DEED_TRY(grant.until, given_moment(invocation, "until", 0));
    DEED_TRY(grant.info, given_digest(invocation, "info"));
    return grant;
}

Result<int> run_accredit(Invocation& invocation) {
    DEED_TRY(const registry::Grant grant, given_grant(invocation));
    DEED_TRY(const std::string text, required_option(invocation, "type", "TYPE"));
    DEED_TRY(const registry::CredentialType type, read_credential_type(text));
    DEED_TRY(const Asked asked, asked_of(invocation));
    DEED_TRY(AccreditationPath path, accreditors_path(invocation, *asked.open, asked.root));
    path.push_back({asked.holder, type});
    const bool has_accreditor = path.size() > 1;
    return write_proposal(invocation, asked, registry::Accredit{std::move(path), grant},
                          has_accreditor);
}

Result<int> propose_standing(Invocation& invocation, registry::Standing standing) {
    const bool acts = standing != registry::Standing::active;
    const std::uint64_t now = acts ? seconds_of(invocation.clock().now()) : 0;
    DEED_TRY(const std::uint64_t since, given_moment(invocation, "since", now));
    DEED_TRY(const Hash reason, given_digest(invocation, "reason"));
    DEED_TRY(const Asked asked, asked_of(invocation));
    DEED_TRY(AccreditationPath path, held_path(invocation, *asked.open, asked.root, asked.holder));
    const bool has_accreditor = path.size() > 1;
    return write_proposal(invocation, asked,
                          registry::SetStanding{std::move(path), standing, since, reason},
                          has_accreditor);
}

Result<int> run_suspend(Invocation& invocation) {
    return propose_standing(invocation, registry::Standing::suspended);
}
Result<int> run_remove(Invocation& invocation) {
    return propose_standing(invocation, registry::Standing::removed);
}
Result<int> run_restore(Invocation& invocation) {
    return propose_standing(invocation, registry::Standing::active);
}

Result<int> propose_bar(Invocation& invocation, bool barred) {
    const std::uint64_t now = barred ? seconds_of(invocation.clock().now()) : 0;
    DEED_TRY(const std::uint64_t since, given_moment(invocation, "since", now));
    DEED_TRY(const Hash reason, given_digest(invocation, "reason"));
    DEED_TRY(const Asked asked, asked_of(invocation));
    return write_proposal(invocation, asked, registry::SetBar{asked.holder, barred, since, reason},
                          false);
}

Result<int> run_bar(Invocation& invocation) { return propose_bar(invocation, true); }
Result<int> run_unbar(Invocation& invocation) { return propose_bar(invocation, false); }

Result<int> run_name(Invocation& invocation) {
    DEED_TRY(const auto name, registry::DisplayName::create(*invocation.argument(2)));
    DEED_TRY(const Asked asked, asked_of(invocation));
    DEED_TRY(AccreditationPath path, held_path(invocation, *asked.open, asked.root, asked.holder));
    const registry::AccreditationStep subject = path.back();
    path.pop_back();
    const bool has_accreditor = !path.empty();
    return write_proposal(invocation, asked,
                          registry::AssignName{std::move(path), subject, name.text()},
                          has_accreditor);
}

Result<int> run_withdraw_name(Invocation& invocation) {
    DEED_TRY(const auto name, registry::DisplayName::create(*invocation.argument(2)));
    DEED_TRY(const Asked asked, asked_of(invocation));
    DEED_TRY(AccreditationPath path, accreditors_path(invocation, *asked.open, asked.root));
    const bool has_accreditor = !path.empty();
    return write_proposal(invocation, asked,
                          registry::WithdrawName{std::move(path), asked.holder, name.text()},
                          has_accreditor);
}

Result<int> run_change_committee(Invocation& invocation) {
    DEED_TRY(const std::uint8_t threshold, given_threshold(invocation));
    DEED_TRY(const Asked asked, asked_of(invocation));
    DEED_TRY(std::vector<Hash> members, given_members(invocation, *asked.open));
    return write_proposal(invocation, asked,
                          registry::ChangeCommittee{threshold, std::move(members)}, false);
}

constexpr ArgumentRow kRoot[] = {{"ROOT", "the root's id"}};
constexpr ArgumentRow kRootAndHolder[] = {{"ROOT", "the root's id"},
                                          {"HOLDER", "whom it is about: a DID or an account"}};
constexpr ArgumentRow kRootHolderName[] = {{"ROOT", "the root's id"},
                                           {"HOLDER", "whom it is about: a DID or an account"},
                                           {"NAME", "how it is called"}};

constexpr OptionRow kByCommitteeOption{"by-committee", "",
                                       "let the committee decide in the accreditor's place"};
constexpr OptionRow kExpiresOption{"expires", "TIME",
                                   "until when signatures hold (default: for a week)"};
constexpr OptionRow kOutOption{"out", "FILE", "write the proposal here"};
constexpr OptionRow kForceOption{"force", "", "replace the file if it exists"};
constexpr OptionRow kReasonOption{"reason", "FILE", "the grounds, whose SHA-256 is recorded"};
constexpr OptionRow kSinceOption{"since", "TIME", "from when on, past or not (default: now)"};

constexpr OptionRow kAccreditOptions[] = {
    {"type", "TYPE", "for what: a name, * for all, cpt:N, issuer-type:NAME, or 0x…"},
    {"until", "TIME", "until when"},
    {"from", "TIME", "from when on (default: now)"},
    {"depth", "N", "how many levels may stand below, 0 (default) to 7"},
    {"may-not-issue", "", "an authority that only accredits, or is merely known"},
    {"info", "FILE", "what is to be known of the holder, whose SHA-256 is recorded"},
    kUnderOption,
    kNetworkOption,
    kExpiresOption,
    kOutOption,
    kForceOption};
constexpr OptionRow kStandingOptions[] = {kSinceOption,   kReasonOption,      kHeldTypeOption,
                                          kUnderOption,   kByCommitteeOption, kNetworkOption,
                                          kExpiresOption, kOutOption,         kForceOption};
constexpr OptionRow kRestoreOptions[] = {kReasonOption,      kHeldTypeOption, kUnderOption,
                                         kByCommitteeOption, kNetworkOption,  kExpiresOption,
                                         kOutOption,         kForceOption};
constexpr OptionRow kBarOptions[] = {kSinceOption,   kReasonOption, kNetworkOption,
                                     kExpiresOption, kOutOption,    kForceOption};
constexpr OptionRow kUnbarOptions[] = {kReasonOption, kNetworkOption, kExpiresOption, kOutOption,
                                       kForceOption};
constexpr OptionRow kNameOptions[] = {kHeldTypeOption, kUnderOption, kNetworkOption,
                                      kExpiresOption,  kOutOption,   kForceOption};
constexpr OptionRow kWithdrawOptions[] = {kUnderOption,   kByCommitteeOption, kNetworkOption,
                                          kExpiresOption, kOutOption,         kForceOption};
constexpr OptionRow kCommitteeOptions[] = {
    {"member", "KEY", "an account, a DID's key of today, or a key", true},
    {"threshold", "N", "how many must sign"},
    kNetworkOption,
    kExpiresOption,
    kOutOption,
    kForceOption};

}  // namespace

constexpr CommandRow kIssuerAccredit{
    "issuer",
    "accredit",
    "Propose that an issuer may issue a type of credential",
    "Writes a proposal, which nobody is bound by before enough have signed it and it is carried\n"
    "out. Directly below the root its committee decides; below another holder, that holder, "
    "within\n"
    "what it holds itself.",
    kRootAndHolder,
    kAccreditOptions,
    "deed issuer accredit 0x… did:weid:… --type DegreeCredential --until 2030-01-01T00:00:00Z",
    run_accredit};
constexpr CommandRow kIssuerSuspend{
    "issuer",
    "suspend",
    "Propose to suspend an accreditation",
    "From a moment on that may be past: what is dated since is no longer good. It can be taken\n"
    "back; what the committee suspended, only by the committee.",
    kRootAndHolder,
    kStandingOptions,
    "deed issuer suspend 0x… did:weid:… --since 2026-11-01T00:00:00Z --out suspend.json",
    run_suspend};
constexpr CommandRow kIssuerRemove{
    "issuer",
    "remove",
    "Propose to remove an accreditation",
    "As suspend, but it is not taken back: who is to issue again is accredited anew.",
    kRootAndHolder,
    kStandingOptions,
    "deed issuer remove 0x… did:weid:… --out remove.json",
    run_remove};
constexpr CommandRow kIssuerRestore{"issuer",
                                    "restore",
                                    "Propose to end a suspension",
                                    "As of now: the time of the suspension stays.",
                                    kRootAndHolder,
                                    kRestoreOptions,
                                    "deed issuer restore 0x… did:weid:… --out restore.json",
                                    run_restore};
constexpr CommandRow kIssuerBar{
    "issuer",
    "bar",
    "Propose that a holder counts for nothing under the root",
    "On any path and for any type, whoever accredits it, until the committee lifts the bar.",
    kRootAndHolder,
    kBarOptions,
    "deed issuer bar 0x… did:weid:… --out bar.json",
    run_bar};
constexpr CommandRow kIssuerUnbar{"issuer",
                                  "unbar",
                                  "Propose to lift a bar",
                                  "As of now: the time of the bar stays.",
                                  kRootAndHolder,
                                  kUnbarOptions,
                                  "deed issuer unbar 0x… did:weid:… --out unbar.json",
                                  run_unbar};
constexpr CommandRow kIssuerName{
    "issuer",
    "name",
    "Propose what an accredited holder is called",
    "Only who accredits somebody directly can name it. Under one root no two holders have names\n"
    "that look alike.",
    kRootHolderName,
    kNameOptions,
    "deed issuer name 0x… did:weid:… Musterhochschule --out name.json",
    run_name};
constexpr CommandRow kIssuerWithdrawName{
    "issuer",
    "withdraw-name",
    "Propose to take a name back",
    "By who gave it. What the committee withdraws below another accreditor stays withdrawn.",
    kRootHolderName,
    kWithdrawOptions,
    "deed issuer withdraw-name 0x… did:weid:… Musterhochschule --out withdraw.json",
    run_withdraw_name};
constexpr CommandRow kIssuerChangeCommittee{
    "issuer",
    "change-committee",
    "Propose other members of a root's committee, or another threshold",
    "All members that are to be, also those that stay. As many of the new ones as the new "
    "threshold\n"
    "asks for must sign, too.",
    kRoot,
    kCommitteeOptions,
    "deed issuer change-committee 0x… --member 0x… --member 0x… --threshold 2 --out next.json",
    run_change_committee};

}  // namespace deed::cli
