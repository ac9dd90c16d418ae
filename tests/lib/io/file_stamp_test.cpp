#include "lib/io/file_stamp.hpp"

#include <gtest/gtest.h>

#include "lib/io/errors.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed {
namespace {

TEST(FileStamps, TellWhetherAFileChanged) {
    const test::TempDir dir;
    EXPECT_CODE(stamp_of(dir / "f"), errors::kFileNotFound);
    test::put(dir / "f", "one");
    ASSERT_OK_AND(const FileStamp first, stamp_of(dir / "f"));
    EXPECT_EQ(first.size, 3U);
    ASSERT_OK_AND(const FileStamp again, stamp_of(dir / "f"));
    EXPECT_EQ(again, first);
    std::ofstream(dir / "f", std::ios::app) << "more";
    ASSERT_OK_AND(const FileStamp longer, stamp_of(dir / "f"));
    EXPECT_EQ(longer.size, 7U);
    EXPECT_NE(longer, first);
    // Another file of its name and size.
    test::put(dir / "other", "one+two");
    std::filesystem::rename(dir / "other", dir / "f");
    ASSERT_OK_AND(const FileStamp other, stamp_of(dir / "f"));
    EXPECT_EQ(other.size, 7U);
    EXPECT_NE(other, longer);
}

}  // namespace
}  // namespace deed
