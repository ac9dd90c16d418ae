#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/registry_words.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::cli {
namespace {

using registry::Hash;

constexpr std::size_t kMaxListFile = std::size_t{64} << 20;

Result<int> run_create(Invocation& invocation) {
    DEED_TRY(const registry::OwnedName name, given_name(invocation));
    DEED_TRY(const auto lists, lists_of(invocation, changing(invocation)));
    DEED_TRY(const Party publisher, given_party(invocation, "did", lists->network()));
    const registry::NewList list{name, !invocation.flag("suspension"),
                                 invocation.option("uri").value_or("")};
    DEED_TRY(const registry::Receipt receipt,
             lists->create(publisher.address, list, *publisher.signer, invocation.call()));
    DEED_CHECK(print_changed(invocation, "deed/status-receipt/v1",
                             registry::owned_id(publisher.address, name), receipt));
    return 0;
}

/// The registry to write to, and who acts for the list's publisher.
struct Owned {
    std::unique_ptr<registry::StatusRegistry> lists;
    Hash id;
    Party publisher;
};

Result<Owned> owned_list(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(auto lists, lists_of(invocation, changing(invocation)));
    DEED_TRY(const registry::ListRecord list,
             lists->find(id, registry::Latest{}, invocation.call()));
    DEED_TRY(Party publisher, party_of(invocation, lists->network(), list.publisher));
    return Owned{std::move(lists), id, std::move(publisher)};
}

Result<int> run_publish(Invocation& invocation) {
    DEED_TRY(const registry::OwnedTerms terms, given_terms(invocation));
    DEED_TRY(const Bytes list,
             read_input(*invocation.argument(1), kMaxListFile, invocation.call()));
    DEED_TRY(const Owned owned, owned_list(invocation));
    DEED_TRY(const registry::Receipt receipt,
             owned.lists->publish(owned.id, crypto::sha256(list), *owned.publisher.signer,
                                  invocation.call(), terms));
    DEED_CHECK(print_changed(invocation, "deed/status-receipt/v1", owned.id, receipt));
    return 0;
}

Result<int> change_bits(Invocation& invocation, bool set) {
    DEED_TRY(const registry::OwnedTerms terms, given_terms(invocation));
    std::vector<std::uint64_t> credentials;
    for (std::size_t i = 1; i < invocation.arguments().size(); ++i) {
        DEED_TRY(const std::uint64_t credential, number_of(invocation.arguments()[i]));
        credentials.push_back(credential);
    }
    DEED_TRY(const Owned owned, owned_list(invocation));
    crypto::Signer& signer = *owned.publisher.signer;
    auto receipt =
        set ? owned.lists->set_bits(owned.id, credentials, signer, invocation.call(), terms)
            : owned.lists->clear_bits(owned.id, credentials, signer, invocation.call(), terms);
    if (!receipt) return std::move(receipt).error();
    DEED_CHECK(print_changed(invocation, "deed/status-receipt/v1", owned.id, *receipt));
    return 0;
}

Result<int> run_set(Invocation& invocation) { return change_bits(invocation, true); }
Result<int> run_clear(Invocation& invocation) { return change_bits(invocation, false); }

Result<int> run_accept(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const auto lists, lists_of(invocation, RegistryAccess::read));
    DEED_TRY(const Party recipient, given_party(invocation, "did", lists->network()));
    DEED_TRY(const registry::Consent consent,
             lists->accept_hand_over(id, recipient.address, *recipient.signer, invocation.call()));
    DEED_CHECK(print_consent(invocation, id, consent));
    return 0;
}

Result<int> run_hand_over(Invocation& invocation) {
    DEED_TRY(const registry::Consent consent, given_consent(invocation));
    DEED_TRY(const Owned owned, owned_list(invocation));
    DEED_TRY(const registry::Address recipient,
             given_address(invocation, "to", owned.lists->network()));
    DEED_TRY(const registry::Receipt receipt,
             owned.lists->hand_over(owned.id, recipient, consent, *owned.publisher.signer,
                                    invocation.call()));
    DEED_CHECK(print_changed(invocation, "deed/status-receipt/v1", owned.id, receipt));
    return 0;
}

/// With --credential: its bit.
Result<int> show_bit(Invocation& invocation, registry::StatusRegistry& lists, const Hash& id,
                     const registry::At& at, std::string_view number) {
    DEED_TRY(const std::uint64_t credential, number_of(number));
    DEED_TRY(const Known known, lists.known_until(invocation.call()));
    DEED_TRY(const bool set, lists.is_set(id, credential, at, invocation.call()));
    json::Writer writer;
    writer.begin_object().member("format", "deed/status-bit/v1").member("id", id_text(id));
    write_number(writer, "credential", credential);
    writer.key("set").boolean(set);
    write_known(writer, known);
    writer.end_object();
    note_known(known);
    DEED_CHECK(invocation.output().result(set ? "set" : "not set", writer.take_document()));
    return 0;
}

Result<int> run_show(Invocation& invocation) {
    DEED_TRY(const registry::At at, given_moment(invocation));
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const auto lists, lists_of(invocation, RegistryAccess::read));
    if (const auto number = invocation.option("credential"))
        return show_bit(invocation, *lists, id, at, *number);
    DEED_TRY(const Known known, lists->known_until(invocation.call()));
    DEED_TRY(const registry::ListRecord list, lists->find(id, at, invocation.call()));
    note_known(known);
    const std::string publisher = did::make_weid(lists->network(), list.publisher).to_string();
    std::string text = "publisher " + publisher + "\n" +
                       (list.permanent ? "revocation: bits stay set\n" : "suspension\n");
    if (!list.uri.empty()) text += "uri " + printable(list.uri) + "\n";
    text += "operations " + std::to_string(list.sequence) + "\n";
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/status-list/v1")
        .member("id", id_text(id))
        .member("network", lists->network())
        .member("publisher", publisher)
        .key("permanent")
        .boolean(list.permanent)
        .member("uri", list.uri);
    write_number(writer, "sequence", list.sequence);
    write_moment(writer, "created", list.created);
    write_moment(writer, "changed", list.changed);
    if (list.root) {
        text += "root " + id_text(list.root->root) + ", number " +
                std::to_string(list.root->sequence) + ", " +
                list.root->moment.accepted.to_string() + "\n";
        writer.member("root", id_text(list.root->root));
        write_number(writer, "rootSequence", list.root->sequence);
        write_moment(writer, "rootPublished", list.root->moment);
    }
    write_known(writer, known);
    writer.end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

std::string_view kind_text(registry::ListChange::Kind kind) {
    using Kind = registry::ListChange::Kind;
    switch (kind) {
        case Kind::created:
            return "created";
        case Kind::published:
            return "published";
        case Kind::bits_set:
            return "set";
        case Kind::bits_cleared:
            return "cleared";
        case Kind::handed_over:
            return "handed-over";
    }
    return {};
}

Result<int> run_history(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const auto lists, lists_of(invocation, RegistryAccess::read));
    DEED_TRY(const Known known, lists->known_until(invocation.call()));
    DEED_TRY(const auto changes, lists->history(id, invocation.call()));
    note_known(known);
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/status-history/v1").member("id", id_text(id));
    write_known(writer, known);
    writer.key("changes").begin_array();
    for (const registry::ListChange& change : changes) {
        const std::vector<std::uint64_t> credentials = registry::credentials_of(change.words);
        text += (change.sequence ? std::to_string(*change.sequence) : "-") + "  " +
                change.moment.accepted.to_string() + "  " + std::string(kind_text(change.kind));
        writer.begin_object().member("kind", kind_text(change.kind));
        if (change.sequence) write_number(writer, "sequence", *change.sequence);
        writer.member("publisher", did::make_weid(lists->network(), change.publisher).to_string());
        write_moment(writer, "moment", change.moment);
        if (change.root) {
            text += "  " + id_text(*change.root);
            writer.member("root", id_text(*change.root));
        }
        if (!credentials.empty()) writer.key("credentials").begin_array();
        for (const std::uint64_t credential : credentials) {
            text += "  " + std::to_string(credential);
            // Beyond 2^53 a JSON number is not the same to everybody.
            writer.string(std::to_string(credential));
        }
        if (!credentials.empty()) writer.end_array();
        writer.end_object();
        text += "\n";
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

constexpr ArgumentRow kId[] = {{"ID", "the list's id"}};
constexpr ArgumentRow kIdAndFile[] = {{"ID", "the list's id"},
                                      {"FILE", "the list as it is handed out"}};
constexpr ArgumentRow kIdAndNumbers[] = {{"ID", "the list's id"},
                                         {"N", "a credential's number in it", true, true}};
constexpr OptionRow kCreateOptions[] = {
    {"name", "NAME", "what the publisher calls it, 1 to 32 bytes"},
    {"did", "DID", "the publisher, if there are several here"},
    {"suspension", "", "bits can be cleared again; without it they stay set"},
    {"uri", "URI", "where the list is handed out"},
    kNetworkOption,
    kDryRunOption};
constexpr OptionRow kChangeOptions[] = {
    {"sequence", "N", "fail unless this is the operation's number"}, kNetworkOption, kDryRunOption};
constexpr OptionRow kReadOptions[] = {kNetworkOption};
constexpr OptionRow kAcceptOptions[] = {{"did", "DID", "who takes it over"},
                                        {"out", "FILE", "write the consent here"},
                                        {"force", "", "replace the file"},
                                        kNetworkOption};
constexpr OptionRow kHandOverOptions[] = {{"to", "DID", "who takes it over"},
                                          {"consent", "FILE", "the word of that party"},
                                          kNetworkOption,
                                          kDryRunOption};
constexpr OptionRow kShowOptions[] = {{"credential", "N", "tell this credential's bit"},
                                      {"at", "TIME", "as of this moment"},
                                      {"number", "N", "after the operations below this number"},
                                      kNetworkOption};

}  // namespace

constexpr CommandRow kStatusCreate{"status",
                                   "create",
                                   "Create a status list on the ledger",
                                   "Prints its id, under which roots and bits are published.",
                                   {},
                                   kCreateOptions,
                                   "deed status create --name revoked-2026",
                                   run_or_try<run_create>};
constexpr CommandRow kStatusPublish{"status",
                                    "publish",
                                    "Publish the root of a status list",
                                    "The root is SHA-256 of the whole list as it is handed out.",
                                    kIdAndFile,
                                    kChangeOptions,
                                    "deed status publish 0x… list.json",
                                    run_or_try<run_publish>};
constexpr CommandRow kStatusSet{"status",
                                "set",
                                "Set bits of a status list",
                                "In a list for revocation they stay set for good.",
                                kIdAndNumbers,
                                kChangeOptions,
                                "deed status set 0x… 94567",
                                run_or_try<run_set>};
constexpr CommandRow kStatusClear{
    "status",      "clear",        "Clear bits of a status list", "In a list for suspension only.",
    kIdAndNumbers, kChangeOptions, "deed status clear 0x… 94567", run_or_try<run_clear>};
constexpr CommandRow kStatusShow{"status",
                                 "show",
                                 "Tell the state of a status list",
                                 "As of now or of a past moment; with --credential, one bit.",
                                 kId,
                                 kShowOptions,
                                 "deed status show 0x… --credential 94567",
                                 run_show};
constexpr CommandRow kStatusHistory{"status",
                                    "history",
                                    "List what happened to a status list",
                                    "One line an operation, oldest first.",
                                    kId,
                                    kReadOptions,
                                    "deed status history 0x…",
                                    run_history};
constexpr CommandRow kStatusAccept{
    "status",
    "accept",
    "Consent to take a status list over",
    "Prints the consent for today's publisher. It holds for an hour, and until the list changes.",
    kId,
    kAcceptOptions,
    "deed status accept 0x… --did bank --out consent",
    run_accept};
constexpr CommandRow kStatusHandOver{"status",
                                     "hand-over",
                                     "Give a status list to another publisher",
                                     "Its id stays.",
                                     kId,
                                     kHandOverOptions,
                                     "deed status hand-over 0x… --to bank --consent consent",
                                     run_or_try<run_hand_over>};

}  // namespace deed::cli
