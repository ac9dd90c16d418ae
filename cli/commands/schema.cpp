#include <unistd.h>

#include <algorithm>

#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/registry_words.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::cli {
namespace {

using registry::Hash;

Result<Bytes> schema_file(Invocation& invocation, std::size_t index) {
    const std::string file = *invocation.argument(index);
    // One byte more than fits: the registry says what is wrong then.
    DEED_TRY(Bytes bytes, read_input(file, registry::kMaxSchemaBody + 4096, invocation.call()));
    DEED_CHECK(parse_json_input(file, bytes, registry::kMaxSchemaBody + 4096));
    return bytes;
}

Result<int> run_register(Invocation& invocation) {
    DEED_TRY(const registry::OwnedName name, given_name(invocation));
    DEED_TRY(Bytes body, schema_file(invocation, 0));
    DEED_TRY(const auto schemas, schemas_of(invocation, changing(invocation)));
    DEED_TRY(const Party publisher, given_party(invocation, "did", schemas->network()));
    DEED_TRY(const registry::Receipt receipt,
             schemas->create(publisher.address, name, std::move(body), *publisher.signer,
                             invocation.call()));
    DEED_CHECK(print_changed(invocation, "deed/schema-receipt/v1",
                             registry::owned_id(publisher.address, name), receipt));
    return 0;
}

/// The registry to write to, and who acts for the schema's publisher.
struct Owned {
    std::unique_ptr<registry::SchemaRegistry> schemas;
    Hash id;
    Party publisher;
};

Result<Owned> owned_schema(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(auto schemas, schemas_of(invocation, changing(invocation)));
    DEED_TRY(const registry::SchemaRecord schema,
             schemas->find(id, registry::Latest{}, invocation.call()));
    DEED_TRY(Party publisher, party_of(invocation, schemas->network(), schema.publisher));
    return Owned{std::move(schemas), id, std::move(publisher)};
}

Result<int> run_update(Invocation& invocation) {
    DEED_TRY(const registry::OwnedTerms terms, given_terms(invocation));
    DEED_TRY(Bytes body, schema_file(invocation, 1));
    DEED_TRY(const Owned owned, owned_schema(invocation));
    DEED_TRY(const registry::Receipt receipt,
             owned.schemas->update(owned.id, std::move(body), *owned.publisher.signer,
                                   invocation.call(), terms));
    DEED_CHECK(print_changed(invocation, "deed/schema-receipt/v1", owned.id, receipt));
    return 0;
}

Result<int> run_accept(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const auto schemas, schemas_of(invocation, RegistryAccess::read));
    DEED_TRY(const Party recipient, given_party(invocation, "did", schemas->network()));
    DEED_TRY(
        const registry::Consent consent,
        schemas->accept_hand_over(id, recipient.address, *recipient.signer, invocation.call()));
    DEED_CHECK(print_consent(invocation, id, consent));
    return 0;
}

Result<int> run_hand_over(Invocation& invocation) {
    DEED_TRY(const registry::Consent consent, given_consent(invocation));
    DEED_TRY(const Owned owned, owned_schema(invocation));
    DEED_TRY(const registry::Address recipient,
             given_address(invocation, "to", owned.schemas->network()));
    DEED_TRY(const registry::Receipt receipt,
             owned.schemas->hand_over(owned.id, recipient, consent, *owned.publisher.signer,
                                      invocation.call()));
    DEED_CHECK(print_changed(invocation, "deed/schema-receipt/v1", owned.id, receipt));
    return 0;
}

/// By its id, or by its CPT id.
Result<Hash> named_schema(Invocation& invocation, registry::SchemaRegistry& schemas) {
    const std::string text = *invocation.argument(0);
    if (text.starts_with("0x")) return id_argument(invocation, 0);
    DEED_TRY(const std::uint64_t cpt, number_of(text));
    DEED_TRY(const registry::CptGrant grant, schemas.find_cpt(cpt, invocation.call()));
    return grant.schema;
}

json::Document schema_document(const std::string& network, const registry::SchemaRecord& schema,
                               const Known& known) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/schema/v1")
        .member("id", id_text(schema.id))
        .member("network", network)
        .member("publisher", did::make_weid(network, schema.publisher).to_string());
    write_number(writer, "version", schema.version);
    write_number(writer, "sequence", schema.sequence);
    writer.member("contentHash", id_text(schema.content_hash));
    write_moment(writer, "published", schema.published);
    write_moment(writer, "changed", schema.changed);
    if (schema.cpt) write_number(writer, "cpt", schema.cpt->cpt);
    write_known(writer, known);
    writer.member("body", as_text(schema.body)).end_object();
    return writer.take_document();
}

/// To the byte for files and programs; on a terminal without what steers it but line ends and tabs.
std::string shown_body(const registry::SchemaRecord& schema) {
    const std::string body(as_text(schema.body));
    if (::isatty(STDOUT_FILENO) != 1) return body;
    std::string shown;
    const std::string text = as_utf8(body);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of("\n\t", begin), text.size());
        shown += printable(text.substr(begin, end - begin));
        if (end < text.size()) shown += text[end];
        begin = end + 1;
    }
    return shown;
}

Result<int> run_show(Invocation& invocation) {
    DEED_TRY(const registry::At at, given_moment(invocation));
    DEED_TRY(const auto schemas, schemas_of(invocation, RegistryAccess::read));
    DEED_TRY(const Known known, schemas->known_until(invocation.call()));
    DEED_TRY(const Hash id, named_schema(invocation, *schemas));
    DEED_TRY(const registry::SchemaRecord schema, schemas->find(id, at, invocation.call()));
    note_known(known);
    Output::note(
        "version {0} of {1}, published {2} by {3}",
        {std::to_string(schema.version), id_text(id), schema.published.accepted.to_string(),
         did::make_weid(schemas->network(), schema.publisher).to_string()});
    if (schema.cpt) Output::note("its CPT id is {0}", {std::to_string(schema.cpt->cpt)});
    DEED_CHECK(invocation.output().result(shown_body(schema),
                                          schema_document(schemas->network(), schema, known)));
    return 0;
}

std::string_view kind_text(registry::SchemaChange::Kind kind) {
    using Kind = registry::SchemaChange::Kind;
    if (kind == Kind::registered) return "registered";
    return kind == Kind::updated ? "updated" : "handed-over";
}

Result<int> run_history(Invocation& invocation) {
    DEED_TRY(const auto schemas, schemas_of(invocation, RegistryAccess::read));
    DEED_TRY(const Known known, schemas->known_until(invocation.call()));
    DEED_TRY(const Hash id, named_schema(invocation, *schemas));
    DEED_TRY(const auto changes, schemas->history(id, invocation.call()));
    note_known(known);
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/schema-history/v1").member("id", id_text(id));
    write_known(writer, known);
    writer.key("changes").begin_array();
    for (const registry::SchemaChange& change : changes) {
        const std::string publisher =
            did::make_weid(schemas->network(), change.publisher).to_string();
        text += std::to_string(change.sequence) + "  " + change.moment.accepted.to_string() + "  " +
                std::string(kind_text(change.kind)) + "  version " +
                std::to_string(change.version) + "  " + publisher + "\n";
        writer.begin_object().member("kind", kind_text(change.kind));
        write_number(writer, "sequence", change.sequence);
        write_number(writer, "version", change.version);
        writer.member("publisher", publisher);
        write_moment(writer, "moment", change.moment);
        if (!change.body.empty())
            writer.member("contentHash", id_text(crypto::sha256(change.body)));
        writer.end_object();
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

constexpr ArgumentRow kFile[] = {{"FILE", "the JSON Schema"}};
constexpr ArgumentRow kIdAndFile[] = {{"ID", "the schema's id"}, {"FILE", "the new version"}};
constexpr ArgumentRow kId[] = {{"ID", "the schema's id"}};
constexpr ArgumentRow kNamed[] = {{"ID", "the schema's id, or its CPT id"}};
constexpr OptionRow kRegisterOptions[] = {
    {"name", "NAME", "what the publisher calls it, 1 to 32 bytes"},
    {"did", "DID", "the publisher, if there are several here"},
    kNetworkOption,
    kDryRunOption};
constexpr OptionRow kUpdateOptions[] = {
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
constexpr OptionRow kShowOptions[] = {{"at", "TIME", "as of this moment"},
                                      {"number", "N", "after the operations below this number"},
                                      kNetworkOption};

}  // namespace

constexpr CommandRow kSchemaRegister{
    "schema",
    "register",
    "Record a schema on the ledger",
    "Prints its id, which stays: others find the schema under it, version by version.",
    kFile,
    kRegisterOptions,
    "deed schema register degree.json --name degree",
    run_or_try<run_register>};
constexpr CommandRow kSchemaUpdate{"schema",
                                   "update",
                                   "Publish a schema's next version",
                                   "The versions before stay readable.",
                                   kIdAndFile,
                                   kUpdateOptions,
                                   "deed schema update 0x… degree.json",
                                   run_or_try<run_update>};
constexpr CommandRow kSchemaShow{"schema",
                                 "show",
                                 "Print a schema as the ledger has it",
                                 "By its id or its CPT id, as of now or of a past moment.",
                                 kNamed,
                                 kShowOptions,
                                 "deed schema show 2000000 --at 2026-01-01T00:00:00Z",
                                 run_show};
constexpr CommandRow kSchemaHistory{"schema",
                                    "history",
                                    "List what happened to a schema",
                                    "One line an operation, oldest first.",
                                    kNamed,
                                    kReadOptions,
                                    "deed schema history 2000000",
                                    run_history};
constexpr CommandRow kSchemaAccept{
    "schema",
    "accept",
    "Consent to take a schema over",
    "Prints the consent for today's publisher. It holds for an hour, and until the schema changes.",
    kId,
    kAcceptOptions,
    "deed schema accept 0x… --did bank --out consent",
    run_accept};
constexpr CommandRow kSchemaHandOver{"schema",
                                     "hand-over",
                                     "Give a schema to another publisher",
                                     "Its id stays, and so does its CPT id.",
                                     kId,
                                     kHandOverOptions,
                                     "deed schema hand-over 0x… --to bank --consent consent",
                                     run_or_try<run_hand_over>};

}  // namespace deed::cli
