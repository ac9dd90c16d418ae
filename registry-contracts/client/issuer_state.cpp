#include "registry-contracts/client/issuer_state.hpp"

#include <algorithm>

#include "registry-contracts/client/accreditation_changes.hpp"
#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/members.hpp"

namespace deed::registry {
namespace {

/// As many numbers as the contracts have for a committee's decisions.
constexpr std::uint64_t kMaxOperations = (std::uint64_t{1} << 24) - 1;

/// The operation is the next of its chain, which then ends with it.
Result<void> advance(ChainHead& chain, const OwnedOperation& operation) {
    DEED_CHECK(check_place(chain, operation.envelope));
    if (chain.length == kMaxOperations)
        return Error(errors::kTooManyOperations, "it has taken 16,777,215 operations");
    ++chain.length;
    chain.last = operation.hash;
    return {};
}

Error period_invalid(std::uint64_t from, std::uint64_t until) {
    return {errors::kPeriodInvalid,
            "from " + std::to_string(from) + " until " + std::to_string(until)};
}

/// IssuerRegistry.sol, _grant.
Result<void> take_grant(Accreditation& held, const Grant& grant, std::uint64_t now) {
    const std::uint64_t begins = std::max(grant.from, now);
    if (grant.until <= begins) return period_invalid(begins, grant.until);
    if (judge_state(held, now) == Verdict::accredited && begins > now)
        return period_invalid(begins, grant.until);
    held = granted(held, grant, now);
    held.by_committee = false;
    return {};
}

Error unchanged(const Accreditation& held) {
    return {errors::kStandingUnchanged, "it is " + std::string(to_string(held.standing))};
}

/// The moment that counts of a suspension or removal; `issuer.standing_unchanged` where it says
/// nothing new.
Result<std::uint64_t> moment_of(const Accreditation& held, Standing standing,
                                std::uint64_t acts_from, bool committee) {
    const bool stronger = held.standing == Standing::active ||
                          (held.standing == Standing::suspended && standing == Standing::removed);
    const bool earlier = (committee || held.standing == standing) && acts_from < held.acts_from;
    // What others decided before does not keep the committee's decision out.
    const bool first = committee && !held.by_committee;
    if (standing == Standing::none || (!stronger && !earlier && !first)) return unchanged(held);
    return held.standing == Standing::active ? acts_from : std::min(acts_from, held.acts_from);
}

/// IssuerRegistry.sol, _setStanding.
Result<void> take_standing(Accreditation& held, Standing standing, std::uint64_t acts_from,
                           bool committee, std::uint64_t now) {
    if (held.by_committee && !committee) return Error(errors::kDecidedByCommittee, "");
    if (standing == Standing::active) {
        if (held.standing != Standing::suspended) return unchanged(held);
        if (held.until <= now) return period_invalid(now, held.until);
        held = with_standing(held, standing, now);
        held.by_committee = false;
        return {};
    }
    DEED_TRY(const std::uint64_t moment, moment_of(held, standing, acts_from, committee));
    held = with_standing(held, standing, moment);
    held.by_committee = committee;
    return {};
}

/// Whether a decision on a record is the committee's.
bool is_of_committee(const AccreditationPath& path, const Approval& approval) {
    return path.size() == 1 || approval.epoch != 0;
}

Result<void> take_decision(Accreditation& held, const DecisionBody& body, std::uint64_t now) {
    if (const auto* accredit = std::get_if<Accredit>(&body.decision)) {
        const bool committee = is_of_committee(accredit->path, body.approval);
        if (held.by_committee && !committee) return Error(errors::kDecidedByCommittee, "");
        DEED_CHECK(take_grant(held, accredit->grant, now));
        held.decisions += committee ? 1 : 0;
        return {};
    }
    const SetStanding& set = std::get<SetStanding>(body.decision);
    const bool committee = is_of_committee(set.path, body.approval);
    DEED_CHECK(take_standing(held, set.standing, set.acts_from, committee, now));
    held.decisions += committee ? 1 : 0;
    return {};
}

template <typename State>
Result<Bytes> follow_as(const std::optional<Bytes>& before, const OwnedOperation& operation) {
    State state{};
    if (before) {
        DEED_TRY(state, State::parse(*before));
    }
    DEED_CHECK(state.follow(operation));
    return state.encode();
}

}  // namespace

std::uint64_t second_of(Timestamp accepted) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(accepted.unix_milliseconds() / 1000, 0));
}

Result<void> GroupState::follow(const OwnedOperation& operation) {
    Committee next;
    if (operation.envelope.type == OperationType::issuer_found) {
        if (committee.epoch != 0) return Error(errors::kGroupExists, "");
        DEED_TRY(FoundBody body, FoundBody::parse(operation.body));
        next.threshold = body.threshold;
        next.members = std::move(body.members);
    } else {
        if (committee.epoch == 0) return Error(errors::kGroupUnknown, "");
        DEED_TRY(DecisionBody body, DecisionBody::parse(operation.envelope.type, operation.body));
        auto& change = std::get<ChangeCommittee>(body.decision);
        next.threshold = change.threshold;
        next.members = std::move(change.members);
    }
    DEED_CHECK(check_members(next.members, next.threshold));
    DEED_CHECK(advance(chain, operation));
    next.epoch = committee.epoch + 1;
    next.since = second_of(operation.accepted);
    committee = std::move(next);
    return {};
}

Result<void> RecordState::follow(const OwnedOperation& operation) {
    const std::uint64_t now = second_of(operation.accepted);
    const OperationType type = operation.envelope.type;
    Accreditation next = held;
    if (next.version == 0 && type != OperationType::issuer_accredit)
        return Error(errors::kRecordUnknown, "");
    if (type == OperationType::issuer_renounce) {
        DEED_CHECK(take_standing(next, Standing::removed, now, next.by_committee, now));
    } else {
        DEED_TRY(const DecisionBody body, DecisionBody::parse(type, operation.body));
        DEED_CHECK(take_decision(next, body, now));
    }
    DEED_CHECK(advance(chain, operation));
    held = next;
    ++held.version;
    held.last_changed = operation.position;
    return {};
}

Verdict BarState::judge(std::uint64_t at) const {
    if (time.until == 0 || at >= time.until) return Verdict::accredited;
    if (at >= time.from) return Verdict::barred;
    return more ? Verdict::see_history : Verdict::accredited;
}

/// IssuerRegistry.sol, setBar.
Result<void> BarState::follow(const OwnedOperation& operation) {
    DEED_TRY(const DecisionBody body, DecisionBody::parse(operation.envelope.type, operation.body));
    const SetBar& set = std::get<SetBar>(body.decision);
    const bool stands = time.until == kLastMoment;
    if (stands == set.barred && (!set.barred || set.acts_from >= time.from))
        return Error(errors::kBarUnchanged, to_string(set.holder));
    BarState next = *this;
    if (set.barred) {
        // Where two bars meet or overlap they are one.
        const bool apart = !stands && chain.length != 0 && set.acts_from > time.until;
        const bool goes_on = !apart && chain.length != 0 && time.from < set.acts_from;
        next.more = more || apart;
        next.time = {goes_on ? time.from : set.acts_from, kLastMoment};
    } else {
        next.time.until = std::max(second_of(operation.accepted), time.from);
    }
    DEED_CHECK(advance(next.chain, operation));
    *this = next;
    return {};
}

/// NameRegistry.sol, assignName and withdrawName.
Result<void> NameState::follow(const OwnedOperation& operation) {
    DEED_TRY(const DecisionBody body, DecisionBody::parse(operation.envelope.type, operation.body));
    NameState next = *this;
    if (const auto* assign = std::get_if<AssignName>(&body.decision)) {
        if (record.by_committee)
            return Error(errors::kNameDecidedByCommittee, "\"" + assign->name + "\"");
        next.record.subject = assign->subject.holder;
        next.record.type = assign->subject.type;
        next.record.standing = Standing::active;
        next.text = assign->name;
    } else {
        const auto& withdraw = std::get<WithdrawName>(body.decision);
        const bool overruled = !withdraw.accreditor.empty() && body.approval.epoch != 0;
        const bool open = overruled ? record.version != 0 && !record.by_committee
                                    : record.standing == Standing::active;
        if (!open || withdraw.subject != record.subject)
            return Error(errors::kNameNotAssigned, "\"" + withdraw.name + "\"");
        next.record.standing = Standing::removed;
        next.record.decisions += overruled ? 1 : 0;
        next.record.by_committee = record.by_committee || overruled;
    }
    DEED_CHECK(advance(next.chain, operation));
    ++next.record.version;
    next.record.since = second_of(operation.accepted);
    next.record.last_changed = operation.position;
    *this = std::move(next);
    return {};
}

std::optional<LookState> LookState::until(std::uint64_t size) const {
    LookState then = *this;
    if (committee && committee->position >= size) then.committee.reset();
    if (first.position >= size) return std::nullopt;
    return then;
}

bool is_chain(const OwnedKey& key) {
    return key.chain != Chain::issuer_paths && key.chain != Chain::issuer_look;
}

Result<Bytes> follow_issuer(const OwnedKey& key, const std::optional<Bytes>& before,
                            const OwnedOperation& operation) {
    switch (key.chain) {
        case Chain::issuer_group:
            return follow_as<GroupState>(before, operation);
        case Chain::issuer_record:
            return follow_as<RecordState>(before, operation);
        case Chain::issuer_bar:
            return follow_as<BarState>(before, operation);
        case Chain::issuer_name:
            return follow_as<NameState>(before, operation);
        default:
            return Error(errors::kStateMalformed, "no operations lead to this");
    }
}

}  // namespace deed::registry
