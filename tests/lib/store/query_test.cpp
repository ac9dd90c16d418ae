#include "lib/store/query.hpp"

#include <limits>

#include "lib/store/errors.hpp"
#include "tests/lib/store/store_support.hpp"

namespace deed::store {
namespace {

using test::store_options;

class QueryTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto opened = Database::in_memory(store_options());
        ASSERT_OK(opened);
        database_.emplace(std::move(*opened));
    }

    Statement prepared(std::string_view sql) {
        auto statement = Statement::prepare(*database_, sql);
        EXPECT_OK(statement);
        return std::move(*statement);
    }

    std::optional<Database> database_;
};

TEST_F(QueryTest, GivesBackWhatWasBound) {
    Statement insert = prepared("INSERT INTO item VALUES (?1, ?2, ?3)");
    const std::string text("a\0b", 3);
    const Bytes blob{0, 255, 0};
    ASSERT_OK(Query(insert)
                  .bind(1, std::numeric_limits<std::int64_t>::min())
                  .bind(2, text)
                  .bind(3, blob)
                  .run());
    ASSERT_OK(Query(insert)
                  .bind(1, std::uint64_t{5})
                  .bind(2, std::string_view())
                  .bind(3, ByteView())
                  .run());
    ASSERT_OK(Query(insert).bind(1, 6).bind_null(2).run());

    Statement select = prepared("SELECT id, name, data FROM item ORDER BY id");
    Query rows(select);
    ASSERT_OK_AND(bool more, rows.next());
    ASSERT_TRUE(more);
    EXPECT_EQ(*rows.integer(0), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(*rows.text(1), text);
    EXPECT_EQ(to_bytes(*rows.blob(2)), blob);
    ASSERT_OK_AND(more, rows.next());
    ASSERT_TRUE(more);
    EXPECT_EQ(*rows.unsigned_integer(0), 5U);
    EXPECT_EQ(*rows.text(1), "");
    EXPECT_TRUE(rows.blob(2)->empty());
    ASSERT_OK_AND(more, rows.next());
    ASSERT_TRUE(more);
    EXPECT_TRUE(rows.is_null(1));
    EXPECT_TRUE(rows.is_null(2));
    ASSERT_OK_AND(more, rows.next());
    EXPECT_FALSE(more);
}

TEST_F(QueryTest, RewindsWhenItDies) {
    ASSERT_OK(test::put_item(*database_, 1, "one"));
    Statement select = prepared("SELECT id FROM item WHERE id = ?1");
    for (int round = 0; round < 2; ++round) {
        Query query(select);
        ASSERT_OK_AND(const bool found, query.bind(1, 1).next());
        EXPECT_TRUE(found);
    }
    Query unbound(select);  // nothing is left of the earlier binding
    ASSERT_OK_AND(const bool found, unbound.next());
    EXPECT_FALSE(found);
}

TEST_F(QueryTest, RefusesValuesOfAnotherTypeThanAskedFor) {
    Statement insert = prepared("INSERT INTO loose VALUES (?1)");
    ASSERT_OK(Query(insert).bind(1, -1).run());
    Statement select = prepared("SELECT value FROM loose");
    Query query(select);
    ASSERT_OK(query.next());
    EXPECT_OK(query.integer(0));
    EXPECT_CODE(query.unsigned_integer(0), errors::kDamaged);
    EXPECT_CODE(query.text(0), errors::kDamaged);
    EXPECT_CODE(query.blob(0), errors::kDamaged);
}

TEST_F(QueryTest, RefusesWhatTheTableDoesNotTake) {
    ASSERT_OK(test::put_item(*database_, 1, "one"));
    EXPECT_CODE(test::put_item(*database_, 1, "again"), errors::kConstraint);
    Statement insert = prepared("INSERT INTO item VALUES (?1, ?2, ?3)");
    EXPECT_CODE(Query(insert).bind(1, 2).bind(2, ByteView(Bytes{1})).run(), errors::kConstraint);
}

TEST_F(QueryTest, RefusesValuesAboveItsLimits) {
    EXPECT_CODE(test::put_item(*database_, std::uint64_t{1} << 63, "n"), errors::kTooLarge);
    const std::string long_text(static_cast<std::size_t>(store_options().max_value_bytes) + 1, 'x');
    EXPECT_CODE(test::put_item(*database_, 1, long_text), errors::kTooLarge);
}

TEST_F(QueryTest, TakesExactlyOneStatement) {
    EXPECT_CODE(Statement::prepare(*database_, "SELECT 1; SELECT 2"), errors::kFailed);
    EXPECT_CODE(Statement::prepare(*database_, ""), errors::kFailed);
    EXPECT_CODE(Statement::prepare(*database_, "SELECT x FROM nowhere"), errors::kFailed);
}

TEST_F(QueryTest, OutlivesItsDatabase) {
    Statement select = prepared("SELECT 1");
    database_.reset();
    Query query(select);
    ASSERT_OK_AND(const bool found, query.next());
    EXPECT_TRUE(found);
}

}  // namespace
}  // namespace deed::store
