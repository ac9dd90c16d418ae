#include "registry-contracts/client/evm/ledger/did_events.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/operations/did_typed_data.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr unsigned kPlaceBits = 48;
constexpr unsigned kIndexBits = 21;
constexpr std::uint64_t kMaxBlock = std::uint64_t{1} << 32;
constexpr std::size_t kMaxSuccessor = 2048;

AbiSignature signature(std::string_view text) {
    auto parsed = AbiSignature::parse(text);
    DEED_ASSERT(parsed.has_value());
    return std::move(parsed).value();
}

std::vector<AbiType> types(std::initializer_list<std::string_view> names) {
    std::vector<AbiType> made;
    for (const std::string_view name : names) {
        auto type = AbiType::parse(name);
        DEED_ASSERT(type.has_value());
        made.push_back(std::move(type).value());
    }
    return made;
}

/// An event of an operation: how many topics it has, and whether it carries a body.
struct Kind {
    Word topic;
    OperationType type;
    std::size_t topics;
    bool has_body;
};

const std::array<Kind, 6>& kinds() {
    static const std::array<Kind, 6> all{{
        {signature("DidCreated(address,bytes32,uint256,bytes)").topic(), OperationType::did_create,
         3, true},
        {signature("DidUpdated(address,bytes32,uint256,bytes)").topic(), OperationType::did_update,
         3, true},
        {signature("DidCompromised(address,bytes32,uint256,bytes)").topic(),
         OperationType::did_compromise, 3, true},
        {signature("DidRotated(address,bytes32,address,uint256,bytes)").topic(),
         OperationType::did_rotate, 4, true},
        {signature("DidDeactivated(address,uint256)").topic(), OperationType::did_deactivate, 2,
         false},
        {signature("DidMoved(address,bytes32,uint256,string)").topic(), OperationType::did_move, 3,
         true},
    }};
    return all;
}

Error foreign(const char* message) { return Error(errors::kEventForeign, message); }
Error broken(std::string message) { return Error(errors::kDidHistoryBroken, std::move(message)); }

Result<Address> address_in(const Word& topic) {
    if (std::any_of(topic.begin(), topic.begin() + 12, [](std::uint8_t b) { return b != 0; }))
        return Error(errors::kEventPlaceInvalid, "a topic is no address");
    Address address;
    std::copy(topic.begin() + 12, topic.end(), address.begin());
    return address;
}

struct Place {
    std::uint64_t sequence;
    std::uint64_t previous_block;
};

Result<Place> place_of(const Uint256& place) {
    if (place.bit_width() > 2 * kPlaceBits)
        return Error(errors::kEventPlaceInvalid, "a place has more than 96 bits");
    constexpr std::uint64_t kMask = (std::uint64_t{1} << kPlaceBits) - 1;
    const Word word = place.to_word();
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    for (std::size_t i = 20; i < 26; ++i) high = high << 8 | word[i];
    for (std::size_t i = 26; i < 32; ++i) low = low << 8 | word[i];
    if (low >= kAnySequence)
        return Error(errors::kEventPlaceInvalid, "no operation has such a number");
    return Place{low & kMask, high};
}

/// Whom and where the event is about, of whatever kind.
Result<DidEvent> begin(const Log& log) {
    if (log.entry.topics.size() < 2) return foreign("an event names no subject");
    if (log.block_number >= kMaxBlock || log.log_index >= std::uint64_t{1} << kIndexBits)
        return Error(errors::kEventPlaceInvalid, "a block or an index in it is out of range");
    DidEvent event;
    DEED_TRY(event.subject, address_in(log.entry.topics[1]));
    event.block_number = log.block_number;
    event.block_hash = log.block_hash;
    event.log_index = log.log_index;
    return event;
}

Result<DidEvent> read_operation(const Kind& kind, const Log& log) {
    static const std::vector<AbiType> with_body = types({"uint256", "bytes"});
    static const std::vector<AbiType> without = types({"uint256"});
    const std::vector<Word>& topics = log.entry.topics;
    if (topics.size() != kind.topics) return foreign("an event has another number of topics");
    DEED_TRY(DidEvent event, begin(log));
    event.type = kind.type;
    // A string is read as bytes: the contract does not look at what it is told.
    DEED_TRY(const auto values, abi_decode(kind.has_body ? with_body : without, log.entry.data));
    DEED_TRY(const Place place, place_of(*values[0].as_uint()));
    event.sequence = place.sequence;
    event.previous_block = place.previous_block;
    if (kind.has_body) event.body = *values[1].as_bytes_value();
    event.body_hash = crypto::sha256(event.body);
    if (kind.has_body && event.body_hash != topics[2])
        return Error(errors::kEventBodyMismatch, "operation " + std::to_string(event.sequence) +
                                                     " of " + registry::to_string(event.subject));
    if (kind.type == OperationType::did_rotate) {
        DEED_TRY(event.controller, address_in(topics[3]));
    }
    return event;
}

/// Puts a commitment to the operation that it follows.
Result<void> add_commitment(const Log& log, std::vector<DidEvent>& events) {
    static const std::vector<AbiType> parts = types({"uint256", "bytes32"});
    DEED_TRY(const DidEvent about, begin(log));
    DEED_TRY(const auto values, abi_decode(parts, log.entry.data));
    const auto last = std::find_if(events.rbegin(), events.rend(), [&](const DidEvent& event) {
        return event.subject == about.subject;
    });
    if (last == events.rend() || last->next || *values[0].as_uint() != Uint256(last->sequence))
        return broken("a commitment follows no operation of its number");
    std::copy_n(values[1].as_bytes_value()->begin(), 32, last->next.emplace().begin());
    return {};
}

Bytes move_body(const Bytes& successor) {
    if (successor.empty() || successor.size() > kMaxSuccessor || !is_utf8(successor)) return {};
    return MoveBody{std::string(as_text(successor))}.encode();
}

Bytes compromise_body(const Bytes& body, Timestamp accepted) {
    const auto compromise = CompromiseBody::parse(body);
    if (!compromise) return {};
    const auto is_future = [&](const auto& key) { return key.since > accepted; };
    return std::ranges::any_of(compromise->keys, is_future) ? Bytes() : body;
}

Bytes body_in_form(const DidEvent& event, Timestamp accepted) {
    switch (event.type) {
        case OperationType::did_rotate:
            return RotateBody{std::nullopt,
                              event.body.empty() ? std::nullopt : std::optional(event.body)}
                .encode();
        case OperationType::did_move:
            return move_body(event.body);
        case OperationType::did_compromise:
            return compromise_body(event.body, accepted);
        default:
            return event.body;
    }
}

Envelope envelope_of(const DidEvent& event, const std::string& network) {
    Envelope envelope{};
    envelope.type = event.type;
    envelope.network = network;
    envelope.subject = event.subject;
    envelope.sequence = event.sequence;
    envelope.next = event.next;
    envelope.body_hash = event.body_hash;
    return envelope;
}

}  // namespace

const std::vector<Word>& did_event_topics() {
    static const std::vector<Word> topics = [] {
        std::vector<Word> made;
        for (const Kind& kind : kinds()) made.push_back(kind.topic);
        made.push_back(commitment_event_topic());
        return made;
    }();
    return topics;
}

const Word& commitment_event_topic() {
    static const Word topic = signature("DidCommitted(address,uint256,bytes32)").topic();
    return topic;
}

const std::vector<Word>& control_event_topics() {
    static const std::vector<Word> topics{kinds()[0].topic, kinds()[3].topic};
    return topics;
}

Result<std::vector<DidEvent>> read_did_events(const Address& registry,
                                              const std::vector<Log>& logs) {
    std::vector<DidEvent> events;
    for (const Log& log : logs) {
        if (log.entry.address != registry || log.entry.topics.empty())
            return foreign("an event is of another contract");
        if (log.removed)
            return Error(errors::kBlocksExchanged, "an event's block has left the chain");
        if (log.entry.topics[0] == commitment_event_topic()) {
            DEED_CHECK(add_commitment(log, events));
            continue;
        }
        const auto kind = std::ranges::find(kinds(), log.entry.topics[0], &Kind::topic);
        if (kind == kinds().end()) return foreign("an event is of another kind");
        DEED_TRY(DidEvent event, read_operation(*kind, log));
        events.push_back(std::move(event));
    }
    return events;
}

std::uint64_t position_of(const DidEvent& event) {
    return event.block_number << kIndexBits | event.log_index;
}

Statement statement_of(const DidEvent& event, const std::string& network, Timestamp accepted) {
    Statement statement;
    statement.kind = LedgerKind::chain;
    statement.envelope = envelope_of(event, network);
    statement.hash = chain_operation_hash(statement.envelope, event.controller);
    statement.controller = event.controller;
    if (event.type == OperationType::did_create) statement.controller = event.subject;
    statement.body = body_in_form(event, accepted);
    return statement;
}

Hash hash_of(const DidEvent& event, const std::string& network, std::uint64_t sequence) {
    Envelope envelope = envelope_of(event, network);
    envelope.sequence = sequence;
    return chain_operation_hash(envelope, event.controller);
}

Result<Timestamp> block_time(std::uint64_t told) {
    constexpr std::uint64_t kMilliseconds = 100'000'000'000;
    if (told > std::uint64_t{1} << 62)
        return Error(errors::kEventPlaceInvalid, "a block's time is out of range");
    const auto number = static_cast<std::int64_t>(told);
    const auto time = told < kMilliseconds ? Timestamp::from_unix_seconds(number)
                                           : Timestamp::from_unix_milliseconds(number);
    if (!time) return Error(errors::kEventPlaceInvalid, "a block's time is out of range");
    return *time;
}

}  // namespace deed::registry::evm
