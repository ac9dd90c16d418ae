#include <algorithm>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/statuses.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// Lists read back from the events of their operations.

namespace deed::registry::evm {
namespace {

// ListCreated(listId, publisher, name, permanent, uri); RootPublished(listId, root, place);
// ListHandedOver(listId, publisher, place); BitsSet and BitsCleared(listId, word, mask, place)
constexpr std::size_t kPublisher = 1;
constexpr std::size_t kName = 2;
constexpr std::size_t kPermanent = 3;
constexpr std::size_t kUri = 4;
constexpr std::size_t kRoot = 1;
constexpr std::size_t kWord = 1;
constexpr std::size_t kMask = 2;
constexpr std::size_t kPlace = 2;
constexpr std::size_t kBitsPlace = 3;

bool is_created(const Event& event) { return event.name == "ListCreated"; }
bool is_published(const Event& event) { return event.name == "RootPublished"; }
bool is_handed_over(const Event& event) { return event.name == "ListHandedOver"; }
bool is_of_bits(const Event& event) {
    return event.name == "BitsSet" || event.name == "BitsCleared";
}

Result<OwnedPlace> place_of(const Event& event) {
    if (is_created(event)) return OwnedPlace{};
    return list_place(event, is_of_bits(event) ? kBitsPlace : kPlace);
}

Result<std::uint64_t> block_before(const Event& event) {
    DEED_TRY(const OwnedPlace place, place_of(event));
    return place.before;
}

/// The words of one operation on bits have the same place.
bool is_same_operation(const Event& one, const Event& next) {
    return one.name == next.name && is_of_bits(one) &&
           one.values[kBitsPlace] == next.values[kBitsPlace];
}

HistoryQuery operations_of(const Hash& id, std::uint64_t last_block) {
    HistoryQuery query;
    query.events = {"ListCreated", "RootPublished", "ListHandedOver", "BitsSet", "BitsCleared"};
    query.indexed = {id};
    query.last_block = last_block;
    query.is_same_change = is_same_operation;
    return query;
}

Error broken(const Hash& id, const char* how) {
    return {errors::kHistoryBroken, "the list " + to_hex(id) + " " + how};
}

ListChange::Kind kind_of(const Event& event) {
    if (is_created(event)) return ListChange::Kind::created;
    if (is_published(event)) return ListChange::Kind::published;
    if (is_handed_over(event)) return ListChange::Kind::handed_over;
    return event.name == "BitsSet" ? ListChange::Kind::bits_set : ListChange::Kind::bits_cleared;
}

Result<BitWord> bits_of(const Event& event) {
    DEED_TRY(const std::uint64_t word, wide_number_at(event, kWord));
    return BitWord{word, event.values[kMask].as_uint()->to_word()};
}

bool has_bit(const ListChange& change, std::uint64_t credential) {
    return std::ranges::any_of(change.words, [credential](const BitWord& word) {
        return word.word == credential / 256 &&
               (word.mask[31 - credential % 256 / 8] >> (credential % 8)) & 1;
    });
}

bool begins_with(const Hash& root, const Bytes& first) {
    return std::equal(first.begin(), first.end(), root.begin());
}

}  // namespace

Result<ListChange> EvmStatusRegistry::change_of(const Event& event, BlockTimes& times, Call& call) {
    ListChange change{};
    change.kind = kind_of(event);
    DEED_TRY(const OwnedPlace place, place_of(event));
    if (!is_created(event)) change.sequence = place.number;
    DEED_TRY(change.moment, contract_.moment_of(event, times, call));
    if (is_created(event) || is_handed_over(event))
        change.publisher = address_at(event.values, kPublisher);
    if (is_published(event)) change.root = word_at(event.values, kRoot);
    if (is_of_bits(event)) {
        DEED_TRY(const BitWord word, bits_of(event));
        change.words.push_back(word);
    }
    return change;
}

Result<std::vector<ListChange>> EvmStatusRegistry::history(const Hash& id, Call& call) {
    DEED_TRY(const State state, state_of(id, call));
    DEED_TRY(const auto events,
             contract_.bound().history(operations_of(id, state.changed), block_before, call));
    if (events.empty()) return broken(id, "has no block of a change, against its state");
    const Event& first = events.front();
    const bool opened =
        is_created(first) && truth_at(first.values, kPermanent) == state.permanent &&
        owned_id(address_at(first.values, kPublisher), word_at(first.values, kName)) == id;
    if (!opened) return broken(id, "was not created under its id");
    BlockTimes times(contract_.bound().node());
    std::vector<ListChange> changes;
    Hash root{};
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i != 0 && is_same_operation(events[i - 1], events[i])) {
            DEED_TRY(const BitWord word, bits_of(events[i]));
            changes.back().words.push_back(word);
            continue;
        }
        DEED_TRY(ListChange change, change_of(events[i], times, call));
        const bool follows = changes.empty() || change.sequence == changes.size() - 1;
        if (!follows) return broken(id, "lacks an operation");
        if (!is_created(events[i]) && !is_handed_over(events[i]))
            change.publisher = changes.back().publisher;
        if (change.root) root = *change.root;
        changes.push_back(std::move(change));
    }
    const bool same = changes.size() - 1 == state.sequence &&
                      changes.back().publisher == state.publisher && begins_with(root, state.root);
    if (!same) return broken(id, "is another than its events tell");
    return changes;
}

Result<EvmStatusRegistry::Creation> EvmStatusRegistry::creation_of(const Hash& id,
                                                                   const State& state,
                                                                   BlockTimes& times, Call& call) {
    HistoryQuery query;
    query.events = {"ListCreated"};
    query.indexed = {id};
    DEED_TRY(const auto events, contract_.bound().events_at(query, state.created, call));
    if (events.size() != 1) return broken(id, "has no event of its creation");
    const Event& event = events.front();
    if (owned_id(address_at(event.values, kPublisher), word_at(event.values, kName)) != id)
        return broken(id, "was created under another id");
    Creation creation;
    DEED_TRY(creation.moment, contract_.moment_of(event, times, call));
    creation.publisher = address_at(event.values, kPublisher);
    creation.uri = std::string(as_text(*event.values[kUri].as_bytes_value()));
    return creation;
}

/// As it is, back to the last root.
Result<ListRecord> EvmStatusRegistry::present(const Hash& id, const State& state, Call& call) {
    BlockTimes times(contract_.bound().node());
    DEED_TRY(Creation creation, creation_of(id, state, times, call));
    ListRecord record{};
    record.id = id;
    record.publisher = state.publisher;
    record.permanent = state.permanent;
    record.uri = std::move(creation.uri);
    record.sequence = state.sequence;
    record.created = creation.moment;
    record.changed = creation.moment;
    const bool has_root =
        std::ranges::any_of(state.root, [](std::uint8_t byte) { return byte != 0; });
    bool knows_change = state.sequence == 0;
    for (std::uint64_t block = state.changed;
         block != 0 && (!knows_change || has_root != record.root.has_value());) {
        DEED_CHECK(call.check());
        DEED_TRY(const auto events, contract_.bound().events_at(operations_of(id, 0), block, call));
        if (events.empty()) break;
        for (std::size_t i = events.size(); i-- > 0;) {
            const Event& event = events[i];
            if (is_created(event)) continue;
            DEED_TRY(const OwnedPlace place, place_of(event));
            if (!knows_change && place.number + 1 == state.sequence) {
                DEED_TRY(record.changed, contract_.moment_of(event, times, call));
                // The first word of the operation stands for it.
                knows_change = i == 0 || !is_same_operation(events[i - 1], event);
            }
            if (!is_published(event) || record.root) continue;
            DEED_TRY(const Moment moment, contract_.moment_of(event, times, call));
            record.root = PublishedRoot{word_at(event.values, kRoot), place.number, moment};
        }
        DEED_TRY(const std::uint64_t before, block_before(events.front()));
        if (before >= block) break;
        block = before;
    }
    if (!knows_change || has_root != record.root.has_value())
        return broken(id, "has no event of its last operation or root");
    if (record.root && !begins_with(record.root->root, state.root))
        return Error(errors::kContentMismatch, "the root of the list " + to_hex(id));
    return record;
}

Result<ListRecord> EvmStatusRegistry::find(const Hash& id, const At& at, Call& call) {
    DEED_CHECK(contract_.check_known(at, call));
    DEED_TRY(const State state, state_of(id, call));
    if (std::holds_alternative<Latest>(at)) return present(id, state, call);
    BlockTimes times(contract_.bound().node());
    DEED_TRY(Creation creation, creation_of(id, state, times, call));
    DEED_TRY(const auto changes, history(id, call));
    const auto* until = std::get_if<UntilTime>(&at);
    if (until != nullptr && creation.moment.accepted > until->time)
        return Error(registry::errors::kListUnknown, "there was no list " + to_hex(id) + " then");
    ListRecord record{};
    record.id = id;
    record.publisher = creation.publisher;
    record.permanent = state.permanent;
    record.uri = std::move(creation.uri);
    record.created = creation.moment;
    record.changed = creation.moment;
    for (const ListChange& change : changes) {
        if (!change.sequence) continue;
        if (!is_until(at, *change.sequence, change.moment)) break;
        record.publisher = change.publisher;
        record.sequence = *change.sequence + 1;
        record.changed = change.moment;
        if (change.root) record.root = PublishedRoot{*change.root, *change.sequence, change.moment};
    }
    return record;
}

Result<bool> EvmStatusRegistry::is_set(const Hash& id, std::uint64_t credential, const At& at,
                                       Call& call) {
    DEED_CHECK(contract_.check_known(at, call));
    if (std::holds_alternative<Latest>(at)) {
        const std::vector<AbiValue> asked{value_of(id), value_of(credential)};
        DEED_TRY(const auto told, contract_.bound().read("isSet", asked, BlockRef::latest(), call));
        return truth_at(told, 0);
    }
    DEED_TRY(const auto changes, history(id, call));
    const auto* until = std::get_if<UntilTime>(&at);
    if (until != nullptr && changes.front().moment.accepted > until->time)
        return Error(registry::errors::kListUnknown, "there was no list " + to_hex(id) + " then");
    bool is_set = false;
    for (const ListChange& change : changes) {
        if (!change.sequence) continue;
        if (!is_until(at, *change.sequence, change.moment)) break;
        if (has_bit(change, credential)) is_set = change.kind == ListChange::Kind::bits_set;
    }
    return is_set;
}

}  // namespace deed::registry::evm
