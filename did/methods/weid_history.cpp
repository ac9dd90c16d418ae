#include "did/methods/weid_history.hpp"

#include <algorithm>
#include <string>

#include "did/methods/export_errors.hpp"

namespace deed::did::detail {
namespace {

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
        DEED_CHECK(check_subject(id, recorded.statement.envelope, code));
        if (latest && recorded.accepted < *latest)
            return Error(code, "an operation was accepted before the one it follows");
        latest = recorded.accepted;
        if (auto applied = state.apply(recorded.statement, recorded.accepted); !applied)
            return Error(code, applied.error().to_string());
    }
    return state;
}

Result<void> check_one_history(const Did& did, const ShownHistory& a, const ShownHistory& b) {
    const auto same = [](const registry::Recorded& left, const registry::Recorded& right) {
        return left.statement.hash == right.statement.hash;
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

}  // namespace deed::did::detail
