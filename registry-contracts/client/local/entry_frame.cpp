#include "registry-contracts/client/local/entry_frame.hpp"

#include "registry-contracts/client/evidence_registry.hpp"

namespace deed::registry::local {

Result<Checked> check_entry(ByteView encoded, const std::optional<BodyBefore>& before,
                            std::optional<ByteView> known_body) {
    if (LogEntry::is_one(encoded)) {
        DEED_TRY(LogEntry entry, LogEntry::parse(encoded));
        return Checked(CheckedLogEntry{std::move(entry), tlog::leaf_hash(encoded)});
    }
    DEED_TRY(const std::optional<Hash> body_name, detached_body_name(encoded));
    const bool takes_body = body_name && before && before->beside.name == *body_name;
    std::optional<ByteView> body;
    if (takes_body)
        body = before->beside.data;
    else if (body_name)
        body = known_body;
    DEED_TRY(Entry entry, Entry::parse(encoded, body));

    CheckedEntry checked{std::move(entry), tlog::leaf_hash(encoded), std::nullopt};
    if (takes_body) checked.taken = {*body_name, before->frame};
    const Operation& operation = checked.entry.operation;
    if (before && operation.envelope().type == OperationType::evidence_batch) {
        const auto batch = BatchBody::parse(operation.body());
        if (batch && batch->root == before->beside.name) {
            DEED_CHECK(check_batch(*batch, before->beside.data));
            checked.taken = {batch->root, before->frame};
        }
    }
    return Checked(std::move(checked));
}

}  // namespace deed::registry::local
