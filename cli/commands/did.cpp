#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "did/errors.hpp"
#include "did/methods/weid.hpp"
#include "did/methods/weid_export.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

json::Document receipt_document(const did::Did& did, const registry::Receipt& receipt) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/did-receipt/v1")
        .member("did", did.to_string())
        .key("position")
        .integer(static_cast<std::int64_t>(receipt.position))
        .member("accepted", receipt.accepted.to_string())
        .end_object();
    return writer.take_document();
}

Result<int> run_create(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const std::string name = invocation.option("name").value_or("default");
    DEED_TRY(const CreatedDid created, toolkit->create_did(name, invocation.call()));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/created-did/v1")
        .member("did", created.did.to_string())
        .member("controllerKey", created.controller_key)
        .member("assertionKey", created.assertion_key)
        .end_object();
    DEED_CHECK(invocation.output().result(created.did.to_string(), writer.take_document()));
    return 0;
}

Result<int> run_resolve(Invocation& invocation) {
    DEED_TRY(const did::Did did, did::Did::parse(*invocation.argument(0)));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_CHECK(add_exports(*toolkit, invocation.options("did")));
    DEED_TRY(const did::Resolution resolution,
             toolkit->resolver().resolve(did, invocation.call()));
    if (resolution.freshness)
        Output::note("from a " + resolution.freshness->source + ", as of " +
                     resolution.freshness->as_of.to_string());
    if (resolution.metadata.deactivated && !invocation.output().json())
        return Error(did::errors::kDeactivated, did.to_string() + " was deactivated");
    DEED_CHECK(invocation.output().result(
        json::to_pretty_string(resolution.document.json().root()),
        did::to_resolution_result(resolution)));
    return resolution.metadata.deactivated ? exit_code(did::errors::kDeactivated.kind) : 0;
}

Result<int> run_update(Invocation& invocation) {
    const auto file = invocation.option("document");
    if (!file) return Error(errors::kMissingArgument, "--document FILE is missing");
    DEED_TRY(const json::Document document, read_json_input(*file));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did, toolkit->own_did(*invocation.argument(0), invocation.call()));
    DEED_TRY(const auto controller, toolkit->controller_of(did, invocation.call()));
    DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(invocation.call()));
    did::WeidRegistrar registrar(*ledger, toolkit->clock());
    DEED_TRY(const registry::Receipt receipt,
             registrar.update(did, document, *controller, invocation.call()));
    DEED_CHECK(invocation.output().result(did.to_string(), receipt_document(did, receipt)));
    return 0;
}

Result<int> run_deactivate(Invocation& invocation) {
    if (!invocation.flag("for-good"))
        return Error(errors::kMissingArgument,
                     "--for-good is missing: nobody can undo a deactivation");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did, toolkit->own_did(*invocation.argument(0), invocation.call()));
    DEED_TRY(const auto controller, toolkit->controller_of(did, invocation.call()));
    DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(invocation.call()));
    did::WeidRegistrar registrar(*ledger, toolkit->clock());
    DEED_TRY(const registry::Receipt receipt,
             registrar.deactivate(did, *controller, invocation.call()));
    DEED_CHECK(invocation.output().result(did.to_string(), receipt_document(did, receipt)));
    return 0;
}

Result<int> run_export(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did,
             toolkit->own_did(invocation.argument(0).value_or(""), invocation.call()));
    DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(invocation.call()));
    DEED_TRY(const json::Document exported,
             did::export_weid(*ledger, did, toolkit->clock(), invocation.call()));
    const auto file = invocation.out_file();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/exported-did/v1")
        .member("did", did.to_string());
    if (file) summary.member("file", *file);
    else summary.key("export").value(exported.root());
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(
        file ? &*file : nullptr, invocation.flag("force"), 0644,
        json::to_pretty_string(exported.root()), summary.take_document()));
    return 0;
}

constexpr ArgumentRow kDid[] = {{"DID", "the DID, or the name it was created under"}};
constexpr ArgumentRow kAnyDid[] = {{"DID", "any did:key or did:weid"}};
constexpr ArgumentRow kOptionalDid[] = {
    {"DID", "the DID, or its name; may be left out when there is one only", false}};
constexpr OptionRow kCreateOptions[] = {
    {"name", "NAME", "for the keys NAME.controller and NAME.assertion (default: default)"}};
constexpr OptionRow kResolveOptions[] = {
    {"did", "EXPORT", "a DID export to resolve from", true}};
constexpr OptionRow kUpdateOptions[] = {
    {"document", "FILE", "the whole new DID document, - for standard input"}};
constexpr OptionRow kDeactivateOptions[] = {
    {"for-good", "", "confirm: nobody can undo it"}};
constexpr OptionRow kExportOptions[] = {
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kDidCreate{
    "did",
    "create",
    "Make keys, start the ledger if needed, register a DID",
    "Makes a secp256k1 key that controls the DID and an Ed25519 key that signs credentials, starts\n"
    "the embedded ledger if there is none, registers the DID there and prints it. After an\n"
    "interruption the same command goes on where it stopped.",
    {},
    kCreateOptions,
    "deed did create --name acme",
    run_create};

constexpr CommandRow kDidResolve{
    "did",
    "resolve",
    "Print the DID document of a DID",
    "Resolves did:key, and did:weid on the ledgers here or from an export. With --json, prints the\n"
    "whole DID resolution result. A deactivated DID ends with exit code 12.",
    kAnyDid,
    kResolveOptions,
    "deed did resolve did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    run_resolve};

constexpr CommandRow kDidUpdate{
    "did",
    "update",
    "Replace a DID's document",
    "Replaces the keys and services of a did:weid by those of a new document, signed by its\n"
    "controller. Start from what `deed did resolve` prints.",
    kDid,
    kUpdateOptions,
    "deed did update acme --document document.json",
    run_update};

constexpr CommandRow kDidDeactivate{"did",
                                    "deactivate",
                                    "Deactivate a DID for good",
                                    "Ends a did:weid. Its keys verify nothing from then on; nobody can undo this.",
                                    kDid,
                                    kDeactivateOptions,
                                    "deed did deactivate acme --for-good",
                                    run_deactivate};

constexpr CommandRow kDidExport{
    "did",
    "export",
    "Write a DID's history for verifiers elsewhere",
    "Writes one JSON file with the DID's history, its proofs, the signed head and the log's\n"
    "statement that nothing newer exists. Whoever has it can verify without this ledger.",
    kOptionalDid,
    kExportOptions,
    "deed did export acme --out acme.did-export.json",
    run_export};

}  // namespace deed::cli
