#include <algorithm>

#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/issuer_words.hpp"
#include "cli/member_words.hpp"
#include "cli/registry_words.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/issuer_errors.hpp"

// A proposal on its way: what it says, who signs it, and the end of it.

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using evm::Proposal;

constexpr std::size_t kMaxProposal = std::size_t{1} << 20;

Result<Proposal> read_proposal(const Invocation& invocation, const std::string& file) {
    DEED_TRY(const Bytes bytes, read_input(file, kMaxProposal, invocation.call()));
    auto proposal = Proposal::parse(as_text(bytes));
    if (!proposal && !proposal.error().where().starts_with('/'))
        return std::move(proposal).error().at(file);
    return proposal;
}

/// What is decided, in words.
struct DecisionWords {
    const TypeNames& names;

    std::string path(const registry::AccreditationPath& path) const {
        std::string text;
        for (const registry::AccreditationStep& step : path)
            text += wide_row(&step == &path.back() ? "holder" : "below",
                             evm::to_checksummed(step.holder) + " for " + names.text(step.type));
        return text;
    }
    static std::string hash(std::string_view name, const registry::Hash& hash) {
        return hash == registry::Hash{} ? "" : wide_row(name, "SHA-256 " + hex_encode(hash));
    }

    std::string operator()(const registry::Accredit& decision) const {
        const registry::Grant& grant = decision.grant;
        return "accredit\n" + path(decision.path) +
               wide_row("may issue", grant.may_issue ? "yes" : "no") +
               wide_row("levels below", std::to_string(grant.depth)) +
               wide_row("from", grant.from == 0 ? "now" : moment_text(grant.from)) +
               wide_row("until", moment_text(grant.until)) + hash("info", grant.info);
    }
    std::string operator()(const registry::SetStanding& decision) const {
        const bool restores = decision.standing == registry::Standing::active;
        const bool suspends = decision.standing == registry::Standing::suspended;
        const std::string word = restores ? "restore\n" : suspends ? "suspend\n" : "remove\n";
        return word + path(decision.path) +
               wide_row("since", restores ? "now" : moment_text(decision.acts_from)) +
               hash("reason", decision.reason);
    }
    std::string operator()(const registry::SetBar& decision) const {
        return std::string(decision.barred ? "bar\n" : "unbar\n") +
               wide_row("holder", evm::to_checksummed(decision.holder)) +
               wide_row("since", decision.barred ? moment_text(decision.acts_from) : "now") +
               hash("reason", decision.reason);
    }
    std::string operator()(const registry::AssignName& decision) const {
        registry::AccreditationPath whole = decision.accreditor;
        whole.push_back(decision.subject);
        return "name\n" + path(whole) + wide_row("name", printable(decision.name));
    }
    std::string operator()(const registry::WithdrawName& decision) const {
        std::string text = "withdraw-name\n";
        for (const registry::AccreditationStep& step : decision.accreditor)
            text += wide_row("below",
                             evm::to_checksummed(step.holder) + " for " + names.text(step.type));
        return text + wide_row("holder", evm::to_checksummed(decision.subject)) +
               wide_row("name", printable(decision.name));
    }
    std::string operator()(const registry::ChangeCommittee& decision) const {
        std::string text = "change-committee\n" +
                           wide_row("threshold", std::to_string(decision.threshold) + " of " +
                                                     std::to_string(decision.members.size()));
        for (const registry::Hash& member : decision.members)
            text += wide_row("member", member_text(member));
        return text;
    }
};

std::string review_text(const Proposal& proposal, const TypeNames& names) {
    const Proposal::Content& content = proposal.content();
    std::string text = std::visit(DecisionWords{names}, content.decision);
    text += wide_row("root", id_text(content.root));
    text += wide_row("registry", content.is_on_log()
                                     ? "the log " + content.network
                                     : evm::to_checksummed(content.contract) + " on chain " +
                                           std::to_string(content.chain_id));
    text += wide_row("number", std::to_string(content.terms.number));
    text += wide_row("expires", moment_text(content.expiry));
    if (content.committee) {
        text += wide_row("decided by", "the committee, epoch " +
                                           std::to_string(content.committee->epoch) + ", " +
                                           std::to_string(content.committee->threshold) + " of " +
                                           std::to_string(content.committee->members.size()));
        text += signers_text(proposal.digest(), content.committee->members, proposal.signatures(),
                             "signed", "not signed");
    } else {
        const registry::Hash actor = evm::member_word(content.actor);
        text += wide_row("decided by", "the accreditor");
        text += signers_text(proposal.digest(), {&actor, 1}, proposal.signatures(), "signed",
                             "not signed");
    }
    if (const auto* change = std::get_if<registry::ChangeCommittee>(&content.decision))
        text += signers_text(proposal.digest(), change->members, proposal.consents(), "consents",
                             "no consent");
    return text + wide_row("missing", std::to_string(proposal.missing()));
}

Result<int> run_review(Invocation& invocation) {
    DEED_TRY(const TypeNames names, TypeNames::given(invocation));
    DEED_TRY(const Proposal proposal, read_proposal(invocation, *invocation.argument(0)));
    const std::string file = proposal.to_json();
    DEED_TRY(const json::Document document, parse_json_input("", as_bytes(file), kMaxProposal * 2));
    json::Writer writer;
    writer.begin_object().member("format", "deed/issuer-review/v1");
    write_number(writer, "missing", proposal.missing());
    writer.member("digest", "0x" + hex_encode(proposal.digest()))
        .key("proposal")
        .value(document.root())
        .end_object();
    DEED_CHECK(invocation.output().result(review_text(proposal, names), writer.take_document()));
    return 0;
}

/// Back into its file, or into that of --out.
Result<void> write_back(Invocation& invocation, const Proposal& proposal) {
    const std::string in = *invocation.argument(0);
    const auto given = invocation.option("out");
    const std::optional<std::string> out = given       ? invocation.out_file()
                                           : in == "-" ? std::nullopt
                                                       : std::optional(in);
    const bool replace = invocation.flag("force") || (out && *out == in);
    json::Writer summary;
    summary.begin_object().member("format", "deed/issuer-proposal-receipt/v1");
    write_number(summary, "missing", proposal.missing());
    if (out) summary.member("file", *out);
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(out ? &*out : nullptr, replace, 0644,
                                                  proposal.to_json(), summary.take_document()));
    if (proposal.missing() == 0)
        Output::hint("enough have signed: `deed issuer execute FILE`");
    else
        Output::note("{0} more must sign", {std::to_string(proposal.missing())});
    if (proposal.unsure() > 0)
        Output::note("not counted, since only the members' contracts can tell: {0}",
                     {std::to_string(proposal.unsure())});
    return {};
}

Result<void> sign_with_key(Invocation& invocation, Proposal& proposal) {
    DEED_TRY(const auto key, given_reference(invocation, "key"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const auto signer, member_signer(*toolkit, proposal, key, invocation.call()));
    DEED_CHECK(proposal.sign(*signer, invocation.call()));
    Output::note("signed as {0}", {member_text(signer->member())});
    return {};
}

Result<int> run_sign(Invocation& invocation) {
    DEED_TRY(Proposal proposal, read_proposal(invocation, *invocation.argument(0)));
    DEED_TRY(const auto given, given_proof(invocation));
    DEED_CHECK(given ? proposal.add(given->member, given->proof)
                     : sign_with_key(invocation, proposal));
    DEED_CHECK(write_back(invocation, proposal));
    return 0;
}

/// The proofs of another copy of the same proposal.
Result<void> take_proofs(Proposal& proposal, const Proposal& other, const std::string& file) {
    if (other.content() != proposal.content())
        return Error(deed::errors::kProposalOther, "it says something else", file);
    const auto take = [&](std::span<const registry::Hash> members,
                          const evm::MemberProofs& proofs) -> Result<void> {
        for (const auto& [number, proof] : proofs) DEED_CHECK(proposal.add(members[number], proof));
        return {};
    };
    const Proposal::Content& content = proposal.content();
    if (content.committee) {
        DEED_CHECK(take(content.committee->members, other.signatures()));
    } else {
        const registry::Hash actor = evm::member_word(content.actor);
        DEED_CHECK(take({&actor, 1}, other.signatures()));
    }
    if (const auto* change = std::get_if<registry::ChangeCommittee>(&content.decision))
        DEED_CHECK(take(change->members, other.consents()));
    return {};
}

Result<int> run_collect(Invocation& invocation) {
    DEED_TRY(Proposal proposal, read_proposal(invocation, *invocation.argument(0)));
    for (std::size_t i = 1; i < invocation.arguments().size(); ++i) {
        const std::string& file = invocation.arguments()[i];
        DEED_TRY(const Proposal other, read_proposal(invocation, file));
        DEED_CHECK(take_proofs(proposal, other, file));
    }
    DEED_CHECK(write_back(invocation, proposal));
    return 0;
}

Result<int> run_execute(Invocation& invocation) {
    DEED_TRY(const Proposal proposal, read_proposal(invocation, *invocation.argument(0)));
    // Whoever is to sign is asked before the account is.
    DEED_CHECK(proposal.approval());
    DEED_TRY(const auto open, writable_issuers(invocation));
    const auto receipt = open->execute(proposal, invocation.call());
    if (!receipt) {
        if (receipt.error().code() == registry::evm::errors::kDryRun)
            Output::note("whoever has this proposal can carry it out until {0}",
                         {moment_text(proposal.content().expiry)});
        return receipt.error();
    }
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/issuer-receipt/v1")
        .member("network", open->network())
        .member("root", id_text(proposal.content().root))
        .member("decision", registry::kind_of(proposal.content().decision))
        .member("reference", id_text(receipt->operation_hash));
    write_number(writer, "position", receipt->position);
    writer.member("accepted", receipt->accepted.to_string()).end_object();
    const std::string text = std::string(registry::kind_of(proposal.content().decision)) + " at " +
                             receipt->accepted.to_string();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

constexpr ArgumentRow kProposal[] = {{"FILE", "the proposal, - for standard input"}};
constexpr ArgumentRow kCopies[] = {{"FILE", "the proposal, - for standard input"},
                                   {"COPY", "a copy that others signed", true, true}};
constexpr OptionRow kReviewOptions[] = {
    {"type", "TYPE", "a type whose name is to be known by its hash", true}};
constexpr OptionRow kSignOptions[] = {
    {"key", "REFERENCE", "the key to sign with, when not the only member's key here"},
    {"proof", "HEX", "a signature made elsewhere, with --member, instead of signing here"},
    {"member", "WORD", "whose it is: an account, or the member's word"},
    {"out", "FILE", "write to another file"},
    {"force", "", "replace that file if it exists"}};
constexpr OptionRow kCollectOptions[] = {{"out", "FILE", "write to another file"},
                                         {"force", "", "replace that file if it exists"}};
constexpr OptionRow kExecuteOptions[] = {
    kBringerOption, kDryRunOption,         kNetworkOption,      kNodeOption,    kAccountOption,
    kMaxFeeOption,  kMaxPriorityFeeOption, kConfirmationOption, kPatienceOption};

}  // namespace

constexpr CommandRow kIssuerReview{"issuer",
                                   "review",
                                   "Say in words what a proposal decides, and who has signed",
                                   "Asks no chain. A type of credentials stands in a proposal as a "
                                   "hash: with --type, the name is\n"
                                   "printed where it is that one, and the hash where it is not.",
                                   kProposal,
                                   kReviewOptions,
                                   "deed issuer review grant.json --type DegreeCredential",
                                   run_review};
constexpr CommandRow kIssuerSign{
    "issuer",
    "sign",
    "Sign a proposal as a member of the committee, or as the accreditor",
    "Adds a signature to the file. Asks no chain. Wallets sign the typedData of the file, and "
    "--proof\n"
    "brings what they made.",
    kProposal,
    kSignOptions,
    "deed issuer sign grant.json",
    run_sign};
constexpr CommandRow kIssuerCollect{"issuer",
                                    "collect",
                                    "Put the signatures of copies into one proposal",
                                    "For members who sign at the same time, each a copy.",
                                    kCopies,
                                    kCollectOptions,
                                    "deed issuer collect grant.json from-b.json from-c.json",
                                    run_collect};
constexpr CommandRow kIssuerExecute{
    "issuer",
    "execute",
    "Carry out a proposal that enough have signed",
    "Anybody who has the file and an account that pays can do it. Each decision is carried out "
    "once.",
    kProposal,
    kExecuteOptions,
    "deed issuer execute grant.json --dry-run",
    run_or_try<run_execute>};

}  // namespace deed::cli
