#include "did/methods/weid_history.hpp"

#include <algorithm>
#include <string>

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "lib/json/jcs.hpp"

namespace deed::did::detail {
namespace {

bool is_deactivation(const registry::Recorded& recorded) {
    return recorded.operation.envelope().type == registry::OperationType::did_deactivate;
}

Result<Document> read_document(const Did& did, ByteView body) {
    auto json = json::Document::parse(body);
    if (!json) return Error(errors::kInvalidDocument, json.error().to_string(), did.to_string());
    if (json::canonicalize(json->root()) != as_text(body))
        return Error(errors::kInvalidDocument, "the document is not in JCS", did.to_string());
    return Document::parse(std::move(json).value(), did);
}

Result<void> check_subject(const WeidId& id, const registry::Envelope& envelope,
                           const ErrorCode& code) {
    if (envelope.network != id.network) return Error(code, "an operation is of another network");
    if (envelope.subject != id.address) return Error(code, "an operation is of another subject");
    if (registry::chain_of(envelope.type) != registry::Chain::did)
        return Error(code, "an operation is of another chain than did");
    return {};
}

}  // namespace

Result<registry::IdentityState> replay_history(const WeidId& id,
                                               std::span<const registry::Recorded> operations,
                                               const ErrorCode& code) {
    registry::IdentityState state(id.address);
    std::optional<Timestamp> latest;
    for (const registry::Recorded& recorded : operations) {
        DEED_CHECK(check_subject(id, recorded.operation.envelope(), code));
        if (latest && recorded.accepted < *latest)
            return Error(code, "an operation was accepted before the one it follows");
        latest = recorded.accepted;
        if (auto applied = state.apply(recorded.operation, recorded.accepted); !applied)
            return Error(code, applied.error().to_string());
    }
    return state;
}

Result<void> check_one_history(const Did& did, const ShownHistory& a, const ShownHistory& b) {
    const auto same = [](const registry::Recorded& left, const registry::Recorded& right) {
        return left.operation.hash() == right.operation.hash();
    };
    const auto [in_a, in_b] = std::ranges::mismatch(a.operations, b.operations, same);
    const bool a_ends = in_a == a.operations.end();
    const bool b_ends = in_b == b.operations.end();
    if (!a_ends && !b_ends)
        return Error(
            errors::kExportConflict,
            "the histories part at operation " + std::to_string(in_a - a.operations.begin()),
            did.to_string());
    if ((!a_ends && in_a->position < b.size) || (!b_ends && in_b->position < a.size))
        return Error(errors::kExportConflict,
                     "one of the histories leaves out an operation of the entries it speaks of",
                     did.to_string());
    return {};
}

Result<Resolution> resolve_history(const Did& did, std::span<const registry::Recorded> operations) {
    if (operations.empty())
        return Error(errors::kNotFound, "the ledger has no such DID", did.to_string());
    DocumentMetadata metadata;
    metadata.created = operations.front().accepted;
    metadata.updated = operations.back().accepted;
    metadata.version_id = std::to_string(operations.back().operation.envelope().sequence);
    metadata.deactivated = is_deactivation(operations.back());

    // A deactivation carries no document; the operation before it does, as nothing can follow one.
    const auto& last = metadata.deactivated ? operations[operations.size() - 2] : operations.back();
    DEED_TRY(Document document, read_document(did, last.operation.body()));
    return Resolution{std::move(document), std::move(metadata), std::nullopt};
}

}  // namespace deed::did::detail
