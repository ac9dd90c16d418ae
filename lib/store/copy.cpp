#include <sqlite3.h>

#include <memory>

#include "lib/io/file.hpp"
#include "lib/store/database.hpp"
#include "lib/store/sqlite_error.hpp"

namespace deed::store {
namespace {

struct Finish {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

}  // namespace

Result<void> Database::copy_to(const std::filesystem::path& destination) {
    DEED_CHECK(write_file_durably(destination, {}, 0600, Existing::refuse));
    const std::string name = std::filesystem::absolute(destination).string();
    const Options options{.application_id = 1, .version = 1, .schema = {}};
    DEED_TRY(const Handle copy, connect(name, SQLITE_OPEN_READWRITE, options));
    sqlite3* const opened = copy.get();

    std::unique_ptr<sqlite3_backup, Finish> backup(
        sqlite3_backup_init(opened, "main", handle_.get(), "main"));
    if (!backup)
        return detail::sqlite_error(opened, sqlite3_extended_errcode(opened), "begin the copy");
    // All pages in one read transaction: SQLite begins anew where another process writes between.
    const int step = sqlite3_backup_step(backup.get(), -1);
    if (step != SQLITE_DONE) return detail::sqlite_error(opened, step, "copy the database");
    const int finished = sqlite3_backup_finish(backup.release());
    if (finished != SQLITE_OK) return detail::sqlite_error(opened, finished, "end the copy");
    return {};
}

}  // namespace deed::store
