#pragma once

#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {

inline constexpr std::uint32_t kTestApplication = 0x54455354;

inline store::Options store_options() {
    store::Options options{};
    options.application_id = kTestApplication;
    options.version = 2;
    options.schema =
        "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, data BLOB) STRICT;"
        "CREATE TABLE loose (value ANY)";
    options.busy_timeout = std::chrono::milliseconds(0);
    return options;
}

inline Result<void> put_item(store::Database& database, std::uint64_t id, std::string_view name) {
    DEED_TRY(store::Statement insert,
             store::Statement::prepare(database, "INSERT INTO item VALUES (?1, ?2, NULL)"));
    return store::Query(insert).bind(1, id).bind(2, name).run();
}

inline Result<std::int64_t> count_items(store::Database& database) {
    DEED_TRY(store::Statement count,
             store::Statement::prepare(database, "SELECT count(*) FROM item"));
    store::Query query(count);
    DEED_TRY(const bool found, query.next());
    EXPECT_TRUE(found);
    return query.integer(0);
}

}  // namespace deed::test
