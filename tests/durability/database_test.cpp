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

Result<bool> holds(const path& file, int number) {
    DEED_TRY(Database database, Database::open(file, kOptions));
    DEED_TRY(store::Statement statement,
             store::Statement::prepare(database, "SELECT 1 FROM said WHERE number = ?1"));
    store::Query query(statement);
    return query.bind(1, number).next();
}

/// How many points there were.
std::uint64_t commit_under(const Fault& fault) {
    const test::TempDir temp;
    const path home = temp / "home";
    std::filesystem::create_directory(home);
    std::filesystem::permissions(home, std::filesystem::perms::owner_all);
    Disk disk(home);
    faults::Recorder record;
    faults::arm(home, record, fault);
    std::optional<Result<void>> outcome;
    {
        auto database = Database::open(home / "db", kOptions);
        outcome = database ? database->run("INSERT INTO said VALUES (1)") : database.error();
        // Who closes may sync, and a power cut asks nobody to close.
        disk.replay(record.events());
    }
    const std::uint64_t points = faults::points_passed();
    faults::disarm();

    disk.write_synced(temp / "synced");
    if (*outcome) {
        const auto found = holds(temp / "synced/db", 1);
        EXPECT_OK(found);
        EXPECT_TRUE(found && *found) << "what was acknowledged is gone";
    }
    // What is left is of use in either case.
    EXPECT_OK(commit(temp / "synced/db", 2));
    return points;
}

TEST(DurableDatabase, AcknowledgesOnlyWhatIsOnTheDisk) {
    const std::uint64_t points = commit_under({});
    EXPECT_GT(points, 20U);
    for (const int error : {EIO, ENOSPC, EDQUOT})
        for (const bool lasting : {false, true})
            for (std::uint64_t at = 1; at <= points; ++at) {
                SCOPED_TRACE("point " + std::to_string(at) + ", errno " + std::to_string(error) +
                             (lasting ? " from then on" : ""));
                commit_under({.at = at,
                              .kind = Fault::Kind::error,
                              .error_number = error,
                              .lasting = lasting});
            }
}

}  // namespace
}  // namespace deed::durability
