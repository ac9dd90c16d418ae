#include <chrono>
#include <string>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/attach.hpp"
#include "registry-contracts/client/local/following_ledger.hpp"
#include "registry-contracts/client/local/layout.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "registry-contracts/client/local/writer.hpp"

namespace deed::registry {
namespace {

using local::LogImage;
using std::filesystem::path;

Result<FileLock> lock_folder(const path& folder) {
    auto lock = FileLock::acquire(local::lock_path(folder));
    // A reader may be bringing the index up to date.
    for (int i = 0; i < 20 && !lock && lock.error().code() == deed::errors::kFileLocked; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
        lock = FileLock::acquire(local::lock_path(folder));
    }
    if (!lock && lock.error().code() == deed::errors::kFileLocked)
        return Error(errors::kLedgerLocked, "another process writes to " + folder.string(),
                     folder.string());
    return lock;
}

Result<void> refuse_ledger(const path& folder) {
    DEED_TRY(const bool exists, local::holds_ledger(folder));
    if (!exists) return {};
    return Error(errors::kLedgerExists, "there is a ledger in " + folder.string(), folder.string());
}

/// Removes the journal of a creation that was cut short. One with entries is never removed.
Result<void> clear_unfinished(const path& folder) {
    std::uint64_t entries = 0;
    const auto count = [&entries](tlog::FrameType type, ByteView) -> Result<void> {
        if (type != tlog::FrameType::head) ++entries;
        return {};
    };
    const path journal = local::journal_path(folder);
    auto read = tlog::Journal::read(journal, count);
    if (!read && read.error().code() == deed::errors::kFileNotFound) return {};
    if (!read) return read;
    if (entries > 0)
        return Error(errors::kLedgerDamaged, "the folder holds entries but no ledger.json",
                     folder.string());
    std::error_code error;
    std::filesystem::remove(journal, error);
    if (error)
        return Error(deed::errors::kIoFailed, "cannot remove the journal: " + error.message(),
                     journal.string());
    return {};
}

/// A key begins one history only, even in another folder. Gives what the guard told.
Result<std::optional<tlog::GuardedHead>> check_unused(const tlog::VerifierKey& log,
                                                      tlog::HeadGuard& guard, Call& call) {
    DEED_TRY(const auto guarded, guard.highest(log, call));
    if (!guarded || guarded->size == 0) return guarded;
    return Error(tlog::errors::kRolledBack, "this key has signed " + std::to_string(guarded->size) +
                                                " entries of " + log.name() +
                                                " before; open that ledger or use a new key");
}

/// Opens the journal that `image` holds already, but for data that no entry took.
Result<tlog::Journal> open_journal(const path& folder, LogImage& image) {
    std::uint64_t offset = image.last_mark();
    const auto take = [&](tlog::FrameType type, ByteView payload) -> Result<void> {
        const bool is_held = offset < image.covered_until();
        offset += tlog::kBeforePayload + payload.size() + tlog::kAfterPayload;
        if (is_held || type == tlog::FrameType::body) return {};
        return Error(tlog::errors::kJournalDamaged,
                     "the journal changed behind offset " + std::to_string(image.covered_until()));
    };
    // From the last mark on: what stands behind it may never have been written.
    return tlog::Journal::open(local::journal_path(folder), take, image.last_mark());
}

/// Makes guard, heads and entries agree, after a crash at any point.
Result<void> settle(LogImage& image, tlog::Journal& journal, const local::WriterParts& parts,
                    Call& call) {
    const local::GuardedLog log = image.guarded();
    DEED_TRY(const auto records, local::HeadRecords::read(parts.guard, log.history, call));
    DEED_CHECK(records.check(log));
    const std::uint64_t guarded = records.highest()->size;
    // A head in the journal was signed, whatever an older record says.
    if (log.included > guarded) DEED_CHECK(records.advance(parts.guard, log, log.included, call));
    // The very head that the guard knows: the key may have signed it, and nobody else seen it. One
    // whose entries were lost, and declared lost, can only be followed by a larger one.
    bool broken = false;
    const bool declared = log.fresh_loss && log.fresh_loss->known == *records.highest();
    if (!image.head() || (guarded > log.included && !declared))
        DEED_CHECK(local::write_head(image, guarded, journal, parts, broken, call));
    // Nobody may wait any more for what was accepted, and it must not stay in between.
    if (image.size() > image.included())
        DEED_CHECK(local::write_head(image, image.size(), journal, parts, broken, call));
    return {};
}

using Image = std::unique_ptr<LogImage>;

Result<Image> read_image(const path& folder, const tlog::VerifierKey& log, Call& call) {
    DEED_TRY(Image image, local::image_in_memory(folder, log, call));
    DEED_CHECK(image->check_last_head());
    return image;
}

/// By the index of the folder, if its head is not behind what the guard remembers.
Result<Image> read_indexed(const path& folder, const tlog::VerifierKey& log, tlog::HeadGuard& guard,
                           Call& call) {
    DEED_TRY(Image image, local::image_to_read(folder, log));
    if (!image->head()) return Error(errors::kIndexDamaged, "the index covers no head");
    DEED_TRY(const auto records, local::HeadRecords::read(guard, image->history(), call));
    DEED_CHECK(records.check(image->guarded()));
    if (records.highest()->size <= image->included()) return image;
    return Error(errors::kIndexDamaged, "the index is behind the guard");
}

/// Brings the index up to date, unless a writer is at work, who does so himself.
Result<void> refresh_index(const path& folder, const tlog::VerifierKey& log, Call& call) {
    DEED_TRY(const FileLock lock, FileLock::acquire(local::lock_path(folder)));
    DEED_CHECK(local::image_to_write(folder, log, call));
    return {};
}

/// As read_image(), and held against what the guard remembers.
Result<Image> read_guarded(const path& folder, const tlog::VerifierKey& log, tlog::HeadGuard& guard,
                           Call& call) {
    DEED_TRY(Image image, read_image(folder, log, call));
    DEED_TRY(const auto records, local::HeadRecords::read(guard, image->history(), call));
    const auto checked = records.check(image->guarded());
    if (checked) return image;
    if (checked.error().code() != tlog::errors::kRolledBack) return checked.error();
    // A writer at work may have gone on since the journal was read; what it records is never beyond
    // entries that are durable by then.
    DEED_TRY(Image later, read_image(folder, log, call));
    if (later->size() == image->size() || !records.check_recorded(later->guarded()))
        return checked.error();
    return later;
}

/// One's own ledger.
Result<Image> read_own(const path& folder, const tlog::VerifierKey& log, tlog::HeadGuard& guard,
                       Call& call) {
    auto image = read_indexed(folder, log, guard, call);
    if (image) return image;
    auto refreshed = refresh_index(folder, log, call);
    // Between a head and its place in the index a writer needs but moments.
    constexpr int kTries = 10;
    constexpr std::chrono::milliseconds kBetweenTries{20};
    for (int i = 0; i < kTries; ++i) {
        DEED_CHECK(call.check());
        image = read_indexed(folder, log, guard, call);
        if (image) return image;
        if (refreshed || refreshed.error().code() != deed::errors::kFileLocked) break;
        std::this_thread::sleep_for(kBetweenTries);
    }
    return read_guarded(folder, log, guard, call);
}

Error not_of(const tlog::VerifierKey& ledger, const tlog::VerifierKey& asked, const path& folder) {
    return Error(errors::kLedgerWrongKey,
                 "the ledger is that of " + ledger.to_string() + ", not of " + asked.to_string(),
                 folder.string());
}

/// For readers: the last head must be of a log that had the key.
Result<Image> read_of(const path& folder, const tlog::VerifierKey& log, tlog::HeadGuard* guard,
                      Call& call) {
    DEED_TRY(const LocalLedgerInfo info, read_local_ledger_info(folder));
    // A later key of the same log was signed for by those before it, with the log's origin.
    if (info.log.name() != log.name()) return not_of(info.log, log, folder);
    DEED_TRY(Image image, guard != nullptr ? read_own(folder, info.log, *guard, call)
                                           : read_image(folder, info.log, call));
    if (!image->history().until(image->included()).had(log)) return not_of(info.log, log, folder);
    return image;
}

}  // namespace

Result<std::unique_ptr<LogLedger>> create_local_ledger(const path& folder, std::string origin,
                                                       crypto::Signer& log_signer,
                                                       tlog::HeadGuard& guard, const Clock& clock,
                                                       Call& call) {
    if (origin.empty()) origin = default_log_origin(log_signer.public_key());
    DEED_TRY(tlog::VerifierKey log,
             tlog::VerifierKey::create(std::move(origin), log_signer.public_key()));
    DEED_CHECK(refuse_ledger(folder));
    DEED_CHECK(create_private_directories(folder));
    DEED_TRY(FileLock lock, lock_folder(folder));
    DEED_CHECK(refuse_ledger(folder));
    DEED_TRY(const auto guarded, check_unused(log, guard, call));
    DEED_CHECK(clear_unfinished(folder));

    DEED_CHECK(guard.advance(log, guarded, {0, tlog::empty_root()}, call));
    DEED_TRY(tlog::Journal journal, tlog::Journal::create(local::journal_path(folder)));
    DEED_TRY(Image image, local::image_anew(folder, log, call));
    const local::WriterParts parts{&log_signer, guard, clock};
    DEED_CHECK(settle(*image, journal, parts, call));
    DEED_CHECK(local::write_info(folder, log));
    return std::make_unique<local::Writer>(folder, std::move(lock), std::move(image),
                                           std::move(journal), parts);
}

Result<std::unique_ptr<LogLedger>> open_local_ledger(const path& folder, crypto::Signer& log_signer,
                                                     tlog::HeadGuard& guard, const Clock& clock,
                                                     Call& call) {
    DEED_TRY(LocalLedgerInfo info, read_local_ledger_info(folder));
    DEED_TRY(FileLock lock, lock_folder(folder));
    // Whoever created the ledger may have died before ledger.json's name was durable.
    DEED_CHECK(sync_directory(folder));
    DEED_TRY(Image image, local::image_to_write(folder, info.log, call));
    DEED_TRY(tlog::Journal journal, open_journal(folder, *image));
    const local::WriterParts parts{&log_signer, guard, clock};
    DEED_CHECK(image->check_last_head());
    if (image->history().key_in_force().key() != log_signer.public_key())
        return Error(errors::kLedgerWrongKey,
                     "the key in force is " + image->history().key_in_force().to_string(),
                     folder.string());
    DEED_CHECK(settle(*image, journal, parts, call));
    return std::make_unique<local::Writer>(folder, std::move(lock), std::move(image),
                                           std::move(journal), parts);
}

Result<std::unique_ptr<LogLedger>> read_local_ledger(const path& folder,
                                                     const tlog::VerifierKey& log,
                                                     tlog::HeadGuard* guard, Call& call) {
    DEED_TRY(Image image, read_of(folder, log, guard, call));
    return std::make_unique<local::ReadOnlyLedger>(folder, std::move(image));
}

Result<std::unique_ptr<LogLedger>> follow_local_ledger(const path& folder,
                                                       const tlog::VerifierKey& log,
                                                       tlog::HeadGuard& guard, Call& call) {
    auto read = [folder, log, &guard](Call& asking) {
        return read_of(folder, log, &guard, asking);
    };
    return local::FollowingLedger::open(folder, std::move(read), call);
}

}  // namespace deed::registry
