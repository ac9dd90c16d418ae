#include "registry-contracts/client/fisco/outbox/outbox_store.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/outbox/action_rows.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::fisco {
namespace {

using evm::ActionState;
using evm::ActionStatus;
using store::Query;
using store::Statement;
using Unit = store::Transaction;  // not one of a chain

constexpr std::uint32_t kApplicationId = 0x44654f66;  // "DeOf"
constexpr std::uint32_t kVersion = 1;
constexpr std::int64_t kForgottenAtOnce = 64;
constexpr std::size_t kMaxReason = 400;

// specs/fisco.md section 10. The table of actions is that of evm/outbox; a nonce is never set.
// That an action has one living transaction at most is a rule of the tables themselves.
constexpr std::string_view kSchema =
    "CREATE TABLE account(one INTEGER PRIMARY KEY CHECK(one = 1), genesis BLOB NOT NULL, "
    "address BLOB NOT NULL) STRICT;"
    "CREATE TABLE action(id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, "
    "target BLOB, value BLOB NOT NULL, data BLOB NOT NULL, state INTEGER NOT NULL, "
    "nonce INTEGER, reason TEXT NOT NULL, made INTEGER NOT NULL, changed INTEGER NOT NULL, "
    "mined BLOB, block_number INTEGER, block_hash BLOB, succeeded INTEGER) STRICT;"
    "CREATE INDEX action_open ON action(id) WHERE state < 4;"
    "CREATE TABLE attempt(action INTEGER NOT NULL, number INTEGER NOT NULL, "
    "hash BLOB NOT NULL UNIQUE, raw BLOB NOT NULL, is_void INTEGER NOT NULL, "
    "made INTEGER NOT NULL, PRIMARY KEY(action, number)) STRICT, WITHOUT ROWID;"
    "CREATE UNIQUE INDEX attempt_living ON attempt(action) WHERE is_void = 0;"
    "CREATE TABLE stopped(action INTEGER PRIMARY KEY) STRICT;";

store::Options options_of(OutboxStore::Access access) {
    return {.application_id = kApplicationId,
            .version = kVersion,
            .schema = kSchema,
            .durability = store::Durability::durable,
            .read_only = access == OutboxStore::Access::read,
            .max_value_bytes = 1 << 20};
}

}  // namespace

Result<std::unique_ptr<OutboxStore>> OutboxStore::open(const std::filesystem::path& file,
                                                       const std::optional<OutboxOwner>& owner,
                                                       Access access) {
    DEED_TRY(auto database, store::Database::open(file, options_of(access)));
    std::unique_ptr<OutboxStore> opened(new OutboxStore(std::move(database)));
    if (!owner) return opened;
    auto claimed = opened->claim(*owner, access);
    if (!claimed) return std::move(claimed).error().at(file.string());
    return opened;
}

Result<void> OutboxStore::claim(const OutboxOwner& owner, Access access) {
    if (access == Access::write) {
        DEED_TRY(Statement insert,
                 Statement::prepare(database_, "INSERT OR IGNORE INTO account VALUES(1, ?1, ?2)"));
        DEED_CHECK(
            Query(insert).bind(1, ByteView(owner.genesis)).bind(2, ByteView(owner.account)).run());
    }
    DEED_TRY(Statement select,
             Statement::prepare(database_, "SELECT genesis, address FROM account WHERE one = 1"));
    Query query(select);
    DEED_TRY(const bool found, query.next());
    if (!found) return {};  // its maker died a moment ago: there is nothing in it yet
    DEED_TRY(const ByteView genesis, query.blob(0));
    DEED_TRY(const ByteView address, query.blob(1));
    if (std::ranges::equal(genesis, owner.genesis) && std::ranges::equal(address, owner.account))
        return {};
    return Error(evm::errors::kOutboxOtherAccount,
                 "the outbox is of account " + evm::to_hex(address) +
                     " in the group whose first block is " + evm::to_hex(genesis));
}

Result<std::optional<ActionStatus>> OutboxStore::first_of(Query& query) {
    DEED_TRY(auto rows, evm::read_actions(query));
    DEED_TRY(auto complete_ones, complete(std::move(rows)));
    if (complete_ones.empty()) return std::optional<ActionStatus>();
    return std::optional(std::move(complete_ones.front()));
}

Result<std::optional<ActionStatus>> OutboxStore::find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement select, Statement::prepare(database_, evm::select_actions("WHERE id = ?1")));
    Query query(select);
    query.bind(1, id);
    return first_of(query);
}

Result<std::optional<ActionStatus>> OutboxStore::find(std::string_view key) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement select,
             Statement::prepare(database_, evm::select_actions("WHERE key = ?1")));
    Query query(select);
    query.bind(1, key);
    return first_of(query);
}

Result<std::vector<ActionStatus>> OutboxStore::latest(std::size_t most) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit reading, Unit::begin(database_, Unit::Kind::read));
    DEED_TRY(Statement select,
             Statement::prepare(database_, evm::select_actions("ORDER BY id DESC LIMIT ?1")));
    Query query(select);
    query.bind(1, std::min<std::size_t>(most, kKept));
    DEED_TRY(auto rows, evm::read_actions(query));
    std::ranges::reverse(rows);
    return complete(std::move(rows));
}

Result<std::vector<ActionStatus>> OutboxStore::complete(std::vector<ActionStatus> actions) {
    DEED_TRY(Statement select,
             Statement::prepare(database_,
                                "SELECT hash FROM attempt WHERE action = ?1 ORDER BY number"));
    DEED_TRY(Statement stopped,
             Statement::prepare(database_, "SELECT action FROM stopped WHERE action = ?1"));
    for (ActionStatus& action : actions) {
        Query query(select);
        query.bind(1, action.id);
        for (;;) {
            DEED_TRY(const bool more, query.next());
            if (!more) break;
            DEED_TRY(const Word hash, evm::word_of(query, 0));
            action.transactions.push_back(hash);
        }
        Query stop(stopped);
        stop.bind(1, action.id);
        DEED_TRY(action.stopped, stop.next());
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

Result<std::optional<Bytes>> OutboxStore::living_transaction(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(
        Statement select,
        Statement::prepare(database_, "SELECT raw FROM attempt WHERE action = ?1 AND is_void = 0"));
    Query query(select);
    query.bind(1, id);
    DEED_TRY(const bool found, query.next());
    if (!found) return std::optional<Bytes>();
    DEED_TRY(const ByteView raw, query.blob(0));
    return std::optional(to_bytes(raw));
}

Result<std::uint64_t> OutboxStore::add(const evm::Action& action, std::string_view key,
                                       Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    {
        DEED_TRY(Statement count,
                 Statement::prepare(database_, "SELECT count(*) FROM action WHERE state < 4"));
        Query query(count);
        DEED_TRY([[maybe_unused]] const bool counted, query.next());
        DEED_TRY(const std::uint64_t open, query.unsigned_integer(0));
        if (open >= kMaxOpen)
            return Error(evm::errors::kOutboxFull,
                         std::to_string(kMaxOpen) + " actions have not ended yet");
    }
    std::uint64_t id = 0;
    {
        DEED_TRY(Statement insert,
                 Statement::prepare(database_,
                                    "INSERT INTO action(key, target, value, data, state, reason, "
                                    "made, changed) VALUES(?1, ?2, ?3, ?4, 0, '', ?5, ?5) "
                                    "RETURNING id"));
        Query query(insert);
        query.bind(1, key).bind(3, ByteView()).bind(4, ByteView(action.data));
        query.bind(5, now.unix_milliseconds());
        action.to ? query.bind(2, ByteView(*action.to)) : query.bind_null(2);
        DEED_TRY(const bool inserted, query.next());
        DEED_ASSERT(inserted);
        DEED_TRY(id, query.unsigned_integer(0));
        DEED_TRY(const bool more, query.next());  // the statement must come to its end
        DEED_ASSERT(!more);
    }
    DEED_CHECK(forget_old(id));
    DEED_CHECK(writing.commit());
    return id;
}

Result<void> OutboxStore::run(std::string_view sql, std::uint64_t id) {
    DEED_TRY(Statement statement, Statement::prepare(database_, sql));
    return Query(statement).bind(1, id).run();
}

/// Of what ended long ago; transactions that are forgotten are in blocks, or void.
Result<void> OutboxStore::forget_old(std::uint64_t newest) {
    if (newest <= kKept) return {};
    std::vector<std::uint64_t> old;
    {
        DEED_TRY(Statement select,
                 Statement::prepare(
                     database_, "SELECT id FROM action WHERE id <= ?1 AND state >= 4 LIMIT ?2"));
        Query query(select);
        query.bind(1, newest - kKept).bind(2, kForgottenAtOnce);
        for (;;) {
            DEED_TRY(const bool more, query.next());
            if (!more) break;
            DEED_TRY(const std::uint64_t id, query.unsigned_integer(0));
            old.push_back(id);
        }
    }
    for (const std::uint64_t id : old)
        for (const char* sql :
             {"DELETE FROM attempt WHERE action = ?1", "DELETE FROM stopped WHERE action = ?1",
              "DELETE FROM action WHERE id = ?1"})
            DEED_CHECK(run(sql, id));
    return {};
}

Result<void> OutboxStore::take_up_again(std::uint64_t id, Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_CHECK(run("DELETE FROM stopped WHERE action = ?1", id));
    DEED_CHECK(run("UPDATE attempt SET is_void = 1 WHERE action = ?1", id));
    DEED_CHECK(update_state(id, ActionState::recorded, "", now));
    return writing.commit();
}

Result<void> OutboxStore::add_transaction(std::uint64_t id, const SignedTransaction& transaction,
                                          Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_TRY(Statement insert,
             Statement::prepare(
                 database_,
                 "INSERT INTO attempt VALUES(?1, (SELECT coalesce(max(number) + 1, 0) FROM attempt "
                 "WHERE action = ?1), ?2, ?3, 0, ?4)"));
    DEED_CHECK(Query(insert)
                   .bind(1, id)
                   .bind(2, ByteView(transaction.hash()))
                   .bind(3, ByteView(transaction.raw()))
                   .bind(4, now.unix_milliseconds())
                   .run());
    DEED_CHECK(update_state(id, ActionState::prepared, "", now));
    return writing.commit();
}

Result<void> OutboxStore::bury_transaction(std::uint64_t id, ActionState state,
                                           std::string_view reason, Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_CHECK(run("UPDATE attempt SET is_void = 1 WHERE action = ?1", id));
    DEED_CHECK(update_state(id, state, reason, now));
    return writing.commit();
}

Result<void> OutboxStore::stop(std::uint64_t id, std::string_view reason, Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Unit writing, Unit::begin(database_, Unit::Kind::write));
    DEED_CHECK(run("INSERT OR IGNORE INTO stopped VALUES(?1)", id));
    DEED_TRY(
        Statement update,
        Statement::prepare(database_, "UPDATE action SET reason = ?2, changed = ?3 WHERE id = ?1"));
    DEED_CHECK(Query(update)
                   .bind(1, id)
                   .bind(2, reason.substr(0, kMaxReason))
                   .bind(3, now.unix_milliseconds())
                   .run());
    return writing.commit();
}

Result<void> OutboxStore::update_state(std::uint64_t id, ActionState state, std::string_view reason,
                                       Timestamp now) {
    DEED_TRY(Statement update,
             Statement::prepare(database_,
                                "UPDATE action SET state = ?2, reason = ?3, mined = NULL, "
                                "block_number = NULL, block_hash = NULL, succeeded = NULL, "
                                "changed = ?4 WHERE id = ?1"));
    return Query(update)
        .bind(1, id)
        .bind(2, static_cast<int>(state))
        .bind(3, reason.substr(0, kMaxReason))
        .bind(4, now.unix_milliseconds())
        .run();
}

Result<void> OutboxStore::set_state(std::uint64_t id, ActionState state, std::string_view reason,
                                    Timestamp now) {
    const std::lock_guard lock(mutex_);
    return update_state(id, state, reason, now);
}

Result<void> OutboxStore::set_included(std::uint64_t id, ActionState state,
                                       const evm::Inclusion& inclusion, std::string_view reason,
                                       Timestamp now) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(Statement update,
             Statement::prepare(database_,
                                "UPDATE action SET state = ?2, reason = ?3, mined = ?4, "
                                "block_number = ?5, block_hash = ?6, succeeded = ?7, changed = ?8 "
                                "WHERE id = ?1"));
    return Query(update)
        .bind(1, id)
        .bind(2, static_cast<int>(state))
        .bind(3, reason.substr(0, kMaxReason))
        .bind(4, ByteView(inclusion.transaction_hash))
        .bind(5, inclusion.block_number)
        .bind(6, ByteView(inclusion.block_hash))
        .bind(7, inclusion.succeeded ? 1 : 0)
        .bind(8, now.unix_milliseconds())
        .run();
}

}  // namespace deed::registry::fisco
