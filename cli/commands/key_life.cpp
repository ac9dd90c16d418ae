#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "did/methods/key.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/key_rotation.hpp"

namespace deed::cli {
namespace {

/// The passphrase to come, which is never taken from where the present one is.
class NewPassphrase final : public crypto::PassphraseSource {
public:
    explicit NewPassphrase(const Invocation& invocation)
        : descriptor_(invocation.option("new-passphrase-fd")),
          file_(invocation.option("new-passphrase-file")) {}

    Result<crypto::SecretBytes> passphrase(bool for_new_store, Call& call) override {
        if (!descriptor_ && !file_) return ask_passphrase("New passphrase: ", true, call);
        return CliPassphraseSource(descriptor_, file_).passphrase(for_new_store, call);
    }

private:
    std::optional<std::string> descriptor_;
    std::optional<std::string> file_;
};

Result<int> run_passphrase(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    NewPassphrase fresh(invocation);
    DEED_CHECK(toolkit->keys().change_passphrase(fresh, invocation.call()));
    json::Writer writer;
    writer.begin_object().member("format", "deed/key-passphrase/v1").key("changed").boolean(true);
    DEED_CHECK(invocation.output().result("", writer.end_object().take_document()));
    Output::note("the passphrase is changed; backups made before open with the old one");
    return 0;
}

std::string words_of(const std::vector<did::Relationship>& relationships) {
    std::string words;
    for (const did::Relationship relationship : relationships)
        words += (words.empty() ? "" : ",") + std::string(did::to_string(relationship));
    return words.empty() ? "no use" : words;
}

void write_listing(json::Writer& writer, const KeyListing& listing) {
    writer.begin_object().member("did", listing.did.to_string()).key("for").begin_array();
    for (const did::Relationship relationship : listing.relationships)
        writer.string(did::to_string(relationship));
    writer.end_array();
    if (listing.receipt) {
        writer.key("position").integer(static_cast<std::int64_t>(listing.receipt->position));
        writer.member("accepted", listing.receipt->accepted.to_string());
    }
    writer.end_object();
}

json::Document rotation_document(const KeyRotation& rotation, bool dry_run) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/rotated-key/v1")
        .member("oldKey", rotation.old_key.name)
        .member("newKey", rotation.new_name);
    if (rotation.new_key) {
        writer.member("publicKeyMultibase", rotation.new_key->public_key.to_multikey())
            .member("did", did::did_key_of(rotation.new_key->public_key).to_string());
    }
    writer.key("documents").begin_array();
    for (const KeyListing& listing : rotation.listings) write_listing(writer, listing);
    writer.end_array().key("dryRun").boolean(dry_run).end_object();
    return writer.take_document();
}

void narrate(const KeyRotation& rotation, bool dry_run) {
    if (rotation.was_begun)
        Output::note("{0} is there already: going on with what was begun", {rotation.new_name});
    else if (dry_run)
        Output::note("would make the key {0}", {rotation.new_name});
    for (const KeyListing& listing : rotation.listings)
        Output::note(
            dry_run ? "would put it in the place of {0} in {1}, for {2}"
                    : "it is in the place of {0} in {1}, for {2}",
            {rotation.old_key.name, listing.did.to_string(), words_of(listing.relationships)});
    if (dry_run) return;
    Output::note("{0} stays in the key store, for what was made with it", {rotation.old_key.name});
}

Result<int> run_rotate(Invocation& invocation) {
    KeyRotationOptions options;
    options.dry_run = invocation.flag("dry-run");
    DEED_TRY(options.new_key, given_reference(invocation, "new-key"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const KeyRotation rotation,
             rotate_key(*toolkit, *invocation.argument(0), options, invocation.call()));
    narrate(rotation, options.dry_run);
    DEED_CHECK(invocation.output().result(rotation.new_name,
                                          rotation_document(rotation, options.dry_run)));
    return 0;
}

constexpr ArgumentRow kName[] = {{"NAME", "of the key"}};
constexpr OptionRow kPassphraseOptions[] = {
    {"new-passphrase-file", "FILE", "the new passphrase, in a private file"},
    {"new-passphrase-fd", "N", "or from an open descriptor"}};
constexpr OptionRow kRotateOptions[] = {
    {"new-key", "REFERENCE", "a key that exists already, instead of a new one in the store"},
    {"dry-run", "", "say what would be done, and do nothing"}};

}  // namespace

constexpr CommandRow kKeyPassphrase{
    "key",
    "passphrase",
    "Change the passphrase of the key store",
    "Asks for the present passphrase and for the new one. Keys and whatever the store sealed stay "
    "as\n"
    "they are; an interruption leaves either the old passphrase or the new one.",
    {},
    kPassphraseOptions,
    "deed key passphrase",
    run_passphrase};

constexpr CommandRow kKeyRotate{
    "key",
    "rotate",
    "Succeed a key by a new one",
    "Makes a key of the same type, NAME.2 (then NAME.3), and prints "
    "its name. Where a document of a\n"
    "DID that is controlled here lists the old key, the new one takes "
    "its place for the same uses.\n"
    "After an interruption, run it again with --new-key NAME.2: it goes on where it "
    "stopped.",
    kName,
    kRotateOptions,
    "deed key rotate acme.assertion",
    run_rotate};

}  // namespace deed::cli
