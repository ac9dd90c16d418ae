#include "lib/store/sqlite_error.hpp"

#include <cerrno>

#include "lib/store/errors.hpp"

namespace deed::store::detail {
namespace {

const ErrorCode& code_for(sqlite3* database, int result) {
    if (result == SQLITE_IOERR_DATA) return errors::kDamaged;  // a page's check is wrong
    switch (result & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return errors::kDamaged;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return errors::kBusy;
        case SQLITE_FULL:
            return errors::kFull;
        case SQLITE_READONLY:
            return errors::kReadOnly;
        case SQLITE_CONSTRAINT:
            return errors::kConstraint;
        case SQLITE_TOOBIG:
            return errors::kTooLarge;
        case SQLITE_IOERR: {
            const int why = sqlite3_system_errno(database);
            return why == ENOSPC || why == EDQUOT ? errors::kFull : errors::kFailed;
        }
        default:
            return errors::kFailed;
    }
}

}  // namespace

std::string place_of(sqlite3* database) {
    const char* name = database == nullptr ? nullptr : sqlite3_db_filename(database, "main");
    return name == nullptr ? std::string() : std::string(name);
}

Error sqlite_error(sqlite3* database, int result, const std::string& action) {
    const bool is_latest = database != nullptr && sqlite3_extended_errcode(database) == result;
    const std::string words = is_latest ? sqlite3_errmsg(database) : sqlite3_errstr(result);
    return Error(code_for(database, result), "cannot " + action + ": " + words, place_of(database));
}

}  // namespace deed::store::detail
