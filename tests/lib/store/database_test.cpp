#include "lib/store/database.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/store/errors.hpp"
#include "tests/lib/store/store_support.hpp"

namespace deed::store {
namespace {

using std::filesystem::path;
using test::count_items;
using test::put_item;
using test::store_options;
using test::TempDir;

mode_t mode_of(const path& name) {
    struct stat status {};
    EXPECT_EQ(::stat(name.c_str(), &status), 0) << name;
    return status.st_mode & 0777;
}

void overwrite(const path& name, std::uint64_t offset, const std::string& bytes) {
    std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file << bytes;
    ASSERT_TRUE(file.good());
}

TEST(Database, KeepsWhatWasCommitted) {
    const TempDir dir;
    {
        ASSERT_OK_AND(Database database, Database::open(dir / "db", store_options()));
        EXPECT_EQ(database.version(), 2U);
        ASSERT_OK(put_item(database, 1, "one"));
    }
    ASSERT_OK_AND(Database database, Database::open(dir / "db", store_options()));
    ASSERT_OK_AND(const std::int64_t count, count_items(database));
    EXPECT_EQ(count, 1);
    EXPECT_OK(database.check_integrity());
}

TEST(Database, MakesPrivateFilesOnly) {
    const TempDir dir;
    const mode_t before = ::umask(0);
    ASSERT_OK_AND(Database database, Database::open(dir / "db", store_options()));
    ASSERT_OK(put_item(database, 1, "one"));
    ::umask(before);
    EXPECT_EQ(mode_of(dir / "db"), 0600U);
    EXPECT_EQ(mode_of(dir / "db-wal"), 0600U);
    EXPECT_EQ(mode_of(dir / "db-shm"), 0600U);
}

TEST(Database, TakesNamesForNothingButFiles) {
    const TempDir dir;
    for (const char* name : {"file:x?mode=memory", "a%41#?b", ":memory:"}) {
        ASSERT_OK(Database::open(dir / name, store_options()));
        EXPECT_TRUE(std::filesystem::exists(dir / name)) << name;
    }
    EXPECT_CODE(Database::open(dir.path(), store_options()), deed::errors::kNotAFile);
    std::filesystem::create_symlink(dir / ":memory:", dir / "link");
    EXPECT_CODE(Database::open(dir / "link", store_options()), deed::errors::kNotAFile);
}

TEST(Database, RefusesWhatBelongsToAnotherUse) {
    const TempDir dir;
    ASSERT_OK(Database::open(dir / "db", store_options()));
    Options other = store_options();
    other.application_id = 7;
    EXPECT_CODE(Database::open(dir / "db", other), errors::kWrongApplication);
    other.read_only = true;
    EXPECT_CODE(Database::open(dir / "db", other), errors::kWrongApplication);
}

TEST(Database, RefusesLaterVersionsAndTellsEarlierOnes) {
    const TempDir dir;
    Options options = store_options();
    ASSERT_OK(Database::open(dir / "db", options));
    options.version = 1;
    EXPECT_CODE(Database::open(dir / "db", options), errors::kNewerFormat);
    options.version = 3;
    {
        ASSERT_OK_AND(Database database, Database::open(dir / "db", options));
        EXPECT_EQ(database.version(), 2U);
        ASSERT_OK(database.set_version(3));
    }
    ASSERT_OK_AND(Database database, Database::open(dir / "db", options));
    EXPECT_EQ(database.version(), 3U);
}

TEST(Database, NamesDamage) {
    const TempDir dir;
    ASSERT_OK(
        write_file_durably(dir / "text", as_bytes(std::string(5000, 'x')), 0600, Existing::refuse));
    EXPECT_CODE(Database::open(dir / "text", store_options()), errors::kDamaged);

    {
        ASSERT_OK_AND(Database database, Database::open(dir / "db", store_options()));
        for (std::uint64_t i = 0; i < 500; ++i)
            ASSERT_OK(put_item(database, i, std::string(100, 'n')));
    }
    overwrite(dir / "db", 5 * 4096, std::string(4096, '\xee'));
    ASSERT_OK_AND(Database database, Database::open(dir / "db", store_options()));
    EXPECT_CODE(database.check_integrity(), errors::kDamaged);
    EXPECT_CODE(database.run("DELETE FROM item"), errors::kDamaged);
}

TEST(Database, NoticesAFlippedBitInAnyPage) {
    const TempDir dir;
    {
        ASSERT_OK_AND(Database database, Database::open(dir / "db", store_options()));
        for (std::uint64_t i = 0; i < 300; ++i)
            ASSERT_OK(put_item(database, i, std::string(100, 'n')));
    }
    ASSERT_OK_AND(const Bytes good, read_file(dir / "db", 1 << 20));
    ASSERT_GT(good.size(), 8U * 4096);
    const auto verdict = [&](std::size_t at, std::uint8_t mask) -> Result<void> {
        Bytes bad = good;
        bad[at] ^= mask;
        DEED_CHECK(write_file_durably(dir / "db", bad, 0600, Existing::replace));
        Options reading = store_options();
        reading.read_only = true;
        DEED_TRY(Database database, Database::open(dir / "db", reading));
        return database.check_integrity();
    };
    for (std::size_t at = 100; at < good.size(); at += 517) {
        const auto result = verdict(at, static_cast<std::uint8_t>(1U << (at % 8)));
        EXPECT_CODE(result, errors::kDamaged) << at;
    }
    for (std::size_t at = 0; at < 100; at += 3) EXPECT_FALSE(verdict(at, 0x10)) << at;
    std::filesystem::remove(dir / "db-shm");
    EXPECT_OK(verdict(0, 0));
}

TEST(Database, ReadsWithoutWriting) {
    const TempDir dir;
    Options reading = store_options();
    reading.read_only = true;
    EXPECT_CODE(Database::open(dir / "db", reading), deed::errors::kFileNotFound);
    EXPECT_FALSE(std::filesystem::exists(dir / "db"));

    ASSERT_OK_AND(Database writer, Database::open(dir / "db", store_options()));
    ASSERT_OK(put_item(writer, 1, "one"));
    ASSERT_OK_AND(Database reader, Database::open(dir / "db", reading));
    ASSERT_OK_AND(const std::int64_t count, count_items(reader));
    EXPECT_EQ(count, 1);
    EXPECT_CODE(put_item(reader, 2, "two"), errors::kReadOnly);
}

/// Acts as a user whom the system refuses to write, whoever runs the tests.
class WithoutRights {
public:
    explicit WithoutRights(const TempDir& dir) : dir_(dir), root_(::geteuid() == 0) {
        if (root_) give_to_nobody();
        must(::chmod(dir.path().c_str(), 0500));
        if (root_) must(::seteuid(kNobody));
    }
    ~WithoutRights() {
        if (root_) must(::seteuid(0));
        must(::chmod(dir_.path().c_str(), 0700));
    }

private:
    static constexpr uid_t kNobody = 65534;

    static void must(int result) { EXPECT_EQ(result, 0) << errno; }

    void give_to_nobody() const {
        for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
            must(::chown(entry.path().c_str(), kNobody, kNobody));
        must(::chown(dir_.path().c_str(), kNobody, kNobody));
    }

    const TempDir& dir_;
    const bool root_;
};

TEST(Database, ReadsWhereNothingCanBeWritten) {
    const TempDir dir;
    {
        ASSERT_OK_AND(Database database, Database::open(dir / "a?b%#", store_options()));
        ASSERT_OK(put_item(database, 1, "one"));
    }
    const WithoutRights rights(dir);
    Options reading = store_options();
    reading.read_only = true;
    ASSERT_OK_AND(Database reader, Database::open(dir / "a?b%#", reading));
    ASSERT_OK_AND(const std::int64_t count, count_items(reader));
    EXPECT_EQ(count, 1);
    EXPECT_CODE(Database::open(dir / "new", store_options()), deed::errors::kIoFailed);
}

TEST(Database, FailsByNameWhereTheFileMayNotBeOpened) {
    const TempDir dir;
    ASSERT_OK(Database::open(dir / "db", store_options()));
    ASSERT_EQ(::chmod((dir / "db").c_str(), 0), 0);
    const WithoutRights rights(dir);
    EXPECT_CODE(Database::open(dir / "db", store_options()), errors::kFailed);
}

TEST(Database, IsBusyWhileAnotherWrites) {
    const TempDir dir;
    ASSERT_OK_AND(Database first, Database::open(dir / "db", store_options()));
    ASSERT_OK_AND(Database second, Database::open(dir / "db", store_options()));
    {
        ASSERT_OK_AND(Transaction writing, Transaction::begin(first, Transaction::Kind::write));
        EXPECT_CODE(Transaction::begin(second, Transaction::Kind::write), errors::kBusy);
        EXPECT_CODE(put_item(second, 1, "one"), errors::kBusy);
        ASSERT_OK(writing.commit());
    }
    EXPECT_OK(put_item(second, 1, "one"));
}

TEST(Database, NamesAFullDisk) {
    ASSERT_OK_AND(Database database, Database::in_memory(store_options()));
    ASSERT_OK_AND(Statement limit, Statement::prepare(database, "PRAGMA max_page_count = 8"));
    {
        Query query(limit);
        ASSERT_OK(query.next());
    }
    Result<void> put;
    for (std::uint64_t i = 0; i < 100 && put; ++i)
        put = put_item(database, i, std::string(2000, 'n'));
    EXPECT_CODE(put, errors::kFull);
    EXPECT_EQ(put.error().kind(), ErrorKind::io);
}

TEST(Database, DoesNotFollowAHostileSchema) {
    ASSERT_OK_AND(Database database, Database::in_memory(store_options()));
    EXPECT_CODE(database.run("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x'"),
                errors::kFailed);
    EXPECT_CODE(database.run("ATTACH 'other' AS other"), errors::kFailed);
    ASSERT_OK(database.run("CREATE VIEW seen AS SELECT id FROM item"));
    EXPECT_CODE(Statement::prepare(database, "SELECT * FROM seen"), errors::kFailed);
}

TEST(Transaction, CountsWhollyOrNotAtAll) {
    ASSERT_OK_AND(Database database, Database::in_memory(store_options()));
    {
        ASSERT_OK_AND(Transaction lost, Transaction::begin(database, Transaction::Kind::write));
        ASSERT_OK(put_item(database, 1, "one"));
    }
    ASSERT_OK_AND(const std::int64_t none, count_items(database));
    EXPECT_EQ(none, 0);
    {
        ASSERT_OK_AND(Transaction kept, Transaction::begin(database, Transaction::Kind::write));
        Transaction moved = std::move(kept);
        ASSERT_OK(put_item(database, 1, "one"));
        ASSERT_OK(moved.commit());
    }
    ASSERT_OK_AND(const std::int64_t one, count_items(database));
    EXPECT_EQ(one, 1);
}

TEST(Transaction, ReadsOneMoment) {
    const TempDir dir;
    ASSERT_OK_AND(Database writer, Database::open(dir / "db", store_options()));
    ASSERT_OK_AND(Database reader, Database::open(dir / "db", store_options()));
    {
        ASSERT_OK_AND(Transaction moment, Transaction::begin(reader, Transaction::Kind::read));
        ASSERT_OK(count_items(reader));
        ASSERT_OK(put_item(writer, 1, "one"));
        ASSERT_OK_AND(const std::int64_t before, count_items(reader));
        EXPECT_EQ(before, 0);
    }
    ASSERT_OK_AND(const std::int64_t after, count_items(reader));
    EXPECT_EQ(after, 1);
}

TEST(Database, IsMadeOnceByManyAtATime) {
    const TempDir dir;
    Options options = store_options();
    options.busy_timeout = std::chrono::seconds(20);
    std::vector<std::thread> threads;
    std::vector<std::string> codes(6);
    for (std::string& code : codes)
        threads.emplace_back([&] { code = test::describe(Database::open(dir / "db", options)); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& code : codes) EXPECT_EQ(code, "ok");
}

}  // namespace
}  // namespace deed::store
