#include "lib/store/query.hpp"

#include <sqlite3.h>

#include <limits>

#include "lib/error/assert.hpp"
#include "lib/store/errors.hpp"
#include "lib/store/sqlite_error.hpp"

namespace deed::store {

using detail::sqlite_error;

Query::Query(Statement& statement) : statement_(statement.handle_.get()) {
    DEED_ASSERT(sqlite3_stmt_busy(statement_) == 0);
}

Query::~Query() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Query::note(int result) {
    DEED_ASSERT(result != SQLITE_RANGE && result != SQLITE_MISUSE);
    if (result == SQLITE_OK || unbound_) return;
    unbound_ = sqlite_error(sqlite3_db_handle(statement_), result, "bind a value");
}

Query& Query::bind_signed(int parameter, std::int64_t value) {
    note(sqlite3_bind_int64(statement_, parameter, value));
    return *this;
}

Query& Query::bind_unsigned(int parameter, std::uint64_t value) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    note(value > kMax
             ? SQLITE_TOOBIG
             : sqlite3_bind_int64(statement_, parameter, static_cast<std::int64_t>(value)));
    return *this;
}

Query& Query::bind(int parameter, std::string_view text) {
    // A null pointer would bind NULL.
    const char* const data = text.data() == nullptr ? "" : text.data();
    note(sqlite3_bind_text64(statement_, parameter, data, text.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8));
    return *this;
}

Query& Query::bind(int parameter, ByteView blob) {
    static constexpr std::uint8_t kNothing = 0;
    const std::uint8_t* const data = blob.data() == nullptr ? &kNothing : blob.data();
    note(sqlite3_bind_blob64(statement_, parameter, data, blob.size(), SQLITE_TRANSIENT));
    return *this;
}

Query& Query::bind_null(int parameter) {
    note(sqlite3_bind_null(statement_, parameter));
    return *this;
}

Result<bool> Query::next() {
    if (unbound_) return *unbound_;
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    return sqlite_error(sqlite3_db_handle(statement_), result,
                        "execute \"" + std::string(sqlite3_sql(statement_)) + "\"");
}

Result<void> Query::run() {
    DEED_TRY(const bool has_row, next());
    DEED_ASSERT(!has_row);
    return {};
}

Result<void> Query::require_type(int column, int type) const {
    DEED_ASSERT(column >= 0 && column < sqlite3_data_count(statement_));
    if (sqlite3_column_type(statement_, column) == type) return {};
    return Error(errors::kDamaged,
                 "a value of \"" + std::string(sqlite3_sql(statement_)) + "\" is of a wrong type",
                 detail::place_of(sqlite3_db_handle(statement_)));
}

Result<std::int64_t> Query::integer(int column) const {
    DEED_CHECK(require_type(column, SQLITE_INTEGER));
    return sqlite3_column_int64(statement_, column);
}

Result<std::uint64_t> Query::unsigned_integer(int column) const {
    DEED_TRY(const std::int64_t value, integer(column));
    if (value >= 0) return static_cast<std::uint64_t>(value);
    return Error(errors::kDamaged, "a number that cannot be negative is",
                 detail::place_of(sqlite3_db_handle(statement_)));
}

Result<std::string_view> Query::text(int column) const {
    DEED_CHECK(require_type(column, SQLITE_TEXT));
    const auto* const data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return std::string_view(data,
                            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Result<ByteView> Query::blob(int column) const {
    DEED_CHECK(require_type(column, SQLITE_BLOB));
    const auto* const data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return ByteView(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace deed::store
