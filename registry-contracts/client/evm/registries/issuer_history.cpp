#include <algorithm>

#include "registry-contracts/client/accreditation_changes.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

// The past of accreditations, from the events that each change leaves.

namespace deed::registry::evm {
namespace {

// Accredited(record, version, grant, previous);
// StandingChanged(record, version, status, actsFrom, reason, previous)
constexpr std::size_t kVersion = 1;
constexpr std::size_t kGrant = 2;
constexpr std::size_t kGrantPrevious = 3;
constexpr std::size_t kStatus = 2;
constexpr std::size_t kActsFrom = 3;
constexpr std::size_t kReason = 4;
constexpr std::size_t kStandingPrevious = 5;
// BarSet(root, holder, number, barred, actsFrom, reason, previous)
constexpr std::size_t kBarNumber = 2;
constexpr std::size_t kBarred = 3;
constexpr std::size_t kBarActsFrom = 4;
constexpr std::size_t kBarPrevious = 6;

bool is_grant(const Event& event) { return event.name == "Accredited"; }

Result<std::uint64_t> previous_of(const Event& event) {
    return wide_number_at(event, is_grant(event) ? kGrantPrevious : kStandingPrevious);
}

Grant grant_of(const AbiValue::List& values) {
    Grant grant;
    grant.may_issue = truth_at(values, 0);
    grant.depth = static_cast<std::uint8_t>(number_at(values, 1));
    grant.from = number_at(values, 2);
    grant.until = number_at(values, 3);
    grant.info = word_at(values, 4);
    return grant;
}

Result<AccreditationChange> change_of(const Event& event, Accreditation held, Timestamp time) {
    const auto now = static_cast<std::uint64_t>(time.unix_milliseconds() / 1000);
    AccreditationChange change;
    change.position = position_of(event.log);
    change.reference = event.log.transaction_hash;
    change.recorded = time;
    if (is_grant(event)) {
        change.grant = grant_of(list_at(event.values, kGrant));
        held = granted(held, *change.grant, now);
    } else {
        const std::uint64_t standing = number_at(event.values, kStatus);
        if (standing == 0 || standing > static_cast<std::uint64_t>(Standing::removed))
            return Error(errors::kBadEvent, "a standing that there is not");
        DEED_TRY(const std::uint64_t acts_from, wide_number_at(event, kActsFrom));
        change.reason = word_at(event.values, kReason);
        held = with_standing(held, static_cast<Standing>(standing), acts_from);
    }
    DEED_TRY(const std::uint64_t version, wide_number_at(event, kVersion));
    if (version != held.version + 1)
        return Error(errors::kHistoryBroken,
                     "change " + std::to_string(held.version + 1) + " of the record is missing");
    held.version = version;
    held.last_changed = event.log.block_number;
    change.after = held;
    return change;
}

}  // namespace

Result<std::vector<AccreditationChange>> EvmIssuerRegistry::history(const Hash& root,
                                                                    const AccreditationPath& path,
                                                                    Call& call) {
    if (path.empty() || path.size() > kMaxPathSteps)
        return Error(registry::errors::kPathLengthInvalid,
                     "the path has " + std::to_string(path.size()) + " steps");
    const Hash id = accreditation_id(root, path);
    DEED_TRY(const Accreditation present, record_of(id, call));
    const HistoryQuery query{.events = {"Accredited", "StandingChanged"},
                             .indexed = {id},
                             .last_block = present.last_changed};
    DEED_TRY(const auto events, issuers_.history(query, previous_of, call));
    BlockTimes times(issuers_.node());
    std::vector<AccreditationChange> changes;
    Accreditation held;
    for (const Event& event : events) {
        DEED_TRY(const Timestamp time, times.of(event.log.block_hash, call));
        DEED_TRY(AccreditationChange change, change_of(event, held, time));
        held = change.after;
        changes.push_back(std::move(change));
    }
    if (changes.empty()) return changes;
    // Who decided is not in the events.
    held.by_committee = present.by_committee;
    held.decisions = present.decisions;
    if (held != present)
        return Error(errors::kHistoryBroken,
                     "the events of " + to_hex(id) + " do not lead to its present record");
    changes.back().after = present;
    return changes;
}

Result<std::vector<BarredTime>> EvmIssuerRegistry::barred(const Hash& root, const Address& holder,
                                                          Call& call) {
    const std::vector<AbiValue> asked{value_of(root), value_of(holder)};
    DEED_TRY(const auto told, issuers_.read("barOf", asked, BlockRef::latest(), call));
    const AbiValue::List& bar = list_at(told, 0);
    const HistoryQuery query{
        .events = {"BarSet"}, .indexed = {root, topic_of(holder)}, .last_block = number_at(bar, 2)};
    DEED_TRY(
        const auto events,
        issuers_.history(
            query, [](const Event& event) { return wide_number_at(event, kBarPrevious); }, call));
    std::vector<BarredTime> bars;
    std::uint64_t number = 0;
    for (const Event& event : events) {
        DEED_TRY(const std::uint64_t own, wide_number_at(event, kBarNumber));
        DEED_TRY(const std::uint64_t acts_from, wide_number_at(event, kBarActsFrom));
        const bool follows = own == ++number && (truth_at(event.values, kBarred) || !bars.empty());
        if (!follows)
            return Error(errors::kHistoryBroken,
                         "change " + std::to_string(number) + " of the bar is missing");
        if (truth_at(event.values, kBarred))
            begin_bar(bars, acts_from);
        else
            bars.back().until = acts_from;
    }
    const bool same = bars.empty() ? number_at(bar, 3) == 0
                                   : bars.back().from == number_at(bar, 0) &&
                                         bars.back().until == number_at(bar, 1) &&
                                         number == number_at(bar, 3);
    if (!same) return Error(errors::kHistoryBroken, "the bar is another than its events tell");
    return effective(std::move(bars));
}

}  // namespace deed::registry::evm
