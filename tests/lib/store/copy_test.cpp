#include <gtest/gtest.h>

#include "lib/io/errors.hpp"
#include "lib/store/errors.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/lib/store/store_support.hpp"

namespace deed::store {
namespace {

using test::count_items;
using test::put_item;
using test::store_options;
using test::TempDir;

TEST(CopyDatabase, HoldsWhatIsCommittedAndNothingElse) {
    const TempDir dir;
    ASSERT_OK_AND(Database original, Database::open(dir / "original", store_options()));
    ASSERT_OK(put_item(original, 1, "one"));
    // Not yet in the file itself, but in the one beside it.
    ASSERT_GT(std::filesystem::file_size(dir / "original-wal"), 0U);
    ASSERT_OK_AND(Database writer, Database::open(dir / "original", store_options()));
    ASSERT_OK_AND(Transaction transaction, Transaction::begin(writer, Transaction::Kind::write));
    ASSERT_OK(put_item(writer, 2, "two"));

    ASSERT_OK(original.copy_to(dir / "copy"));
    EXPECT_EQ(test::mode_of(dir / "copy"), 0600U);
    ASSERT_OK(transaction.commit());

    Options options = store_options();
    options.read_only = true;
    ASSERT_OK_AND(Database copy, Database::open(dir / "copy", options));
    EXPECT_OK(copy.check_integrity());
    EXPECT_EQ(*count_items(copy), 1);
    EXPECT_EQ(*count_items(original), 2);
}

TEST(CopyDatabase, ReplacesNothing) {
    const TempDir dir;
    ASSERT_OK_AND(Database original, Database::open(dir / "original", store_options()));
    test::put(dir / "copy", "something");
    EXPECT_CODE(original.copy_to(dir / "copy"), deed::errors::kFileExists);
    EXPECT_EQ(test::get(dir / "copy"), "something");
}

TEST(CopyDatabase, TellsAFullDisk) {
    const TempDir dir;
    ASSERT_OK_AND(Database original, Database::open(dir / "original", store_options()));
    ASSERT_OK(put_item(original, 1, std::string(100'000, 'x')));
    const test::FileSizeLimit limit(20'000);
    const auto copied = original.copy_to(dir / "copy");
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().kind(), ErrorKind::io);
}

}  // namespace
}  // namespace deed::store
