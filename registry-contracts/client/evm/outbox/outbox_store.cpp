#include "registry-contracts/client/evm/outbox/outbox_store.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/outbox/action_rows.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"

namespace deed::registry::evm {
namespace {

using store::Query;
using store::Statement;
using Unit = store::Transaction;  // not one of a chain

constexpr std::uint32_t kApplicationId = 0x44654f62;  // "DeOb"
constexpr std::uint32_t kVersion = 1;
constexpr std::int64_t kForgottenAtOnce = 64;
constexpr std::size_t kMaxReason = 400;

// specs/evm.md section 6. That a nonce has one action is a rule of the table itself.
constexpr std::string_view kSchema =
    "CREATE TABLE account(one INTEGER PRIMARY KEY CHECK(one = 1), chain_id INTEGER NOT NULL, "
    "address BLOB NOT NULL, floor INTEGER NOT NULL) STRICT;"
    "CREATE TABLE action(id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, "
    "target BLOB, value BLOB NOT NULL, data BLOB NOT NULL, state INTEGER NOT NULL, "
    "nonce INTEGER UNIQUE, reason TEXT NOT NULL, made INTEGER NOT NULL, changed INTEGER NOT NULL, "
    "mined BLOB, block_number INTEGER, block_hash BLOB, succeeded INTEGER) STRICT;"
    "CREATE INDEX action_open ON action(id) WHERE state < 4;"
    "CREATE TABLE attempt(action INTEGER NOT NULL, number INTEGER NOT NULL, "
    "nonce INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE, raw BLOB NOT NULL, "
    "cancels INTEGER NOT NULL, made INTEGER NOT NULL, PRIMARY KEY(action, number)) "
    "STRICT, WITHOUT ROWID;"
    "CREATE INDEX attempt_nonce ON attempt(nonce);";

store::Options options_of(OutboxStore::Access access) {
    return {.application_id = kApplicationId,
            .version = kVersion,
            .schema = kSchema,
            .durability = store::Durability::durable,
            .read_only = access == OutboxStore::Access::read,
            .max_value_bytes = 1 << 20};
}

std::string_view shortened(std::string_view reason) { return reason.substr(0, kMaxReason); }

}  // namespace

Result<std::unique_ptr<OutboxStore>> OutboxStore::open(const std::filesystem::path& file,
                                                       const OutboxAccount& account,
                                                       Access access) {
    DEED_TRY(auto database, store::Database::open(file, options_of(access)));
    std::unique_ptr<OutboxStore> opened(new OutboxStore(std::move(database)));
    auto claimed = opened->claim(account, access);
    if (!claimed) return std::move(claimed).error().at(file.string());
    return opened;
}

Result<void> OutboxStore::claim(const OutboxAccount& account, Access access) {
    if (access == Access::write) {
        DEED_TRY(
            Statement insert,
            Statement::prepare(database_, "INSERT OR IGNORE INTO account VALUES(1, ?1, ?2, 0)"));
        DEED_CHECK(
            Query(insert).bind(1, account.chain_id).bind(2, ByteView(account.account)).run());
    }
    DEED_TRY(Statement select,
             Statement::prepare(database_, "SELECT chain_id, address FROM account WHERE one = 1"));
    Query query(select);
    DEED_TRY(const bool found, query.next());
    if (!found) return {};  // its maker died a moment ago: there is nothing in it yet
    DEED_TRY(const std::uint64_t chain_id, query.unsigned_integer(0));
    DEED_TRY(const ByteView address, query.blob(1));
    if (chain_id == account.chain_id && std::ranges::equal(address, account.account)) return {};
    return Error(errors::kOutboxOtherAccount, "the outbox is of account " + to_hex(address) +
                                                  " on chain " + std::to_string(chain_id));
}

Result<std::optional<std::uint64_t>> OutboxStore::number(std::string_view sql,
                                                         std::uint64_t parameter) {
    DEED_TRY(Statement select, Statement::prepare(database_, sql));
    Query query(select);
    DEED_TRY(const bool found, query.bind(1, parameter).next());
    if (!found || query.is_null(0)) return std::optional<std::uint64_t>();
    DEED_TRY(const std::uint64_t value, query.unsigned_integer(0));
    return std::optional(value);
}

Result<std::optional<ActionStatus>> OutboxStore::first_of(Query& query) {
    DEED_TRY(auto rows, read_actions(query));
    DEED_TRY(auto complete_ones, complete(std::move(rows)));
    if (complete_ones.empty()) return std::optional<ActionStatus>();
    return std::optional(std::move(complete_ones.front()));
}

Result<std::optional<ActionStatus>> OutboxStore::find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement select, Statement::prepare(database_, select_actions("WHERE id = ?1")));
    Query query(select);
    query.bind(1, id);
    return first_of(query);
}

Result<std::optional<ActionStatus>> OutboxStore::find(std::string_view key) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement select, Statement::prepare(database_, select_actions("WHERE key = ?1")));
    Query query(select);
    query.bind(1, key);
    return first_of(query);
}

Result<std::vector<ActionStatus>> OutboxStore::latest(std::size_t most) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit reading, Unit::begin(database_, Unit::Kind::read));
    DEED_TRY(Statement select,
             Statement::prepare(database_, select_actions("ORDER BY id DESC LIMIT ?1")));
    Query query(select);
    query.bind(1, std::min<std::size_t>(most, kKept));
    DEED_TRY(auto rows, read_actions(query));
    std::ranges::reverse(rows);
    return complete(std::move(rows));
}

Result<std::vector<ActionStatus>> OutboxStore::complete(std::vector<ActionStatus> actions) {
    DEED_TRY(Statement select,
             Statement::prepare(database_,
                                "SELECT hash, cancels FROM attempt WHERE action = ?1 AND "
                                "nonce = ?2 ORDER BY number"));
    for (ActionStatus& action : actions) {
        if (!action.nonce) continue;
        Query query(select);
        query.bind(1, action.id).bind(2, *action.nonce);
        for (;;) {
            DEED_TRY(const bool more, query.next());
            if (!more) break;
            DEED_TRY(const Word hash, word_of(query, 0));
            DEED_TRY(const std::int64_t cancels, query.integer(1));
            action.transactions.push_back(hash);
            if (cancels != 0) action.cancellations.push_back(hash);
        }
    }
    return actions;
}

Result<std::vector<std::uint64_t>> OutboxStore::open_actions() {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement select,
             Statement::prepare(database_, "SELECT id FROM action WHERE state < 4 ORDER BY id"));
    Query query(select);
    std::vector<std::uint64_t> ids;
    for (;;) {
        DEED_TRY(const bool more, query.next());
        if (!more) return ids;
        DEED_TRY(const std::uint64_t id, query.unsigned_integer(0));
        ids.push_back(id);
    }
}

Result<bool> OutboxStore::has_unmined_before(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(const auto found,
             number("SELECT id FROM action WHERE state < 4 AND state < 3 AND id < ?1 LIMIT 1", id));
    return found.has_value();
}

Result<std::vector<Attempt>> OutboxStore::attempts(const ActionStatus& action) {
    const std::lock_guard lock(mutex_);
    std::vector<Attempt> attempts;
    if (!action.nonce) return attempts;
    DEED_TRY(Statement select,
             Statement::prepare(database_,
                                "SELECT hash, raw, cancels, made FROM attempt WHERE action = ?1 "
                                "AND nonce = ?2 ORDER BY number"));
    Query query(select);
    query.bind(1, action.id).bind(2, *action.nonce);
    for (;;) {
        DEED_TRY(const bool more, query.next());
        if (!more) return attempts;
        DEED_TRY(const Word hash, word_of(query, 0));
        DEED_TRY(const ByteView raw, query.blob(1));
        DEED_TRY(const std::int64_t cancels, query.integer(2));
        DEED_TRY(const Timestamp made, time_of(query, 3));
        attempts.push_back({hash, to_bytes(raw), cancels != 0, made});
    }
}

Result<std::size_t> OutboxStore::count_attempts(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(const auto count,
             number("SELECT count(*) FROM attempt WHERE action = ?1 AND nonce = (SELECT nonce "
                    "FROM action WHERE id = ?1)",
                    id));
    return static_cast<std::size_t>(count.value_or(0));
}

Result<KnownNonces> OutboxStore::nonces() {
    const std::lock_guard lock(mutex_);
    DEED_TRY(const auto floor, number("SELECT floor FROM account WHERE one = ?1", 1));
    DEED_TRY(const auto highest, number("SELECT max(nonce) FROM attempt WHERE nonce >= ?1", 0));
    KnownNonces known;
    known.floor = floor.value_or(0);
    known.next = std::max(known.floor, highest ? *highest + 1 : 0);
    return known;
}

Result<std::optional<std::uint64_t>> OutboxStore::action_of_nonce(std::uint64_t nonce) {
    const std::lock_guard lock(mutex_);
    return number("SELECT action FROM attempt WHERE nonce = ?1 ORDER BY number DESC LIMIT 1",
                  nonce);
}

Result<std::uint64_t> OutboxStore::insert_action(const Action& action, std::string_view key,
                                                 Timestamp now) {
    DEED_TRY(const auto open, number("SELECT count(*) FROM action WHERE state < ?1", 4));
    if (open.value_or(0) >= kMaxOpen)
        return Error(errors::kOutboxFull, std::to_string(kMaxOpen) + " actions have not ended yet");
    DEED_TRY(Statement insert,
             Statement::prepare(database_,
                                "INSERT INTO action(key, target, value, data, state, reason, made, "
                                "changed) VALUES(?1, ?2, ?3, ?4, 0, '', ?5, ?5) RETURNING id"));
    std::uint64_t id = 0;
    {
        Query query(insert);
        const Bytes value = action.value.to_minimal_bytes();
        query.bind(1, key).bind(3, ByteView(value)).bind(4, ByteView(action.data));
        query.bind(5, now.unix_milliseconds());
        action.to ? query.bind(2, ByteView(*action.to)) : query.bind_null(2);
        DEED_TRY(const bool inserted, query.next());
        DEED_ASSERT(inserted);
        DEED_TRY(id, query.unsigned_integer(0));
        DEED_TRY(const bool more, query.next());  // the statement must come to its end
        DEED_ASSERT(!more);
    }
    DEED_CHECK(forget_old(id));
    return id;
}

Result<void> OutboxStore::forget_old(std::uint64_t newest) {
    if (newest <= kKept) return {};
    DEED_TRY(Statement select,
             Statement::prepare(database_,
                                "SELECT id FROM action WHERE id <= ?1 AND state >= 4 LIMIT ?2"));
    std::vector<std::uint64_t> old;
    {
        Query query(select);
        query.bind(1, newest - kKept).bind(2, kForgottenAtOnce);
        for (;;) {
            DEED_TRY(const bool more, query.next());
            if (!more) break;
            DEED_TRY(const std::uint64_t id, query.unsigned_integer(0));
            old.push_back(id);
        }
    }
    for (const std::uint64_t id : old) {
        // Its nonces stay used.
        DEED_CHECK(raise_floor(id));
        for (const char* sql :
             {"DELETE FROM attempt WHERE action = ?1", "DELETE FROM action WHERE id = ?1"}) {
            DEED_TRY(Statement remove, Statement::prepare(database_, sql));
            DEED_CHECK(Query(remove).bind(1, id).run());
        }
    }
    return {};
}

Result<void> OutboxStore::raise_floor(std::uint64_t id) {
    DEED_TRY(Statement raise,
             Statement::prepare(database_,
                                "UPDATE account SET floor = max(floor, (SELECT "
                                "coalesce(max(nonce) + 1, 0) FROM attempt WHERE action = ?1))"));
    return Query(raise).bind(1, id).run();
}

Result<void> OutboxStore::insert_attempt(std::uint64_t id, const SignedTransaction& transaction,
                                         bool cancels, Timestamp now) {
    DEED_TRY(Statement insert,
             Statement::prepare(
                 database_,
                 "INSERT INTO attempt VALUES(?1, (SELECT coalesce(max(number) + 1, 0) FROM attempt "
                 "WHERE action = ?1), ?2, ?3, ?4, ?5, ?6)"));
    DEED_CHECK(Query(insert)
                   .bind(1, id)
                   .bind(2, transaction.transaction().nonce)
                   .bind(3, ByteView(transaction.hash()))
                   .bind(4, ByteView(transaction.raw()))
                   .bind(5, cancels ? 1 : 0)
                   .bind(6, now.unix_milliseconds())
                   .run());
    DEED_TRY(Statement update,
             Statement::prepare(database_,
                                "UPDATE action SET nonce = ?2, state = 1, reason = '', "
                                "changed = ?3 WHERE id = ?1"));
    return Query(update)
        .bind(1, id)
        .bind(2, transaction.transaction().nonce)
        .bind(3, now.unix_milliseconds())
        .run();
}

Result<std::uint64_t> OutboxStore::add(const Action& action, std::string_view key, Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_TRY(const std::uint64_t id, insert_action(action, key, now));
    DEED_CHECK(writing.commit());
    return id;
}

Result<void> OutboxStore::add_signed(std::string_view key, const SignedTransaction& transaction,
                                     Timestamp now) {
    const std::lock_guard lock(mutex_);
    const Transaction& content = transaction.transaction();
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_TRY(const std::uint64_t id,
             insert_action({content.to, content.value, content.data}, key, now));
    DEED_CHECK(insert_attempt(id, transaction, false, now));
    return writing.commit();
}

Result<void> OutboxStore::add_attempt(std::uint64_t id, const SignedTransaction& transaction,
                                      bool cancels, Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_CHECK(insert_attempt(id, transaction, cancels, now));
    return writing.commit();
}

Result<void> OutboxStore::take_up_again(std::uint64_t id, Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement update,
             Statement::prepare(database_,
                                "UPDATE action SET state = 0, nonce = NULL, reason = '', mined = "
                                "NULL, block_number = NULL, block_hash = NULL, succeeded = NULL, "
                                "changed = ?2 WHERE id = ?1"));
    return Query(update).bind(1, id).bind(2, now.unix_milliseconds()).run();
}

Result<void> OutboxStore::set_state(std::uint64_t id, ActionState state, std::string_view reason,
                                    Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_TRY(Statement update,
             Statement::prepare(database_,
                                "UPDATE action SET state = ?2, reason = ?3, mined = NULL, "
                                "block_number = NULL, block_hash = NULL, succeeded = NULL, "
                                "changed = ?4 WHERE id = ?1"));
    DEED_CHECK(Query(update)
                   .bind(1, id)
                   .bind(2, static_cast<int>(state))
                   .bind(3, shortened(reason))
                   .bind(4, now.unix_milliseconds())
                   .run());
    if (state == ActionState::displaced) DEED_CHECK(raise_floor(id));
    return writing.commit();
}

Result<void> OutboxStore::set_included(std::uint64_t id, ActionState state,
                                       const Inclusion& inclusion, std::string_view reason,
                                       Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_TRY(Statement update,
             Statement::prepare(database_,
                                "UPDATE action SET state = ?2, reason = ?3, mined = ?4, "
                                "block_number = ?5, block_hash = ?6, succeeded = ?7, changed = ?8 "
                                "WHERE id = ?1"));
    DEED_CHECK(Query(update)
                   .bind(1, id)
                   .bind(2, static_cast<int>(state))
                   .bind(3, shortened(reason))
                   .bind(4, ByteView(inclusion.transaction_hash))
                   .bind(5, inclusion.block_number)
                   .bind(6, ByteView(inclusion.block_hash))
                   .bind(7, inclusion.succeeded ? 1 : 0)
                   .bind(8, now.unix_milliseconds())
                   .run());
    DEED_CHECK(raise_floor(id));
    return writing.commit();
}

}  // namespace deed::registry::evm
