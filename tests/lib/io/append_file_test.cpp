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

using test::get;
using test::put;
using test::TempDir;

TEST(AppendFile, GrowsAndKnowsItsSize) {
    const TempDir dir;
    {
        ASSERT_OK_AND(AppendFile file, AppendFile::open(dir / "log", true));
        EXPECT_EQ(test::mode_of(dir / "log"), 0600U);
        EXPECT_EQ(file.size(), 0U);
        EXPECT_OK(file.append(as_bytes("one")));
        EXPECT_OK(file.append({}));
        EXPECT_OK(file.append(as_bytes("two")));
        EXPECT_OK(file.sync());
        EXPECT_EQ(file.size(), 6U);
    }
    ASSERT_OK_AND(AppendFile again, AppendFile::open(dir / "log", false));
    EXPECT_EQ(again.size(), 6U);
    EXPECT_OK(again.append(as_bytes("three")));
    EXPECT_EQ(get(dir / "log"), "onetwothree");
}

TEST(AppendFile, TruncateDropsATornTail) {
    const TempDir dir;
    put(dir / "log", "whole|torn");
    ASSERT_OK_AND(AppendFile file, AppendFile::open(dir / "log", false));
    EXPECT_OK(file.truncate(6));
    EXPECT_EQ(file.size(), 6U);
    EXPECT_OK(file.append(as_bytes("next")));
    EXPECT_EQ(get(dir / "log"), "whole|next");
}

TEST(AppendFile, RefusesFurtherWritesAfterAFailure) {
    const TempDir dir;
    ASSERT_OK_AND(AppendFile file, AppendFile::open(dir / "log", true));
    EXPECT_OK(file.append(as_bytes("good")));
    EXPECT_OK(file.sync());
    EXPECT_OK(file.append(as_bytes("not synced")));
    {
        const test::FileSizeLimit full(1000);
        const auto failed = file.append(Bytes(5000));
        ASSERT_EQ(test::code_of(failed), "io.failed");
        EXPECT_EQ(failed.error().where(), (dir / "log").string());
    }
    EXPECT_EQ(file.size(), 4U);
    EXPECT_CODE(file.append(as_bytes("more")), errors::kIoFailed);
    EXPECT_CODE(file.sync(), errors::kIoFailed);
    EXPECT_CODE(file.truncate(0), errors::kIoFailed);
    EXPECT_EQ(get(dir / "log"), "good");
}

TEST(AppendFile, AFailedSyncLeavesWhatWasSyncedBefore) {
    const TempDir dir;
    put(dir / "log", "found");
    test::SyncSpy spy;
    ASSERT_OK_AND(AppendFile file, AppendFile::open(dir / "log", false));
    EXPECT_OK(file.append(as_bytes(" synced")));
    EXPECT_OK(file.sync());
    EXPECT_OK(file.append(as_bytes(" doubtful")));
    spy.fail_from_now_on();
    EXPECT_CODE(file.sync(), errors::kIoFailed);
    EXPECT_CODE(file.append(as_bytes("more")), errors::kIoFailed);
    EXPECT_EQ(get(dir / "log"), "found synced");

    ASSERT_OK_AND(AppendFile again, AppendFile::open(dir / "log", false));
    EXPECT_CODE(again.sync(), errors::kIoFailed);
    EXPECT_EQ(get(dir / "log"), "found synced");  // it may have been synced by another
}

TEST(AppendFile, ReadsItself) {
    const TempDir dir;
    ASSERT_OK_AND(AppendFile file, AppendFile::open(dir / "log", true));
    ASSERT_OK(file.append(as_bytes("0123456789")));
    Bytes part(4);
    ASSERT_OK_AND(const std::size_t inside, file.read_at(3, part));
    EXPECT_EQ(inside, 4U);
    EXPECT_EQ(as_text(part), "3456");
    ASSERT_OK_AND(const std::size_t end, file.read_at(8, part));
    EXPECT_EQ(end, 2U);
    ASSERT_OK_AND(const std::size_t beyond, file.read_at(11, part));
    EXPECT_EQ(beyond, 0U);
    EXPECT_EQ(file.measure().value_or(0), 10U);
    put(dir / "log", "other");
    EXPECT_EQ(file.measure().value_or(0), 5U);
    EXPECT_EQ(file.size(), 10U);
}

TEST(AppendFile, WritesItsEndAgainAndGoesOn) {
    const TempDir dir;
    const std::string text(600'000, 'x');
    put(dir / "log", text + "end");
    ASSERT_OK_AND(AppendFile file, AppendFile::open(dir / "log", false));
    ASSERT_OK(file.rewrite(5));
    EXPECT_EQ(get(dir / "log"), text + "end");
    ASSERT_OK(file.rewrite(file.size()));
    ASSERT_OK(file.append(as_bytes(" more")));
    ASSERT_OK(file.sync());
    EXPECT_EQ(get(dir / "log"), text + "end more");
}

TEST(AppendFile, OpensPlainFilesOnly) {
    const TempDir dir;
    EXPECT_CODE(AppendFile::open(dir / "missing", false), errors::kFileNotFound);
    EXPECT_CODE(AppendFile::open(dir.path(), false), errors::kNotAFile);
    put(dir / "target", "");
    ASSERT_EQ(::symlink((dir / "target").c_str(), (dir / "link").c_str()), 0);
    EXPECT_CODE(AppendFile::open(dir / "link", true), errors::kNotAFile);
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    EXPECT_CODE(AppendFile::open(dir / "pipe", true), errors::kNotAFile);
}

}  // namespace
}  // namespace deed
