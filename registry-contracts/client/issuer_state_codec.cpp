#include <algorithm>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/issuer_state.hpp"
#include "registry-contracts/client/members.hpp"
#include "registry-contracts/client/state_reader.hpp"

// The index's form of what a log knows of accreditations. No promise to anybody, as in
// owned_state_codec.cpp.

namespace deed::registry {
namespace {

constexpr std::string_view kGroupTag = "deed/issuer-group/v1";
constexpr std::string_view kRecordTag = "deed/issuer-record/v1";
constexpr std::string_view kBarTag = "deed/issuer-bar/v1";
constexpr std::string_view kNameTag = "deed/issuer-name/v1";
constexpr std::string_view kLookTag = "deed/issuer-look/v1";
constexpr std::string_view kPathTag = "deed/issuer-path/v1";
constexpr std::string_view kCountTag = "deed/issuer-count/v1";

template <typename Number>
Result<Number> bounded(cbor::Reader& reader, std::uint64_t most) {
    DEED_TRY(const std::uint64_t number, reader.uint());
    if (number > most) return malformed_state("a number is beyond its bounds");
    return static_cast<Number>(number);
}

Result<Standing> read_standing(cbor::Reader& reader) {
    return bounded<Standing>(reader, static_cast<std::uint64_t>(Standing::removed));
}

std::uint64_t number_of(Standing standing) { return static_cast<std::uint64_t>(standing); }

void write(cbor::Writer& writer, const LookState::Owner& owner) {
    writer.array(2).bytes(owner.subject).uint(owner.position);
}

Result<LookState::Owner> read_owner(cbor::Reader& reader) {
    LookState::Owner owner;
    DEED_CHECK(reader.array_of(2));
    DEED_CHECK(fill_of_state(reader, owner.subject));
    DEED_TRY(owner.position, reader.uint());
    return owner;
}

/// What `read` makes of the items behind the tag, which are all there is, in our words.
template <typename T, typename Read>
Result<T> read_state(ByteView encoded, std::string_view tag, std::uint64_t items, Read read) {
    cbor::Reader reader(encoded);
    const auto made = [&]() -> Result<T> {
        DEED_CHECK(reader.array_of(items + 1));
        DEED_TRY(const std::string_view found, reader.text());
        if (found != tag) return malformed_state("the tag is not " + std::string(tag));
        DEED_TRY(T state, read(reader));
        DEED_CHECK(reader.finish());
        return state;
    };
    Result<T> result = made();
    if (result || result.error().code() == errors::kStateMalformed) return result;
    return malformed_state(result.error().message());
}

Result<Committee> read_committee(cbor::Reader& reader) {
    Committee committee;
    DEED_TRY(committee.epoch, bounded<std::uint32_t>(reader, 0xffffffff));
    DEED_TRY(committee.threshold, bounded<std::uint8_t>(reader, 0xff));
    DEED_TRY(committee.since, reader.uint());
    DEED_TRY(const std::uint64_t count, reader.array());
    if (count > kMaxMembers) return malformed_state("a group has at most 96 members");
    committee.members.resize(count);
    for (Hash& member : committee.members) DEED_CHECK(fill_of_state(reader, member));
    return committee;
}

Result<Accreditation> read_held(cbor::Reader& reader) {
    Accreditation held;
    DEED_TRY(held.standing, read_standing(reader));
    DEED_TRY(held.from, reader.uint());
    DEED_TRY(held.until, reader.uint());
    DEED_TRY(held.acts_from, reader.uint());
    DEED_TRY(held.may_issue, reader.boolean());
    DEED_TRY(held.depth, bounded<std::uint8_t>(reader, 0xff));
    DEED_TRY(held.by_committee, reader.boolean());
    DEED_TRY(held.version, reader.uint());
    DEED_TRY(held.decisions, reader.uint());
    DEED_TRY(held.last_changed, reader.uint());
    return held;
}

Result<NameRecord> read_name(cbor::Reader& reader) {
    NameRecord record;
    DEED_CHECK(fill_of_state(reader, record.subject));
    DEED_CHECK(fill_of_state(reader, record.type));
    DEED_TRY(record.since, reader.uint());
    DEED_TRY(record.standing, read_standing(reader));
    DEED_TRY(record.by_committee, reader.boolean());
    DEED_TRY(record.version, reader.uint());
    DEED_TRY(record.decisions, reader.uint());
    DEED_TRY(record.last_changed, reader.uint());
    return record;
}

}  // namespace

Bytes GroupState::encode() const {
    cbor::Writer writer;
    writer.array(6).text(kGroupTag);
    write_chain(writer, chain);
    writer.uint(committee.epoch).uint(committee.threshold).uint(committee.since);
    writer.array(committee.members.size());
    for (const Hash& member : committee.members) writer.bytes(member);
    return std::move(writer).data();
}

Result<GroupState> GroupState::parse(ByteView encoded) {
    return read_state<GroupState>(encoded, kGroupTag, 5,
                                  [](cbor::Reader& reader) -> Result<GroupState> {
                                      GroupState state;
                                      DEED_TRY(state.chain, read_chain(reader));
                                      DEED_TRY(state.committee, read_committee(reader));
                                      return state;
                                  });
}

Bytes RecordState::encode() const {
    cbor::Writer writer;
    writer.array(12).text(kRecordTag);
    write_chain(writer, chain);
    writer.uint(number_of(held.standing)).uint(held.from).uint(held.until).uint(held.acts_from);
    writer.boolean(held.may_issue).uint(held.depth).boolean(held.by_committee);
    writer.uint(held.version).uint(held.decisions).uint(held.last_changed);
    return std::move(writer).data();
}

Result<RecordState> RecordState::parse(ByteView encoded) {
    return read_state<RecordState>(encoded, kRecordTag, 11,
                                   [](cbor::Reader& reader) -> Result<RecordState> {
                                       RecordState state;
                                       DEED_TRY(state.chain, read_chain(reader));
                                       DEED_TRY(state.held, read_held(reader));
                                       return state;
                                   });
}

Bytes BarState::encode() const {
    cbor::Writer writer;
    writer.array(5).text(kBarTag);
    write_chain(writer, chain);
    writer.uint(time.from).uint(time.until).boolean(more);
    return std::move(writer).data();
}

Result<BarState> BarState::parse(ByteView encoded) {
    return read_state<BarState>(encoded, kBarTag, 4, [](cbor::Reader& reader) -> Result<BarState> {
        BarState state;
        DEED_TRY(state.chain, read_chain(reader));
        DEED_TRY(state.time.from, reader.uint());
        DEED_TRY(state.time.until, reader.uint());
        DEED_TRY(state.more, reader.boolean());
        return state;
    });
}

Bytes NameState::encode() const {
    cbor::Writer writer;
    writer.array(11).text(kNameTag);
    write_chain(writer, chain);
    writer.bytes(record.subject).bytes(record.type).uint(record.since);
    writer.uint(number_of(record.standing)).boolean(record.by_committee);
    writer.uint(record.version).uint(record.decisions).uint(record.last_changed);
    writer.text(text);
    return std::move(writer).data();
}

Result<NameState> NameState::parse(ByteView encoded) {
    return read_state<NameState>(encoded, kNameTag, 10,
                                 [](cbor::Reader& reader) -> Result<NameState> {
                                     NameState state;
                                     DEED_TRY(state.chain, read_chain(reader));
                                     DEED_TRY(state.record, read_name(reader));
                                     DEED_TRY(const std::string_view text, reader.text());
                                     state.text = text;
                                     return state;
                                 });
}

Bytes LookState::encode() const {
    cbor::Writer writer;
    writer.array(3).text(kLookTag);
    write(writer, first);
    if (committee)
        write(writer, *committee);
    else
        writer.null();
    return std::move(writer).data();
}

Result<LookState> LookState::parse(ByteView encoded) {
    return read_state<LookState>(encoded, kLookTag, 2,
                                 [](cbor::Reader& reader) -> Result<LookState> {
                                     LookState state;
                                     DEED_TRY(state.first, read_owner(reader));
                                     DEED_TRY(const bool none, reader.skip_null());
                                     if (none) return state;
                                     DEED_TRY(state.committee, read_owner(reader));
                                     return state;
                                 });
}

Bytes KnownPath::encode() const {
    cbor::Writer writer;
    writer.array(3).text(kPathTag).uint(position).array(path.size());
    for (const AccreditationStep& step : path) writer.array(2).bytes(step.holder).bytes(step.type);
    return std::move(writer).data();
}

Result<KnownPath> KnownPath::parse(ByteView encoded) {
    return read_state<KnownPath>(encoded, kPathTag, 2,
                                 [](cbor::Reader& reader) -> Result<KnownPath> {
                                     KnownPath known;
                                     DEED_TRY(known.position, reader.uint());
                                     DEED_TRY(const std::uint64_t count, reader.array());
                                     if (count > kMaxPathSteps)
                                         return malformed_state("a path is too long");
                                     known.path.resize(count);
                                     for (AccreditationStep& step : known.path) {
                                         DEED_CHECK(reader.array_of(2));
                                         DEED_CHECK(fill_of_state(reader, step.holder));
                                         DEED_CHECK(fill_of_state(reader, step.type));
                                     }
                                     return known;
                                 });
}

Bytes encode_count(std::uint64_t count) {
    cbor::Writer writer;
    writer.array(2).text(kCountTag).uint(count);
    return std::move(writer).data();
}

Result<std::uint64_t> parse_count(ByteView encoded) {
    return read_state<std::uint64_t>(encoded, kCountTag, 1,
                                     [](cbor::Reader& reader) { return reader.uint(); });
}

}  // namespace deed::registry
