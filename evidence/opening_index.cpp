#include "evidence/opening_index.hpp"

#include <limits>

#include "evidence/errors.hpp"

namespace deed::evidence::detail {
namespace {

using store::Query;
using store::Statement;
using store::Transaction;

constexpr std::uint32_t kApplicationId = 0x44654f70;  // "DeOp"
constexpr std::uint32_t kVersion = 1;
/// The largest row: 64 MiB of fields, all of which JSON writes as six characters a byte.
constexpr int kMaxRowBytes = 512 << 20;

constexpr std::string_view kSchema =
    "CREATE TABLE batch(id INTEGER PRIMARY KEY AUTOINCREMENT, state INTEGER NOT NULL, "
    "sealed BLOB NOT NULL) STRICT;"
    "CREATE INDEX batch_open ON batch(id) WHERE state = 0;"
    "CREATE TABLE opening(id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER REFERENCES batch, "
    "place INTEGER, commitment INTEGER NOT NULL, input INTEGER, sha256 INTEGER, sm3 INTEGER, "
    "key INTEGER, sealed BLOB NOT NULL) STRICT;"
    "CREATE INDEX opening_batch ON opening(batch) WHERE batch IS NOT NULL;"
    "CREATE INDEX opening_commitment ON opening(commitment);"
    "CREATE INDEX opening_input ON opening(input) WHERE input IS NOT NULL;"
    "CREATE INDEX opening_sha256 ON opening(sha256) WHERE sha256 IS NOT NULL;"
    "CREATE INDEX opening_sm3 ON opening(sm3) WHERE sm3 IS NOT NULL;"
    "CREATE INDEX opening_key ON opening(key) WHERE key IS NOT NULL;";

/// Columns: row, batch, place, token of the commitment, row sealed, batch sealed if it has a
/// receipt.
constexpr std::string_view kSelect =
    "SELECT o.id, o.batch, o.place, o.commitment, o.sealed, b.sealed FROM opening o "
    "LEFT JOIN batch b ON b.id = o.batch AND b.state = 1 WHERE o.id > ?1 ";

Result<Statement> select_by(store::Database& database, std::string_view column) {
    std::string sql(kSelect);
    if (!column.empty()) sql += "AND o." + std::string(column) + " = ?2 ";
    return Statement::prepare(database, sql + "ORDER BY o.id");
}

Query& bind_token(Query& query, int parameter, const std::optional<Token>& token) {
    return token ? query.bind(parameter, *token) : query.bind_null(parameter);
}

}  // namespace

store::Options index_options() {
    return {.application_id = kApplicationId,
            .version = kVersion,
            .schema = kSchema,
            .durability = store::Durability::durable,
            .max_value_bytes = kMaxRowBytes};
}

Result<OpeningIndex> OpeningIndex::open(const std::filesystem::path& file, crypto::DataKey key) {
    DEED_TRY(store::Database database, store::Database::open(file, index_options()));
    // Tokens fall all over their indexes: what is cached need not be read, nor written, so often.
    DEED_CHECK(database.run("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192"));
    DEED_TRY(Statement all, select_by(database, ""));
    DEED_TRY(Statement by_commitment, select_by(database, "commitment"));
    DEED_TRY(Statement by_input, select_by(database, "input"));
    DEED_TRY(Statement by_sha256, select_by(database, "sha256"));
    DEED_TRY(Statement by_sm3, select_by(database, "sm3"));
    DEED_TRY(Statement by_key, select_by(database, "key"));
    DEED_TRY(Statement count, Statement::prepare(database, "SELECT count(*) FROM opening"));
    DEED_TRY(
        Statement open_batches,
        Statement::prepare(database, "SELECT id, sealed FROM batch WHERE state = 0 ORDER BY id"));
    DEED_TRY(Statement batch,
             Statement::prepare(database, "SELECT id, sealed FROM batch WHERE id = ?1"));
    DEED_TRY(Statement add_row,
             Statement::prepare(database,
                                "INSERT INTO opening(batch, place, commitment, input, sha256, sm3, "
                                "key, sealed) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    DEED_TRY(Statement add_batch,
             Statement::prepare(database,
                                "INSERT INTO batch(state, sealed) VALUES(?1, ?2) RETURNING id"));
    DEED_TRY(
        Statement set_batch,
        Statement::prepare(database, "UPDATE opening SET batch = ?2, place = ?3 WHERE id = ?1"));
    DEED_TRY(Statement finish_batch,
             Statement::prepare(database, "UPDATE batch SET state = 1, sealed = ?2 WHERE id = ?1"));
    DEED_TRY(Statement clear_batch,
             Statement::prepare(database,
                                "UPDATE opening SET batch = NULL, place = NULL WHERE batch = ?1"));
    DEED_TRY(Statement remove_batch,
             Statement::prepare(database, "DELETE FROM batch WHERE id = ?1"));
    return OpeningIndex(
        std::move(database),
        Statements{std::move(all), std::move(by_commitment), std::move(by_input),
                   std::move(by_sha256), std::move(by_sm3), std::move(by_key), std::move(count),
                   std::move(open_batches), std::move(batch), std::move(add_row),
                   std::move(add_batch), std::move(set_batch), std::move(finish_batch),
                   std::move(clear_batch), std::move(remove_batch)},
        std::move(key));
}

Result<std::optional<Placement>> OpeningIndex::receipt_of(std::int64_t batch, const Query& query) {
    if (query.is_null(5)) return std::optional<Placement>();
    if (last_receipt_ && last_receipt_->first == batch) return std::optional(last_receipt_->second);
    DEED_TRY(const ByteView sealed, query.blob(5));
    DEED_TRY(const BatchRecord record, open_batch(key_, sealed));
    if (record.receipt) last_receipt_.emplace(batch, *record.receipt);
    return record.receipt;
}

/// Nothing for a row that does not open.
Result<std::optional<StoredRow>> OpeningIndex::read_row(const Query& query) {
    DEED_TRY(const std::int64_t id, query.integer(0));
    DEED_TRY(const std::int64_t commitment, query.integer(3));
    DEED_TRY(const ByteView sealed, query.blob(4));
    auto kept = open_row(key_, sealed, commitment);
    if (!kept && kept.error().code() == errors::kOpeningDamaged) return std::optional<StoredRow>();
    if (!kept) return std::move(kept).error();
    StoredRow row{id, std::nullopt, std::move(*kept)};
    if (query.is_null(1)) return std::optional(std::move(row));
    DEED_TRY(const std::int64_t batch, query.integer(1));
    DEED_TRY(const std::uint64_t place, query.unsigned_integer(2));
    row.batch = batch;
    const auto receipt = receipt_of(batch, query);
    if (!receipt && receipt.error().code() == errors::kOpeningDamaged)
        return std::optional<StoredRow>();
    if (!receipt) return receipt.error();
    row.kept.place = *receipt;
    if (row.kept.place) row.kept.place->index = place;
    return std::optional(std::move(row));
}

Result<RowPage> OpeningIndex::select(Statement& statement, std::optional<Token> token,
                                     const std::optional<OpeningQuery>& wanted, std::int64_t after,
                                     std::size_t limit) {
    Query query(statement);
    query.bind(1, after);
    if (token) query.bind(2, *token);
    RowPage page;
    page.last = after;
    while (true) {
        DEED_TRY(const bool found, query.next());
        if (!found) return page;
        if (page.rows.size() == limit) {
            page.more = true;
            return page;
        }
        DEED_TRY(page.last, query.integer(0));
        DEED_TRY(auto row, read_row(query));
        if (!row)
            ++page.unreadable;
        else if (!wanted || matches(row->kept, *wanted))
            page.rows.push_back(std::move(*row));
    }
}

Result<RowPage> OpeningIndex::find(const std::optional<OpeningQuery>& query, std::int64_t after,
                                   std::size_t limit) {
    if (!query) return select(statements_.all, std::nullopt, query, after, limit);
    if (query->commitment)
        return select(statements_.by_commitment, token_of_commitment(key_, *query->commitment),
                      query, after, limit);
    if (query->sha256)
        return select(statements_.by_sha256, token_of_sha256(key_, *query->sha256), query, after,
                      limit);
    if (query->sm3)
        return select(statements_.by_sm3, token_of_sm3(key_, *query->sm3), query, after, limit);
    if (query->key)
        return select(statements_.by_key, token_of_key(key_, *query->key), query, after, limit);
    return RowPage{};
}

Result<std::optional<StoredRow>> OpeningIndex::find_input(const InputIdentity& input, Token token) {
    Query query(statements_.by_input);
    query.bind(1, std::int64_t{0}).bind(2, token);
    while (true) {
        DEED_TRY(const bool found, query.next());
        if (!found) return std::optional<StoredRow>();
        DEED_TRY(auto row, read_row(query));
        if (!row)
            return Error(errors::kOpeningDamaged, "the row kept of this document does not open");
        if (identity_of(row->kept) == input) return row;
    }
}

Result<std::optional<StoredRow>> OpeningIndex::find_commitment(const registry::Hash& commitment) {
    OpeningQuery query;
    query.commitment = commitment;
    DEED_TRY(RowPage page, find(query, 0, 1));
    if (!page.rows.empty()) return std::optional(std::move(page.rows.front()));
    if (page.unreadable > 0)
        return Error(errors::kOpeningDamaged, "the row kept of this commitment does not open");
    return std::optional<StoredRow>();
}

Result<std::uint64_t> OpeningIndex::count() {
    Query query(statements_.count);
    DEED_TRY(const bool found, query.next());
    DEED_ASSERT(found);
    return query.unsigned_integer(0);
}

Result<std::vector<StoredBatch>> OpeningIndex::open_batches() {
    Query query(statements_.open_batches);
    std::vector<StoredBatch> batches;
    while (true) {
        DEED_TRY(const bool found, query.next());
        if (!found) return batches;
        DEED_TRY(const std::int64_t id, query.integer(0));
        DEED_TRY(const ByteView sealed, query.blob(1));
        DEED_TRY(BatchRecord record, open_batch(key_, sealed));
        batches.push_back({id, std::move(record)});
    }
}

Result<std::optional<StoredBatch>> OpeningIndex::batch(std::int64_t id) {
    Query query(statements_.batch);
    query.bind(1, id);
    DEED_TRY(const bool found, query.next());
    if (!found) return std::optional<StoredBatch>();
    DEED_TRY(const ByteView sealed, query.blob(1));
    DEED_TRY(BatchRecord record, open_batch(key_, sealed));
    return std::optional(StoredBatch{id, std::move(record)});
}

Result<void> OpeningIndex::insert(const SealedRow& row, std::optional<std::int64_t> batch,
                                  std::uint64_t place) {
    Query query(statements_.add_row);
    if (batch)
        query.bind(1, *batch).bind(2, place);
    else
        query.bind_null(1).bind_null(2);
    query.bind(3, row.commitment_token);
    bind_token(query, 4, row.input);
    bind_token(query, 5, row.sha256);
    bind_token(query, 6, row.sm3);
    bind_token(query, 7, row.key);
    return query.bind(8, row.sealed).run();
}

Result<void> OpeningIndex::set_batch(std::int64_t row, std::int64_t batch, std::uint64_t place) {
    return Query(statements_.set_batch).bind(1, row).bind(2, batch).bind(3, place).run();
}

Result<std::int64_t> OpeningIndex::insert_batch(const BatchRecord& batch) {
    Query query(statements_.add_batch);
    query.bind(1, batch.receipt ? 1 : 0).bind(2, seal_batch(key_, batch));
    DEED_TRY(const bool found, query.next());
    DEED_ASSERT(found);
    DEED_TRY(const std::int64_t id, query.integer(0));
    DEED_TRY(const bool again, query.next());
    DEED_ASSERT(!again);
    return id;
}

Result<void> OpeningIndex::add(std::span<const SealedRow> rows) {
    DEED_TRY(Transaction transaction, Transaction::begin(database_, Transaction::Kind::write));
    for (const SealedRow& row : rows) DEED_CHECK(insert(row, std::nullopt, 0));
    return transaction.commit();
}

Result<std::int64_t> OpeningIndex::add_batch(const BatchRecord& batch,
                                             std::span<const BatchItem> items) {
    DEED_TRY(Transaction transaction, Transaction::begin(database_, Transaction::Kind::write));
    DEED_TRY(const std::int64_t id, insert_batch(batch));
    std::uint64_t place = 0;
    for (const BatchItem& item : items) {
        if (const auto* fresh = std::get_if<const SealedRow*>(&item))
            DEED_CHECK(insert(**fresh, id, place));
        else if (const auto* row = std::get_if<std::int64_t>(&item))
            DEED_CHECK(set_batch(*row, id, place));
        ++place;
    }
    DEED_CHECK(transaction.commit());
    return id;
}

Result<void> OpeningIndex::finish_batch(const StoredBatch& batch) {
    const Bytes sealed = seal_batch(key_, batch.record);
    last_receipt_.reset();
    return Query(statements_.finish_batch).bind(1, batch.id).bind(2, sealed).run();
}

Result<void> OpeningIndex::dissolve_batch(std::int64_t id) {
    last_receipt_.reset();
    DEED_TRY(Transaction transaction, Transaction::begin(database_, Transaction::Kind::write));
    DEED_CHECK(Query(statements_.clear_batch).bind(1, id).run());
    DEED_CHECK(Query(statements_.remove_batch).bind(1, id).run());
    return transaction.commit();
}

Result<void> OpeningIndex::place_row(std::int64_t row, const BatchRecord& batch,
                                     std::uint64_t index) {
    DEED_TRY(Transaction transaction, Transaction::begin(database_, Transaction::Kind::write));
    DEED_TRY(const std::int64_t id, insert_batch(batch));
    DEED_CHECK(set_batch(row, id, index));
    return transaction.commit();
}

}  // namespace deed::evidence::detail
