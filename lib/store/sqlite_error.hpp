#pragma once

#include <sqlite3.h>

#include <string>

#include "lib/error/error.hpp"

// Internal to lib/store.

namespace deed::store::detail {

/// The file's path; nothing for a database in memory.
std::string place_of(sqlite3* database);

/// What `result`, just returned on this connection, means; "cannot <action>: <SQLite's words>".
Error sqlite_error(sqlite3* database, int result, const std::string& action);

}  // namespace deed::store::detail
