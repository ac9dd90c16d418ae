#include "registry-contracts/client/operation_wire.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry::wire {
namespace {

constexpr std::string_view kEntryTag = "deed/entry/v1";
constexpr std::size_t kSignatureSize = 64;
constexpr std::uint64_t kMaxSigned =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

constexpr auto kLastType = OperationType::issuer_renounce;

Error malformed(std::string message) {
    return Error(errors::kOperationMalformed, std::move(message));
}

Error too_large(std::string message) {
    return Error(errors::kOperationTooLarge, std::move(message));
}

/// The reader's own codes say how CBOR was broken; to a caller the operation is.
template <typename T>
Result<T> in_our_words(Result<T> result) {
    if (result || !result.error().code().name.starts_with("cbor.")) return result;
    return malformed(result.error().message());
}

Result<ByteView> sized_bytes(cbor::Reader& reader, std::size_t size, const char* item) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.size() != size)
        return malformed(std::string(item) + " must have " + std::to_string(size) + " bytes");
    return bytes;
}

template <typename Array>
Result<void> fill(cbor::Reader& reader, Array& out, const char* item) {
    DEED_TRY(const ByteView bytes, sized_bytes(reader, out.size(), item));
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return {};
}

std::optional<OperationType> type_of(std::string_view tag) {
    for (unsigned i = 0; i <= static_cast<unsigned>(kLastType); ++i)
        if (const auto type = static_cast<OperationType>(i); tag_of(type) == tag) return type;
    return std::nullopt;
}

Result<void> check_expiry(std::uint64_t expiry) {
    if (expiry > kMaxSigned || !Timestamp::from_unix_seconds(static_cast<std::int64_t>(expiry)))
        return malformed("the expiry lies after the year 9999");
    return {};
}

Result<void> check_network(std::string_view network) {
    if (network.size() > kMaxNetworkBytes) return too_large("the network is over 128 bytes");
    return {};
}

Result<Envelope> read_envelope_items(ByteView encoded) {
    cbor::Reader reader(encoded);
    DEED_CHECK(reader.array_of(8));
    DEED_TRY(const std::string_view tag, reader.text());
    DEED_TRY(const std::string_view network, reader.text());
    DEED_CHECK(check_network(network));
    Envelope envelope{};
    envelope.network = network;
    DEED_CHECK(fill(reader, envelope.subject, "the subject"));
    DEED_TRY(envelope.sequence, reader.uint());
    DEED_CHECK(fill(reader, envelope.previous, "previous"));
    DEED_TRY(envelope.expiry, reader.uint());
    DEED_CHECK(check_expiry(envelope.expiry));
    DEED_TRY(const bool no_next, reader.skip_null());
    if (!no_next) DEED_CHECK(fill(reader, envelope.next.emplace(), "next"));
    DEED_CHECK(fill(reader, envelope.body_hash, "the body's hash"));
    DEED_CHECK(reader.finish());

    const auto type = type_of(tag);
    if (!type) return Error(errors::kTypeUnsupported, "the operation's tag is not a known one");
    envelope.type = *type;
    return envelope;
}

Result<RawOperation> read_operation_items(ByteView encoded) {
    cbor::Reader reader(encoded);
    DEED_CHECK(reader.array_of(4));
    RawOperation operation;
    DEED_TRY(operation.envelope, reader.bytes());
    DEED_TRY(operation.key, reader.bytes());
    DEED_TRY(operation.signature, sized_bytes(reader, kSignatureSize, "the signature"));
    DEED_TRY(const bool detached, reader.skip_null());
    if (!detached) {
        DEED_TRY(operation.body, reader.bytes());
        if (operation.body->size() > kMaxInlineBody)
            return too_large("a body over 60,000 bytes must travel beside the log");
    }
    DEED_CHECK(reader.finish());
    return operation;
}

Result<RawEntry> read_entry_items(ByteView encoded) {
    cbor::Reader reader(encoded);
    DEED_CHECK(reader.array_of(3));
    DEED_TRY(const std::string_view tag, reader.text());
    if (tag != kEntryTag) return malformed("the entry's tag is not " + std::string(kEntryTag));
    DEED_TRY(const std::uint64_t milliseconds, reader.uint());
    if (milliseconds > kMaxSigned) return malformed("the time of acceptance is out of range");
    const auto accepted =
        Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(milliseconds));
    if (!accepted) return malformed("the time of acceptance is out of range");
    DEED_TRY(const ByteView operation, reader.bytes());
    DEED_CHECK(reader.finish());
    return RawEntry{*accepted, operation};
}

Result<void> check_entry_size(ByteView encoded) {
    if (encoded.size() > kMaxEntryBytes) return too_large("an entry has at most 65,535 bytes");
    return {};
}

}  // namespace

Result<Envelope> read_envelope(ByteView encoded) {
    return in_our_words(read_envelope_items(encoded));
}

Bytes write_envelope(const Envelope& envelope) {
    cbor::Writer writer;
    writer.array(8)
        .text(tag_of(envelope.type))
        .text(envelope.network)
        .bytes(envelope.subject)
        .uint(envelope.sequence)
        .bytes(envelope.previous)
        .uint(envelope.expiry);
    if (envelope.next)
        writer.bytes(*envelope.next);
    else
        writer.null();
    writer.bytes(envelope.body_hash);
    return std::move(writer).data();
}

Result<RawOperation> read_operation(ByteView encoded) {
    DEED_CHECK(check_entry_size(encoded));
    return in_our_words(read_operation_items(encoded));
}

Bytes write_operation(const RawOperation& operation) {
    cbor::Writer writer;
    writer.array(4).bytes(operation.envelope).bytes(operation.key).bytes(operation.signature);
    if (operation.body)
        writer.bytes(*operation.body);
    else
        writer.null();
    return std::move(writer).data();
}

Result<RawEntry> read_entry(ByteView encoded) {
    DEED_CHECK(check_entry_size(encoded));
    return in_our_words(read_entry_items(encoded));
}

Result<void> check_limits(const Envelope& envelope, ByteView body) {
    DEED_CHECK(check_network(envelope.network));
    if (!is_utf8(as_bytes(envelope.network))) return malformed("the network is not UTF-8");
    DEED_CHECK(check_expiry(envelope.expiry));
    if (body.size() > kMaxBody) return too_large("a body has at most 1 MiB");
    if (envelope.type == OperationType::did_deactivate && !body.empty())
        return malformed("a deactivation has no body");
    return check_body_form(envelope.type, body);
}

}  // namespace deed::registry::wire
