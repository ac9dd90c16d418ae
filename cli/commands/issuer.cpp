#include <algorithm>

#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/issuer_words.hpp"
#include "cli/registry_words.hpp"
#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/display_name.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

// Roots, and what they say of issuers.

namespace deed::cli {
namespace {

using registry::AccreditationPath;
using registry::Address;
using registry::Hash;

/// The registries, the root, and whom the command is about.
struct Named {
    std::unique_ptr<OpenIssuers> open;
    Hash root{};
    Address holder{};
};

Result<Named> named_of(Invocation& invocation, RegistryAccess access) {
    Named named;
    DEED_TRY(named.root, id_argument(invocation, 0));
    DEED_TRY(named.open, issuers_of(invocation, access));
    if (const auto holder = invocation.argument(1)) {
        DEED_TRY(named.holder, party_address(invocation, *named.open, *holder));
    }
    return named;
}

void write_members(json::Writer& writer, std::span<const Hash> members) {
    writer.key("members").begin_array();
    for (const Hash& member : members) writer.string(id_text(member));
    writer.end_array();
}

/// --salt: text, or the word itself; a founder has one root of each.
Result<Hash> given_salt(const Invocation& invocation) {
    const std::string text = invocation.option("salt").value_or("");
    if (text.empty()) return Hash{};
    if (const auto word = read_word(text)) return *word;
    return registry::owned_name(text);
}

Result<int> run_found(Invocation& invocation) {
    DEED_TRY(const std::uint8_t threshold, given_threshold(invocation));
    DEED_TRY(const Hash salt, given_salt(invocation));
    DEED_TRY(const auto open, writable_issuers(invocation));
    DEED_TRY(const std::vector<Hash> members, given_members(invocation, *open));
    DEED_CHECK(registry::evm::check_members(members, threshold));
    const auto root = open->issuers().found(salt, threshold, members, invocation.call());
    if (!root) return root.error();
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/issuer-root/v1")
        .member("root", id_text(*root))
        .member("network", open->network());
    write_number(writer, "threshold", threshold);
    write_members(writer, members);
    writer.end_object();
    Output::note("who trusts this root says --authority {0}@{1}",
                 {id_text(*root), open->network()});
    DEED_CHECK(invocation.output().result(id_text(*root), writer.take_document()));
    return 0;
}

Result<int> run_committee(Invocation& invocation) {
    DEED_TRY(const Named named, named_of(invocation, RegistryAccess::read));
    DEED_TRY(const registry::Committee committee,
             named.open->issuers().committee(named.root, invocation.call()));
    std::string text = "epoch " + std::to_string(committee.epoch) + ", " +
                       std::to_string(committee.threshold) + " of " +
                       std::to_string(committee.members.size()) + ", since " +
                       moment_text(committee.since) + "\n";
    for (const Hash& member : committee.members) {
        const auto account = registry::evm::account_of(member);
        text += (account ? registry::evm::to_checksummed(*account) : id_text(member)) + "\n";
    }
    json::Writer writer;
    writer.begin_object().member("format", "deed/issuer-committee/v1");
    writer.member("root", id_text(named.root)).member("network", named.open->network());
    write_number(writer, "epoch", committee.epoch);
    write_number(writer, "threshold", committee.threshold);
    writer.member("since", moment_text(committee.since));
    write_members(writer, committee.members);
    writer.end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_renounce(Invocation& invocation) {
    DEED_TRY(const Hash reason, given_digest(invocation, "reason"));
    Named named;
    DEED_TRY(named.root, id_argument(invocation, 0));
    DEED_TRY(named.open, writable_issuers(invocation, *invocation.argument(1)));
    DEED_TRY(named.holder, party_address(invocation, *named.open, *invocation.argument(1)));
    DEED_TRY(const AccreditationPath path,
             held_path(invocation, *named.open, named.root, named.holder));
    const auto receipt =
        named.open->issuers().renounce(named.root, path, reason, invocation.call());
    if (!receipt) return receipt.error();
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/issuer-receipt/v1")
        .member("network", named.open->network())
        .member("root", id_text(named.root))
        .member("decision", "renounce")
        .member("reference", id_text(receipt->operation_hash));
    write_number(writer, "position", receipt->position);
    writer.member("accepted", receipt->accepted.to_string()).end_object();
    DEED_CHECK(invocation.output().result("renounced at " + receipt->accepted.to_string(),
                                          writer.take_document()));
    return 0;
}

/// The state of a record, in words on one line.
std::string record_text(const registry::Accreditation& held) {
    std::string text(registry::to_string(held.standing));
    const bool ended = held.standing == registry::Standing::suspended ||
                       held.standing == registry::Standing::removed;
    if (ended) text += " since " + moment_text(held.acts_from);
    text += ", from " + moment_text(held.from) + " until " + moment_text(held.until);
    text += held.may_issue ? ", may issue" : ", may not issue";
    text += ", levels below: " + std::to_string(held.depth);
    if (held.by_committee) text += ", by the committee";
    return text;
}

void write_record(json::Writer& writer, const registry::Accreditation& held) {
    writer.member("standing", registry::to_string(held.standing));
    writer.member("from", moment_text(held.from)).member("until", moment_text(held.until));
    if (held.acts_from != 0) writer.member("actsFrom", moment_text(held.acts_from));
    writer.key("mayIssue").boolean(held.may_issue);
    write_number(writer, "depth", held.depth);
    writer.key("byCommittee").boolean(held.by_committee);
    write_number(writer, "version", held.version);
}

Result<int> run_list(Invocation& invocation) {
    DEED_TRY(const TypeNames names, TypeNames::given(invocation));
    DEED_TRY(const Named named, named_of(invocation, RegistryAccess::read));
    Call& call = invocation.call();
    DEED_TRY(const auto paths, named.open->issuers().paths_to(named.root, named.holder, call));
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/issuer-list/v1");
    writer.member("root", id_text(named.root)).key("accreditations").begin_array();
    for (const AccreditationPath& path : paths) {
        DEED_TRY(const registry::Accreditation held,
                 named.open->issuers().find(named.root, path, call));
        text += path_text(named.open->network(), path, names) + "\n  " + record_text(held) + "\n";
        writer.begin_object();
        write_path(writer.key("path"), named.open->network(), path);
        write_record(writer, held);
        writer.end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_show(Invocation& invocation) {
    DEED_TRY(const TypeNames names, TypeNames::given(invocation));
    DEED_TRY(const Named named, named_of(invocation, RegistryAccess::read));
    Call& call = invocation.call();
    DEED_TRY(const AccreditationPath path,
             held_path(invocation, *named.open, named.root, named.holder));
    DEED_TRY(const registry::Accreditation held,
             named.open->issuers().find(named.root, path, call));
    DEED_TRY(const auto bars, named.open->issuers().barred(named.root, named.holder, call));
    std::string text = path_text(named.open->network(), path, names) + "\n";
    text += record_text(held) + "\n";
    json::Writer writer;
    writer.begin_object().member("format", "deed/issuer-accreditation/v1");
    writer.member("root", id_text(named.root))
        .member("record", id_text(registry::accreditation_id(named.root, path)));
    write_path(writer.key("path"), named.open->network(), path);
    write_record(writer, held);
    writer.key("barred").begin_array();
    for (const registry::BarredTime& bar : bars) {
        const bool stands = bar.until == registry::kLastMoment;
        text += "barred from " + moment_text(bar.from) +
                (stands ? " on" : " until " + moment_text(bar.until)) + "\n";
        writer.begin_object().member("from", moment_text(bar.from));
        if (!stands) writer.member("until", moment_text(bar.until));
        writer.end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_history(Invocation& invocation) {
    DEED_TRY(const Named named, named_of(invocation, RegistryAccess::read));
    DEED_TRY(const AccreditationPath path,
             held_path(invocation, *named.open, named.root, named.holder));
    DEED_TRY(const auto changes,
             named.open->issuers().history(named.root, path, invocation.call()));
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/issuer-history/v1");
    writer.member("root", id_text(named.root));
    write_path(writer.key("path"), named.open->network(), path);
    writer.key("changes").begin_array();
    for (const registry::AccreditationChange& change : changes) {
        text += std::to_string(change.after.version) + "  " + change.recorded.to_string() + "  " +
                (change.grant ? "accredited" : "standing") + "  " + record_text(change.after) +
                "\n";
        writer.begin_object()
            .member("kind", change.grant ? "accredited" : "standing")
            .member("recorded", change.recorded.to_string())
            .member("reference", id_text(change.reference));
        write_number(writer, "position", change.position);
        if (change.grant && change.grant->info != Hash{})
            writer.member("info", id_text(change.grant->info));
        if (change.reason != Hash{}) writer.member("reason", id_text(change.reason));
        write_record(writer, change.after);
        writer.end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_find_name(Invocation& invocation) {
    DEED_TRY(const auto name, registry::DisplayName::create(*invocation.argument(1)));
    DEED_TRY(const Hash root, id_argument(invocation, 0));
    DEED_TRY(const auto open, issuers_of(invocation, RegistryAccess::read));
    DEED_TRY(const AccreditationPath accreditor, accreditors_path(invocation, *open, root));
    DEED_TRY(const registry::NameRecord held,
             open->names().find(root, accreditor, name, invocation.call()));
    const std::string subject = did::make_weid(open->network(), held.subject).to_string();
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/issuer-name/v1")
        .member("name", name.text())
        .member("subject", subject)
        .member("type", id_text(held.type))
        .member("standing", registry::to_string(held.standing))
        .member("since", moment_text(held.since))
        .key("inForce")
        .boolean(held.in_force);
    writer.end_object();
    DEED_CHECK(invocation.output().result(subject + "\n" +
                                              (held.in_force ? "in force" : "not in force") + ", " +
                                              std::string(registry::to_string(held.standing)) +
                                              " since " + moment_text(held.since) + "\n",
                                          writer.take_document()));
    if (held.in_force) return 0;
    return Error(registry::errors::kNameNotAssigned,
                 "\"" + name.text() + "\" names nobody at present");
}

constexpr ArgumentRow kRoot[] = {{"ROOT", "the root's id"}};
constexpr ArgumentRow kRootAndHolder[] = {{"ROOT", "the root's id"},
                                          {"HOLDER", "whom it is about: a DID or an account"}};
constexpr ArgumentRow kRootAndName[] = {{"ROOT", "the root's id"}, {"NAME", "the name"}};
constexpr OptionRow kFoundOptions[] = {
    {"member", "KEY", "an account, a DID's key of today, or a key", true},
    {"threshold", "N", "how many must sign"},
    {"salt", "TEXT", "tells several roots of one founder apart"},
    kBringerOption,
    kDryRunOption,
    kNetworkOption,
    kNodeOption,
    kAccountOption,
    kMaxFeeOption,
    kMaxPriorityFeeOption,
    kConfirmationOption,
    kPatienceOption};
constexpr OptionRow kCommitteeOptions[] = {kNetworkOption, kNodeOption};
constexpr OptionRow kHeldOptions[] = {kHeldTypeOption, kUnderOption, kNetworkOption, kNodeOption};
constexpr OptionRow kListOptions[] = {
    {"type", "TYPE", "a type whose name is to be known by its hash", true},
    kNetworkOption,
    kNodeOption};
constexpr OptionRow kFindNameOptions[] = {kUnderOption, kNetworkOption, kNodeOption};
constexpr OptionRow kRenounceOptions[] = {
    {"reason", "FILE", "the grounds, whose SHA-256 is recorded"},
    kHeldTypeOption,
    kUnderOption,
    kBringerOption,
    kDryRunOption,
    kNetworkOption,
    kNodeOption,
    kAccountOption,
    kMaxFeeOption,
    kMaxPriorityFeeOption,
    kConfirmationOption,
    kPatienceOption};

}  // namespace

constexpr CommandRow kIssuerFound{
    "issuer",
    "found",
    "Found a root: a committee that decides who may issue",
    "Prints the root's id, which nobody else can take. Members are keys and not DIDs: whose key "
    "is\n"
    "rotated is exchanged by `deed issuer change-committee`. Nobody has a right over the root but\n"
    "its members.",
    {},
    kFoundOptions,
    "deed issuer found --member 0x… --member 0x… --member 0x… --threshold 2",
    run_or_try<run_found>};
constexpr CommandRow kIssuerCommittee{"issuer",
                                      "committee",
                                      "Show who decides for a root",
                                      "Epoch, threshold and members, a line each.",
                                      kRoot,
                                      kCommitteeOptions,
                                      "deed issuer committee 0x…",
                                      run_committee};
constexpr CommandRow kIssuerRenounce{
    "issuer",
    "renounce",
    "Lay one's own accreditation down",
    "As of now. The account that pays must be the one that controls the holder's DID.",
    kRootAndHolder,
    kRenounceOptions,
    "deed issuer renounce 0x… university --account university.controller",
    run_or_try<run_renounce>};
constexpr CommandRow kIssuerList{"issuer",
                                 "list",
                                 "List a holder's accreditations under a root",
                                 "Each with the way to it from the root, and its standing.",
                                 kRootAndHolder,
                                 kListOptions,
                                 "deed issuer list 0x… did:weid:…",
                                 run_list};
constexpr CommandRow kIssuerShow{"issuer",
                                 "show",
                                 "Show an accreditation as it is now",
                                 "With the times in which the committee bars the holder.",
                                 kRootAndHolder,
                                 kHeldOptions,
                                 "deed issuer show 0x… did:weid:… --type DegreeCredential",
                                 run_show};
constexpr CommandRow kIssuerHistory{"issuer",
                                    "history",
                                    "List what happened to an accreditation",
                                    "One line a change, oldest first.",
                                    kRootAndHolder,
                                    kHeldOptions,
                                    "deed issuer history 0x… did:weid:…",
                                    run_history};
constexpr CommandRow kIssuerFindName{
    "issuer",
    "find-name",
    "Tell whom a name belongs to",
    "In the space of the root's committee, or of the accreditor that --under names. Fails where "
    "the\n"
    "name names nobody at present.",
    kRootAndName,
    kFindNameOptions,
    "deed issuer find-name 0x… Musterhochschule",
    run_find_name};

}  // namespace deed::cli
