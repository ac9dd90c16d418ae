#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/lib/io/sync_spy.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed {
namespace {

using test::entries_in;
using test::get;
using test::put;
using test::TempDir;

/// The mode of a new file that was written with `mode` under `umask`.
mode_t written_mode(mode_t mode, mode_t umask, Existing existing) {
    const TempDir dir;
    if (existing == Existing::replace) put(dir / "f", "old");
    const mode_t before = ::umask(umask);
    EXPECT_OK(write_file_durably(dir / "f", as_bytes("new"), mode, existing));
    ::umask(before);
    EXPECT_EQ(get(dir / "f"), "new");
    EXPECT_EQ(entries_in(dir.path()), 1U);  // no temporary file is left
    return test::mode_of(dir / "f");
}

TEST(WriteFileDurably, FollowsTheUmaskUnlessPrivate) {
    for (const Existing existing : {Existing::refuse, Existing::replace}) {
        for (const mode_t umask : {0U, 002U, 022U, 027U, 077U, 0277U})
            EXPECT_EQ(written_mode(0600, umask, existing), 0600U) << umask;
        EXPECT_EQ(written_mode(0644, 0, existing), 0666U);
        EXPECT_EQ(written_mode(0644, 002, existing), 0664U);
        EXPECT_EQ(written_mode(0644, 022, existing), 0644U);
        EXPECT_EQ(written_mode(0644, 027, existing), 0640U);
        EXPECT_EQ(written_mode(0644, 077, existing), 0600U);
    }
}

TEST(WriteFileDurably, RefusesOrReplacesWhatExists) {
    const TempDir dir;
    put(dir / "f", "old content");
    EXPECT_CODE(write_file_durably(dir / "f", as_bytes("new"), 0600, Existing::refuse),
                errors::kFileExists);
    EXPECT_EQ(get(dir / "f"), "old content");
    EXPECT_OK(write_file_durably(dir / "f", as_bytes("new"), 0600, Existing::replace));
    EXPECT_EQ(get(dir / "f"), "new");
    EXPECT_EQ(entries_in(dir.path()), 1U);
}

TEST(WriteFileDurably, NeverReplacesWhatIsNoPlainFile) {
    const TempDir dir;
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    ASSERT_EQ(::mkdir((dir / "folder").c_str(), 0700), 0);
    for (const char* name : {"pipe", "folder"}) {
        for (const Existing existing : {Existing::refuse, Existing::replace})
            EXPECT_CODE(write_file_durably(dir / name, as_bytes("x"), 0600, existing),
                        errors::kNotAFile);
    }
    EXPECT_EQ(entries_in(dir.path()), 2U);
}

TEST(WriteFileDurably, DoesNotWriteThroughLinks) {
    const TempDir dir;
    put(dir / "target", "untouched");
    ASSERT_EQ(::symlink((dir / "target").c_str(), (dir / "link").c_str()), 0);
    ASSERT_EQ(::symlink((dir / "nowhere").c_str(), (dir / "dangling").c_str()), 0);
    EXPECT_CODE(write_file_durably(dir / "link", as_bytes("x"), 0600, Existing::refuse),
                errors::kFileExists);
    EXPECT_CODE(write_file_durably(dir / "dangling", as_bytes("x"), 0600, Existing::refuse),
                errors::kFileExists);
    EXPECT_OK(write_file_durably(dir / "link", as_bytes("x"), 0600, Existing::replace));
    EXPECT_EQ(get(dir / "target"), "untouched");
    EXPECT_FALSE(std::filesystem::is_symlink(dir / "link"));
}

TEST(WriteFileDurably, LeavesTheOldFileWhenTheDiskIsFull) {
    const TempDir dir;
    put(dir / "f", "old");
    {
        const test::FileSizeLimit full(1000);
        EXPECT_CODE(write_file_durably(dir / "f", Bytes(5000), 0600, Existing::replace),
                    errors::kIoFailed);
    }
    EXPECT_EQ(get(dir / "f"), "old");
    EXPECT_EQ(entries_in(dir.path()), 1U);
}

TEST(WriteFileDurably, NamesWhyItCannot) {
    const TempDir dir;
    ASSERT_TRUE(std::filesystem::create_directory(dir / "folder"));
    put(dir / "f", "");
    EXPECT_CODE(write_file_durably(dir / "folder", {}, 0600, Existing::replace), errors::kNotAFile);
    EXPECT_CODE(write_file_durably(dir / "folder", {}, 0600, Existing::refuse),
                errors::kNotAFile);
    EXPECT_CODE(write_file_durably(dir / "none" / "f", {}, 0600, Existing::refuse),
                errors::kFileNotFound);
    EXPECT_CODE(write_file_durably(dir / "f" / "below", {}, 0600, Existing::refuse),
                errors::kIoFailed);
    EXPECT_EQ(entries_in(dir.path()), 2U);
}

TEST(CreatePrivateDirectories, MakesEveryMissingParent) {
    const TempDir dir;
    EXPECT_OK(create_private_directories(dir / "a" / "b" / "c" / ""));
    EXPECT_EQ(test::mode_of(dir / "a"), 0700U);
    EXPECT_EQ(test::mode_of(dir / "a" / "b" / "c"), 0700U);
    EXPECT_OK(create_private_directories(dir / "a" / "b" / "c"));
}

// Whoever created it may have died before its name was durable.
TEST(CreatePrivateDirectories, SyncsTheNameOfAFolderItFinds) {
    const TempDir dir;
    ASSERT_OK(create_private_directories(dir / "a" / "b"));
    const test::SyncSpy spy;
    ASSERT_OK(create_private_directories(dir / "a" / "b"));
    EXPECT_EQ(spy.sizes_of(dir / "a").size(), 1U);
    ASSERT_OK(create_private_directories(dir / "a" / "c"));
    EXPECT_EQ(spy.sizes_of(dir / "a").size(), 2U);
    // Before c stands below it, so must a.
    EXPECT_EQ(spy.sizes_of(dir.path()).size(), 1U);
}

TEST(CreatePrivateDirectories, RefusesAFileInTheWay) {
    const TempDir dir;
    put(dir / "f", "");
    EXPECT_CODE(create_private_directories(dir / "f"), errors::kIoFailed);
    EXPECT_CODE(create_private_directories(dir / "f" / "below"), errors::kIoFailed);
}

TEST(SyncDirectory, NeedsAFolder) {
    const TempDir dir;
    EXPECT_OK(sync_directory(dir.path()));
    EXPECT_CODE(sync_directory(dir / "missing"), errors::kFileNotFound);
    put(dir / "f", "");
    EXPECT_CODE(sync_directory(dir / "f"), errors::kIoFailed);
}

}  // namespace
}  // namespace deed
