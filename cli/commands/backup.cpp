#include "toolkit/backup.hpp"

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/prompt_access.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/json/writer.hpp"
#include "lib/tlog/errors.hpp"

namespace deed::cli {
namespace {

constexpr std::string_view kPrompt = "Passphrase of the backup: ";

crypto::SecretBytes copy_of(const crypto::SecretBytes& secret) {
    return crypto::SecretBytes::copy_of(secret.reveal(crypto::SecretAccessForPrompt::get()));
}

/// Answers with what was typed already.
class Given final : public crypto::PassphraseSource {
public:
    explicit Given(const crypto::SecretBytes& passphrase) : passphrase_(passphrase) {}
    Result<crypto::SecretBytes> passphrase(bool, Call&) override { return copy_of(passphrase_); }

private:
    const crypto::SecretBytes& passphrase_;
};

bool has_own_passphrase(const Invocation& invocation) {
    return invocation.option("backup-passphrase-fd") || invocation.option("backup-passphrase-file");
}

Result<crypto::SecretBytes> own_passphrase(Invocation& invocation, bool for_new) {
    CliPassphraseSource source(invocation.option("backup-passphrase-fd"),
                               invocation.option("backup-passphrase-file"), std::string(kPrompt));
    return source.passphrase(for_new, invocation.call());
}

Result<bool> has_key_store(const Config& home) {
    std::error_code failure;
    const bool there = std::filesystem::exists(home.key_folder / "master.json", failure);
    if (failure)
        return Error(deed::errors::kIoFailed, "cannot examine the key store: " + failure.message(),
                     home.key_folder.string());
    return there;
}

/// The store's, once it is seen to open the store: a mistyped one would seal the backup for ever.
Result<crypto::SecretBytes> store_passphrase(Invocation& invocation, const Config& home) {
    DEED_TRY(const bool store, has_key_store(home));
    DEED_TRY(CliPassphraseSource source, invocation.passphrase_source());
    DEED_TRY(crypto::SecretBytes passphrase, source.passphrase(!store, invocation.call()));
    if (!store) return passphrase;
    Given given(passphrase);
    const auto keys = crypto::open_key_store(home.key_folder, given, invocation.clock());
    DEED_CHECK(keys->seal("deed/backup/check", {}, invocation.call()));
    return passphrase;
}

Result<crypto::SecretBytes> sealing_passphrase(Invocation& invocation, const Config& home) {
    if (has_own_passphrase(invocation)) return own_passphrase(invocation, true);
    if (invocation.flag("own-passphrase")) return ask_passphrase(kPrompt, true, invocation.call());
    return store_passphrase(invocation, home);
}

Result<crypto::SecretBytes> opening_passphrase(Invocation& invocation) {
    if (has_own_passphrase(invocation)) return own_passphrase(invocation, false);
    DEED_TRY(CliPassphraseSource source, invocation.passphrase_source(std::string(kPrompt)));
    return source.passphrase(false, invocation.call());
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string contents_text(const BackupContents& contents) {
    std::string text = "made " + contents.created.to_string() + ": " +
                       counted(contents.keys, "key", "keys") + ", " +
                       counted(contents.heads, "head", "heads") + ", " +
                       counted(contents.ledgers.size(), "ledger", "ledgers") + ", " +
                       counted(contents.openings, "opening", "openings") + "\n";
    for (const BackedUpLedger& ledger : contents.ledgers)
        text += "ledger " + ledger.alias + ": good, " + counted(ledger.size, "entry", "entries") +
                ", root " + base64_encode(ledger.root) + ", network " + ledger.network + "\n";
    return text;
}

void write_contents(json::Writer& writer, const BackupContents& contents) {
    const auto integer = [&](std::string_view name, std::uint64_t value) {
        writer.key(name).integer(static_cast<std::int64_t>(value));
    };
    writer.member("created", contents.created.to_string());
    integer("keys", contents.keys);
    integer("heads", contents.heads);
    integer("openings", contents.openings);
    writer.key("ledgers").begin_array();
    for (const BackedUpLedger& ledger : contents.ledgers) {
        writer.begin_object()
            .member("alias", ledger.alias)
            .member("network", ledger.network)
            .member("verifierKey", ledger.verifier_key);
        integer("size", ledger.size);
        writer.member("root", base64_encode(ledger.root))
            .member("checkpoint", ledger.checkpoint)
            .end_object();
    }
    writer.end_array();
}

Result<int> print_contents(Invocation& invocation, const BackupContents& contents) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/backup-summary/v1");
    write_contents(writer, contents);
    writer.end_object();
    DEED_CHECK(invocation.output().result(contents_text(contents), writer.take_document()));
    return 0;
}

Result<int> run_backup(Invocation& invocation) {
    const auto out = invocation.option("out");
    const auto verify = invocation.option("verify");
    if (out.has_value() == verify.has_value())
        return Error(errors::kMissingArgument, "deed backup: give either --out or --verify");
    if (verify) {
        DEED_TRY(const crypto::SecretBytes passphrase, opening_passphrase(invocation));
        DEED_TRY(const BackupContents contents,
                 check_backup(*verify, passphrase, std::filesystem::temp_directory_path(),
                              invocation.clock(), invocation.call()));
        return print_contents(invocation, contents);
    }
    DEED_TRY(const Config home, invocation.config());
    DEED_TRY(const crypto::SecretBytes passphrase, sealing_passphrase(invocation, home));
    const Existing existing = invocation.flag("force") ? Existing::replace : Existing::refuse;
    DEED_TRY(const BackupContents contents,
             write_backup(home, *out, existing, passphrase, invocation.clock(), invocation.call()));
    Output::note("wrote {0}", {*out});
    return print_contents(invocation, contents);
}

void write_names(json::Writer& writer, std::string_view name,
                 const std::vector<std::string>& values) {
    writer.key(name).begin_array();
    for (const std::string& value : values) writer.string(value);
    writer.end_array();
}

json::Document outcome_document(const RestoreOutcome& outcome) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/restore-summary/v1").key("backup");
    writer.begin_object();
    write_contents(writer, outcome.contents);
    writer.end_object();
    write_names(writer, "restored", outcome.restored);
    write_names(writer, "present", outcome.present);
    write_names(writer, "kept", outcome.kept);
    write_names(writer, "rolledBack", outcome.rolled_back);
    writer.key("references").begin_array();
    for (const crypto::KeyInfo& key : outcome.references)
        writer.begin_object()
            .member("name", key.name)
            .member("reference", key.reference->to_string())
            .end_object();
    writer.end_array();
    writer.end_object();
    return writer.take_document();
}

std::string outcome_text(const RestoreOutcome& outcome) {
    std::string text = contents_text(outcome.contents);
    text += "restored " + std::to_string(outcome.restored.size()) + ", already here " +
            std::to_string(outcome.present.size()) + ", kept as they were " +
            std::to_string(outcome.kept.size()) + "\n";
    for (const std::string& name : outcome.kept) text += "kept " + name + "\n";
    for (const crypto::KeyInfo& key : outcome.references)
        text += "key " + key.name + " is at " + key.reference->to_string() + "\n";
    return text;
}

Result<int> run_restore(Invocation& invocation) {
    DEED_TRY(const Config home, invocation.config());
    DEED_TRY(const crypto::SecretBytes passphrase, opening_passphrase(invocation));
    const Restoring restoring =
        invocation.flag("merge") ? Restoring::merging : Restoring::into_empty;
    DEED_TRY(const RestoreOutcome outcome,
             restore_backup(*invocation.argument(0), passphrase, home, restoring,
                            invocation.clock(), invocation.call()));
    DEED_CHECK(invocation.output().result(outcome_text(outcome), outcome_document(outcome)));
    if (outcome.rolled_back.empty()) return 0;
    for (const std::string& alias : outcome.rolled_back)
        Output::note(
            "the ledger {0} is restored, but its key signed more entries since the backup was made "
            "({1})",
            {alias, tlog::errors::kRolledBack.name});
    Output::hint(tlog::errors::kRolledBack.remedy);
    return exit_code(tlog::errors::kRolledBack.kind);
}

constexpr ArgumentRow kFile[] = {{"FILE", "the backup"}};
constexpr OptionRow kBackupOptions[] = {
    {"out", "FILE", "write the backup to this file"},
    {"verify", "FILE", "check this backup instead, as restoring it would"},
    {"force", "", "replace the file if it exists"},
    {"own-passphrase", "", "ask for a passphrase of the backup's own"},
    {"backup-passphrase-file", "FILE", "read the backup's own passphrase from a private file"},
    {"backup-passphrase-fd", "N", "read it from an open descriptor"}};
constexpr OptionRow kRestoreOptions[] = {
    {"merge", "", "add what is missing to what is here"},
    {"backup-passphrase-file", "FILE", "read the backup's own passphrase from a private file"},
    {"backup-passphrase-fd", "N", "read it from an open descriptor"}};

}  // namespace

constexpr CommandRow kBackup{
    "backup",
    "",
    "Write keys, heads, ledgers and openings to one sealed file",
    "Writes everything of your home to one file, sealed by the key store's passphrase or by one "
    "of\n"
    "its own. Others may write to the ledgers meanwhile. With --verify, opens a backup and checks\n"
    "every byte and every ledger in it; nothing in your home is changed.",
    {},
    kBackupOptions,
    "deed backup --out 2026-11-22.deed-backup",
    run_backup};

constexpr CommandRow kRestore{"restore",
                              "",
                              "Bring back what a backup holds",
                              "Checks the whole backup first, then puts its files in place; run it "
                              "again if it was interrupted.\n"
                              "Nothing is overwritten, and no head is lowered: a ledger that is "
                              "older than what its key signed\n"
                              "is restored, but does not open.",
                              kFile,
                              kRestoreOptions,
                              "deed restore 2026-11-22.deed-backup",
                              run_restore};

}  // namespace deed::cli
