#pragma once

#include <optional>

#include "registry-contracts/client/operation.hpp"

// The encodings of specs/ledger-entries.md sections 3 and 4, apart from what they mean. Every
// breach is `operation.malformed` or `operation.too_large`. Views point into the input.

namespace deed::registry::wire {

struct RawOperation {
    ByteView envelope;
    ByteView key;                  ///< as parse_controller_key() takes it
    ByteView signature;            ///< 64 bytes
    std::optional<ByteView> body;  ///< nothing: beside the log
};

struct RawEntry {
    Timestamp accepted;
    ByteView operation;
};

/// `operation.type_unsupported` for an unknown tag in an envelope that is otherwise in order.
Result<Envelope> read_envelope(ByteView encoded);
Bytes write_envelope(const Envelope& envelope);

Result<RawOperation> read_operation(ByteView encoded);
Bytes write_operation(const RawOperation& operation);

Result<RawEntry> read_entry(ByteView encoded);

/// The sizes and ranges that an envelope and its body must keep, whoever made them, and the form of
/// bodies that have one.
Result<void> check_limits(const Envelope& envelope, ByteView body);

}  // namespace deed::registry::wire
