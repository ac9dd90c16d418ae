#include <algorithm>

#include "cli/chain_settings.hpp"
#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "did/errors.hpp"
#include "did/methods/signed_operation.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

/// An address, or the DID that has it.
Result<registry::Address> given_address(std::string_view text) {
    if (!text.starts_with("did:")) return registry::parse_address(text);
    DEED_TRY(const did::Did did, did::Did::parse(text));
    DEED_TRY(const did::WeidId id, did::parse_any_weid(did));
    return id.address;
}

Result<int> run_count(Invocation& invocation, registry::Ledger& ledger) {
    DEED_TRY(const std::uint64_t count, ledger.subject_count(invocation.call()));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/did-count/v1")
        .member("network", ledger.network())
        .key("count")
        .integer(static_cast<std::int64_t>(count))
        .end_object();
    DEED_CHECK(invocation.output().result(std::to_string(count), writer.take_document()));
    return 0;
}

/// The name that the DID was created under here, if it was.
const CreatedDid* own(const std::vector<CreatedDid>& dids, const did::Did& did) {
    for (const CreatedDid& created : dids)
        if (created.did == did) return &created;
    return nullptr;
}

Result<int> run_list(Invocation& invocation) {
    DEED_TRY(const std::uint64_t limit,
             given_number("limit", invocation.option("limit").value_or("100"), 1,
                          registry::kMaxSubjectPage));
    std::optional<registry::Address> after;
    if (const auto text = invocation.option("after")) {
        DEED_TRY(after, given_address(*text));
    }
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::Ledger * ledger, toolkit->readable_registry(invocation.call()));
    if (invocation.flag("count")) return run_count(invocation, *ledger);

    DEED_TRY(const registry::SubjectPage page, ledger->subjects(after, limit, invocation.call()));
    DEED_TRY(const auto own_dids, toolkit->own_dids(invocation.call()));
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/did-list/v1").member("network", ledger->network());
    writer.key("dids").begin_array();
    for (const registry::ListedSubject& subject : page.subjects) {
        const did::Did did = did::make_weid(ledger->network(), subject.address);
        const CreatedDid* const created = own(own_dids, did);
        text += did.to_string() + (created != nullptr ? "  " + created->name : "") + "\n";
        writer.begin_object().member("did", did.to_string());
        writer.member("created", subject.created.to_string());
        if (created != nullptr) writer.member("name", created->name);
        writer.end_object();
    }
    writer.end_array().key("more").boolean(page.more).end_object();
    if (page.more)
        Output::note("there are more: go on with --after {0}",
                     {registry::to_string(page.subjects.back().address)});
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

/// A DID that has to do with the key.
struct Match {
    did::Did did;
    bool controls;
    bool lists;
};

/// Whether the document that holds now lists the key. One that breaks the rules lists nothing.
Result<bool> lists_key(Toolkit& toolkit, const did::Did& did, const crypto::PublicKey& key,
                       Call& call) {
    const auto resolution = toolkit.resolver().resolve(did, call);
    if (!resolution && resolution.error().code() == did::errors::kInvalidDocument) return false;
    if (!resolution) return resolution.error();
    if (resolution->metadata.deactivated) return false;
    for (const did::VerificationMethod& method : resolution->document.verification_methods())
        if (method.public_key == key) return true;
    return false;
}

Result<std::vector<Match>> find_matches(Toolkit& toolkit, registry::Ledger& ledger,
                                        const crypto::PublicKey& key, Call& call) {
    constexpr std::size_t kPage = 256;
    std::vector<registry::Address> controlled;
    if (const auto address = registry::address_of(key)) {
        DEED_TRY(controlled, ledger.controlled_by(*address, call));
    }
    std::vector<Match> matches;
    std::optional<registry::Address> after;
    while (true) {
        DEED_TRY(const registry::SubjectPage page, ledger.subjects(after, kPage, call));
        for (const registry::ListedSubject& subject : page.subjects) {
            DEED_CHECK(call.check());
            did::Did did = did::make_weid(ledger.network(), subject.address);
            const bool controls = std::ranges::binary_search(controlled, subject.address);
            DEED_TRY(const bool lists, lists_key(toolkit, did, key, call));
            if (controls || lists) matches.push_back({std::move(did), controls, lists});
        }
        if (!page.more || page.subjects.empty()) return matches;
        after = page.subjects.back().address;
    }
}

Result<int> run_find(Invocation& invocation) {
    const auto multibase = invocation.option("key");
    const auto name = invocation.option("key-name");
    if (multibase.has_value() == name.has_value())
        return Error(errors::kMissingArgument, "give --key MULTIBASE or --key-name NAME");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    Result<crypto::PublicKey> key = Error(errors::kMissingArgument, "no key");
    if (multibase) {
        key = crypto::PublicKey::from_multikey(*multibase);
    } else {
        DEED_TRY(const auto reference, crypto::KeyReference::parse(*name));
        key = toolkit->public_key(reference, invocation.call());
    }
    if (!key) return key.error();
    DEED_TRY(registry::Ledger * ledger, toolkit->readable_registry(invocation.call()));
    DEED_TRY(const auto matches, find_matches(*toolkit, *ledger, *key, invocation.call()));
    std::string text;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/found-dids/v1")
        .member("publicKeyMultibase", key->to_multikey())
        .key("dids")
        .begin_array();
    for (const auto& [did, controls, lists] : matches) {
        text += did.to_string() + (controls ? "  controls" : "") + (lists ? "  listed" : "") + "\n";
        writer.begin_object().member("did", did.to_string());
        writer.key("controls").boolean(controls).key("listed").boolean(lists).end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_submit(Invocation& invocation) {
    constexpr std::size_t kMaxFile = std::size_t{2} << 20;
    DEED_TRY(const json::Document json,
             read_json_input(*invocation.argument(0), invocation.call(), kMaxFile));
    DEED_TRY(const did::SignedOperation operation, did::SignedOperation::parse(json.root()));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const DidWriting writing, writing_dids(invocation, *toolkit));
    did::WeidRegistrar registrar(*writing.ledger, toolkit->clock());
    DEED_TRY(const registry::Receipt receipt, registrar.submit(operation, invocation.call()));
    DEED_CHECK(print_receipt(invocation, operation.did(), receipt));
    return 0;
}

constexpr OptionRow kListOptions[] = {
    {"count", "", "print only how many there are"},
    {"limit", "N", "at most so many (default: 100)"},
    {"after", "ADDRESS|DID", "those behind this one, in the order of addresses"},
    kNetworkOption};
constexpr OptionRow kFindOptions[] = {{"key", "MULTIBASE", "a public key, as publicKeyMultibase"},
                                      {"key-name", "NAME", "or a key of the key store"},
                                      kNetworkOption};
constexpr OptionRow kSubmitOptions[] = {kDryRunOption, kNetworkOption};
constexpr ArgumentRow kFile[] = {{"FILE", "a signed operation, - for standard input"}};

}  // namespace

constexpr CommandRow kDidList{"did",
                              "list",
                              "List the DIDs of a ledger",
                              "Prints every DID of the ledger, in the order of addresses; behind "
                              "those that were created here\n"
                              "stands their name. Deactivated and moved ones are listed too.",
                              {},
                              kListOptions,
                              "deed did list --limit 1000",
                              run_list};

constexpr CommandRow kDidFind{"did",
                              "find",
                              "Find the DIDs of a key",
                              "Prints the DIDs of the ledger that the key controls, and those "
                              "whose document lists it now. All\n"
                              "documents are read for it.",
                              {},
                              kFindOptions,
                              "deed did find --key-name acme.assertion",
                              run_find};

constexpr CommandRow kDidSubmit{
    "did",
    "submit",
    "Record an operation that its subject signed",
    "Records a signed operation of a did:weid on the ledger here, after verifying all of it. It "
    "must\n"
    "be meant for this ledger, be in its place and not have expired. Submitting it again changes\n"
    "nothing.",
    kFile,
    kSubmitOptions,
    "deed did submit acme.operation.json",
    run_or_try<run_submit>};

}  // namespace deed::cli
