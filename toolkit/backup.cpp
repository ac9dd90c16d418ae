#include "toolkit/backup.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>

#include "evidence/index_file.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/pending_file.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/journal.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "toolkit/backup_errors.hpp"
#include "toolkit/backup_stage.hpp"
#include "toolkit/backup_unpack.hpp"

namespace deed {
namespace {

using backup_format::FileKind;
using backup_format::names_in;
using backup_format::Place;
using backup_format::Scratch;
using std::filesystem::path;

/// The content of one file: held, or read from the disk when its turn comes.
struct Content {
    Bytes bytes;
    std::uint64_t size = 0;
    path file;  ///< empty if held
};
/// By name in the backup, which is the order in which they are written.
using Files = std::map<std::string, Content>;

void hold(Files& files, const std::string& name, Bytes bytes) {
    const std::uint64_t size = bytes.size();
    files.emplace(name, Content{std::move(bytes), size, {}});
}

/// The names of a folder that a backup takes from it.
Result<std::vector<std::string>> taken_from(const path& folder, const std::string& prefix) {
    DEED_TRY(const std::vector<std::string> names, names_in(folder));
    std::vector<std::string> taken;
    for (const std::string& name : names)
        if (backup_format::place_of(prefix + name)) taken.push_back(name);
    return taken;
}

Result<void> take_private_files(const path& folder, const std::string& prefix, Files& files,
                                Call& call) {
    DEED_TRY(const auto names, taken_from(folder, prefix));
    for (const std::string& name : names) {
        DEED_CHECK(call.check());
        if (files.contains(prefix + name)) continue;
        DEED_TRY(const Place place, backup_format::place_of(prefix + name));
        DEED_TRY(Bytes bytes, read_private_file(folder / name, max_size(place.kind)));
        hold(files, prefix + name, std::move(bytes));
    }
    return {};
}

Result<std::uint64_t> size_of(const path& file) {
    std::error_code failure;
    const std::uint64_t size = std::filesystem::file_size(file, failure);
    if (!failure) return size;
    return Error(deed::errors::kIoFailed,
                 "cannot measure " + file.string() + ": " + failure.message(), file.string());
}

/// The index as it is when it is copied to `scratch`. An opening that has a file of its own is
/// moved to the index by whoever writes there, so the files' names are taken before it. Gives the
/// number of openings.
Result<std::uint64_t> take_openings(const path& folder, const path& scratch, Files& files) {
    const std::string prefix = "openings/";
    DEED_TRY(auto names, taken_from(folder, prefix));
    const auto index = std::ranges::find(names, evidence::kOpeningIndexFile);
    std::uint64_t count = names.size();
    if (index != names.end()) {
        const path copy = scratch / evidence::kOpeningIndexFile;
        DEED_CHECK(evidence::copy_opening_index(folder / evidence::kOpeningIndexFile, copy));
        DEED_TRY(const std::uint64_t rows, evidence::check_opening_index(copy));
        DEED_TRY(const std::uint64_t size, size_of(copy));
        files.emplace(prefix + *index, Content{{}, size, copy});
        count += rows - 1;
        names.erase(index);
    }
    for (const std::string& name : names) {
        DEED_TRY(const std::uint64_t size, size_of(folder / name));
        files.emplace(prefix + name, Content{{}, size, folder / name});
    }
    return count;
}

/// The aliases under which there are ledgers.
Result<std::vector<std::string>> ledgers_in(const path& folder) {
    DEED_TRY(const auto names, names_in(folder));
    std::vector<std::string> aliases;
    for (const std::string& name : names) {
        if (!backup_format::place_of("ledgers/" + name + "/journal")) continue;
        const auto info = registry::read_local_ledger_info(folder / name);
        if (!info && info.error().code() == registry::errors::kLedgerNotFound) continue;
        if (!info) return info.error();
        aliases.push_back(name);
    }
    return aliases;
}

/// What the whole frames of a journal hold now; a writer may go on behind them.
struct JournalPrefix {
    std::uint64_t bytes = tlog::kFirstFrame;
    tlog::MerkleTree tree;
    std::string head;  ///< the last one
};

Result<JournalPrefix> read_prefix(const path& journal, Call& call) {
    JournalPrefix prefix;
    const auto visit = [&](tlog::FrameType type, ByteView payload) -> Result<void> {
        DEED_CHECK(call.check());
        prefix.bytes += tlog::kBeforePayload + payload.size() + tlog::kAfterPayload;
        if (type == tlog::FrameType::entry) prefix.tree.append(tlog::leaf_hash(payload));
        if (type == tlog::FrameType::head) prefix.head = as_text(payload);
        return {};
    };
    DEED_CHECK(tlog::Journal::read(journal, visit));
    return prefix;
}

/// What a head says; nothing is verified.
Result<tlog::Checkpoint> checkpoint_in(const std::string& head) {
    DEED_TRY(const tlog::Note note, tlog::Note::parse(head));
    return tlog::Checkpoint::parse(note.body());
}

Error ledger_differs(const std::string& alias, const std::string& why) {
    return Error(errors::kBackupLedgerDiffers, "the ledger " + alias + " " + why);
}

/// Whether the entries reach, and agree with, what the log's keys had signed by the records that
/// were taken.
Result<void> check_heads(const std::string& alias, const JournalPrefix& prefix,
                         const registry::LogHistory& history, const Files& files) {
    for (const auto& [name, content] : files) {
        DEED_TRY(const Place place, backup_format::place_of(name));
        if (place.kind != FileKind::head) continue;
        DEED_TRY(const tlog::HeadRecord record, tlog::parse_head_file(as_text(content.bytes)));
        if (!history.had(record.key)) continue;
        if (record.head.size > prefix.tree.size() ||
            prefix.tree.root_at(record.head.size) != record.head.root)
            return ledger_differs(alias, "does not hold what its key signed");
    }
    return {};
}

/// Takes what the ledger's journal holds now, once it is seen to open from there: the last head's
/// signature and root, everything that its keys had signed, and every entry.
Result<BackedUpLedger> take_ledger(const path& folder, const std::string& alias,
                                   tlog::HeadGuard& guard, Files& files, Call& call) {
    DEED_TRY(const auto info, registry::read_local_ledger_info(folder));
    const path journal = folder / "journal";
    DEED_TRY(const JournalPrefix prefix, read_prefix(journal, call));
    // A journal only grows, so this reads at least the same entries, and holds each to the rules.
    DEED_TRY(const auto ledger, registry::read_local_ledger(folder, info.log, &guard, call));
    DEED_TRY(const auto history, ledger->history(call));

    DEED_TRY(const tlog::Checkpoint head, checkpoint_in(prefix.head));
    DEED_CHECK(tlog::verify_checkpoint(prefix.head, history.signer_of(head.size)));
    if (head.size > prefix.tree.size() || prefix.tree.root_at(head.size) != head.root)
        return ledger_differs(alias, "does not hold what its last head says");
    DEED_CHECK(check_heads(alias, prefix, history, files));

    DEED_TRY(Bytes ledger_info, read_file(folder / "ledger.json", max_size(FileKind::ledger_info)));
    hold(files, "ledgers/" + alias + "/ledger.json", std::move(ledger_info));
    files.emplace("ledgers/" + alias + "/journal", Content{{}, prefix.bytes, journal});
    return BackedUpLedger{alias,     info.network, info.log.to_string(),
                          head.size, head.root,    prefix.head};
}

struct Snapshot {
    BackupContents contents;
    Files files;
};

/// The order makes the parts fit although others write meanwhile: what refers to something is taken
/// before it. The heads come before the journals, so that no journal is behind the heads; openings
/// and keys come after the entries that need them. A head that is new by then is added, so that no
/// log key comes back without the record of what it signed.
Result<Snapshot> take_snapshot(const Config& home, const path& scratch, const Clock& clock,
                               Call& call) {
    Snapshot snapshot{{clock.now().floor_seconds(), 0, 0, 0, {}}, {}};
    Files& files = snapshot.files;
    DEED_TRY(const auto aliases, ledgers_in(home.ledger_folder));
    DEED_CHECK(take_private_files(home.head_folder, "heads/", files, call));
    const auto guard = tlog::open_head_guard(home.head_folder);
    for (const std::string& alias : aliases) {
        DEED_TRY(BackedUpLedger ledger,
                 take_ledger(home.ledger_folder / alias, alias, *guard, files, call));
        snapshot.contents.ledgers.push_back(std::move(ledger));
    }
    DEED_TRY(snapshot.contents.openings, take_openings(home.evidence_folder, scratch, files));
    DEED_CHECK(backup_format::check_keys(home.key_folder, clock, call));
    DEED_CHECK(take_private_files(home.key_folder, "keys/", files, call));
    DEED_CHECK(take_private_files(home.head_folder, "heads/", files, call));

    for (const auto& [name, content] : files) {
        DEED_TRY(const Place place, backup_format::place_of(name));
        if (place.kind == FileKind::head) ++snapshot.contents.heads;
        if (place.kind == FileKind::key) ++snapshot.contents.keys;
    }
    if (files.empty()) return Error(errors::kBackupEmpty, "this home holds nothing yet");
    return snapshot;
}

Result<void> write_content(backup_format::Writer& writer, const std::string& name,
                           const Content& content) {
    std::uint64_t offset = 0;
    if (content.file.empty())
        return writer.file(
            name, content.size, [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
                const auto part = ByteView(content.bytes).subspan(offset, out.size());
                std::copy(part.begin(), part.end(), out.begin());
                offset += part.size();
                return part.size();
            });
    auto file = open_file(content.file);
    if (!file && file.error().code() == deed::errors::kFileNotFound)
        return Error(errors::kBackupHomeChanged, name + " was removed meanwhile");
    if (!file) return file.error();
    return writer.file(name, content.size, [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
        DEED_TRY(const std::size_t count, read_at(*file, content.file, offset, out));
        offset += count;
        return count;
    });
}

Result<void> refuse_existing(const path& file, Existing existing) {
    std::error_code ignored;  // whatever cannot be examined fails when it is written
    if (existing == Existing::replace ||
        !std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
        return {};
    return Error(deed::errors::kFileExists, file.string() + " exists already", file.string());
}

}  // namespace

Result<BackupContents> write_backup(const Config& home, const path& file, Existing existing,
                                    const crypto::SecretBytes& passphrase, const Clock& clock,
                                    Call& call) {
    DEED_CHECK(refuse_existing(file, existing));
    const path folder = file.parent_path().empty() ? path(".") : file.parent_path();
    DEED_TRY(const Scratch scratch, Scratch::create(folder));
    DEED_TRY(const Snapshot snapshot, take_snapshot(home, scratch.folder(), clock, call));

    DEED_TRY(PendingFile pending, PendingFile::create(file, 0600));
    DEED_TRY(auto stream,
             crypto::SealedStreamWriter::begin("deed/backup/v", passphrase, [&](ByteView sealed) {
                 return pending.append(sealed);
             }));
    backup_format::Writer writer([&](ByteView plain) -> Result<void> {
        DEED_CHECK(call.check());
        return stream.write(plain);
    });
    DEED_CHECK(writer.manifest(snapshot.contents));
    for (const auto& [name, content] : snapshot.files)
        DEED_CHECK(write_content(writer, name, content));
    DEED_CHECK(writer.end());
    DEED_CHECK(stream.finish());
    DEED_CHECK(pending.commit(existing));
    return snapshot.contents;
}

}  // namespace deed
