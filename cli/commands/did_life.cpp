#include "toolkit/did_life.hpp"
#include "cli/chain_settings.hpp"
#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/sign_only.hpp"
#include "cli/webvh_words.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

Result<int> write_rotation(Invocation& invocation, const DidTarget& target,
                           const RotatedDid& rotated) {
    DEED_TRY(const did::SignedOperation operation, signed_operation_of(target));
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/signed-did-operation/v1")
        .member("did", target.did.to_string())
        .member("controllerKey", rotated.controller_key);
    if (rotated.next_key) summary.member("nextKey", *rotated.next_key);
    Output::note("once it is recorded, the controller is {0}", {rotated.controller_key});
    if (rotated.next_key) Output::note("the next controller will be {0}", {*rotated.next_key});
    DEED_CHECK(write_signed(invocation, *target.sign_only, operation, std::move(summary)));
    return 0;
}

Result<int> run_rotate(Invocation& invocation) {
    if (invocation.flag("log")) {
        DEED_CHECK(refuse_dry_run(invocation, "log"));
        return run_webvh_rotate(invocation);
    }
    RotateOptions options;
    DEED_TRY(options.next_key, given_reference(invocation, "next-key"));
    DEED_TRY(options.new_key, given_reference(invocation, "new-key"));
    options.commit_next = invocation.flag("commit-next") || options.next_key;
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const DidTarget target, did_to_write(invocation, *toolkit));
    DEED_TRY(const RotatedDid rotated,
             rotate_did(*toolkit, target.writing, target.did, options, invocation.call()));
    if (target.sign_only) return write_rotation(invocation, target, rotated);
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/rotated-did/v1")
        .member("did", target.did.to_string())
        .key("position")
        .integer(static_cast<std::int64_t>(rotated.receipt.position))
        .member("accepted", rotated.receipt.accepted.to_string())
        .member("controllerKey", rotated.controller_key);
    if (rotated.next_key) writer.member("nextKey", *rotated.next_key);
    writer.end_object();
    Output::note("the controller is now {0}", {rotated.controller_key});
    if (rotated.next_key) Output::note("the next controller will be {0}", {*rotated.next_key});
    DEED_CHECK(invocation.output().result(target.did.to_string(), writer.take_document()));
    return 0;
}

Result<int> run_deactivate(Invocation& invocation) {
    if (!invocation.flag("for-good"))
        return Error(errors::kMissingArgument,
                     "--for-good is missing: nobody can undo a deactivation");
    if (invocation.flag("log")) {
        DEED_CHECK(refuse_dry_run(invocation, "log"));
        return run_webvh_deactivate(invocation);
    }
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const DidTarget target, did_to_write(invocation, *toolkit));
    DEED_TRY(const registry::Receipt receipt,
             deactivate_did(*toolkit, target.writing, target.did, invocation.call()));
    DEED_CHECK(print_written(invocation, target, receipt));
    return 0;
}

Result<int> run_move(Invocation& invocation) {
    if (invocation.flag("log")) {
        DEED_CHECK(refuse_dry_run(invocation, "log"));
        return run_webvh_move(invocation);
    }
    DEED_TRY(const std::string to, required_option(invocation, "to", "DID"));
    DEED_TRY(const did::Did successor, did::Did::parse(to));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const DidTarget target, did_to_write(invocation, *toolkit));
    DEED_TRY(const registry::Receipt receipt,
             move_did(*toolkit, target.writing, target.did, successor, invocation.call()));
    DEED_CHECK(print_written(invocation, target, receipt));
    return 0;
}

void write_version(json::Writer& writer, const did::Version& version) {
    writer.begin_object();
    if (!version.id.empty()) writer.member("versionId", version.id);
    writer.member("kind", did::to_string(version.kind));
    if (version.from) writer.member("from", version.from->to_string());
    if (version.document) writer.key("document").value(version.document->json().root());
    writer.end_object();
}

json::Document history_document(const did::Did& did, const did::History& history) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/did-history/v1").member("did", did.to_string());
    if (history.freshness)
        writer.member("asOf", history.freshness->as_of.to_string())
            .member("source", history.freshness->source);
    writer.key("versions").begin_array();
    for (const did::Version& version : history.versions) write_version(writer, version);
    writer.end_array().key("compromisedKeys").begin_array();
    for (const did::KeyCompromise& compromise : history.compromises) {
        writer.begin_object()
            .member("publicKeyMultibase", compromise.key.to_multikey())
            .member("since", compromise.since.to_string())
            .member("declared", compromise.declared.to_string())
            .end_object();
    }
    writer.end_array().end_object();
    return writer.take_document();
}

std::string history_text(const did::History& history) {
    std::string text;
    for (const did::Version& version : history.versions) {
        text += (version.id.empty() ? "-" : version.id) + "  " +
                (version.from ? version.from->to_string() : "always") + "  " +
                std::string(did::to_string(version.kind));
        if (version.document)
            text += "  keys " + std::to_string(version.document->verification_methods().size());
        text += "\n";
    }
    for (const did::KeyCompromise& compromise : history.compromises)
        text += "compromised since " + compromise.since.to_string() + "  " +
                compromise.key.to_multikey() + "\n";
    return text;
}

Result<int> run_history(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did, named_did(invocation, *toolkit));
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    DEED_TRY(const did::History history, toolkit->resolver().history(did, invocation.call()));
    if (history.freshness)
        Output::note("from a {0}, as of {1}",
                     {history.freshness->source, history.freshness->as_of.to_string()});
    DEED_CHECK(invocation.output().result(history_text(history), history_document(did, history)));
    return 0;
}

constexpr ArgumentRow kDid[] = {{"DID", "the DID, or the name it was created under"}};
constexpr OptionRow kRotateOptions[] = {
    {"commit-next", "", "commit to a fresh key, which alone can take over after this one"},
    {"next-key", "REFERENCE", "commit to this key; a name that no key has is made"},
    {"new-key", "REFERENCE", "the key that takes over, instead of a fresh one"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption,
    {"log", "FOLDER", "of a did:webvh: where its did.jsonl is"}};
constexpr OptionRow kDeactivateOptions[] = {
    {"for-good", "", "confirm: nobody can undo it"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption,
    {"log", "FOLDER", "of a did:webvh: where its did.jsonl is"}};
constexpr OptionRow kMoveOptions[] = {
    {"to", "DID", "the did:weid of another network that takes its place, for good"},
    kSignOnlyOption,
    kBasisOption,
    kSignedOutOption,
    kValidForOption,
    kCommitmentOption,
    kForceOption,
    kDryRunOption,
    kNetworkOption,
    {"log", "FOLDER", "of a did:webvh: where its did.jsonl is"},
    {"domain", "HOST/PATH", "of a did:webvh: where it will be published from now on"}};
constexpr OptionRow kHistoryOptions[] = {
    {"did", "EXPORT", "a DID export to read from", true}, kMirrorOption, kNetworkOption};

}  // namespace

constexpr CommandRow kDidRotate{
    "did",
    "rotate",
    "Give a DID another controller key",
    "Makes a new key of the controller's type, NAME.controller-2 and so on, and lets it control "
    "the\n"
    "DID; where the document lists the old one, the new one takes its place. Where the DID "
    "committed\n"
    "to its next key, that key takes over, and the old one, stolen or lost, has no say. The DID "
    "stays\n"
    "the same. With --log, the update key of a did:webvh is a new one, NAME.update-2 and so on.",
    kDid,
    kRotateOptions,
    "deed did rotate acme --commit-next",
    run_or_try<run_rotate>};

constexpr CommandRow kDidDeactivate{
    "did",
    "deactivate",
    "Deactivate a DID for good",
    "Ends a did:weid. Its keys verify nothing from then on; nobody can undo this. Where the DID\n"
    "committed to its next key, that key signs. With --log, ends a did:webvh.",
    kDid,
    kDeactivateOptions,
    "deed did deactivate acme --for-good",
    run_or_try<run_deactivate>};

constexpr CommandRow kDidMove{
    "did",
    "move",
    "Name the DID of another ledger that takes its place",
    "Ends the changes to a did:weid for good. It keeps its last document, and whoever resolves it\n"
    "sees the new DID as canonicalId. Create that one first. Where the DID committed to its next\n"
    "key, that key signs. With --log and --domain, a portable did:webvh moves to another place on\n"
    "the web; publish its files there.",
    kDid,
    kMoveOptions,
    "deed did move acme --to \"$NEW_DID\"",
    run_or_try<run_move>};

constexpr CommandRow kDidHistory{
    "did",
    "history",
    "List a DID's versions",
    "Prints each version with its id, the time the ledger's operator claims for it and what made "
    "it,\n"
    "and the keys that were declared compromised. With --json, with every document.",
    kDid,
    kHistoryOptions,
    "deed did history acme",
    run_history};

}  // namespace deed::cli
