#include "cli/cosign_words.hpp"
#include "cli/did_words.hpp"
#include "cli/evidence_commands.hpp"
#include "cli/issuer_words.hpp"
#include "cli/log_output.hpp"
#include "cli/member_words.hpp"
#include "cli/registry_words.hpp"
#include "evidence/chain/cosign_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_evidence.hpp"
#include "toolkit/member_keys.hpp"

// A request for co-signatures on its way: written, read, signed, collected.

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using evidence::CosignRequest;

Result<int> run_next(Invocation& invocation) {
    Call& call = invocation.call();
    evidence::CosignTerms terms;
    DEED_TRY(const std::string group, required_option(invocation, "group", "GROUP"));
    DEED_TRY(terms.group, given_word("--group", group));
    DEED_TRY(terms.deadline, given_expiry(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger, chosen_ledger(invocation));
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const registry::Address opener, given_opener(invocation, *chain));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    DEED_TRY(const CosignRequest request,
             evidence::request_checkpoint(*ledger, *reading, opener, terms, call));
    DEED_CHECK(write_request(invocation, request, invocation.out_file(), invocation.flag("force")));
    Output::hint("{0} more must sign it until {1}: `deed cosign sign FILE`",
                 {std::to_string(request.missing()), moment_text(terms.deadline)});
    return 0;
}

Result<int> run_show(Invocation& invocation) {
    DEED_TRY(const CosignRequest request, read_request(invocation, *invocation.argument(0)));
    const std::string file = request.to_json();
    DEED_TRY(const json::Document document, json::Document::parse(file));
    json::Writer writer;
    writer.begin_object().member("format", "deed/cosign-review/v1");
    write_number(writer, "missing", request.missing());
    write_number(writer, "unsure", request.unsure());
    writer.member("digest", evm::to_hex(request.digest()))
        .key("request")
        .value(document.root())
        .end_object();
    DEED_CHECK(invocation.output().result(request_text(request), writer.take_document()));
    return 0;
}

/// Back into its file, or into that of --out.
Result<void> write_back(Invocation& invocation, const CosignRequest& request) {
    const std::string in = *invocation.argument(0);
    const auto given = invocation.option("out");
    const std::optional<std::string> out = given       ? invocation.out_file()
                                           : in == "-" ? std::nullopt
                                                       : std::optional(in);
    const bool replace = invocation.flag("force") || (out && *out == in);
    DEED_CHECK(write_request(invocation, request, out, replace));
    if (request.missing() == 0)
        Output::hint("enough have signed: `deed cosign submit FILE`");
    else
        Output::note("{0} more must sign", {std::to_string(request.missing())});
    if (request.unsure() > 0)
        Output::note("not counted, since only the members' contracts can tell: {0}",
                     {std::to_string(request.unsure())});
    return {};
}

/// What the user expects the request to be about.
Result<void> check_pins(Invocation& invocation, const CosignRequest& request) {
    if (const auto log = invocation.option("log")) {
        if (request.checkpoint() == nullptr)
            return Error(evidence::errors::kCosignOtherLog, "the request is about no log");
        DEED_CHECK(evidence::check_log(*request.checkpoint(), *log));
    }
    const CosignRequest::Content& content = request.content();
    if (const auto text = invocation.option("group")) {
        DEED_TRY(const registry::Hash group, given_word("--group", *text));
        if (group != content.group)
            return Error(evidence::errors::kCosignOtherGroup,
                         "it is for the group " + evm::to_hex(content.group));
    }
    DEED_TRY(const auto contract, given_contract(invocation));
    if (!contract) return {};
    const bool same = contract->address == content.contract &&
                      contract->chain_id.value_or(content.chain_id) == content.chain_id;
    if (same) return {};
    return Error(evidence::errors::kCosignOtherContract,
                 "it is for eip155:" + std::to_string(content.chain_id) + ":" +
                     evm::to_checksummed(content.contract));
}

/// What a key here signs, a person meant: one log's checkpoints, and other members only when that
/// is said.
Result<void> check_meant(const Invocation& invocation, const CosignRequest& request) {
    if (const auto* checkpoint = request.checkpoint()) {
        if (invocation.option("log")) return {};
        return Error(evidence::errors::kCosignLogNotNamed,
                     "the key in the file is " + printable(checkpoint->log_key));
    }
    if (invocation.flag("next-epoch")) return {};
    return Error(evidence::errors::kCosignIsEpoch,
                 "of the group " + evm::to_hex(request.content().group));
}

/// Whether the chain, too, is as the request says, where one is to be asked.
Result<void> check_on_chain(Invocation& invocation, const CosignRequest& request) {
    if (!invocation.option("network") && !invocation.option("node")) {
        Output::note("no chain was asked; with --network, one is");
        return {};
    }
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    DEED_TRY(const auto plan, evidence::plan_cosigning(request, *reading, call));
    tell_refused(request, plan);
    if (plan.step != evidence::CosignPlan::Step::none)
        Output::note("the chain has the same group, and takes signatures for this");
    else if (request.checkpoint() != nullptr)
        Output::note("the chain has the same group, and counts all that is in the file already");
    else
        Output::note("the chain has the same group, and its next epoch has begun already");
    return {};
}

MembersAsked asked_by(const CosignRequest& request) {
    MembersAsked asked;
    const auto look = [&](std::span<const registry::Hash> members, const evm::MemberProofs& given) {
        for (std::size_t i = 0; i < members.size(); ++i)
            asked.add(members[i], !given.contains(static_cast<std::uint8_t>(i)));
    };
    look(request.content().signers.members, request.signatures());
    if (const auto* next = request.next_epoch()) look(next->members, request.consents());
    return asked;
}

Result<void> sign_with_key(Invocation& invocation, CosignRequest& request) {
    DEED_TRY(const auto key, given_reference(invocation, "key"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const auto signer, member_signer(*toolkit, asked_by(request), key, invocation.call()));
    DEED_CHECK(request.sign(*signer, invocation.call()));
    Output::note("signed as {0}", {member_text(signer->member())});
    return {};
}

Result<int> run_sign(Invocation& invocation) {
    DEED_TRY(CosignRequest request, read_request(invocation, *invocation.argument(0)));
    DEED_CHECK(check_pins(invocation, request));
    DEED_TRY(const auto given, given_proof(invocation));
    if (!given) DEED_CHECK(check_meant(invocation, request));
    DEED_CHECK(request.check_time(invocation.clock().now()));
    tell_request(request, invocation.option("log").has_value());
    DEED_CHECK(check_on_chain(invocation, request));
    DEED_CHECK(given ? request.add(given->member, given->proof)
                     : sign_with_key(invocation, request));
    DEED_CHECK(write_back(invocation, request));
    return 0;
}

Result<int> run_collect(Invocation& invocation) {
    DEED_TRY(CosignRequest request, read_request(invocation, *invocation.argument(0)));
    for (std::size_t i = 1; i < invocation.arguments().size(); ++i) {
        const std::string& file = invocation.arguments()[i];
        DEED_TRY(const CosignRequest copy, read_request(invocation, file));
        auto taken = request.take(copy);
        if (!taken) return std::move(taken).error().at(file);
    }
    DEED_CHECK(write_back(invocation, request));
    return 0;
}

constexpr ArgumentRow kRequest[] = {{"FILE", "the request, - for standard input"}};
constexpr ArgumentRow kCopies[] = {{"FILE", "the request, - for standard input"},
                                   {"COPY", "a copy that others signed", true, true}};
constexpr OptionRow kNextOptions[] = {{"group", "GROUP", "the id of the group that is to sign"},
                                      kNetworkOption,
                                      kNodeOption,
                                      kAccountOption,
                                      kOpenedByOption,
                                      kCosignExpiresOption,
                                      kCosignOutOption,
                                      kCosignForceOption};
constexpr OptionRow kSignOptions[] = {
    {"key", "REFERENCE", "the key to sign with, when not the only member's key here"},
    {"log", "KEY", "the log you expect: its verifier key, or its network"},
    {"contract", "ADDRESS", "the EvidenceRegistry you expect; with its chain eip155:1:0x…"},
    {"group", "GROUP", "the id of the group you expect"},
    {"next-epoch", "", "sign that the group gets other members or another threshold"},
    {"network", "NETWORK", "ask a node of this chain, too, whether all is as the file says"},
    kNodeOption,
    {"proof", "HEX", "a signature made elsewhere, with --member, instead of signing here"},
    {"member", "WORD", "whose it is: an account, or the member's word"},
    {"out", "FILE", "write to another file"},
    {"force", "", "replace that file if it exists"}};
constexpr OptionRow kCollectOptions[] = {{"out", "FILE", "write to another file"},
                                         {"force", "", "replace that file if it exists"}};

}  // namespace

constexpr CommandRow kCosignNext{
    "cosign",
    "next",
    "Ask a group to co-sign the ledger's head",
    "Writes a request for the members: the head that the log signed, the proof that it goes on "
    "from the\n"
    "one that the chain has, the group and its members of now. A head that is on the chain is "
    "co-signed\n"
    "there while it is the log's; one that is not is brought there by the log's owner, together "
    "with\n"
    "the signatures. The log must have been opened on the chain (`deed log publish`).",
    {},
    kNextOptions,
    "deed cosign next --group 0x… --network test --out cosign.json",
    run_next};

constexpr CommandRow kCosignShow{
    "cosign",
    "show",
    "Say in words what a request asks to be signed, and who has signed",
    "Asks no chain. What the file holds was checked: that the log signed the checkpoint, that it "
    "goes on\n"
    "from the one before, and each signature.",
    kRequest,
    {},
    "deed cosign show cosign.json",
    run_show};

constexpr CommandRow kCosignSign{
    "cosign",
    "sign",
    "Sign a request as a member of the group",
    "Checks the request, says in words what is signed, and adds the signature to the file. A "
    "checkpoint\n"
    "is signed for the log that --log names, another epoch of the group with --next-epoch alone. "
    "Asks no\n"
    "chain unless --network names one. Wallets sign the typedData of the file, and --proof brings "
    "what\n"
    "they made.",
    kRequest,
    kSignOptions,
    "deed cosign sign cosign.json --log LOG-KEY --group 0x… --network test",
    run_sign};

constexpr CommandRow kCosignCollect{"cosign",
                                    "collect",
                                    "Put the signatures of copies into one request",
                                    "For members who sign at the same time, each a copy.",
                                    kCopies,
                                    kCollectOptions,
                                    "deed cosign collect cosign.json from-b.json from-c.json",
                                    run_collect};

}  // namespace deed::cli
