#include "registry-contracts/client/evm/ledger/history_store.hpp"

#include <algorithm>

#include "lib/io/file.hpp"
#include "lib/store/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"

namespace deed::registry::evm {
namespace {

using store::Query;
using store::Statement;
using Unit = store::Transaction;  // not one of a chain

constexpr std::uint32_t kApplicationId = 0x44654864;  // "DeHd"
constexpr std::uint32_t kVersion = 1;
/// Log entries in all. Anybody can make DIDs, and have them looked up.
constexpr std::uint64_t kMaxEntries = 500'000;
constexpr std::size_t kMaxTopics = 4;

// specs/evm-ledger.md section 6.
constexpr std::string_view kSchema =
    "CREATE TABLE chain(one INTEGER PRIMARY KEY CHECK(one = 1), network TEXT NOT NULL, "
    "registry BLOB NOT NULL) STRICT;"
    "CREATE TABLE entry(subject BLOB NOT NULL, block_number INTEGER NOT NULL, "
    "log_index INTEGER NOT NULL, block_hash BLOB NOT NULL, time INTEGER NOT NULL, "
    "topics BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY(subject, block_number, log_index)) "
    "STRICT, WITHOUT ROWID;";

Error damaged(std::string what) { return {store::errors::kDamaged, std::move(what)}; }

Word topic_of(const Address& address) {
    Word topic{};
    std::ranges::copy(address, topic.begin() + 12);
    return topic;
}

Result<Word> word_in(Query& query, int column) {
    DEED_TRY(const ByteView bytes, query.blob(column));
    Word word{};
    if (bytes.size() != word.size()) return damaged("a hash has another length");
    std::ranges::copy(bytes, word.begin());
    return word;
}

Result<std::vector<Word>> topics_in(Query& query, int column) {
    DEED_TRY(ByteView bytes, query.blob(column));
    if (bytes.size() % Word{}.size() != 0 || bytes.size() > kMaxTopics * Word{}.size())
        return damaged("topics have another length");
    std::vector<Word> topics(bytes.size() / Word{}.size());
    for (Word& topic : topics) {
        std::ranges::copy(bytes.first(topic.size()), topic.begin());
        bytes = bytes.subspan(topic.size());
    }
    return topics;
}

Bytes bytes_of(const std::vector<Word>& topics) {
    Bytes bytes;
    for (const Word& topic : topics) bytes.insert(bytes.end(), topic.begin(), topic.end());
    return bytes;
}

/// From the creation on, each after the one before.
bool is_gapless(const std::vector<KeptEvent>& kept, const Address& subject) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const DidEvent& event = kept[i].event;
        const std::uint64_t before = i == 0 ? 0 : kept[i - 1].event.block_number;
        if (event.subject != subject || event.sequence != i || event.previous_block != before)
            return false;
    }
    return true;
}

Result<void> claim(store::Database& database, const std::string& network, const Address& registry) {
    DEED_TRY(Statement insert,
             Statement::prepare(database, "INSERT OR IGNORE INTO chain VALUES(1, ?1, ?2)"));
    DEED_CHECK(Query(insert).bind(1, network).bind(2, ByteView(registry)).run());
    DEED_TRY(Statement select,
             Statement::prepare(database, "SELECT network, registry FROM chain WHERE one = 1"));
    Query query(select);
    DEED_TRY(const bool found, query.next());
    if (!found) return damaged("the file says of no chain");
    DEED_TRY(const std::string_view named, query.text(0));
    DEED_TRY(const ByteView of, query.blob(1));
    if (named == network && std::ranges::equal(of, registry)) return {};
    return damaged("the file is of another chain");
}

Result<store::Database> open_file(const std::filesystem::path& file, const std::string& network,
                                  const Address& registry) {
    DEED_TRY(auto database, store::Database::open(file, {.application_id = kApplicationId,
                                                         .version = kVersion,
                                                         .schema = kSchema,
                                                         .durability = store::Durability::derived,
                                                         .max_value_bytes = 1 << 20}));
    DEED_CHECK(claim(database, network, registry));
    return database;
}

void remove_file(const std::filesystem::path& file) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(file.string() + suffix, ignored);
}

void warn(Call& call, const char* what, const Error& error) {
    call.log(LogLevel::warning, what, {{"reason", error.to_string()}});
}

}  // namespace

std::unique_ptr<HistoryStore> HistoryStore::open(const std::filesystem::path& folder,
                                                 const std::string& network,
                                                 const Address& registry, Node& node, Call& call) {
    const auto file = folder / (network + ".histories");
    const auto opened = [&]() -> Result<store::Database> {
        DEED_CHECK(create_private_directories(folder));
        auto database = open_file(file, network, registry);
        if (database || database.error().code() != store::errors::kDamaged) return database;
        warn(call, "the histories that were kept are damaged and made anew", database.error());
        remove_file(file);
        return open_file(file, network, registry);
    };
    auto database = opened();
    if (!database) {
        warn(call, "no histories are kept", database.error());
        return nullptr;
    }
    return std::unique_ptr<HistoryStore>(
        new HistoryStore(std::move(*database), file, registry, node));
}

/// What is derived is not worth an answer's failure.
void HistoryStore::give_up(const Error& error, Call& call) {
    if (error.code() == store::errors::kBusy) return;  // another process writes
    warn(call, "no more histories are kept", error);
    database_.reset();
    if (error.code() == store::errors::kDamaged) remove_file(file_);
}

Result<std::vector<KeptEvent>> HistoryStore::read(const Address& subject) {
    DEED_TRY(Statement select,
             Statement::prepare(*database_,
                                "SELECT block_number, log_index, block_hash, time, topics, data "
                                "FROM entry WHERE subject = ?1 ORDER BY block_number, log_index"));
    Query query(select);
    query.bind(1, ByteView(subject));
    std::vector<Log> logs;
    std::map<Word, Timestamp> times;
    for (;;) {
        DEED_TRY(const bool more, query.next());
        if (!more) break;
        Log log;
        DEED_TRY(log.block_number, query.unsigned_integer(0));
        DEED_TRY(log.log_index, query.unsigned_integer(1));
        DEED_TRY(log.block_hash, word_in(query, 2));
        DEED_TRY(const std::int64_t time, query.integer(3));
        DEED_TRY(log.entry.topics, topics_in(query, 4));
        DEED_TRY(const ByteView data, query.blob(5));
        log.entry.data = to_bytes(data);
        log.entry.address = registry_;
        DEED_TRY(const Timestamp moment, Timestamp::from_unix_milliseconds(time));
        times.emplace(log.block_hash, moment);
        logs.push_back(std::move(log));
    }
    DEED_TRY(auto events, read_did_events(registry_, logs));
    std::vector<KeptEvent> kept;
    for (DidEvent& event : events) {
        const Timestamp time = times.at(event.block_hash);
        kept.push_back({std::move(event), time});
    }
    if (!is_gapless(kept, subject)) return damaged("a history has gaps");
    return kept;
}

std::vector<KeptEvent> HistoryStore::load(const Address& subject, Call& call) {
    const std::lock_guard lock(mutex_);
    if (!database_) return {};
    auto kept = read(subject);
    if (kept) return std::move(*kept);
    // Of whatever family the error is: the file does not hold what was written to it.
    const bool is_of_file = kept.error().code().name.starts_with("store.");
    give_up(is_of_file ? kept.error() : damaged(kept.error().to_string()), call);
    return {};
}

/// The block's entries for the subject: the header has the hash, and the receipts its root.
Result<HistoryStore::ProvenLogs> HistoryStore::prove(const Address& subject, std::uint64_t number,
                                                     const Word& hash, Call& call) {
    const auto unproven = [](const char* why) { return Error(errors::kHistoryUnproven, why); };
    DEED_TRY(const auto block, node_.block_by_hash(hash, call));
    if (!block) return unproven("the node has no such block");
    if (block->header.hash() != hash || block->header.number() != number)
        return unproven("the block's hash is not that of its header");
    DEED_TRY(const auto receipts, node_.block_receipts(hash, call));
    Trie::Entries entries;
    for (std::size_t i = 0; i < receipts.size(); ++i)
        entries[receipt_key(i)] = receipts[i].value.encode();
    if (Trie(entries).root() != block->header.receipts_root())
        return unproven("the receipts are not those of the block's header");
    DEED_TRY(const Timestamp time, block_time(block->header.timestamp()));
    ProvenLogs proven{time, {}};
    const Word topic = topic_of(subject);
    std::uint64_t index = 0;
    for (const Receipt& receipt : receipts)
        for (const LogEntry& entry : receipt.value.logs) {
            const bool is_own = entry.address == registry_ && entry.topics.size() > 1 &&
                                entry.topics[1] == topic &&
                                std::ranges::count(did_event_topics(), entry.topics[0]) != 0;
            if (is_own) proven.logs.push_back({entry, hash, number, {}, index, false});
            ++index;
        }
    return proven;
}

void HistoryStore::keep(const Address& subject, std::span<const KeptEvent> before,
                        std::span<const DidEvent> events, Call& call) {
    std::vector<ProvenLogs> blocks;
    while (!events.empty()) {
        const DidEvent& first = events.front();
        std::size_t count = 1;
        while (count < events.size() && events[count].block_hash == first.block_hash) ++count;
        auto proven = prove(subject, first.block_number, first.block_hash, call);
        const auto same = [&]() -> Result<bool> {
            DEED_TRY(const ProvenLogs& own, proven);
            DEED_TRY(const auto told, read_did_events(registry_, own.logs));
            return std::ranges::equal(told, events.first(count));
        }();
        if (!same || !*same) {
            warn(call, "the node cannot prove a history, which is not kept",
                 same ? Error(errors::kHistoryUnproven, "it told other events") : same.error());
            break;
        }
        blocks.push_back(std::move(*proven));
        events = events.subspan(count);
    }
    const std::lock_guard lock(mutex_);
    if (!database_) return;
    std::optional<std::uint64_t> last;
    if (!before.empty()) last = before.back().event.block_number;
    if (auto written = write(subject, last, blocks); !written) give_up(written.error(), call);
}

Result<void> HistoryStore::make_room() {
    DEED_TRY(Statement count, Statement::prepare(*database_, "SELECT count(*) FROM entry"));
    std::uint64_t entries = 0;
    {
        Query query(count);
        DEED_TRY(const bool found, query.next());
        if (!found) return damaged("the file has no count");
        DEED_TRY(entries, query.unsigned_integer(0));
    }
    if (entries < kMaxEntries) return {};
    return database_->run("DELETE FROM entry");
}

Result<void> HistoryStore::write(const Address& subject, std::optional<std::uint64_t> last_block,
                                 std::span<const ProvenLogs> blocks) {
    DEED_TRY(Unit writing, Unit::begin(*database_, Unit::Kind::write));
    DEED_TRY(Statement remove,
             Statement::prepare(*database_,
                                "DELETE FROM entry WHERE subject = ?1 AND block_number > ?2"));
    const std::int64_t last = last_block ? static_cast<std::int64_t>(*last_block) : -1;
    DEED_CHECK(Query(remove).bind(1, ByteView(subject)).bind(2, last).run());
    DEED_TRY(Statement insert, Statement::prepare(*database_,
                                                  "INSERT INTO entry VALUES(?1, ?2, ?3, ?4, ?5, "
                                                  "?6, ?7)"));
    for (const ProvenLogs& block : blocks)
        for (const Log& log : block.logs) {
            const Bytes topics = bytes_of(log.entry.topics);
            DEED_CHECK(Query(insert)
                           .bind(1, ByteView(subject))
                           .bind(2, log.block_number)
                           .bind(3, log.log_index)
                           .bind(4, ByteView(log.block_hash))
                           .bind(5, block.time.unix_milliseconds())
                           .bind(6, ByteView(topics))
                           .bind(7, ByteView(log.entry.data))
                           .run());
        }
    DEED_CHECK(writing.commit());
    return make_room();
}

void HistoryStore::forget(const Address& subject, Call& call) { keep(subject, {}, {}, call); }

}  // namespace deed::registry::evm
