#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/operation.hpp"
#include "registry-contracts/client/operation_wire.hpp"

namespace deed::registry {

Bytes Entry::encode() const {
    DEED_ASSERT(accepted.unix_milliseconds() >= 0);
    cbor::Writer writer;
    writer.array(3)
        .text("deed/entry/v1")
        .uint(static_cast<std::uint64_t>(accepted.unix_milliseconds()))
        .bytes(operation.encoded());
    return std::move(writer).data();
}

Result<Entry> Entry::parse(ByteView encoded, std::optional<ByteView> detached_body) {
    DEED_TRY(const wire::RawEntry raw, wire::read_entry(encoded));
    DEED_TRY(Operation operation, Operation::parse(raw.operation, detached_body));
    return Entry{raw.accepted, std::move(operation)};
}

Result<std::optional<Hash>> detached_body_name(ByteView encoded_entry) {
    DEED_TRY(const wire::RawEntry raw, wire::read_entry(encoded_entry));
    DEED_TRY(const wire::RawOperation operation, wire::read_operation(raw.operation));
    DEED_TRY(const Envelope envelope, wire::read_envelope(operation.envelope));
    if (operation.body) return std::optional<Hash>();
    return std::optional<Hash>(envelope.body_hash);
}

}  // namespace deed::registry
