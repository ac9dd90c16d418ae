#include "registry-contracts/client/entry_summary.hpp"

#include "registry-contracts/client/log_entry.hpp"
#include "registry-contracts/client/operation_wire.hpp"

namespace deed::registry {

Result<EntrySummary> summarize_entry(ByteView encoded) {
    if (LogEntry::is_one(encoded)) {
        DEED_TRY(const LogEntry entry, LogEntry::parse(encoded));
        return EntrySummary{entry.accepted(), "deed/log/v1", std::nullopt};
    }
    DEED_TRY(const wire::RawEntry entry, wire::read_entry(encoded));
    DEED_TRY(const wire::RawOperation operation, wire::read_operation(entry.operation));
    DEED_TRY(const Envelope envelope, wire::read_envelope(operation.envelope));
    return EntrySummary{entry.accepted, std::string(tag_of(envelope.type)),
                        EntrySummary::OfOperation{envelope.subject, envelope.sequence,
                                                  crypto::sha256(operation.envelope)}};
}

}  // namespace deed::registry
