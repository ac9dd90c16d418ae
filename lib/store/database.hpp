#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "lib/error/result.hpp"

// SQLite, held strictly: what a file says is never trusted beyond the types and sizes asked for.
// Errors of every call are those of errors.hpp, with the file's path as their place.

struct sqlite3;
struct sqlite3_stmt;

namespace deed::store {

/// What a commit promises.
enum class Durability : std::uint8_t {
    durable,  ///< on the disk on return
    derived   ///< whole or not at all, but a power cut may take the latest commits back
};

struct Options {
    /// Tells uses apart; not zero (`store.wrong_application` if the file's is another).
    std::uint32_t application_id;
    /// Of the schema, from 1 on. A file above it is `store.newer_format`; one below it opens, and
    /// Database::version() tells.
    std::uint32_t version;
    /// SQL that makes the tables of a new file, in one transaction with the two numbers above.
    std::string_view schema;
    Durability durability = Durability::durable;
    /// The file must be there (`io.not_found`) and nothing is ever written to it.
    bool read_only = false;
    /// How long to wait for another process before `store.busy`.
    std::chrono::milliseconds busy_timeout{5000};
    /// Bytes of one value or row (`store.too_large`).
    int max_value_bytes = 16 << 20;
};

/// A connection to one database file (WAL mode), or to one in memory. For one thread at a time;
/// other threads and processes open the file anew. While a process has it open, it must not open
/// and close the file by other means: that would drop SQLite's locks (POSIX advisory locking).
class DEED_API Database {
public:
    /// Creates the file (0600, and so are those beside it, `-wal` and `-shm`) unless read_only;
    /// one that is derived is created by one thread of a process at a time.
    /// A read-only file system is good enough for reading.
    static Result<Database> open(const std::filesystem::path& path, const Options& options);
    static Result<Database> in_memory(const Options& options);

    /// The file's schema version; at most Options::version.
    std::uint32_t version() const { return version_; }
    /// After a migration, within its transaction.
    Result<void> set_version(std::uint32_t version);

    /// Runs statements that give no rows. `sql` is never built from input.
    Result<void> run(std::string_view sql);
    /// Reads the whole file: `store.damaged` with SQLite's words if anything in it does not fit.
    Result<void> check_integrity();

private:
    friend class Statement;
    friend class Transaction;
    struct Close {
        void operator()(sqlite3* database) const;
    };
    using Handle = std::unique_ptr<sqlite3, Close>;

    Database(Handle handle, std::uint32_t version)
        : handle_(std::move(handle)), version_(version) {}
    static Result<Handle> connect(const std::string& name, int flags, const Options& options);
    static Result<Database> set_up(Handle handle, const Options& options, bool is_file);

    Handle handle_;
    std::uint32_t version_;
};

/// A prepared statement, to be executed by Query as often as needed. May outlive the Database
/// object.
class DEED_API Statement {
public:
    /// `store.failed` if `sql` is not exactly one statement over the tables that are there.
    static Result<Statement> prepare(Database& database, std::string_view sql);

private:
    friend class Query;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit Statement(sqlite3_stmt* statement) : handle_(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Writes of one transaction count together or not at all; reads see one moment.
class DEED_API Transaction {
public:
    enum class Kind : std::uint8_t { read, write };

    /// A writing one waits for other writers now, so that nothing after it is `store.busy`.
    static Result<Transaction> begin(Database& database, Kind kind);
    Transaction(Transaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    /// Rolls back what was not committed.
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(sqlite3* database) : database_(database) {}
    sqlite3* database_;  // null once it is over
};

}  // namespace deed::store
