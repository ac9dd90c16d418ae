#include "cli/cosign_words.hpp"
#include "cli/did_words.hpp"
#include "cli/evidence_commands.hpp"
#include "cli/issuer_words.hpp"
#include "cli/member_words.hpp"
#include "cli/registry_words.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_evidence.hpp"

// Groups that co-sign checkpoints on a chain.

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using registry::Hash;

/// --member: what is given as a DID is asked of the registries of the chain.
Result<std::vector<Hash>> group_members(Invocation& invocation, Toolkit& toolkit,
                                        OpenChain& chain) {
    return given_members(invocation, [&](const std::string& text) -> Result<Hash> {
        DEED_TRY(const auto open, open_issuer_registries(toolkit, chain.config().alias,
                                                         RegistryAccess::read, invocation.call()));
        return actor_of_did(invocation, *open, text);
    });
}

/// --salt: text, or the word itself; a founder has one group of each.
Result<Hash> given_group_salt(const Invocation& invocation) {
    const std::string text = invocation.option("salt").value_or("");
    if (text.empty()) return Hash{};
    if (const auto word = read_word(text)) return *word;
    return registry::owned_name(text);
}

void write_members(json::Writer& writer, std::span<const Hash> members) {
    writer.key("members").begin_array();
    for (const Hash& member : members) writer.string(evm::to_hex(member));
    writer.end_array();
}

Result<int> run_found(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const std::uint8_t threshold, given_threshold(invocation));
    DEED_TRY(const Hash salt, given_group_salt(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const std::vector<Hash> members, group_members(invocation, *toolkit, *chain));
    DEED_CHECK(evm::check_members(members, threshold));
    const RegistryAccess access = changing(invocation);
    if (access == RegistryAccess::write) DEED_CHECK(finish_pending(*chain, call));
    DEED_TRY(const auto writing, open_chain_evidence(*chain, access, call));
    DEED_TRY(const Hash group, writing->found(salt, threshold, members, call));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/cosign-group-founded/v1")
        .member("group", evm::to_hex(group))
        .member("chainId", std::to_string(*chain->config().chain_id))
        .member("contract", evm::to_checksummed(writing->contract().address()));
    write_number(writer, "threshold", threshold);
    write_members(writer, members);
    writer.end_object();
    DEED_CHECK(invocation.output().result(evm::to_hex(group), writer.take_document()));
    return 0;
}

Result<int> run_group(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const Hash group, id_argument(invocation, 0));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    DEED_TRY(const auto epochs, evm::group_history(reading->contract(), group, call));
    std::string text;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/cosign-group/v1")
        .member("group", evm::to_hex(group))
        .member("chainId", std::to_string(*chain->config().chain_id))
        .member("contract", evm::to_checksummed(reading->contract().address()))
        .key("epochs")
        .begin_array();
    for (const evm::GroupEpoch& epoch : epochs) {
        const registry::Committee& now = epoch.committee;
        text += "epoch " + std::to_string(now.epoch) + ", " + std::to_string(now.threshold) +
                " of " + std::to_string(now.members.size()) + ", since " + moment_text(now.since) +
                ", block " + std::to_string(epoch.block) + "\n";
        for (const Hash& member : now.members) text += "  " + member_text(member) + "\n";
        writer.begin_object();
        write_number(writer, "epoch", now.epoch);
        write_number(writer, "threshold", now.threshold);
        writer.member("since", moment_text(now.since)).member("block", std::to_string(epoch.block));
        write_members(writer, now.members);
        writer.end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_change_group(Invocation& invocation) {
    Call& call = invocation.call();
    evidence::CosignTerms terms;
    evidence::EpochToSign next;
    DEED_TRY(terms.group, id_argument(invocation, 0));
    DEED_TRY(terms.deadline, given_expiry(invocation));
    DEED_TRY(next.threshold, given_threshold(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(next.members, group_members(invocation, *toolkit, *chain));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    DEED_TRY(const auto request, evidence::request_epoch(*reading, next, terms, call));
    DEED_CHECK(write_request(invocation, request, invocation.out_file(), invocation.flag("force")));
    Output::hint("{0} more must sign it until {1}: `deed cosign sign FILE`",
                 {std::to_string(request.missing()), moment_text(terms.deadline)});
    return 0;
}

constexpr ArgumentRow kGroupArgument[] = {{"GROUP", "the group's id"}};
constexpr OptionRow kMemberOption{"member", "KEY", "an account, a DID's key of today, or a key",
                                  true};
constexpr OptionRow kThresholdOption{"threshold", "N", "how many must sign"};
constexpr OptionRow kFoundOptions[] = {
    kMemberOption,
    kThresholdOption,
    {"salt", "TEXT", "tells several groups of one founder apart"},
    kNetworkOption,
    kNodeOption,
    kAccountOption,
    kDryRunOption,
    kMaxFeeOption,
    kMaxPriorityFeeOption,
    kConfirmationOption,
    kPatienceOption};
constexpr OptionRow kGroupOptions[] = {kNetworkOption, kNodeOption};
constexpr OptionRow kChangeOptions[] = {kMemberOption,     kThresholdOption,     kNetworkOption,
                                        kNodeOption,       kCosignExpiresOption, kCosignOutOption,
                                        kCosignForceOption};

}  // namespace

constexpr CommandRow kCosignFound{
    "cosign",
    "found",
    "Found a group that co-signs checkpoints on a chain",
    "Prints the group's id, which nobody else can take. Members are keys and not DIDs, and only "
    "they\n"
    "change the group, with `deed cosign change-group`. It is told to who is to rely on it.",
    {},
    kFoundOptions,
    "deed cosign found --member 0x… --member 0x… --member 0x… --threshold 2 --network test",
    run_or_try<run_found>};

constexpr CommandRow kCosignGroup{"cosign",
                                  "group",
                                  "Show a group that co-signs, with all its epochs",
                                  "Of each epoch the threshold, the time and the block of its "
                                  "beginning, and its members, oldest\n"
                                  "first.",
                                  kGroupArgument,
                                  kGroupOptions,
                                  "deed cosign group 0x… --network test",
                                  run_group};

constexpr CommandRow kCosignChangeGroup{
    "cosign",
    "change-group",
    "Ask a group for other members or another threshold",
    "Writes a request: all members that are to be, also those that stay. As many of the present "
    "members\n"
    "must sign it as the present threshold asks for, and as many of the next ones as the next.",
    kGroupArgument,
    kChangeOptions,
    "deed cosign change-group 0x… --member 0x… --member 0x… --threshold 2 --out next.json",
    run_change_group};

}  // namespace deed::cli
