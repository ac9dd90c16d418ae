#include <algorithm>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/schemas.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// Schemas read back from the events of their operations.

namespace deed::registry::evm {
namespace {

// SchemaRegistered(schemaId, publisher, name, body); SchemaUpdated(schemaId, place, body);
// SchemaHandedOver(schemaId, publisher, place)
constexpr std::size_t kPublisher = 1;
constexpr std::size_t kName = 2;
constexpr std::size_t kRegisteredBody = 3;
constexpr std::size_t kUpdatedPlace = 1;
constexpr std::size_t kUpdatedBody = 2;
constexpr std::size_t kHandedOverPlace = 2;

bool is_registered(const Event& event) { return event.name == "SchemaRegistered"; }
bool is_updated(const Event& event) { return event.name == "SchemaUpdated"; }

Result<OwnedPlace> place_of(const Event& event) {
    if (is_registered(event)) return OwnedPlace{0, 1, 0};
    return schema_place(event, is_updated(event) ? kUpdatedPlace : kHandedOverPlace);
}

const Bytes& body_of(const Event& event) {
    return *event.values[is_registered(event) ? kRegisteredBody : kUpdatedBody].as_bytes_value();
}

Result<std::uint64_t> block_before(const Event& event) {
    DEED_TRY(const OwnedPlace place, place_of(event));
    return place.before;
}

HistoryQuery operations_of(const Hash& id, std::uint64_t last_block) {
    HistoryQuery query;
    query.events = {"SchemaRegistered", "SchemaUpdated", "SchemaHandedOver"};
    query.indexed = {id};
    query.last_block = last_block;
    return query;
}

Error broken(const Hash& id, const char* how) {
    return {errors::kHistoryBroken, "the schema " + to_hex(id) + " " + how};
}

SchemaChange::Kind kind_of(const Event& event) {
    if (is_registered(event)) return SchemaChange::Kind::registered;
    return is_updated(event) ? SchemaChange::Kind::updated : SchemaChange::Kind::handed_over;
}

}  // namespace

Result<SchemaChange> EvmSchemaRegistry::change_of(const Event& event, BlockTimes& times,
                                                  Call& call) {
    DEED_TRY(const OwnedPlace place, place_of(event));
    SchemaChange change{};
    change.kind = kind_of(event);
    change.sequence = place.number;
    DEED_TRY(change.moment, contract_.moment_of(event, times, call));
    change.version = place.version;
    if (is_updated(event) || is_registered(event)) change.body = body_of(event);
    if (!is_updated(event)) change.publisher = address_at(event.values, kPublisher);
    return change;
}

Result<std::vector<SchemaChange>> EvmSchemaRegistry::history(const Hash& id, Call& call) {
    DEED_TRY(const State state, state_of(id, call));
    DEED_TRY(const auto events,
             contract_.bound().history(operations_of(id, state.changed), block_before, call));
    if (events.empty()) return broken(id, "has no block of a change, against its state");
    const bool opened =
        is_registered(events.front()) && owned_id(address_at(events.front().values, kPublisher),
                                                  word_at(events.front().values, kName)) == id;
    if (!opened) return broken(id, "was not registered under its id");
    BlockTimes times(contract_.bound().node());
    std::vector<SchemaChange> changes;
    Hash content{};
    for (const Event& event : events) {
        DEED_TRY(SchemaChange change, change_of(event, times, call));
        const std::uint64_t version = changes.empty() ? 0 : changes.back().version;
        const bool next_version = change.version == version + (change.body.empty() ? 0 : 1);
        if (change.sequence != changes.size() || !next_version ||
            (is_registered(event) && !changes.empty()))
            return broken(id, "lacks an operation");
        if (is_updated(event)) change.publisher = changes.back().publisher;
        if (!change.body.empty()) content = crypto::sha256(change.body);
        changes.push_back(std::move(change));
    }
    if (content != state.content_hash)
        return Error(errors::kContentMismatch, "of the schema " + to_hex(id));
    const SchemaChange& last = changes.back();
    if (changes.size() != state.sequence || last.version != state.version ||
        last.publisher != state.publisher)
        return broken(id, "is another than its events tell");
    return changes;
}

/// As it is: one call, and one query of a single block for each operation behind the last version.
Result<SchemaRecord> EvmSchemaRegistry::present(const Hash& id, const State& state, Call& call) {
    SchemaRecord record{};
    record.id = id;
    record.publisher = state.publisher;
    record.version = state.version;
    record.sequence = state.sequence;
    record.content_hash = state.content_hash;
    BlockTimes times(contract_.bound().node());
    for (std::uint64_t block = state.changed; block != 0;) {
        DEED_CHECK(call.check());
        DEED_TRY(const auto events, contract_.bound().events_at(operations_of(id, 0), block, call));
        if (events.empty()) break;
        for (std::size_t i = events.size(); i-- > 0;) {
            DEED_TRY(const OwnedPlace place, place_of(events[i]));
            if (block == state.changed && place.number + 1 == state.sequence) {
                DEED_TRY(record.changed, contract_.moment_of(events[i], times, call));
            }
            const bool brings = is_registered(events[i]) || is_updated(events[i]);
            if (!brings || place.version != state.version) continue;
            record.body = body_of(events[i]);
            DEED_TRY(record.published, contract_.moment_of(events[i], times, call));
            if (crypto::sha256(record.body) == state.content_hash) return record;
            return Error(errors::kContentMismatch, "of the schema " + to_hex(id));
        }
        DEED_TRY(const std::uint64_t before, block_before(events.front()));
        if (before >= block) break;
        block = before;
    }
    return broken(id, "has no event of its last version");
}

Result<SchemaRecord> EvmSchemaRegistry::find(const Hash& id, const At& at, Call& call) {
    DEED_CHECK(contract_.check_known(at, call));
    DEED_TRY(const State state, state_of(id, call));
    SchemaRecord record{};
    if (std::holds_alternative<Latest>(at)) {
        DEED_TRY(record, present(id, state, call));
    } else {
        DEED_TRY(const auto changes, history(id, call));
        record.id = id;
        for (const SchemaChange& change : changes) {
            if (!is_until(at, change.sequence, change.moment)) break;
            record.publisher = change.publisher;
            record.version = change.version;
            record.sequence = change.sequence + 1;
            record.changed = change.moment;
            if (change.body.empty()) continue;
            record.body = change.body;
            record.content_hash = crypto::sha256(change.body);
            record.published = change.moment;
        }
        if (record.sequence == 0)
            return Error(registry::errors::kSchemaUnknown,
                         "there was no schema " + to_hex(id) + " then");
    }
    DEED_TRY(record.cpt, grant_of(id, call));
    const auto* until = std::get_if<UntilTime>(&at);
    if (record.cpt && until != nullptr && record.cpt->given.accepted > until->time)
        record.cpt.reset();
    return record;
}

Result<std::optional<CptGrant>> EvmSchemaRegistry::grant_of(const Hash& id, Call& call) {
    DEED_TRY(const auto told, contract_.read("cptOfSchema", value_of(id), call));
    DEED_TRY(const std::uint64_t cpt, told_number(list_at(told, 0), 0));
    DEED_TRY(const std::uint64_t block, told_number(list_at(told, 0), 1));
    if (cpt == 0) return std::optional<CptGrant>();
    HistoryQuery query;
    query.events = {"CptAssigned"};
    query.indexed = {topic_of(cpt), id};
    DEED_TRY(const auto events, contract_.bound().events_at(query, block, call));
    if (events.size() != 1) return broken(id, "has no event of its CPT id");
    BlockTimes times(contract_.bound().node());
    DEED_TRY(const Moment given, contract_.moment_of(events.front(), times, call));
    return std::optional(CptGrant{cpt, id, given});
}

Result<CptGrant> EvmSchemaRegistry::find_cpt(std::uint64_t cpt, Call& call) {
    DEED_CHECK(cpt_zone(cpt));
    DEED_TRY(const auto told, contract_.read("schemaOfCpt", value_of(cpt), call));
    const Hash id = word_at(told, 0);
    if (id == Hash{})
        return Error(registry::errors::kCptUnknown,
                     "no schema has the CPT id " + std::to_string(cpt));
    DEED_TRY(const auto grant, grant_of(id, call));
    if (!grant || grant->cpt != cpt) return broken(id, "has another CPT id than it is found by");
    return *grant;
}

}  // namespace deed::registry::evm
