#include <algorithm>
#include <limits>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/owned_state.hpp"
#include "registry-contracts/client/state_reader.hpp"

// The index's form of what a log knows of schemas and lists. No promise to anybody: the index is
// built again from the entries where it is not of the version at hand.

namespace deed::registry {
namespace {

constexpr std::string_view kStateTag = "deed/owned-state/v1";
constexpr std::string_view kBookTag = "deed/cpt-book/v1";
constexpr std::string_view kGrantTag = "deed/cpt-grant/v1";

void write(cbor::Writer& writer, const Moment& moment) {
    writer.array(3)
        .uint(moment.position)
        .integer(moment.accepted.unix_milliseconds())
        .bytes(moment.operation_hash);
}

Result<Moment> read_moment(cbor::Reader& reader) {
    Moment moment{};
    DEED_CHECK(reader.array_of(3));
    DEED_TRY(moment.position, reader.uint());
    DEED_TRY(const std::int64_t milliseconds, reader.integer());
    const auto accepted = Timestamp::from_unix_milliseconds(milliseconds);
    if (!accepted) return malformed_state("a time is out of range");
    moment.accepted = *accepted;
    DEED_CHECK(fill_of_state(reader, moment.operation_hash));
    return moment;
}

void write(cbor::Writer& writer, const PublishedRoot& content) {
    writer.array(3).bytes(content.root).uint(content.sequence);
    write(writer, content.moment);
}

Result<PublishedRoot> read_content(cbor::Reader& reader) {
    PublishedRoot content{};
    DEED_CHECK(reader.array_of(3));
    DEED_CHECK(fill_of_state(reader, content.root));
    DEED_TRY(content.sequence, reader.uint());
    DEED_TRY(content.moment, read_moment(reader));
    return content;
}

Result<void> open(cbor::Reader& reader, std::string_view tag, std::uint64_t items) {
    DEED_CHECK(reader.array_of(items));
    DEED_TRY(const std::string_view found, reader.text());
    if (found != tag) return malformed_state("the tag is not " + std::string(tag));
    return {};
}

/// What `read` makes of all of it, in our words.
template <typename T, typename Read>
Result<T> read_all(ByteView encoded, Read read) {
    cbor::Reader reader(encoded);
    Result<T> result = read(reader);
    if (result) {
        if (const auto end = reader.finish(); !end) return malformed_state(end.error().message());
        return result;
    }
    if (result.error().code() == errors::kStateMalformed) return result;
    return malformed_state(result.error().message());
}

}  // namespace

Bytes OwnedState::encode() const {
    cbor::Writer writer;
    writer.array(9).text(kStateTag);
    write_chain(writer, chain);
    writer.bytes(publisher);
    write(writer, created);
    write(writer, changed);
    writer.uint(version).boolean(permanent).text(uri);
    if (content)
        write(writer, *content);
    else
        writer.null();
    return std::move(writer).data();
}

Result<OwnedState> OwnedState::parse(ByteView encoded) {
    return read_all<OwnedState>(encoded, [](cbor::Reader& reader) -> Result<OwnedState> {
        DEED_CHECK(open(reader, kStateTag, 9));
        OwnedState state{};
        DEED_TRY(state.chain, read_chain(reader));
        DEED_CHECK(fill_of_state(reader, state.publisher));
        DEED_TRY(state.created, read_moment(reader));
        DEED_TRY(state.changed, read_moment(reader));
        DEED_TRY(state.version, reader.uint());
        DEED_TRY(state.permanent, reader.boolean());
        DEED_TRY(const std::string_view text, reader.text());
        state.uri = text;
        DEED_TRY(const bool is_empty, reader.skip_null());
        if (!is_empty) {
            DEED_TRY(state.content, read_content(reader));
        }
        if (state.chain.length == 0) return malformed_state("what was created has an operation");
        return state;
    });
}

Bytes CptBook::encode() const {
    cbor::Writer writer;
    writer.array(6).text(kBookTag);
    write_chain(writer, chain);
    if (rules.steward)
        writer.bytes(*rules.steward);
    else
        writer.null();
    writer.uint(rules.open_from);
    if (appointed)
        write(writer, *appointed);
    else
        writer.null();
    writer.uint(claimed);
    return std::move(writer).data();
}

Result<CptBook> CptBook::parse(ByteView encoded) {
    return read_all<CptBook>(encoded, [](cbor::Reader& reader) -> Result<CptBook> {
        DEED_CHECK(open(reader, kBookTag, 6));
        CptBook book{};
        DEED_TRY(book.chain, read_chain(reader));
        DEED_TRY(const bool nobody, reader.skip_null());
        if (!nobody) DEED_CHECK(fill_of_state(reader, book.rules.steward.emplace()));
        DEED_TRY(book.rules.open_from, reader.uint());
        DEED_TRY(const bool never, reader.skip_null());
        if (!never) {
            DEED_TRY(book.appointed, read_moment(reader));
        }
        DEED_TRY(book.claimed, reader.uint());
        if (nobody != never || nobody != (book.chain.length == 0))
            return malformed_state("a steward was appointed at some moment");
        return book;
    });
}

Bytes encode_grant(const CptGrant& grant) {
    cbor::Writer writer;
    writer.array(4).text(kGrantTag).uint(grant.cpt).bytes(grant.schema);
    write(writer, grant.given);
    return std::move(writer).data();
}

Result<CptGrant> parse_grant(ByteView encoded) {
    return read_all<CptGrant>(encoded, [](cbor::Reader& reader) -> Result<CptGrant> {
        DEED_CHECK(open(reader, kGrantTag, 4));
        CptGrant grant{};
        DEED_TRY(grant.cpt, reader.uint());
        DEED_CHECK(fill_of_state(reader, grant.schema));
        DEED_TRY(grant.given, read_moment(reader));
        return grant;
    });
}

}  // namespace deed::registry
