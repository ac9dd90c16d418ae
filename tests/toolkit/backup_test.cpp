#include "toolkit/backup.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/sealed_stream_errors.hpp"
#include "lib/io/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/toolkit/backup_support.hpp"
#include "toolkit/backup_errors.hpp"

namespace deed::test {
namespace {

TEST(Backup, SaysWhatItHolds) {
    const TempDir dir;
    ASSERT_OK_AND(const BackupContents made, back_up(FullHome::get().folder.path(), dir / "b"));
    EXPECT_EQ(made.created.to_string(), "2026-02-03T04:05:06Z");
    EXPECT_EQ(made.keys, 8U);  // of three DIDs and two logs
    EXPECT_EQ(made.heads, 2U);
    EXPECT_EQ(made.openings, 1U);
    ASSERT_EQ(made.ledgers.size(), 2U);
    EXPECT_EQ(made.ledgers[0].alias, "local");
    EXPECT_EQ(made.ledgers[0].size, 3U);
    EXPECT_EQ(made.ledgers[1].alias, "second");
    EXPECT_EQ(made.ledgers[1].size, 1U);
    for (const BackedUpLedger& ledger : made.ledgers)
        EXPECT_EQ(ledger.checkpoint, *head_of(FullHome::get().folder.path(), ledger.alias));
    EXPECT_EQ(mode_of(dir / "b"), 0600U);

    ASSERT_OK_AND(const BackupContents checked, check(dir / "b"));
    EXPECT_EQ(checked, made);
}

TEST(Backup, ShowsNothingWithoutItsPassphrase) {
    const TempDir dir;
    ASSERT_OK(back_up(FullHome::get().folder.path(), dir / "b", "its own"));
    const std::string sealed = get(dir / "b");
    for (const char* told : {"acme", "court", "second", "deed-log.invalid", "journal", "opening"})
        EXPECT_EQ(sealed.find(told), std::string::npos) << told;
    EXPECT_CODE(check(dir / "b"), crypto::errors::kWrongStreamPassphrase);
    EXPECT_OK(check(dir / "b", "its own"));
}

TEST(Backup, NeedsAHomeAndALedgerThatOpens) {
    const TempDir dir;
    const TempDir empty;
    EXPECT_CODE(back_up(empty.path(), dir / "b"), errors::kBackupEmpty);

    CopiedHome home;
    const auto journal = home.folder / "ledgers/local/journal";
    std::string bytes = get(journal);
    bytes[bytes.size() / 2] ^= 1;
    put(journal, bytes);
    EXPECT_CODE(back_up(home.folder.path(), dir / "b"), tlog::errors::kJournalDamaged);

    CopiedHome headless;
    std::filesystem::remove_all(headless.folder / "heads");
    EXPECT_CODE(back_up(headless.folder.path(), dir / "b"), tlog::errors::kRolledBack);

    CopiedHome masterless;
    std::filesystem::remove(masterless.folder / "keys/master.json");
    EXPECT_CODE(back_up(masterless.folder.path(), dir / "b"), crypto::errors::kKeyStoreDamaged);
    EXPECT_FALSE(std::filesystem::exists(dir / "b"));
}

TEST(Backup, NeverReplacesAFileUnasked) {
    const TempDir dir;
    put(dir / "b", "something else");
    EXPECT_CODE(back_up(SharedHome::get().folder.path(), dir / "b"), errors::kFileExists);
    EXPECT_EQ(get(dir / "b"), "something else");
    Call call;
    EXPECT_OK(write_backup(config_in(SharedHome::get().folder.path()), dir / "b", Existing::replace,
                           secret(), backup_clock(), call));
    EXPECT_OK(check(dir / "b"));
}

TEST(Backup, LeavesNoHalfFileOnAFullDisk) {
    const TempDir dir;
    const auto& home = FullHome::get().folder.path();
    ASSERT_OK(back_up(home, dir / "whole"));
    const auto size = std::filesystem::file_size(dir / "whole");
    std::filesystem::remove(dir / "whole");
    for (const std::uintmax_t room : {std::uintmax_t{100}, size / 2, size - 1}) {
        const FileSizeLimit limit(room);
        const auto made = back_up(home, dir / "b");
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().kind(), ErrorKind::io) << made.error().to_string();
        EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
    }
}

TEST(Backup, LeavesOutWhatIsNotOfAHome) {
    CopiedHome home;
    put(home.folder / "keys/notes.txt", "x");
    put(home.folder / "keys/.deed-000000000000000000000000.tmp", "x");
    put(home.folder / "heads/notes", "x");
    put(home.folder / "ledgers/local/index", "x");
    std::filesystem::create_directories(home.folder / "ledgers/Not-A-Ledger");
    std::filesystem::create_directories(home.folder / "ledgers/unfinished");
    const TempDir dir;
    const TempDir other;
    ASSERT_OK(back_up(home.folder.path(), dir / "b"));
    ASSERT_OK(restore(dir / "b", other.path()));
    EXPECT_EQ(files_of(other.path()), files_of(SharedHome::get().folder.path()));
}

/// Every commitment in the ledger has its opening, and every DID its controller key.
void expect_every_opening_and_key(const std::filesystem::path& home) {
    Call call;
    const Owner reader(home);
    ASSERT_OK_AND(registry::LogLedger * ledger, reader->readable_ledger("local", call));
    ASSERT_OK_AND(const tlog::Checkpoint head,
                  tlog::verify_checkpoint(*ledger->checkpoint(call), ledger->verifier_key()));
    ASSERT_OK_AND(const auto keys, reader->keys().list(call));
    ASSERT_OK_AND(const auto openings, reader->openings().list({0, 10'000}, call));
    std::uint64_t batches = 0;
    for (std::uint64_t index = 0; index < head.size; ++index) {
        ASSERT_OK_AND(const Bytes encoded, ledger->entry(index, call));
        ASSERT_OK_AND(const auto entry, registry::Entry::parse(encoded, std::nullopt));
        const auto& envelope = entry.operation.envelope();
        if (envelope.type == registry::OperationType::evidence_batch) ++batches;
        EXPECT_TRUE(std::ranges::any_of(keys,
                                        [&](const crypto::KeyInfo& key) {
                                            const auto address =
                                                registry::address_of(key.public_key);
                                            return address && *address == envelope.subject;
                                        }))
            << "entry " << index;
    }
    EXPECT_GE(openings.openings.size(), batches);
    EXPECT_EQ(openings.unreadable, 0U);
}

// Whatever is written meanwhile, the backup opens, and holds every entry that its heads count.
TEST(Backup, IsConsistentWhileOthersWrite) {
    CopiedHome home;
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        Call call;
        const Owner owner(home.folder.path());
        for (int i = 0; !stop && i < 500; ++i) {
            anchor_for(*owner, "acme", "document " + std::to_string(i));
            if (i % 20 == 0) EXPECT_OK(owner->create_did("made" + std::to_string(i), call));
        }
    });
    const TempDir dir;
    std::uint64_t last = 0;
    for (int i = 0; i < 4; ++i) {
        const auto file = dir / ("b" + std::to_string(i));
        const auto made = back_up(home.folder.path(), file);
        EXPECT_OK(made);
        if (!made) break;
        EXPECT_GE(made->ledgers.at(0).size, last);
        last = made->ledgers.at(0).size;
    }
    stop = true;
    writer.join();
    EXPECT_GT(last, 2U) << "nothing was written meanwhile";
    for (int i = 0; i < 4; ++i) {
        const auto file = dir / ("b" + std::to_string(i));
        EXPECT_OK(check(file));
        const TempDir other;
        ASSERT_OK_AND(const RestoreOutcome outcome, restore(file, other.path()));
        EXPECT_TRUE(outcome.rolled_back.empty());
        expect_every_opening_and_key(other.path());
        anchor_for(*Owner(other.path()), "acme", "one more");
    }
}

}  // namespace
}  // namespace deed::test
