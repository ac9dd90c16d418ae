#include "lib/store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "lib/error/assert.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/io/system_error.hpp"
#include "lib/store/errors.hpp"
#include "lib/store/page_check.hpp"
#include "lib/store/query.hpp"
#include "lib/store/sqlite_error.hpp"

namespace deed::store {
namespace {

using detail::sqlite_error;
using std::filesystem::path;

constexpr int kMaxSqlBytes = 1 << 16;

/// Looks without opening: closing a descriptor would drop the locks of this process (fcntl(2)).
Result<bool> is_there(const path& name) {
    struct stat status {};
    if (::lstat(name.c_str(), &status) == -1) {
        if (errno == ENOENT) return false;
        return deed::detail::system_error("examine", name, errno);
    }
    if (S_ISREG(status.st_mode)) return true;
    return Error(deed::errors::kNotAFile, name.string() + " is not a plain file", name.string());
}

/// SQLite gives the files beside it the mode that this one has.
Result<void> create_private(const path& name, Durability durability) {
    if (durability == Durability::derived) {
        constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        const Descriptor file(::open(name.c_str(), kFlags, 0600));
        if (file.is_open() || errno == EEXIST) return {};
        return deed::detail::system_error("create", name, errno);
    }
    auto created = write_file_durably(name, {}, 0600, Existing::refuse);
    if (!created && created.error().code() == deed::errors::kFileExists) return {};
    return created;
}

/// A file name as SQLite's URI for a file that nobody can change (sqlite.org/uri.html).
std::string immutable_uri(const path& name) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(name).string()) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr char kDigits[] = "0123456789ABCDEF";
            const auto byte = static_cast<unsigned char>(c);
            uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
        } else {
            uri += c;
        }
    }
    return uri + "?immutable=1";
}

Result<void> check(sqlite3* database, int result, const std::string& action) {
    if (result == SQLITE_OK) return {};
    return sqlite_error(database, result, action);
}

Result<void> execute(sqlite3* database, const std::string& sql) {
    return check(database, sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr),
                 "execute \"" + sql.substr(0, 60) + "\"");
}

/// What sqlite.org/security.html advises against files made by an attacker.
Result<void> harden(sqlite3* database, const Options& options) {
    for (const auto& [setting, on] :
         {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
          std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
          std::pair{SQLITE_DBCONFIG_DQS_DDL, 0}, std::pair{SQLITE_DBCONFIG_DQS_DML, 0}}) {
        int now = 0;
        DEED_CHECK(check(database, sqlite3_db_config(database, setting, on, &now), "be strict"));
        if (now != on) return Error(errors::kFailed, "SQLite lacks one of its safeguards");
    }
    // A reader must not tidy up the files of a database that took this one's place.
    if (options.read_only)
        DEED_CHECK(check(database,
                         sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr),
                         "leave the log alone"));
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, options.max_value_bytes);
    sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, kMaxSqlBytes);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 20);
    sqlite3_limit(database, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    return execute(database, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
}

Result<std::uint32_t> read_number(Database& database, const std::string& pragma) {
    DEED_TRY(Statement statement, Statement::prepare(database, pragma));
    Query query(statement);
    DEED_TRY(const bool found, query.next());
    DEED_ASSERT(found);
    DEED_TRY(const std::int64_t value, query.integer(0));
    return static_cast<std::uint32_t>(value);
}

Result<bool> is_new(Database& database) {
    DEED_TRY(const std::uint32_t version, read_number(database, "PRAGMA user_version"));
    DEED_TRY(const std::uint32_t id, read_number(database, "PRAGMA application_id"));
    DEED_TRY(const std::uint32_t tables,
             read_number(database, "SELECT count(*) FROM sqlite_schema"));
    return version == 0 && id == 0 && tables == 0;
}

/// Of several that turn a new database to its write-ahead log at once, SQLite tells all but one
/// that it is locked, and asks no busy handler (sqlite.org/c3ref/busy_handler.html): who waits for
/// the other would be waited for. Whoever then tries again finds it done.
Result<void> use_log(sqlite3* database, std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto done = execute(database, "PRAGMA journal_mode = WAL");
        if (done || done.error().code() != errors::kBusy || std::chrono::steady_clock::now() >= end)
            return done;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

/// Unless another process did it in between.
Result<void> fill_new(Database& database, const Options& options) {
    DEED_TRY(Transaction transaction, Transaction::begin(database, Transaction::Kind::write));
    DEED_TRY(const bool still_new, is_new(database));
    if (!still_new) return {};
    DEED_CHECK(database.run(options.schema));
    DEED_CHECK(database.run("PRAGMA application_id = " + std::to_string(options.application_id)));
    DEED_CHECK(database.run("PRAGMA user_version = " + std::to_string(options.version)));
    return transaction.commit();
}

/// What the -wal file shows now counts, yet whoever wrote it may have died before the sync, or have
/// seen the sync fail: then the kernel shows commits that never reach the disk, and older ones
/// before them that do, and that would be laid over the database after a power cut. So all of it
/// goes to the database, and the file is emptied on the disk too. Where another process holds it
/// up, that one lives and has done this.
Result<void> settle(sqlite3* database) {
    DEED_CHECK(execute(database, "PRAGMA wal_checkpoint(TRUNCATE)"));
    const path log = detail::place_of(database) + "-wal";
    const Descriptor file(::open(log.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.is_open() ||
        deed::detail::retry_interrupted([&] { return ::fsync(file.get()); }) == -1)
        return deed::detail::system_error("sync", log, errno);
    return {};
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Result<Database::Handle> Database::connect(const std::string& name, int flags,
                                           const Options& options) {
    const char* const layer = detail::checked_file_layer();
    if (layer == nullptr) return Error(errors::kFailed, "SQLite does not take the file layer");
    const bool is_file = (flags & SQLITE_OPEN_MEMORY) == 0;
    sqlite3* opened = nullptr;
    const int result =
        sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        is_file ? layer : nullptr);
    Handle handle(opened);
    if (result != SQLITE_OK) return sqlite_error(opened, result, "open the database");
    DEED_CHECK(check(opened,
                     sqlite3_busy_timeout(opened, static_cast<int>(options.busy_timeout.count())),
                     "set the time to wait"));
    int reserved = detail::kCheckBytes;
    if (is_file)
        DEED_CHECK(check(
            opened, sqlite3_file_control(opened, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved),
            "reserve room for checks"));
    DEED_CHECK(harden(opened, options));
    return handle;
}

Result<Database> Database::set_up(Handle handle, const Options& options, bool is_file) {
    Database database(std::move(handle), 0);
    sqlite3* const connection = database.handle_.get();
    if (!options.read_only) {
        DEED_TRY(const bool fresh, is_new(database));
        if (is_file) DEED_CHECK(use_log(connection, options.busy_timeout));
        const bool durable = options.durability == Durability::durable;
        DEED_CHECK(execute(connection,
                           durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"));
        if (fresh) DEED_CHECK(fill_new(database, options));
        if (is_file && !fresh && durable) DEED_CHECK(settle(connection));
    }
    DEED_TRY(const std::uint32_t id, read_number(database, "PRAGMA application_id"));
    if (id != options.application_id)
        return Error(errors::kWrongApplication,
                     "the database is marked " + std::to_string(id) + ", not " +
                         std::to_string(options.application_id),
                     detail::place_of(connection));
    DEED_TRY(database.version_, read_number(database, "PRAGMA user_version"));
    if (database.version_ > options.version)
        return Error(errors::kNewerFormat,
                     "the database has version " + std::to_string(database.version_) + ", above " +
                         std::to_string(options.version),
                     detail::place_of(connection));
    // By now the -wal file is there. SQLite syncs the folder that it made it in, but goes on where
    // that fails, and then a power cut would take the file with all commits in it.
    if (is_file && !options.read_only && options.durability == Durability::durable)
        DEED_CHECK(sync_directory(path(detail::place_of(connection)).parent_path()));
    return database;
}

Result<Database> Database::open(const path& name, const Options& options) {
    DEED_ASSERT(options.application_id != 0 && options.version != 0);
    DEED_TRY(const bool exists, is_there(name));
    if (!exists && options.read_only) return deed::detail::system_error("open", name, ENOENT);
    if (!exists) DEED_CHECK(create_private(name, options.durability));

    const int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    // Without this, SQLite takes some names for something else than files.
    const std::string file = std::filesystem::absolute(name).string();
    DEED_TRY(Handle handle, connect(file, flags, options));
    auto database = set_up(std::move(handle), options, true);
    if (database || !options.read_only) return database;

    // Reading a WAL database needs its -shm file, which cannot be made on a read-only file system;
    // without a -wal file, or with an empty one, there is nothing in it.
    const ErrorCode& why = database.error().code();
    const bool lacks_files = why == errors::kReadOnly || why == errors::kFailed;
    std::error_code none;
    const auto wal_size = std::filesystem::file_size(path(file + "-wal"), none);
    if (!lacks_files || (!none && wal_size > 0)) return database;
    DEED_TRY(handle, connect(immutable_uri(name), flags | SQLITE_OPEN_URI, options));
    return set_up(std::move(handle), options, true);
}

Result<Database> Database::in_memory(const Options& options) {
    DEED_ASSERT(options.application_id != 0 && options.version != 0 && !options.read_only);
    DEED_TRY(Handle handle,
             connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, options));
    return set_up(std::move(handle), options, false);
}

Result<void> Database::set_version(std::uint32_t version) {
    DEED_CHECK(run("PRAGMA user_version = " + std::to_string(version)));
    version_ = version;
    return {};
}

Result<void> Database::run(std::string_view sql) {
    return execute(handle_.get(), std::string(sql));
}

Result<void> Database::check_integrity() {
    DEED_TRY(Statement statement, Statement::prepare(*this, "PRAGMA integrity_check(1)"));
    Query query(statement);
    DEED_TRY(const bool found, query.next());
    DEED_ASSERT(found);
    DEED_TRY(const std::string_view verdict, query.text(0));
    if (verdict == "ok") return {};
    return Error(errors::kDamaged, "the database is damaged: " + std::string(verdict),
                 detail::place_of(handle_.get()));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<Statement> Statement::prepare(Database& database, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    const int result =
        sqlite3_prepare_v3(database.handle_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
    Statement statement(prepared);
    if (result != SQLITE_OK)
        return sqlite_error(database.handle_.get(), result, "prepare \"" + std::string(sql) + "\"");
    if (prepared == nullptr || rest != sql.data() + sql.size())
        return Error(errors::kFailed, "not exactly one statement: \"" + std::string(sql) + "\"",
                     detail::place_of(database.handle_.get()));
    return statement;
}

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
    DEED_CHECK(execute(database.handle_.get(), kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
    return Transaction(database.handle_.get());
}

Transaction::~Transaction() {
    // Some failures have rolled back already.
    if (database_ != nullptr && sqlite3_get_autocommit(database_) == 0)
        sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Transaction::commit() {
    DEED_ASSERT(database_ != nullptr);
    DEED_CHECK(execute(database_, "COMMIT"));
    database_ = nullptr;
    return {};
}

}  // namespace deed::store
