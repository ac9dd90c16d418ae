#include "toolkit/backup_unpack.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "evidence/index_file.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/referenced_key_store.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/pending_file.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "toolkit/backup_errors.hpp"

namespace deed::backup_format {
namespace {

using std::filesystem::path;

Error malformed(std::string what) { return Error(errors::kBackupMalformed, std::move(what)); }

/// A source that reads an open file from its begin.
crypto::ByteSource source_of(const Descriptor& file, const path& name) {
    return [&file, name,
            offset = std::uint64_t{0}](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        DEED_TRY(const std::size_t count, read_at(file, name, offset, out));
        offset += count;
        return count;
    };
}

/// Never answers: whoever asks has found everything else to be in order.
class NoAnswer final : public crypto::PassphraseSource {
public:
    Result<crypto::SecretBytes> passphrase(bool, Call&) override {
        return Error(crypto::errors::kNoPassphrase, "no passphrase is asked for here");
    }
};

/// Those in files of their own, and those in the index.
Result<std::uint64_t> count_openings(const Unpacked& unpacked, const Config& staged) {
    std::uint64_t openings = 0;
    for (const Place& place : unpacked.places) {
        if (place.kind == FileKind::opening) ++openings;
        if (place.kind != FileKind::opening_index) continue;
        DEED_TRY(const std::uint64_t count, evidence::check_opening_index(path_in(staged, place)));
        openings += count;
    }
    return openings;
}

Result<void> require_counts(const Unpacked& unpacked, const Config& staged) {
    const auto count = [&](FileKind kind) {
        return static_cast<std::uint64_t>(std::ranges::count(unpacked.places, kind, &Place::kind));
    };
    const BackupContents& contents = unpacked.contents;
    DEED_TRY(const std::uint64_t openings, count_openings(unpacked, staged));
    if (count(FileKind::key) != contents.keys || count(FileKind::head) != contents.heads ||
        openings != contents.openings)
        return malformed("the backup does not hold the files that it lists");
    std::set<std::string> journals;
    std::set<std::string> infos;
    for (const Place& place : unpacked.places) {
        if (place.kind == FileKind::journal) journals.insert(place.owner);
        if (place.kind == FileKind::ledger_info) infos.insert(place.owner);
    }
    std::set<std::string> listed;
    for (const BackedUpLedger& ledger : contents.ledgers) listed.insert(ledger.alias);
    if (journals != listed || infos != listed)
        return malformed("the backup does not hold the ledgers that it lists");
    return {};
}

Result<void> check_ledger(const BackedUpLedger& listed, const path& folder, tlog::HeadGuard& guard,
                          Call& call) {
    DEED_TRY(const auto info, registry::read_local_ledger_info(folder));
    DEED_TRY(const auto ledger, registry::read_local_ledger(folder, info.log, &guard, call));
    DEED_TRY(const std::string note, ledger->checkpoint(call));
    DEED_TRY(const tlog::Note parsed, tlog::Note::parse(note));
    DEED_TRY(const tlog::Checkpoint head, tlog::Checkpoint::parse(parsed.body()));
    if (note != listed.checkpoint || head.size != listed.size || head.root != listed.root ||
        info.network != listed.network || info.log.to_string() != listed.verifier_key)
        return Error(errors::kBackupLedgerDiffers,
                     "the ledger " + listed.alias + " is not the one that the backup lists");
    return {};
}

}  // namespace

Result<std::vector<std::string>> names_in(const path& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder, failure);
    if (failure == std::errc::no_such_file_or_directory) return names;
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure))
        names.push_back(entry->path().filename().string());
    if (failure)
        return Error(deed::errors::kIoFailed,
                     "cannot list " + folder.string() + ": " + failure.message(), folder.string());
    std::ranges::sort(names);
    return names;
}

Result<void> check_keys(const path& key_folder, const Clock& clock, Call& call) {
    NoAnswer nobody;
    crypto::ReferencedKeyStore store(crypto::open_key_store(key_folder, nobody, clock), key_folder,
                                     {}, clock);
    DEED_CHECK(store.list(call));
    // What lists pass over is no backup of a key.
    DEED_TRY(std::vector<crypto::DamagedReference> damaged, store.damaged(call));
    if (!damaged.empty()) return std::move(damaged.front().error);
    const auto sealed = store.seal("deed/backup/check", {}, call);
    if (sealed) return {};
    const ErrorCode& code = sealed.error().code();
    if (code == crypto::errors::kNoPassphrase || code == crypto::errors::kNoKeyStore) return {};
    return sealed.error();
}

Result<tlog::HeadRecord> read_head(const path& head_file) {
    DEED_TRY(const Bytes bytes, read_private_file(head_file, max_size(FileKind::head)));
    auto record = tlog::parse_head_file(as_text(bytes));
    if (!record) return std::move(record).error().at(head_file.string());
    if (tlog::head_file_name(record->key) != head_file.filename())
        return malformed("a head file has another name than that of its key");
    return record;
}

Result<Unpacked> unpack(const path& file, const crypto::SecretBytes& passphrase,
                        const Config& staged, Call& call) {
    DEED_TRY(const Descriptor sealed, open_file(file));
    DEED_TRY(auto stream, crypto::SealedStreamReader::open("deed/backup/v", passphrase,
                                                           source_of(sealed, file)));
    Reader reader([&](std::span<std::uint8_t> out) -> Result<std::size_t> {
        DEED_CHECK(call.check());
        return stream.read(out);
    });
    DEED_TRY(BackupContents contents, reader.manifest());
    Unpacked unpacked{std::move(contents), {}};
    while (true) {
        DEED_TRY(auto next, reader.next());
        if (!next) break;
        const path destination = path_in(staged, next->place);
        DEED_CHECK(create_private_directories(destination.parent_path()));
        DEED_TRY(PendingFile pending, PendingFile::create(destination, 0600));
        DEED_CHECK(reader.content([&](ByteView piece) { return pending.append(piece); }));
        DEED_CHECK(pending.commit(Existing::refuse));
        unpacked.places.push_back(std::move(next->place));
    }
    DEED_CHECK(require_counts(unpacked, staged));
    return unpacked;
}

Result<void> check_unpacked(const Unpacked& unpacked, const Config& staged, const Clock& clock,
                            Call& call) {
    DEED_CHECK(check_keys(staged.key_folder, clock, call));
    const auto guard = tlog::open_head_guard(staged.head_folder);
    for (const Place& place : unpacked.places)
        if (place.kind == FileKind::head) DEED_CHECK(read_head(path_in(staged, place)));
    for (const BackedUpLedger& ledger : unpacked.contents.ledgers)
        DEED_CHECK(check_ledger(ledger, staged.ledger_folder / ledger.alias, *guard, call));
    return {};
}

}  // namespace deed::backup_format
