// SQLite does not tell of every call that fails: at each point of making a database and committing
// a row, whatever was acknowledged must be on the disk.

#include <gtest/gtest.h>

#include <cerrno>
#include <optional>

#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "tests/support/faults/disk.hpp"
#include "tests/support/faults/layer.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::durability {
namespace {

using faults::Disk;
using faults::Fault;
using std::filesystem::path;
using store::Database;

constexpr store::Options kOptions{
    .application_id = 7, .version = 1, .schema = "CREATE TABLE said (number INTEGER) STRICT"};

Result<void> commit(const path& file, int number) {
    DEED_TRY(Database database, Database::open(file, kOptions));
    return database.run("INSERT INTO said VALUES (" + std::to_string(number) + ")");
}

bool has_row(Database& database, int number) {
    auto statement = store::Statement::prepare(database, "SELECT 1 FROM said WHERE number = ?1");
    EXPECT_OK(statement);
    if (!statement) return false;
    store::Query query(*statement);
    const auto found = query.bind(1, number).next();
    EXPECT_OK(found);
    return found && *found;
}

void expect_row(const path& file, int number) {
    auto database = Database::open(file, kOptions);
    EXPECT_OK(database);
    EXPECT_TRUE(database && has_row(*database, number)) << "row " << number << " is gone";
}

path make_home(const test::TempDir& temp) {
    const path home = temp / "home";
    std::filesystem::create_directory(home);
    std::filesystem::permissions(home, std::filesystem::perms::owner_all);
    return home;
}

// Each gives how many points there were.

std::uint64_t commit_under(const Fault& fault) {
    const test::TempDir temp;
    const path home = make_home(temp);
    Disk disk(home);
    faults::Recorder record;
    faults::arm(home, record, fault);
    bool is_said = false;
    {
        auto database = Database::open(home / "db", kOptions);
        is_said = database && database->run("INSERT INTO said VALUES (1)");
        // Who closes may sync, and a power cut asks nobody to close.
        disk.replay(record.events());
    }
    const std::uint64_t points = faults::points_passed();
    faults::disarm();

    disk.write_synced(temp / "synced");
    if (is_said) expect_row(temp / "synced/db", 1);
    // What is left is of use in either case.
    EXPECT_OK(commit(temp / "synced/db", 3));
    return points;
}

/// A commit that failed may have left what the kernel shows and the disk does not hold. Whoever
/// opens the database next and sees the row relies on it.
std::uint64_t read_after(const Fault& fault) {
    const test::TempDir temp;
    const path home = make_home(temp);
    Disk disk(home);
    faults::Recorder record;
    faults::arm(home, record, fault);
    bool is_said = false;
    if (auto first = Database::open(home / "db", kOptions)) {
        is_said = first->run("INSERT INTO said VALUES (1)").has_value();
        static_cast<void>(first->run("INSERT INTO said VALUES (2)"));
    }
    faults::heal();
    bool is_seen = false;
    {
        auto next = Database::open(home / "db", kOptions);
        EXPECT_OK(next);
        is_seen = next && has_row(*next, 2);
        disk.replay(record.events());
    }
    const std::uint64_t points = faults::points_passed();
    faults::disarm();

    disk.write_synced(temp / "synced");
    if (is_said) expect_row(temp / "synced/db", 1);
    if (is_seen) expect_row(temp / "synced/db", 2);
    EXPECT_OK(commit(temp / "synced/db", 3));
    return points;
}

template <typename Trial>
void try_at_each_point(Trial trial) {
    const std::uint64_t points = trial({});
    EXPECT_GT(points, 10U);
    for (const int error : {EIO, ENOSPC, EDQUOT})
        for (const bool lasting : {false, true})
            for (std::uint64_t at = 1; at <= points; ++at) {
                SCOPED_TRACE("point " + std::to_string(at) + ", errno " + std::to_string(error) +
                             (lasting ? " from then on" : ""));
                trial({.at = at,
                       .kind = Fault::Kind::error,
                       .error_number = error,
                       .lasting = lasting});
            }
}

TEST(DurableDatabase, AcknowledgesOnlyWhatIsOnTheDisk) { try_at_each_point(commit_under); }

TEST(DurableDatabase, ShowsTheNextProcessOnlyWhatIsOnTheDisk) { try_at_each_point(read_after); }

}  // namespace
}  // namespace deed::durability
