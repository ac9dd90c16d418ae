#include "cli/chain_settings.hpp"
#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/sign_only.hpp"
#include "did/errors.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/did_life.hpp"

namespace deed::cli {
namespace {

Result<int> edit(Invocation& invocation, Toolkit& toolkit, const DocumentEdit& change) {
    DEED_TRY(const DidTarget target, did_to_write(invocation, toolkit));
    DEED_TRY(const registry::Receipt receipt,
             edit_did(toolkit, target.writing, target.did, change, invocation.call()));
    DEED_CHECK(print_written(invocation, target, receipt));
    return 0;
}

/// --expires TIME, which must lie ahead: an expired key would be listed for nothing.
Result<std::optional<Timestamp>> given_key_expiry(const Invocation& invocation) {
    const auto text = invocation.option("expires");
    if (!text) return std::optional<Timestamp>();
    DEED_TRY(const Timestamp expires, given_time("expires", *text));
    if (expires <= invocation.clock().now())
        return Error(errors::kBadValue, "--expires " + *text + " has passed already");
    return std::optional(expires);
}

Result<int> run_add_key(Invocation& invocation) {
    DEED_TRY(auto relationships,
             given_relationships(invocation.option("for").value_or("assertionMethod")));
    DEED_TRY(const auto expires, given_key_expiry(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::PublicKey key, given_key_to_list(invocation, *toolkit));
    const did::KeyEntry entry{key, std::move(relationships), expires};
    return edit(invocation, *toolkit,
                [&](const did::Document& document) { return did::with_key(document, entry); });
}

Result<int> run_remove_key(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::PublicKey key, given_key(invocation, *toolkit));
    return edit(invocation, *toolkit,
                [&](const did::Document& document) { return did::without_key(document, key); });
}

Result<int> run_compromise_key(Invocation& invocation) {
    DEED_TRY(const std::string text, required_option(invocation, "since", "TIME"));
    DEED_TRY(const Timestamp since, given_time("since", text));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::PublicKey key, given_key(invocation, *toolkit));
    DEED_TRY(const DidTarget target, did_to_write(invocation, *toolkit));
    DEED_TRY(const registry::Receipt receipt, compromise_keys(*toolkit, target.writing, target.did,
                                                              {{key, since}}, invocation.call()));
    DEED_CHECK(print_written(invocation, target, receipt));
    return 0;
}

/// A URI as it stands, or JSON where it starts like it.
Result<json::Document> endpoint_value(const std::string& text) {
    if (text.starts_with('{') || text.starts_with('[')) return json::Document::parse(text);
    json::Writer writer;
    writer.string(text);
    return writer.take_document();
}

/// "files" names "#files" of the DID; a URI names itself.
std::string service_name(const std::string& id) {
    if (id.starts_with('#') || id.find(':') != std::string::npos) return id;
    return "#" + id;
}

Result<int> run_add_service(Invocation& invocation) {
    DEED_TRY(const std::string id, required_option(invocation, "id", "ID"));
    DEED_TRY(const std::string type, required_option(invocation, "type", "TYPE"));
    DEED_TRY(const std::string text, required_option(invocation, "endpoint", "URL|JSON"));
    DEED_TRY(json::Document endpoint, endpoint_value(text));
    const did::ServiceEntry entry{service_name(id), type, std::move(endpoint)};
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    return edit(invocation, *toolkit,
                [&](const did::Document& document) { return did::with_service(document, entry); });
}

Result<int> run_remove_service(Invocation& invocation) {
    DEED_TRY(const std::string id, required_option(invocation, "id", "ID"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    return edit(invocation, *toolkit, [&](const did::Document& document) {
        return did::without_service(document, service_name(id));
    });
}

constexpr ArgumentRow kDid[] = {{"DID", "the DID, or the name it was created under"}};
constexpr OptionRow kAddKeyOptions[] = {
    {"key", "REFERENCE", "a key: its name, or where it is (deed help key add)"},
    {"public-key", "MULTIBASE", "or any public key, as publicKeyMultibase"},
    {"for", "LIST", "what for, e.g. assertionMethod,authentication (default: assertionMethod)"},
    {"expires", "TIME", "from when on nothing that the key signs proves anything"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption};
constexpr OptionRow kKeyOptions[] = {
    {"key", "REFERENCE", "a key: its name, or where it is (deed help key add)"},
    {"public-key", "MULTIBASE", "or any public key, as publicKeyMultibase"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption};
constexpr OptionRow kCompromiseOptions[] = {
    {"key", "REFERENCE", "a key: its name, or where it is (deed help key add)"},
    {"public-key", "MULTIBASE", "or any public key, as publicKeyMultibase"},
    {"since", "TIME", "from when on others may have known it"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption};
constexpr OptionRow kAddServiceOptions[] = {
    {"id", "ID", "a name such as files, or a URI"},
    {"type", "TYPE", "what it is, such as LinkedDomains"},
    {"endpoint", "URL|JSON", "where it is: a URI, or a JSON object or array"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption};
constexpr OptionRow kRemoveServiceOptions[] = {{"id", "ID", "as it was added"},
                                               kSignOnlyOption,
                                               kBasisOption,
                                               kSignedOutOption,
                                               kValidForOption,
                                               kCommitmentOption,
                                               kForceOption,
                                               kDryRunOption,
                                               kNetworkOption};

}  // namespace

constexpr CommandRow kDidAddKey{
    "did",
    "add-key",
    "List a key in a DID's document",
    "Adds a public key to the document of a did:weid, or gives a listed one further uses or\n"
    "another time of expiry. The operation is signed by the DID's controller.",
    kDid,
    kAddKeyOptions,
    "deed did add-key acme --key second --for assertionMethod,authentication",
    run_or_try<run_add_key>};

constexpr CommandRow kDidRemoveKey{
    "did",
    "remove-key",
    "Retire a key of a DID",
    "Takes a public key out of the document. What it signed while it was listed stays good, as "
    "far\n"
    "as the time of signing can be proved. For a key that others may know, use compromise-key.",
    kDid,
    kKeyOptions,
    "deed did remove-key acme --key second",
    run_or_try<run_remove_key>};

constexpr CommandRow kDidCompromiseKey{
    "did",
    "compromise-key",
    "Declare that others may know a key",
    "Takes a public key out of the document and declares that what it signed since TIME proves\n"
    "nothing. Nobody can undo this, and the key can never be listed again.",
    kDid,
    kCompromiseOptions,
    "deed did compromise-key acme --key acme.assertion --since 2026-01-02T03:04:05Z",
    run_or_try<run_compromise_key>};

constexpr CommandRow kDidAddService{
    "did",
    "add-service",
    "List a service in a DID's document",
    "Adds a service, with its type and endpoint, to the document of a did:weid. All the world can\n"
    "read it for ever: no names of people, no private addresses.",
    kDid,
    kAddServiceOptions,
    "deed did add-service acme --id site --type LinkedDomains --endpoint https://acme.example",
    run_or_try<run_add_service>};

constexpr CommandRow kDidRemoveService{"did",
                                       "remove-service",
                                       "Take a service out of a DID's document",
                                       "Removes the service of this id. Earlier versions of the "
                                       "document keep it.",
                                       kDid,
                                       kRemoveServiceOptions,
                                       "deed did remove-service acme --id site",
                                       run_or_try<run_remove_service>};

}  // namespace deed::cli
