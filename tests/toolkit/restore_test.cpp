#include <gtest/gtest.h>

#include <algorithm>

#include "lib/crypto/sealed_stream_errors.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/toolkit/backup_support.hpp"
#include "toolkit/backup_errors.hpp"

namespace deed::test {
namespace {

namespace fs = std::filesystem;

/// The full home, and a backup of it.
struct BackedUp {
    BackedUp() { EXPECT_OK(back_up(home, dir / "b")); }
    static const BackedUp& get() {
        static const BackedUp instance;
        return instance;
    }
    fs::path home = FullHome::get().folder.path();
    TempDir dir;
    fs::path file = dir / "b";
};

TEST(Restore, BringsBackEverything) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    ASSERT_OK_AND(const RestoreOutcome outcome, restore(backup.file, other.path()));
    EXPECT_EQ(files_of(other.path()), files_of(backup.home));
    EXPECT_EQ(outcome.restored.size(), 2U + 8U + 1U + 2U + 1U);
    EXPECT_TRUE(outcome.present.empty() && outcome.kept.empty() && outcome.rolled_back.empty());
    for (const auto& entry : fs::recursive_directory_iterator(other.path()))
        EXPECT_EQ(mode_of(entry.path()), entry.is_directory() ? 0700U : 0600U) << entry.path();

    // It goes on as the home did.
    Call call;
    anchor_for(*Owner(other.path()), "acme", "after the restore");
    EXPECT_OK(Owner(other.path(), "second")->create_did("registrar", call));
    EXPECT_NE(*head_of(other.path(), "local"), *head_of(backup.home, "local"));
}

TEST(Restore, ChangesNothingWhenTheBackupIsBad) {
    const BackedUp& backup = BackedUp::get();
    const TempDir dir;
    const TempDir other;
    const std::string sealed = get(backup.file);
    put(dir / "cut", sealed.substr(0, sealed.size() - 1));
    std::string changed = sealed;
    changed[changed.size() / 2] ^= 4;
    put(dir / "changed", changed);
    EXPECT_CODE(restore(dir / "cut", other.path()), crypto::errors::kWrongStreamPassphrase);
    EXPECT_CODE(restore(dir / "changed", other.path()), crypto::errors::kWrongStreamPassphrase);
    EXPECT_CODE(restore(backup.file, other.path(), Restoring::into_empty, "wrong"),
                crypto::errors::kWrongStreamPassphrase);
    EXPECT_CODE(restore(dir / "absent", other.path()), errors::kFileNotFound);
    EXPECT_TRUE(files_of(other.path()).empty());
}

TEST(Restore, CanBeRunAgain) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    ASSERT_OK(restore(backup.file, other.path()));
    ASSERT_OK_AND(const RestoreOutcome again, restore(backup.file, other.path()));
    EXPECT_TRUE(again.restored.empty() && again.kept.empty());
    EXPECT_EQ(again.present.size(), 14U);
    // A home that went on meanwhile is more than what an interrupted restore left.
    anchor_for(*Owner(other.path()), "acme", "after the restore");
    EXPECT_CODE(restore(backup.file, other.path()), errors::kBackupWouldOverwrite);
    ASSERT_OK_AND(const RestoreOutcome later,
                  restore(backup.file, other.path(), Restoring::merging));
    EXPECT_TRUE(later.restored.empty());
    EXPECT_EQ(later.kept.size(), 2U) << "the head, which is higher, and the index, which has more";
    EXPECT_TRUE(later.rolled_back.empty());
}

// However far an interrupted restore came, in its order, running it again completes it, and nothing
// can be written in between.
TEST(Restore, GoesOnWhereItWasInterrupted) {
    const BackedUp& backup = BackedUp::get();
    const TempDir whole;
    ASSERT_OK_AND(const RestoreOutcome outcome, restore(backup.file, whole.path()));
    const auto copy_step = [&](const std::string& step, const fs::path& to) {
        const fs::path name = step.starts_with("head of ") ? "heads" : fs::path(step);
        fs::create_directories((to / name).parent_path());
        fs::copy(whole / name, to / name,
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    };
    const auto keys = std::ranges::find(outcome.restored, "keys/master.json");
    for (std::size_t done = 0; done < outcome.restored.size(); ++done) {
        const TempDir other;
        for (std::size_t i = 0; i < done; ++i) copy_step(outcome.restored[i], other.path());
        // What a killed process leaves: half a stage.
        fs::create_directories(other / "ledgers/.deed-restore/local");
        put(other / "ledgers/.deed-restore/local/journal", "half a journal");
        if (done >= 3 && outcome.restored.begin() + static_cast<std::ptrdiff_t>(done) <= keys + 1) {
            const TempDir attempt;
            fs::copy(other.path(), attempt.path(), fs::copy_options::recursive);
            Call call;
            EXPECT_FALSE(Owner(attempt.path())->create_did("early", call)) << done;
        }
        EXPECT_OK(restore(backup.file, other.path()));
        EXPECT_EQ(files_of(other.path()), files_of(backup.home)) << done;
    }
}

TEST(Restore, PlacesHeadsBeforeKeysAndKeysBeforeLedgers) {
    const TempDir other;
    ASSERT_OK_AND(const RestoreOutcome outcome, restore(BackedUp::get().file, other.path()));
    std::string order;
    for (const std::string& name : outcome.restored)
        order += name == "keys/master.json" ? 'm' : name[0];
    EXPECT_EQ(order, "hhkkkkkkkkmllo");
}

TEST(Restore, RefusesByNameWhatIsThere) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    fs::create_directories(other / "keys");
    put(other / "keys/stranger.key.json", "{}");
    fs::create_directories(other / "ledgers/second");
    put(other / "ledgers/second/journal", "another");
    const auto before = files_of(other.path());
    const auto refused = restore(backup.file, other.path());
    EXPECT_CODE(refused, errors::kBackupWouldOverwrite);
    EXPECT_NE(refused.error().message().find("ledgers/second"), std::string::npos);
    EXPECT_NE(refused.error().message().find("keys/stranger.key.json"), std::string::npos);
    EXPECT_EQ(files_of(other.path()), before);
}

TEST(Restore, DoesNotPutTheIndexBesideTheLogOfAnother) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    ASSERT_OK(restore(backup.file, other.path()));
    for (const auto& entry : fs::recursive_directory_iterator(other.path()))
        if (entry.path().filename() == "openings.sqlite") {
            put(entry.path().string() + "-wal", "left behind");
            fs::remove(entry.path());
            break;
        }
    const auto before = files_of(other.path());
    EXPECT_CODE(restore(backup.file, other.path(), Restoring::merging),
                errors::kBackupWouldOverwrite);
    EXPECT_EQ(files_of(other.path()), before);
}

TEST(Restore, MergesWhatIsMissing) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    ASSERT_OK(restore(backup.file, other.path()));
    Call call;
    ASSERT_OK(Owner(other.path(), "third")->create_did("registrar", call));
    fs::remove_all(other / "ledgers/second");
    fs::remove(other / "keys/court.controller.key.json");
    fs::remove_all(other / "openings");
    EXPECT_CODE(restore(backup.file, other.path()), errors::kBackupWouldOverwrite);

    ASSERT_OK_AND(const RestoreOutcome outcome,
                  restore(backup.file, other.path(), Restoring::merging));
    EXPECT_EQ(outcome.restored.size(), 3U);
    EXPECT_OK(head_of(other.path(), "second"));
    EXPECT_OK(head_of(other.path(), "third"));
    const auto now = files_of(other.path());
    for (const auto& [name, content] : files_of(backup.home)) EXPECT_EQ(now.at(name), content);
}

TEST(Restore, KeepsWhatDiffersWhenMerging) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    ASSERT_OK(restore(backup.file, other.path()));
    put(other / "ledgers/second/journal", "another");
    ASSERT_OK_AND(const RestoreOutcome outcome,
                  restore(backup.file, other.path(), Restoring::merging));
    EXPECT_TRUE(outcome.restored.empty());
    EXPECT_EQ(outcome.kept, std::vector<std::string>{"ledgers/second"});
    EXPECT_EQ(get(other / "ledgers/second/journal"), "another");
}

TEST(Restore, NeverMixesTwoKeyStores) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    Call call;
    ASSERT_OK(Owner(other.path())->keys().generate("mine", crypto::KeyType::ed25519, call));
    EXPECT_CODE(restore(backup.file, other.path(), Restoring::merging),
                errors::kBackupOtherKeyStore);
    fs::remove(other / "keys/master.json");
    EXPECT_CODE(restore(backup.file, other.path(), Restoring::merging),
                errors::kBackupOtherKeyStore);
    EXPECT_EQ(files_of(other.path()).size(), 1U);
}

TEST(Restore, NeverLowersAHead) {
    const TempDir dir;
    CopiedHome home;
    ASSERT_OK(back_up(home.folder.path(), dir / "old"));
    anchor_for(*Owner(home.folder.path()), "acme", "after the backup");
    const auto heads = files_of(home.folder / "heads");
    for (const char* lost : {"keys", "ledgers", "openings"}) fs::remove_all(home.folder / lost);

    ASSERT_OK_AND(const RestoreOutcome outcome, restore(dir / "old", home.folder.path()));
    EXPECT_EQ(outcome.rolled_back, std::vector<std::string>{"local"});
    EXPECT_EQ(files_of(home.folder / "heads"), heads);
    EXPECT_CODE(head_of(home.folder.path(), "local"), tlog::errors::kRolledBack);
    Call call;
    EXPECT_CODE(Owner(home.folder.path())->create_did("later", call), tlog::errors::kRolledBack);
}

TEST(Restore, RaisesAHeadThatIsBehind) {
    const TempDir dir;
    CopiedHome home;
    const TempDir other;
    fs::copy(home.folder / "heads", other / "heads", fs::copy_options::recursive);
    anchor_for(*Owner(home.folder.path()), "acme", "after the heads");
    ASSERT_OK(back_up(home.folder.path(), dir / "b"));
    ASSERT_OK_AND(const RestoreOutcome outcome, restore(dir / "b", other.path()));
    EXPECT_TRUE(outcome.rolled_back.empty());
    EXPECT_EQ(files_of(other.path()), files_of(home.folder.path()));
}

/// A second home with the keys of the shared one that went another way.
TEST(Restore, NoticesASecondHistoryOfALogKey) {
    const TempDir dir;
    CopiedHome one;
    CopiedHome two;
    anchor_for(*Owner(one.folder.path()), "acme", "the one");
    anchor_for(*Owner(two.folder.path()), "acme", "the other");
    ASSERT_OK(back_up(one.folder.path(), dir / "same size"));
    anchor_for(*Owner(one.folder.path()), "acme", "and more");
    ASSERT_OK(back_up(one.folder.path(), dir / "longer"));
    for (const char* lost : {"keys", "ledgers", "openings"}) fs::remove_all(two.folder / lost);
    const auto before = files_of(two.folder.path());
    EXPECT_CODE(restore(dir / "same size", two.folder.path()), errors::kBackupHeadConflict);
    EXPECT_CODE(restore(dir / "longer", two.folder.path()), errors::kBackupHeadConflict);
    EXPECT_EQ(files_of(two.folder.path()), before);
}

TEST(Restore, LeavesTheHomeAsItWasOnAFullDisk) {
    const BackedUp& backup = BackedUp::get();
    const TempDir other;
    {
        const FileSizeLimit limit(600);
        EXPECT_CODE(restore(backup.file, other.path()), errors::kIoFailed);
    }
    EXPECT_TRUE(files_of(other.path()).empty());
    EXPECT_OK(restore(backup.file, other.path()));
}

TEST(Restore, IsOneAtATime) {
    const TempDir other;
    fs::create_directories(other / "keys/.deed-restore");
    ASSERT_OK_AND(const FileLock held, FileLock::acquire(other / "keys/.deed-restore/lock"));
    EXPECT_CODE(restore(BackedUp::get().file, other.path()), errors::kFileLocked);
}

}  // namespace
}  // namespace deed::test
