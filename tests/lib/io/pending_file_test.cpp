#include "lib/io/pending_file.hpp"

#include <gtest/gtest.h>

#include "lib/io/errors.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed {
namespace {

using test::entries_in;
using test::get;
using test::put;
using test::TempDir;

TEST(PendingFile, AppearsWholeWhenItIsCommitted) {
    const TempDir dir;
    ASSERT_OK_AND(PendingFile file, PendingFile::create(dir / "f", 0600));
    ASSERT_OK(file.append(as_bytes("one ")));
    ASSERT_OK(file.append(as_bytes("two")));
    EXPECT_FALSE(std::filesystem::exists(dir / "f"));
    ASSERT_OK(file.commit(Existing::refuse));
    EXPECT_EQ(get(dir / "f"), "one two");
    EXPECT_EQ(test::mode_of(dir / "f"), 0600U);
    EXPECT_EQ(entries_in(dir.path()), 1U);
}

TEST(PendingFile, LeavesNothingUnlessItIsCommitted) {
    const TempDir dir;
    {
        ASSERT_OK_AND(PendingFile file, PendingFile::create(dir / "f", 0600));
        ASSERT_OK(file.append(as_bytes("half")));
        EXPECT_EQ(entries_in(dir.path()), 1U);
    }
    EXPECT_EQ(entries_in(dir.path()), 0U);
}

TEST(PendingFile, LeavesNothingOnAFullDisk) {
    const TempDir dir;
    {
        ASSERT_OK_AND(PendingFile file, PendingFile::create(dir / "f", 0600));
        const test::FileSizeLimit limit(4096);
        EXPECT_OK(file.append(Bytes(4096)));
        EXPECT_CODE(file.append(Bytes(1)), errors::kIoFailed);
    }
    EXPECT_EQ(entries_in(dir.path()), 0U);
}

TEST(PendingFile, RefusesOrReplacesWhatCameMeanwhile) {
    const TempDir dir;
    ASSERT_OK_AND(PendingFile refused, PendingFile::create(dir / "f", 0600));
    ASSERT_OK_AND(PendingFile replacing, PendingFile::create(dir / "f", 0600));
    ASSERT_OK(replacing.append(as_bytes("new")));
    put(dir / "f", "old");
    EXPECT_CODE(refused.commit(Existing::refuse), errors::kFileExists);
    EXPECT_EQ(get(dir / "f"), "old");
    EXPECT_OK(replacing.commit(Existing::replace));
    EXPECT_EQ(get(dir / "f"), "new");
}

TEST(MoveDurably, MovesFilesAndFolders) {
    const TempDir dir;
    std::filesystem::create_directories(dir / "from/inner");
    std::filesystem::create_directory(dir / "to");
    put(dir / "from/file", "content");
    put(dir / "from/inner/file", "inside");
    ASSERT_OK(move_durably(dir / "from/file", dir / "to/file"));
    ASSERT_OK(move_durably(dir / "from/inner", dir / "to/inner"));
    EXPECT_EQ(get(dir / "to/file"), "content");
    EXPECT_EQ(get(dir / "to/inner/file"), "inside");
    EXPECT_EQ(entries_in(dir / "from"), 0U);
}

TEST(MoveDurably, PutsNothingInThePlaceOfSomething) {
    const TempDir dir;
    std::filesystem::create_directories(dir / "from/folder");
    std::filesystem::create_directories(dir / "to/folder");
    put(dir / "from/file", "new");
    put(dir / "from/folder/file", "new");
    put(dir / "to/file", "old");
    put(dir / "to/folder/file", "old");
    EXPECT_CODE(move_durably(dir / "from/file", dir / "to/file"), errors::kFileExists);
    EXPECT_CODE(move_durably(dir / "from/folder", dir / "to/folder"), errors::kFileExists);
    EXPECT_CODE(move_durably(dir / "from/folder", dir / "to/file"), errors::kFileExists);
    EXPECT_CODE(move_durably(dir / "absent", dir / "to/absent"), errors::kFileNotFound);
    EXPECT_EQ(get(dir / "to/file"), "old");
    EXPECT_EQ(get(dir / "to/folder/file"), "old");
    EXPECT_EQ(get(dir / "from/file"), "new");
    EXPECT_EQ(get(dir / "from/folder/file"), "new");
}

}  // namespace
}  // namespace deed
