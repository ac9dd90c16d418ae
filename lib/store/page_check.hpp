#pragma once

// Internal to lib/store.

namespace deed::store::detail {

/// Bytes at the end of each page that hold its check.
inline constexpr int kCheckBytes = 8;

/// Name of the SQLite file layer that puts a check over content and place into every page it writes
/// to a database file, and refuses (SQLITE_IOERR_DATA) a page whose check is wrong: SQLite itself
/// notices damage only where it breaks a tree. Null if SQLite refuses it.
const char* checked_file_layer();

}  // namespace deed::store::detail
