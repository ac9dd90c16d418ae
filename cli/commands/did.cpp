#include "cli/chain_settings.hpp"
#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "cli/sign_only.hpp"
#include "cli/webvh_words.hpp"
#include "did/errors.hpp"
#include "did/methods/jwk.hpp"
#include "did/methods/key.hpp"
#include "did/methods/weid.hpp"
#include "did/methods/weid_export.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/did_trial.hpp"
#include "toolkit/expiring_form.hpp"
#include "toolkit/signing_basis.hpp"
#include "toolkit/webvh_folder.hpp"

namespace deed::cli {
namespace {

constexpr OptionRow kCreateOptions[] = {
    {"method", "METHOD", "weid (default), webvh, or key or jwk: a DID that is nothing but a key"},
    {"key", "REFERENCE", "with --method key or jwk: the key"},
    {"name", "NAME", "for the keys NAME.controller and NAME.assertion (default: default)"},
    {"pre-rotate", "", "commit to a further key, NAME.controller-2, which alone can take over"},
    {"sm", "", "make SM2 keys: specs/sm-profile.md"},
    {"controller", "REFERENCE", "a secp256k1 or SM2 key that exists, instead of a new one"},
    {"assertion-key", "REFERENCE", "a signing key that exists, instead of a new one"},
    {"offline", "", "sign the creation for a ledger that is elsewhere; see did submit"},
    kSignOnlyOption,
    kBasisOption,
    kNetworkOption,
    {"out", "FILE", "the file of --offline and --sign-only, - for stdout; the folder of webvh"},
    {"valid-days", "N", "with --offline: how long it can be submitted (default: 30)"},
    kValidForOption,
    kDryRunOption,
    {"force", "", "replace the file if it exists"},
    {"domain", "HOST/PATH", "with --method webvh: where the DID will be published"},
    {"portable", "", "with --method webvh: the DID may move to another place later"},
    {"also-web", "", "with --method webvh: write did.json of the did:web there too"},
    {"witness", "DID", "with --method webvh: a did:key that must approve versions", true},
    {"threshold", "N", "with --method webvh: how many witnesses must approve (default: all)"},
    {"watcher", "URL", "with --method webvh: who keeps copies of the log", true},
    {"ttl", "SECONDS", "with --method webvh: how long resolvers may remember it"}};

constexpr std::string_view kWebvhOptions[] = {"domain",    "portable", "also-web", "witness",
                                              "threshold", "watcher",  "ttl"};
constexpr std::string_view kWeidOptions[] = {"key",     "sm",        "controller", "assertion-key",
                                             "offline", "network",   "valid-days", "force",
                                             "dry-run", "sign-only", "basis",      "valid-for"};

Result<void> refuse_options(const Invocation& invocation, std::span<const std::string_view> options,
                            std::string_view why) {
    for (const std::string_view option : options)
        if (invocation.flag(option))
            return Error(errors::kBadValue, "--" + std::string(option) + std::string(why));
    return {};
}

/// What --json prints of a new DID; `file` holds its signed creation.
json::Document created_document(const CreatedDid& created, const std::string* file) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/created-did/v1")
        .member("did", created.did.to_string())
        .member("controllerKey", created.controller_key)
        .member("assertionKey", created.assertion_key);
    if (created.next_key) writer.member("nextKey", *created.next_key);
    if (file != nullptr) writer.member("file", *file);
    writer.end_object();
    return writer.take_document();
}

Result<CreateOptions> create_options(const Invocation& invocation) {
    CreateOptions options{.pre_rotate = invocation.flag("pre-rotate")};
    options.sm = invocation.flag("sm");
    DEED_TRY(options.controller, given_reference(invocation, "controller"));
    DEED_TRY(options.assertion, given_reference(invocation, "assertion-key"));
    return options;
}

Result<int> run_create_offline(Invocation& invocation, const std::string& name) {
    constexpr std::uint64_t kMaxDays = 366;
    constexpr std::uint64_t kDay = 86'400;
    DEED_TRY(const std::string network, required_option(invocation, "network", "NETWORK"));
    if (!did::is_weid_network(network))
        return Error(errors::kBadValue, "--network takes the network of a ledger, as in its DIDs");
    DEED_TRY(const std::string file, required_option(invocation, "out", "FILE"));
    DEED_TRY(
        const std::uint64_t days,
        given_number("valid-days", invocation.option("valid-days").value_or("30"), 1, kMaxDays));
    DEED_TRY(const CreateOptions options, create_options(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const auto chain = toolkit->config().chains.find(network);
    const auto of_chain =
        chain == toolkit->config().chains.end() ? std::nullopt : chain->second.network();
    DEED_TRY(const OfflineDid offline,
             sign_did(*toolkit, name, of_chain ? registry::evm::to_string(*of_chain) : network,
                      options, days * kDay, invocation.call()));
    const auto out = invocation.out_file();
    const json::Document signed_operation = offline.operation.to_json();
    DEED_CHECK(invocation.output().file_or_result(
        out ? &*out : nullptr, invocation.flag("force"), 0644,
        json::to_pretty_string(signed_operation.root()),
        out ? created_document(offline.created, &*out) : signed_operation));
    return 0;
}

/// Like offline, on a basis of the network, so that no node is asked which contract it is for.
Result<int> run_create_sign_only(Invocation& invocation, const std::string& name) {
    DEED_TRY(const SignOnly how, sign_only_options(invocation));
    DEED_TRY(const CreateOptions options, create_options(invocation));
    DEED_TRY(const json::Document json, read_json_input(how.basis, invocation.call()));
    DEED_TRY(const CreationBasis basis, CreationBasis::parse(json.root()));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const Timestamp now = toolkit->clock().now();
    DEED_CHECK(check_fresh(basis, now));
    const ExpiringForm form(basis.form(), expiry_by(basis.as_of, now, how.seconds));
    DEED_TRY(const OfflineDid made,
             sign_did(*toolkit, name, form, options, how.seconds, invocation.call()));
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/signed-did-operation/v1")
        .member("did", made.created.did.to_string())
        .member("controllerKey", made.created.controller_key)
        .member("assertionKey", made.created.assertion_key);
    if (made.created.next_key) summary.member("nextKey", *made.created.next_key);
    DEED_CHECK(write_signed(invocation, how, made.operation, std::move(summary)));
    return 0;
}

Result<int> print_key_did(Invocation& invocation, const did::Did& did, const std::string& key) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/created-did/v1")
        .member("did", did.to_string())
        .member("assertionKey", key)
        .end_object();
    DEED_CHECK(invocation.output().result(did.to_string(), writer.take_document()));
    return 0;
}

/// did:key and did:jwk are written nowhere: they are another spelling of a key that is there.
Result<int> run_create_of_key(Invocation& invocation, const std::string& method) {
    for (const OptionRow& option : kCreateOptions)
        if (option.name != "method" && option.name != "key" && invocation.flag(option.name))
            return Error(errors::kBadValue,
                         "--" + std::string(option.name) + " goes with --method weid only");
    DEED_TRY(const std::string text, required_option(invocation, "key", "REFERENCE"));
    DEED_TRY(const auto reference, crypto::KeyReference::parse(text));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::PublicKey key, toolkit->public_key(reference, invocation.call()));
    if (method == "key") return print_key_did(invocation, did::did_key_of(key), text);
    DEED_TRY(const did::Did did, did::did_jwk_of(key));
    return print_key_did(invocation, did, text);
}

/// Ends with the error of the dry run, unless somebody registers the same DID meanwhile.
Result<int> try_create(Invocation& invocation, Toolkit& toolkit, const std::string& name,
                       const CreateOptions& options) {
    DEED_TRY(const DidWriting writing, writing_dids(invocation, toolkit));
    DEED_TRY(const CreatedDid created,
             try_create_did(toolkit, writing, name, options, invocation.call()));
    DEED_CHECK(
        invocation.output().result(created.did.to_string(), created_document(created, nullptr)));
    return 0;
}

Result<int> run_create(Invocation& invocation) {
    const std::string method = invocation.option("method").value_or("weid");
    if (method == "key" || method == "jwk") return run_create_of_key(invocation, method);
    if (method == "webvh") {
        DEED_CHECK(refuse_options(invocation, kWeidOptions, " does not go with --method webvh"));
        return run_webvh_create(invocation);
    }
    if (method != "weid") return Error(errors::kBadValue, "--method takes weid, webvh, key or jwk");
    DEED_CHECK(refuse_options(invocation, kWebvhOptions, " goes with --method webvh only"));
    if (invocation.flag("key"))
        return Error(errors::kBadValue, "--key goes with --method key and --method jwk only");
    const std::string name = invocation.option("name").value_or("default");
    if (signs_only(invocation)) return run_create_sign_only(invocation, name);
    DEED_CHECK(refuse_without_sign_only(invocation, true));
    if (invocation.flag("offline")) {
        DEED_CHECK(refuse_dry_run(invocation, "offline"));
        return run_create_offline(invocation, name);
    }
    for (const std::string_view option : {"out", "valid-days", "force"})
        if (invocation.flag(option))
            return Error(errors::kBadValue,
                         "--" + std::string(option) + " goes with --offline only");
    DEED_TRY(const CreateOptions options, create_options(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    if (invocation.flag("dry-run")) return try_create(invocation, *toolkit, name, options);
    DEED_TRY(const CreatedDid created, toolkit->create_did(name, options, invocation.call()));
    DEED_CHECK(
        invocation.output().result(created.did.to_string(), created_document(created, nullptr)));
    return 0;
}

/// A DID, and the version that its query or the options ask for.
struct Wanted {
    did::Did did;
    did::ResolveOptions options;
};

Result<Wanted> wanted_version(const Invocation& invocation) {
    const std::string text = *invocation.argument(0);
    did::ResolveOptions options;
    std::string did_text = text;
    if (text.find('?') != std::string::npos) {
        DEED_TRY(const did::DidUrl url, did::DidUrl::parse(text));
        if (!url.path().empty() || url.fragment())
            return Error(did::errors::kQueryUnsupported,
                         "a DID is resolved, not what stands under its path or fragment", text);
        DEED_TRY(options, did::options_of(url));
        did_text = url.did().to_string();
    }
    DEED_TRY(did::Did did, did::Did::parse(did_text));
    const auto id = invocation.option("version-id");
    const auto time = invocation.option("version-time");
    if ((id || time) && (options.version_id || options.version_time))
        return Error(did::errors::kVersionOptions, "the query names a version already", text);
    if (id) options.version_id = id;
    if (time) {
        DEED_CHECK(given_time("version-time", *time));
        DEED_TRY(options.version_time, did::parse_version_time(*time));
    }
    return Wanted{std::move(did), std::move(options)};
}

/// From the folder of a did:webvh, or from wherever its method says.
Result<did::Resolution> resolution_of(Invocation& invocation, Toolkit& toolkit,
                                      const Wanted& wanted) {
    const auto folder = invocation.option("log");
    if (!folder) return toolkit.resolver().resolve(wanted.did, wanted.options, invocation.call());
    DEED_TRY(const did::WebvhLog log,
             read_webvh_in(*folder, toolkit.clock().now(), invocation.call()));
    return did::resolve_webvh(log, wanted.did, wanted.options);
}

Result<int> run_resolve(Invocation& invocation) {
    DEED_TRY(const Wanted wanted, wanted_version(invocation));
    const did::Did& did = wanted.did;
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    DEED_TRY(const did::Resolution resolution, resolution_of(invocation, *toolkit, wanted));
    const did::DocumentMetadata& metadata = resolution.metadata;
    if (resolution.freshness)
        Output::note("from a {0}, as of {1}",
                     {resolution.freshness->source, resolution.freshness->as_of.to_string()});
    if (metadata.canonical_id) Output::note("its canonical DID is {0}", {*metadata.canonical_id});
    if (metadata.deactivated && !invocation.output().json())
        return Error(did::errors::kDeactivated, did.to_string() + " was deactivated");
    DEED_CHECK(invocation.output().result(json::to_pretty_string(resolution.document.json().root()),
                                          did::to_resolution_result(resolution)));
    return metadata.deactivated ? exit_code(did::errors::kDeactivated.kind) : 0;
}

Result<int> run_update(Invocation& invocation) {
    if (invocation.flag("log")) {
        DEED_CHECK(refuse_dry_run(invocation, "log"));
        return run_webvh_update(invocation);
    }
    const auto file = invocation.option("document");
    if (!file) return Error(errors::kMissingArgument, "--document FILE is missing");
    DEED_TRY(const json::Document document, read_json_input(*file, invocation.call()));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const DidTarget target, did_to_write(invocation, *toolkit));
    DEED_TRY(const registry::Receipt receipt,
             replace_document(*toolkit, target.writing, target.did, document, invocation.call()));
    DEED_CHECK(print_written(invocation, target, receipt));
    return 0;
}

Result<int> run_export(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    if (toolkit->config().chain)
        return Error(deed::errors::kChainNotALog, "a DID export is made of a log's proofs");
    DEED_TRY(const did::Did did,
             toolkit->own_did(invocation.argument(0).value_or(""), invocation.call()));
    DEED_TRY(registry::LogLedger * ledger, toolkit->writable_ledger(invocation.call()));
    DEED_TRY(const json::Document exported,
             did::export_weid(*ledger, did, toolkit->clock(), invocation.call()));
    const auto file = invocation.out_file();
    json::Writer summary;
    summary.begin_object().member("format", "deed/exported-did/v1").member("did", did.to_string());
    if (file)
        summary.member("file", *file);
    else
        summary.key("export").value(exported.root());
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(file ? &*file : nullptr, invocation.flag("force"),
                                                  0644, json::to_pretty_string(exported.root()),
                                                  summary.take_document()));
    return 0;
}

constexpr ArgumentRow kDid[] = {{"DID", "the DID, or the name it was created under"}};
constexpr ArgumentRow kAnyDid[] = {
    {"DID", "any DID that deed knows, also with ?versionId= or ?versionTime="}};
constexpr ArgumentRow kOptionalDid[] = {
    {"DID", "the DID, or its name; may be left out when there is one only", false}};
constexpr OptionRow kResolveOptions[] = {
    {"did", "EXPORT", "a DID export to resolve from", true},
    kMirrorOption,
    kNetworkOption,
    {"version-id", "N", "the version of this id, as did history lists them"},
    {"version-time", "TIME", "the version that held at this time"},
    {"log", "FOLDER", "of a did:webvh: resolve from the files there, and not from the web"}};
constexpr OptionRow kUpdateOptions[] = {
    {"document", "FILE", "the whole new DID document, - for standard input"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption,
    {"log", "FOLDER", "of a did:webvh: where its did.jsonl is"}};
constexpr OptionRow kExportOptions[] = {kNetworkOption,
                                        {"out", "FILE", "write to a file instead of stdout"},
                                        {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kDidCreate{
    "did",
    "create",
    "Make keys, start the ledger if needed, register a DID",
    "Makes a secp256k1 key that controls the DID and an Ed25519 key that signs credentials, or "
    "SM2\n"
    "keys for both with --sm; starts the embedded ledger if there is none, registers the DID "
    "there\n"
    "and prints it. After an interruption the same command goes on where it stopped. With\n"
    "--pre-rotate, whoever steals the controller key can neither take the DID over nor end it. "
    "With\n"
    "--offline, nothing is registered: the operator of the ledger does it with\n"
    "`deed did submit FILE`. With --method webvh, writes did.jsonl into the folder of --out, to "
    "be\n"
    "published at the place of --domain. With --method key or jwk, prints the did:key or did:jwk "
    "of\n"
    "a key that is there; nothing is made or registered.",
    {},
    kCreateOptions,
    "deed did create --name acme",
    run_or_try<run_create>};

constexpr CommandRow kDidResolve{
    "did",
    "resolve",
    "Print the DID document of a DID",
    "Resolves did:key, did:jwk, did:peer, did:pkh, did:weid on the ledgers here or from an "
    "export,\n"
    "did:ethr on the configured chains, and did:web and did:webvh from the web. With --json, "
    "prints\n"
    "the whole DID resolution result. A deactivated DID ends with exit code 12. An earlier version "
    "is\n"
    "asked for by its id or by a time; a time in whole seconds means the end of that second.",
    kAnyDid,
    kResolveOptions,
    "deed did resolve did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    run_resolve};

constexpr CommandRow kDidUpdate{
    "did",
    "update",
    "Replace a DID's document",
    "Replaces the keys and services of a did:weid by those of a new document, signed by its\n"
    "controller. Start from what `deed did resolve` prints. With --log, adds a version to the log "
    "of\n"
    "a did:webvh; publish the folder's files again.",
    kDid,
    kUpdateOptions,
    "deed did update acme --document document.json",
    run_or_try<run_update>};

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
