// The harness itself: it sees what it must see, and a disk that lies does not get past it.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>

#include "lib/io/file.hpp"
#include "lib/tlog/journal.hpp"
#include "tests/durability/campaign.hpp"
#include "tests/durability/independent_log.hpp"
#include "tests/durability/process.hpp"
#include "tests/support/faults/disk.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::durability {
namespace {

using faults::Disk;
using faults::Recorder;
using std::filesystem::path;
using Kind = faults::Fault::Kind;

std::string content(const path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class Harness : public testing::Test {
protected:
    Harness() { std::filesystem::create_directory(home_); }

    /// Does something with the layer armed, in this process.
    template <typename Work>
    void armed(Work work, const faults::Fault& fault = {}, faults::Lie lie = faults::Lie::none) {
        faults::arm(home_, record_, fault, lie);
        work();
        faults::disarm();
    }
    Disk disk_now() {
        Disk disk = before_;
        disk.replay(record_.events());
        return disk;
    }
    path image(const char* name) const { return temp_ / name; }

    /// Opens, writes and closes, without any sync.
    void put(const path& file, std::string_view text) {
        const Descriptor opened(::open(file.c_str(), O_CREAT | O_WRONLY, 0600));
        ASSERT_TRUE(opened.is_open());
        ASSERT_EQ(::write(opened.get(), text.data(), text.size()),
                  static_cast<ssize_t>(text.size()));
    }

    test::TempDir temp_;
    path home_ = temp_ / "home";
    Recorder record_;
    Disk before_{(std::filesystem::create_directory(home_), home_)};
};

TEST_F(Harness, WhatIsNotSyncedIsNotInTheSyncedImage) {
    armed([&] {
        put(home_ / "lost", "1");
        ASSERT_OK(write_file_durably(home_ / "kept", as_bytes("2"), 0600, Existing::replace));
        put(home_ / "half", "3");
        const Descriptor half(::open((home_ / "half").c_str(), O_WRONLY));
        ASSERT_EQ(::fsync(half.get()), 0);
        ASSERT_OK(sync_directory(home_));
        put(home_ / "half", "4");
    });
    const Disk disk = disk_now();
    EXPECT_EQ(disk.difference(home_), std::nullopt);
    disk.write_synced(image("synced"));
    EXPECT_EQ(content(image("synced") / "kept"), "2");
    EXPECT_EQ(content(image("synced") / "half"), "3");
    // Its name was synced with the folder, its content never.
    EXPECT_EQ(content(image("synced") / "lost"), "");
    disk.write_all_of(image("all"));
    EXPECT_EQ(content(image("all") / "lost"), "1");
    EXPECT_EQ(content(image("all") / "half"), "4");
}

TEST_F(Harness, NamesAreOfTheFolder) {
    armed([&] {
        put(home_ / "a", "x");
        const Descriptor file(::open((home_ / "a").c_str(), O_WRONLY));
        ASSERT_EQ(::fdatasync(file.get()), 0);
    });
    disk_now().write_synced(image("nameless"));
    EXPECT_FALSE(std::filesystem::exists(image("nameless") / "a"));
    armed([&] {
        ASSERT_OK(sync_directory(home_));
        ASSERT_EQ(::rename((home_ / "a").c_str(), (home_ / "b").c_str()), 0);
        ASSERT_EQ(::link((home_ / "b").c_str(), (home_ / "c").c_str()), 0);
    });
    disk_now().write_synced(image("old"));
    EXPECT_EQ(content(image("old") / "a"), "x");
    EXPECT_FALSE(std::filesystem::exists(image("old") / "b"));
    std::set<std::set<std::string>> seen;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const path mixed = image(("mixed" + std::to_string(seed)).c_str());
        disk_now().write_mixed(mixed, seed);
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(mixed))
            names.insert(entry.path().filename().string());
        seen.insert(names);
    }
    EXPECT_EQ(seen, (std::set<std::set<std::string>>{{"a"}, {"b"}, {"b", "c"}}));
}

TEST_F(Harness, SectorsFallEachForItself) {
    const std::string old_text(1'000, 'o');
    const std::string new_text(2'000, 'n');
    armed([&] {
        put(home_ / "a", old_text);
        const Descriptor file(::open((home_ / "a").c_str(), O_WRONLY));
        ASSERT_EQ(::fsync(file.get()), 0);
        ASSERT_OK(sync_directory(home_));
        ASSERT_EQ(::pwrite(file.get(), new_text.data(), new_text.size(), 600), 2'000);
    });
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const path mixed = image(("mixed" + std::to_string(seed)).c_str());
        disk_now().write_mixed(mixed, seed);
        const std::string text = content(mixed / "a");
        ASSERT_TRUE(text.size() == 1'000 || text.size() == 2'600) << text.size();
        EXPECT_EQ(text.substr(0, 600), old_text.substr(0, 600));
        // Bytes 1000 to 1023 are in the sector of the file's old end.
        if (text.size() > 1'000) {
            EXPECT_TRUE(text.substr(1'000, 24) == std::string(24, '\0') ||
                        text.substr(1'000, 24) == std::string(24, 'n'));
            EXPECT_TRUE(text.substr(2'048, 512) == std::string(512, '\0') ||
                        text.substr(2'048, 512) == std::string(512, 'n'));
        }
        seen.insert(text);
    }
    // Two lengths; and five sectors in either state.
    EXPECT_GT(seen.size(), 16U);
}

TEST_F(Harness, AFailedSyncIsNotMadeGoodByTheNext) {
    put(home_ / "a", "");
    before_ = Disk(home_);
    armed(
        [&] {
            const Descriptor file(::open((home_ / "a").c_str(), O_WRONLY | O_APPEND));
            ASSERT_EQ(::write(file.get(), "1", 1), 1);
            EXPECT_EQ(::fdatasync(file.get()), -1);
            EXPECT_EQ(errno, EIO);
            EXPECT_EQ(::fdatasync(file.get()), 0);
        },
        {.at = 2, .kind = Kind::error, .error_number = EIO});
    EXPECT_EQ(content(home_ / "a"), "1");
    disk_now().write_synced(image("synced"));
    EXPECT_EQ(content(image("synced") / "a"), "");
}

TEST_F(Harness, EveryWayToChangeAFileIsAPoint) {
    std::uint64_t points = 0;
    armed([&] {
        std::filesystem::create_directory(home_ / "d");                 // 1
        put(home_ / "d/a", "xyz");                                      // 2, 3
        std::filesystem::rename(home_ / "d/a", home_ / "d/b");          // 4
        std::filesystem::create_hard_link(home_ / "d/b", home_ / "c");  // 5
        std::filesystem::remove(home_ / "c");                           // 6
        std::filesystem::remove_all(home_ / "d");                       // 7, 8
        points = faults::points_passed();
    });
    EXPECT_EQ(points, 8U);
    EXPECT_EQ(disk_now().difference(home_), std::nullopt);
    // What comes past the layer is noticed.
    put(home_ / "unseen", "");
    EXPECT_NE(disk_now().difference(home_), std::nullopt);
}

TEST_F(Harness, DiesWhereItIsTold) {
    const auto work = [&] {
        put(home_ / "a", "12345678");
        put(home_ / "b", "");
    };
    const auto killed = [&](std::uint64_t at, Kind kind) {
        std::filesystem::remove_all(home_);
        std::filesystem::create_directory(home_);
        return run_in_child([&] { armed(work, {.at = at, .kind = kind}); });
    };
    EXPECT_EQ(killed(2, Kind::kill), -SIGKILL);
    EXPECT_EQ(content(home_ / "a"), "");
    EXPECT_EQ(killed(2, Kind::kill_within), -SIGKILL);
    EXPECT_EQ(content(home_ / "a"), "1234");
    EXPECT_EQ(killed(3, Kind::kill_within), -SIGKILL);
    EXPECT_TRUE(std::filesystem::exists(home_ / "b"));
    EXPECT_EQ(killed(5, Kind::kill), 0);
}

// A disk that says that it has written, and has not, loses what was promised. Whoever could not see
// that would see no missing sync in the product either.
TEST(HarnessSees, AFileSyncThatDoesNothing) {
    for (const auto make : {make_file_workload, make_batch_workload, make_opening_workload}) {
        const auto workload = make();
        Extent extent{.most_points = 4, .seed = 1, .lie = faults::Lie::file_sync};
        EXPECT_GT(kill_at_points(*workload, extent).losses, 0U) << workload->name();
    }
}

TEST(HarnessSees, AFolderSyncThatDoesNothing) {
    for (const auto make : {make_file_workload, make_head_workload, make_batch_workload}) {
        const auto workload = make();
        Extent extent{.most_points = 4, .seed = 1, .lie = faults::Lie::folder_sync};
        EXPECT_GT(kill_at_points(*workload, extent).losses, 0U) << workload->name();
    }
}

/// What the independent reader says of the journal that a whole run of a workload leaves.
class IndependentReading : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directory(home_);
        std::filesystem::permissions(home_, std::filesystem::perms::owner_all);
        workload_->prepare(home_);
        Witness witness(record_);
        ASSERT_OK(workload_->open(home_, 0, witness)->run());
        promises_ = promises_in(record_.events());
        ASSERT_TRUE(faults_in(record_.events()).empty());
    }

    std::set<Fault> judged(const Promises& promises, std::uint64_t entries) {
        Recorder record(1 << 20);
        Witness witness(record);
        check_journal(home_ / workload_->journal(), promises, entries, witness);
        std::set<Fault> kinds;
        for (const Found& found : faults_in(record.events())) kinds.insert(found.kind);
        return kinds;
    }
    std::set<Fault> judged_with(const Promise& promise) {
        Promises promises = promises_;
        promises.push_back(promise);
        return judged(promises, workload_->entries_at_end());
    }

    test::TempDir temp_;
    path home_ = temp_ / "home";
    std::unique_ptr<Workload> workload_ = make_batch_workload();
    Recorder record_;
    Promises promises_;
};

TEST_F(IndependentReading, FindsNothingWrongWithAWholeRun) {
    EXPECT_GE(promises_.size(), 20U);
    EXPECT_EQ(judged(promises_, workload_->entries_at_end()), std::set<Fault>{});
}

TEST_F(IndependentReading, FindsEachKindOfFault) {
    const std::string zeros(64, '0');
    const std::uint64_t entries = workload_->entries_at_end();
    EXPECT_EQ(judged(promises_, entries + 1), std::set<Fault>{Fault::loss});
    EXPECT_TRUE(judged(promises_, entries - 1).contains(Fault::doubled));
    EXPECT_EQ(judged_with({"submitted", zeros}), std::set<Fault>{Fault::loss});
    EXPECT_EQ(judged_with({"head", "3", zeros}), std::set<Fault>{Fault::fork});
    EXPECT_EQ(judged_with({"head", std::to_string(entries + 1), zeros}),
              std::set<Fault>{Fault::loss});
    for (const Promise& promise : promises_) {
        if (promise[0] != "included") continue;
        EXPECT_EQ(judged_with({promise[0], promise[1], std::to_string(entries)}),
                  std::set<Fault>{Fault::loss});
    }
}

TEST_F(IndependentReading, FindsAnEntryThatIsThereTwice) {
    const path journal = home_ / workload_->journal();
    Bytes entry;
    ASSERT_OK_AND(auto opened, tlog::Journal::open(journal, [&](auto type, ByteView payload) {
                      if (type == tlog::FrameType::entry) entry = to_bytes(payload);
                      return Result<void>();
                  }));
    ASSERT_OK(opened.append(tlog::FrameType::entry, entry));
    ASSERT_OK(opened.sync());
    EXPECT_TRUE(judged(promises_, workload_->entries_at_end()).contains(Fault::doubled));
}

}  // namespace
}  // namespace deed::durability
