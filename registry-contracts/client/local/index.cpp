#include "registry-contracts/client/local/index.hpp"

#include <algorithm>

#include "lib/store/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry::local {
namespace {

using store::Query;

constexpr std::string_view kSchema = R"(
CREATE TABLE covered (one INTEGER PRIMARY KEY CHECK (one = 1), log TEXT NOT NULL,
    size INTEGER NOT NULL, accepted INTEGER NOT NULL, last_frame INTEGER NOT NULL,
    end INTEGER NOT NULL, head_frame INTEGER NOT NULL, head TEXT NOT NULL) STRICT;
CREATE TABLE entry (position INTEGER PRIMARY KEY, frame INTEGER NOT NULL,
    accepted INTEGER NOT NULL, hash BLOB NOT NULL, subject INTEGER NOT NULL,
    chain INTEGER NOT NULL, sequence INTEGER NOT NULL) STRICT;
CREATE TABLE subject (number INTEGER PRIMARY KEY, address BLOB NOT NULL UNIQUE,
    created INTEGER NOT NULL, controller BLOB NOT NULL, state BLOB NOT NULL) STRICT;
CREATE INDEX subject_controller ON subject (controller);
CREATE TABLE owned (number INTEGER PRIMARY KEY, chain INTEGER NOT NULL, id BLOB NOT NULL,
    state BLOB NOT NULL, UNIQUE (chain, id)) STRICT;
CREATE TABLE beside (name BLOB PRIMARY KEY, frame INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tile (level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID;
)";

constexpr char kMakeIndexes[] =
    "CREATE UNIQUE INDEX IF NOT EXISTS entry_hash ON entry (hash);"
    "CREATE UNIQUE INDEX IF NOT EXISTS entry_chain ON entry (subject, chain, sequence)";

store::Options options() {
    store::Options result{};
    result.application_id = 0x44654964;  // "DeId"
    result.version = 3;
    result.schema = kSchema;
    result.durability = store::Durability::derived;
    return result;
}

Error damaged(const std::string& what) {
    return Error(errors::kIndexDamaged, "the ledger's index is damaged: " + what);
}

template <std::size_t kSize>
Result<std::array<std::uint8_t, kSize>> fixed(const Query& query, int column) {
    DEED_TRY(const ByteView bytes, query.blob(column));
    if (bytes.size() != kSize) return damaged("a value has a wrong length");
    std::array<std::uint8_t, kSize> result;
    std::copy(bytes.begin(), bytes.end(), result.begin());
    return result;
}

Result<Timestamp> time(const Query& query, int column) {
    DEED_TRY(const std::int64_t milliseconds, query.integer(column));
    const auto result = Timestamp::from_unix_milliseconds(milliseconds);
    if (!result) return damaged("a time is out of range");
    return *result;
}

/// Columns position, frame, accepted, hash, subject, chain, sequence.
Result<EntryRow> entry_row(const Query& query) {
    DEED_TRY(const std::uint64_t position, query.unsigned_integer(0));
    DEED_TRY(const std::uint64_t frame, query.unsigned_integer(1));
    DEED_TRY(const Timestamp accepted, time(query, 2));
    DEED_TRY(const Hash hash, fixed<32>(query, 3));
    DEED_TRY(const std::uint64_t subject, query.unsigned_integer(4));
    DEED_TRY(const std::uint64_t chain, query.unsigned_integer(5));
    if (chain > static_cast<std::uint64_t>(kLastChain)) return damaged("there is no such chain");
    DEED_TRY(const std::uint64_t sequence, query.unsigned_integer(6));
    return EntryRow{position, frame, accepted, hash, subject, static_cast<Chain>(chain), sequence};
}

Result<std::optional<EntryRow>> one_entry(Query& query) {
    DEED_TRY(const bool found, query.next());
    if (!found) return std::optional<EntryRow>();
    DEED_TRY(const EntryRow row, entry_row(query));
    return std::optional(row);
}

}  // namespace

bool is_index_damage(const Error& error) {
    const ErrorCode& code = error.code();
    return code == errors::kIndexDamaged || code == store::errors::kDamaged ||
           code == store::errors::kConstraint || code == tlog::errors::kTileMalformed ||
           code == tlog::errors::kNoSuchFrame || code == errors::kStateMalformed;
}

Result<Index> Index::open(const std::filesystem::path& path, bool read_only) {
    store::Options wanted = options();
    wanted.read_only = read_only;
    DEED_TRY(store::Database database, store::Database::open(path, wanted));
    // Version 1 knew no schemas and lists.
    if (database.version() < wanted.version) return damaged("it is of an earlier version");
    Index index(std::move(database));
    // A rebuilding that was cut short has not made them.
    if (!read_only) DEED_CHECK(index.end_bulk());
    return index;
}

Result<Index> Index::in_memory() {
    DEED_TRY(store::Database database, store::Database::in_memory(options()));
    Index index(std::move(database));
    DEED_CHECK(index.end_bulk());
    return index;
}

Result<store::Statement*> Index::statement(const char* sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        DEED_TRY(store::Statement prepared, store::Statement::prepare(database_, sql));
        found = statements_.emplace(sql, std::move(prepared)).first;
    }
    return &found->second;
}

// Queries name their columns as entry_row() takes them.
#define DEED_INDEX_QUERY(name, ...)                                      \
    static constexpr char name##_sql[] = __VA_ARGS__;                    \
    DEED_TRY(store::Statement* name##_statement, statement(name##_sql)); \
    Query name(*name##_statement)
#define DEED_ENTRY_COLUMNS "SELECT position, frame, accepted, hash, subject, chain, sequence "

Result<store::Transaction> Index::read_one_moment() {
    return store::Transaction::begin(database_, store::Transaction::Kind::read);
}

Result<std::optional<Coverage>> Index::coverage() {
    DEED_INDEX_QUERY(query,
                     "SELECT log, size, accepted, last_frame, end, head_frame, head FROM covered");
    DEED_TRY(const bool found, query.next());
    if (!found) return std::optional<Coverage>();
    Coverage coverage;
    DEED_TRY(coverage.log, query.text(0));
    DEED_TRY(coverage.size, query.unsigned_integer(1));
    DEED_TRY(coverage.last_accepted, time(query, 2));
    DEED_TRY(coverage.last_frame, query.unsigned_integer(3));
    DEED_TRY(coverage.end, query.unsigned_integer(4));
    DEED_TRY(coverage.head_frame, query.unsigned_integer(5));
    DEED_TRY(coverage.head, query.text(6));
    return std::optional(std::move(coverage));
}

Result<void> Index::begin_bulk() {
    statements_.clear();
    return database_.run("DROP INDEX IF EXISTS entry_hash; DROP INDEX IF EXISTS entry_chain");
}

Result<void> Index::end_bulk() {
    statements_.clear();
    return database_.run(kMakeIndexes);
}

Result<void> Index::add(const IndexBatch& batch, const std::vector<tlog::Tile>& tiles,
                        const Coverage& coverage) {
    DEED_TRY(auto transaction,
             store::Transaction::begin(database_, store::Transaction::Kind::write));
    DEED_CHECK(add_rows(batch));
    DEED_CHECK(add_tiles(tiles));
    DEED_CHECK(set_coverage(coverage));
    return transaction.commit();
}

Result<void> Index::add_rows(const IndexBatch& batch) {
    for (const EntryRow& row : batch.entries) {
        DEED_INDEX_QUERY(query, "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        query.bind(1, row.position).bind(2, row.frame).bind(3, row.accepted.unix_milliseconds());
        query.bind(4, row.hash).bind(5, row.subject).bind(6, static_cast<std::uint8_t>(row.chain));
        DEED_CHECK(query.bind(7, row.sequence).run());
    }
    for (const auto& [address, row] : batch.subjects) {
        DEED_INDEX_QUERY(query,
                         "INSERT INTO subject VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (number) DO "
                         "UPDATE SET controller = excluded.controller, state = excluded.state");
        query.bind(1, row.number).bind(2, address).bind(3, row.created);
        DEED_CHECK(query.bind(4, row.state.controller()).bind(5, row.state.encode()).run());
    }
    for (const auto& [key, row] : batch.owned) {
        DEED_INDEX_QUERY(query,
                         "INSERT INTO owned VALUES (?1, ?2, ?3, ?4) ON CONFLICT (number) DO "
                         "UPDATE SET state = excluded.state");
        query.bind(1, row.number).bind(2, static_cast<std::uint8_t>(key.chain)).bind(3, key.id);
        DEED_CHECK(query.bind(4, row.state).run());
    }
    for (const auto& [name, frame] : batch.beside) {
        DEED_INDEX_QUERY(query, "INSERT OR REPLACE INTO beside VALUES (?1, ?2)");
        DEED_CHECK(query.bind(1, name).bind(2, frame).run());
    }
    return {};
}

Result<void> Index::add_tiles(const std::vector<tlog::Tile>& tiles) {
    for (const tlog::Tile& tile : tiles) {
        DEED_INDEX_QUERY(query, "INSERT OR REPLACE INTO tile VALUES (?1, ?2, ?3)");
        DEED_CHECK(query.bind(1, tile.level).bind(2, tile.index).bind(3, tile.hashes).run());
    }
    return {};
}

Result<void> Index::set_coverage(const Coverage& coverage) {
    DEED_INDEX_QUERY(query,
                     "INSERT OR REPLACE INTO covered VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    query.bind(1, coverage.log).bind(2, coverage.size);
    query.bind(3, coverage.last_accepted.unix_milliseconds()).bind(4, coverage.last_frame);
    return query.bind(5, coverage.end).bind(6, coverage.head_frame).bind(7, coverage.head).run();
}

Result<std::optional<EntryRow>> Index::entry(std::uint64_t position) {
    DEED_INDEX_QUERY(query, DEED_ENTRY_COLUMNS "FROM entry WHERE position = ?1");
    query.bind(1, position);
    return one_entry(query);
}

Result<std::optional<EntryRow>> Index::find(const Hash& operation_hash) {
    DEED_INDEX_QUERY(query, DEED_ENTRY_COLUMNS "FROM entry WHERE hash = ?1 AND subject <> 0");
    query.bind(1, operation_hash);
    return one_entry(query);
}

Result<std::optional<SubjectRow>> Index::subject(const Address& address) {
    DEED_INDEX_QUERY(query, "SELECT number, created, state FROM subject WHERE address = ?1");
    DEED_TRY(const bool found, query.bind(1, address).next());
    if (!found) return std::optional<SubjectRow>();
    DEED_TRY(const std::uint64_t number, query.unsigned_integer(0));
    DEED_TRY(const std::uint64_t created, query.unsigned_integer(1));
    DEED_TRY(const ByteView encoded, query.blob(2));
    DEED_TRY(IdentityState state, IdentityState::parse(encoded));
    if (state.subject() != address) return damaged("a state is that of another subject");
    return std::optional(SubjectRow{number, created, std::move(state)});
}

Result<std::optional<OwnedRow>> Index::owned(const OwnedKey& key) {
    DEED_INDEX_QUERY(query, "SELECT number, state FROM owned WHERE chain = ?1 AND id = ?2");
    query.bind(1, static_cast<std::uint8_t>(key.chain)).bind(2, key.id);
    DEED_TRY(const bool found, query.next());
    if (!found) return std::optional<OwnedRow>();
    DEED_TRY(const std::uint64_t number, query.unsigned_integer(0));
    DEED_TRY(const ByteView state, query.blob(1));
    return std::optional(OwnedRow{number, to_bytes(state)});
}

Result<std::uint64_t> Index::last_owned() {
    DEED_INDEX_QUERY(query, "SELECT number FROM owned ORDER BY number DESC LIMIT 1");
    DEED_TRY(const bool found, query.next());
    if (!found) return std::uint64_t{0};
    return query.unsigned_integer(0);
}

Result<std::vector<EntryRow>> Index::chain(std::uint64_t subject, Chain which,
                                           std::uint64_t limit) {
    DEED_INDEX_QUERY(query, DEED_ENTRY_COLUMNS
                     "FROM entry WHERE subject = ?1 AND chain = ?2 AND position < ?3 "
                     "ORDER BY sequence");
    query.bind(1, subject).bind(2, static_cast<std::uint8_t>(which)).bind(3, limit);
    std::vector<EntryRow> rows;
    while (true) {
        DEED_TRY(const std::optional<EntryRow> row, one_entry(query));
        if (!row) return rows;
        if (subject != kLogItself && row->sequence != rows.size())
            return damaged("a chain lacks an entry");
        rows.push_back(*row);
    }
}

Result<std::optional<EntryRow>> Index::last_of_chain(std::uint64_t subject, Chain which) {
    DEED_INDEX_QUERY(query, DEED_ENTRY_COLUMNS
                     "FROM entry WHERE subject = ?1 AND chain = ?2 ORDER BY sequence DESC LIMIT 1");
    query.bind(1, subject).bind(2, static_cast<std::uint8_t>(which));
    return one_entry(query);
}

Result<std::optional<std::uint64_t>> Index::beside(const Hash& name) {
    DEED_INDEX_QUERY(query, "SELECT frame FROM beside WHERE name = ?1");
    DEED_TRY(const bool found, query.bind(1, name).next());
    if (!found) return std::optional<std::uint64_t>();
    DEED_TRY(const std::uint64_t frame, query.unsigned_integer(0));
    return std::optional(frame);
}

Result<SubjectPage> Index::subjects(const std::optional<Address>& after, std::size_t count,
                                    std::uint64_t limit) {
    DEED_INDEX_QUERY(query,
                     "SELECT subject.address, subject.created, entry.accepted FROM subject "
                     "LEFT JOIN entry ON entry.position = subject.created "
                     "WHERE subject.address > ?1 AND subject.created < ?2 "
                     "ORDER BY subject.address LIMIT ?3");
    query.bind(1, after ? ByteView(*after) : ByteView()).bind(2, limit).bind(3, count + 1);
    SubjectPage page;
    while (true) {
        DEED_TRY(const bool found, query.next());
        page.more = found && page.subjects.size() == count;
        if (!found || page.more) return page;
        DEED_TRY(const Address address, fixed<20>(query, 0));
        DEED_TRY(const std::uint64_t position, query.unsigned_integer(1));
        DEED_TRY(const Timestamp created, time(query, 2));
        page.subjects.push_back({address, position, created});
    }
}

Result<std::uint64_t> Index::subject_count(std::uint64_t limit) {
    // Subjects are numbered as they are created.
    DEED_INDEX_QUERY(query,
                     "SELECT number FROM subject WHERE created < ?1 ORDER BY number DESC LIMIT 1");
    DEED_TRY(const bool found, query.bind(1, limit).next());
    if (!found) return std::uint64_t{0};
    return query.unsigned_integer(0);
}

Result<std::uint64_t> Index::last_subject() {
    DEED_INDEX_QUERY(query, "SELECT number FROM subject ORDER BY number DESC LIMIT 1");
    DEED_TRY(const bool found, query.next());
    if (!found) return std::uint64_t{0};
    return query.unsigned_integer(0);
}

Result<std::vector<Address>> Index::addresses(Query& query) {
    std::vector<Address> found;
    while (true) {
        DEED_TRY(const bool more, query.next());
        if (!more) return found;
        DEED_TRY(const Address address, fixed<20>(query, 0));
        found.push_back(address);
    }
}

Result<std::vector<Address>> Index::controlled_by(const Address& controller) {
    DEED_INDEX_QUERY(query, "SELECT address FROM subject WHERE controller = ?1");
    query.bind(1, controller);
    return addresses(query);
}

Result<std::vector<Address>> Index::subjects_touched(std::uint64_t from) {
    DEED_INDEX_QUERY(query,
                     "SELECT address FROM subject WHERE number IN "
                     "(SELECT subject FROM entry WHERE position >= ?1 AND chain <= 1)");
    query.bind(1, from);
    return addresses(query);
}

Result<Bytes> Index::tile(unsigned level, std::uint64_t index, std::uint64_t) {
    DEED_INDEX_QUERY(query, "SELECT hashes FROM tile WHERE level = ?1 AND number = ?2");
    DEED_TRY(const bool found, query.bind(1, level).bind(2, index).next());
    if (!found) return Bytes();
    DEED_TRY(const ByteView hashes, query.blob(0));
    return to_bytes(hashes);
}

#undef DEED_ENTRY_COLUMNS
#undef DEED_INDEX_QUERY

}  // namespace deed::registry::local
