#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed {
namespace {

using test::entries_in;
using test::get;
using test::put;
using test::TempDir;

TEST(WriteFileDurably, CreatesWithTheModeWhateverTheUmask) {
    const TempDir dir;
    const mode_t before = ::umask(077);
    EXPECT_OK(write_file_durably(dir / "public", as_bytes("a"), 0644, Existing::refuse));
    ::umask(0);
    EXPECT_OK(write_file_durably(dir / "private", as_bytes("b"), 0600, Existing::replace));
    ::umask(before);
    EXPECT_EQ(test::mode_of(dir / "public"), 0644U);
    EXPECT_EQ(test::mode_of(dir / "private"), 0600U);
    EXPECT_EQ(get(dir / "public"), "a");
    EXPECT_EQ(get(dir / "private"), "b");
    EXPECT_EQ(entries_in(dir.path()), 2U);  // no temporary file is left
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
                errors::kFileExists);
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
