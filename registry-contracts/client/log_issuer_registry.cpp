#include "registry-contracts/client/log_issuer_registry.hpp"

#include <algorithm>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/accreditation_changes.hpp"
#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/members.hpp"

namespace deed::registry {
namespace {

/// How often an operation is prepared anew that another of the same chain overtook.
constexpr int kMostTries = 4;

std::string short_hex(const Hash& id) { return "0x" + hex_encode(id); }

AccreditationChange change_of(const OwnedOperation& operation, const RecordState& state) {
    AccreditationChange change;
    change.position = operation.position;
    change.reference = operation.hash;
    change.recorded = operation.accepted;
    change.after = state.held;
    const OperationType type = operation.envelope.type;
    if (type == OperationType::issuer_renounce) {
        change.reason = RenounceBody::parse(operation.body).value().reason;
        return change;
    }
    const DecisionBody body = DecisionBody::parse(type, operation.body).value();
    if (const auto* accredit = std::get_if<Accredit>(&body.decision))
        change.grant = accredit->grant;
    else
        change.reason = std::get<SetStanding>(body.decision).reason;
    return change;
}

/// The head of a chain's state, whichever it is.
Result<ChainHead> chain_in(const OwnedKey& key, const Bytes& state) {
    const auto of = [](const auto& parsed) -> Result<ChainHead> {
        if (!parsed) return parsed.error();
        return parsed->chain;
    };
    switch (key.chain) {
        case Chain::issuer_group:
            return of(GroupState::parse(state));
        case Chain::issuer_record:
            return of(RecordState::parse(state));
        case Chain::issuer_bar:
            return of(BarState::parse(state));
        default:
            return of(NameState::parse(state));
    }
}

bool is_overtaken(const Error& error) {
    return error.code() == errors::kSequenceConflict || error.code() == errors::kPreviousMismatch;
}

}  // namespace

Result<void> replay_issuer(
    LogLedger& ledger, const OwnedKey& key,
    const std::function<Result<void>(const OwnedOperation&, const Bytes& state)>& visit,
    Call& call) {
    DEED_TRY(const Record record, ledger.read_owned(key, Latest{}, call));
    std::optional<Bytes> state;
    for (const Recorded& recorded : record.operations) {
        DEED_CHECK(call.check());
        const OwnedOperation operation =
            OwnedOperation::of(recorded.statement, recorded.position, recorded.accepted);
        const bool is_of_key = is_issuer(operation.envelope.type) &&
                               operation.envelope.network == ledger.network() &&
                               owned_key(operation.envelope, operation.body) == key;
        if (!is_of_key)
            return Error(errors::kInvalidEntry, "the ledger answered with another record");
        auto next = follow_issuer(key, state, operation);
        if (!next) return Error(errors::kInvalidEntry, next.error().to_string());
        state = *std::move(next);
        DEED_CHECK(visit(operation, *state));
    }
    return {};
}

StateReader LogIssuerRegistry::reader(Call& call) {
    return [this, &call](const OwnedKey& key) { return ledger_.issuer_state(key, call); };
}

Result<Committee> LogIssuerRegistry::committee(const Hash& root, Call& call) {
    DEED_TRY(GroupState group, read_group_state(reader(call), root));
    return std::move(group.committee);
}

Result<Accreditation> LogIssuerRegistry::find(const Hash& root, const AccreditationPath& path,
                                              Call& call) {
    DEED_CHECK(check_path_length(path));
    const OwnedKey key = record_key(root, path);
    DEED_TRY(const RecordState state, read_record_state(reader(call), key));
    if (state.held.version != 0) return state.held;
    return Error(errors::kRecordUnknown, "there is no accreditation " + short_hex(key.id));
}

Result<std::vector<AccreditationChange>> LogIssuerRegistry::history(const Hash& root,
                                                                    const AccreditationPath& path,
                                                                    Call& call) {
    DEED_CHECK(check_path_length(path));
    std::vector<AccreditationChange> changes;
    const auto add = [&](const OwnedOperation& operation, const Bytes& encoded) -> Result<void> {
        DEED_TRY(const RecordState state, RecordState::parse(encoded));
        changes.push_back(change_of(operation, state));
        return {};
    };
    DEED_CHECK(replay_issuer(ledger_, record_key(root, path), add, call));
    // As everywhere, who decided is told of the present record alone.
    for (std::size_t i = 0; i + 1 < changes.size(); ++i) {
        changes[i].after.by_committee = false;
        changes[i].after.decisions = 0;
    }
    return changes;
}

Result<std::vector<BarredTime>> LogIssuerRegistry::barred(const Hash& root, const Address& holder,
                                                          Call& call) {
    std::vector<BarredTime> bars;
    const auto add = [&](const OwnedOperation&, const Bytes& encoded) -> Result<void> {
        DEED_TRY(const BarState state, BarState::parse(encoded));
        if (state.time.until == kLastMoment)
            begin_bar(bars, state.time.from);
        else
            bars.back().until = state.time.until;
        return {};
    };
    DEED_CHECK(replay_issuer(ledger_, bar_key(root, holder), add, call));
    return effective(std::move(bars));
}

Result<std::vector<BarredTime>> LogIssuerRegistry::bars_at(const Hash& root, const Address& holder,
                                                           std::uint64_t at, Call& call) {
    DEED_TRY(const BarState bar, read_bar_state(reader(call), bar_key(root, holder)));
    if (bar.judge(at) == Verdict::see_history) return barred(root, holder, call);
    if (bar.time.until == 0) return std::vector<BarredTime>();
    return effective({bar.time});
}

/// The step at the path's end: by its present record, and by its past where that does not tell.
Result<StepEvidence> LogIssuerRegistry::evidence_of(const Hash& root, const AccreditationPath& path,
                                                    std::uint64_t at, Call& call) {
    StepEvidence evidence;
    DEED_TRY(evidence.barred, bars_at(root, path.back().holder, at, call));
    DEED_TRY(const RecordState state, read_record_state(reader(call), record_key(root, path)));
    evidence.record = {judge_state(state.held, at), state.held};
    if (evidence.record.verdict != Verdict::see_history) return evidence;
    DEED_TRY(const auto changes, history(root, path, call));
    evidence.record = judge_record(changes, at);
    return evidence;
}

Result<Judgement> LogIssuerRegistry::judge(const Hash& root, const AccreditationPath& path,
                                           const CredentialType& type, std::uint64_t at,
                                           Call& call) {
    DEED_CHECK(check_path_length(path));
    // The id of an accreditation is no root: its own ancestors would go unasked.
    DEED_CHECK(read_group_state(reader(call), root));
    std::vector<StepEvidence> steps;
    AccreditationPath part;
    for (const AccreditationStep& step : path) {
        part.push_back(step);
        DEED_TRY(StepEvidence evidence, evidence_of(root, part, std::min(at, kLastMoment), call));
        steps.push_back(std::move(evidence));
    }
    return judge_path(path, steps, type, std::min(at, kLastMoment));
}

Result<std::vector<AccreditationPath>> LogIssuerRegistry::paths_to(const Hash& root,
                                                                   const Address& holder,
                                                                   Call& call) {
    std::vector<AccreditationPath> paths;
    DEED_TRY(const auto encoded, ledger_.issuer_state(paths_key(root, holder, 0), call));
    if (!encoded) return paths;
    DEED_TRY(const std::uint64_t count, parse_count(*encoded));
    for (std::uint64_t number = 1; number <= count; ++number) {
        DEED_TRY(const auto found, ledger_.issuer_state(paths_key(root, holder, number), call));
        if (!found) break;  // not included yet
        if (paths.size() == kMostPaths)
            return Error(errors::kTooManyPaths,
                         "more than " + std::to_string(kMostPaths) + " accreditations");
        DEED_TRY(KnownPath known, KnownPath::parse(*found));
        paths.push_back(std::move(known.path));
    }
    return paths;
}

Result<std::optional<Address>> LogIssuerRegistry::actor_of(const Address& holder, Call& call) {
    DEED_TRY(const IdentityState identity, ledger_.state(holder, call));
    return registry::actor_of(identity);
}

Result<std::uint64_t> LogIssuerRegistry::number_of(const Hash& root, const Decision& decision,
                                                   bool committee, Call& call) {
    const StateReader read = reader(call);
    if (const AccreditationPath* path = path_of(decision)) {
        DEED_CHECK(check_path_length(*path));
        DEED_TRY(const RecordState state, read_record_state(read, record_key(root, *path)));
        return next_number(state, committee);
    }
    if (const auto* bar = std::get_if<SetBar>(&decision)) {
        DEED_TRY(const BarState state, read_bar_state(read, bar_key(root, bar->holder)));
        return state.chain.length + 1;
    }
    const auto* assign = std::get_if<AssignName>(&decision);
    const auto* withdraw = std::get_if<WithdrawName>(&decision);
    DEED_ASSERT(assign != nullptr || withdraw != nullptr);
    DEED_TRY(const DisplayName name,
             DisplayName::parse(assign != nullptr ? assign->name : withdraw->name));
    const AccreditationPath& accreditor =
        assign != nullptr ? assign->accreditor : withdraw->accreditor;
    DEED_TRY(const NameState state,
             read_name_state(read, name_key(accreditation_id(root, accreditor), name.fold())));
    return next_number(state, decision, committee);
}

Result<DecisionTerms> LogIssuerRegistry::terms(const Hash& root, const Decision& decision,
                                               Decider decider, Call& call) {
    const bool committee = decider == Decider::committee;
    if (!committee && steps_above(decision) == 0)
        return Error(errors::kNotAccreditor,
                     std::string(kind_of(decision)) + " is for the root's committee to decide");
    DecisionTerms terms;
    if (committee) {
        DEED_TRY(const Committee group, this->committee(root, call));
        terms.epoch = group.epoch;
        terms.number = std::uint64_t{group.epoch} + 1;
    }
    if (std::holds_alternative<ChangeCommittee>(decision)) return terms;
    DEED_TRY(terms.number, number_of(root, decision, committee, call));
    return terms;
}

Result<ChainHead> LogIssuerRegistry::head_of(const OwnedKey& key, Call& call) {
    DEED_TRY(const auto state, ledger_.issuer_state(key, call));
    if (!state) return ChainHead{};
    return chain_in(key, *state);
}

/// Signed for the place that the chain has come to; anew where another operation took it.
Result<Receipt> LogIssuerRegistry::bring(OperationType type, const OwnedKey& key, const Bytes& body,
                                         Call& call) {
    if (bringer_.signer == nullptr)
        return Error(errors::kLedgerReadOnly, "no key is given to sign with");
    for (int tries = 1;; ++tries) {
        DEED_TRY(const ChainHead head, head_of(key, call));
        OwnedRecords::Place place{};
        place.key = key;
        place.owner = bringer_.account;
        place.chain_length = place.number = head.length;
        place.previous = head.last;
        auto receipt = records_.record(type, place, body, *bringer_.signer, call);
        if (receipt || !is_overtaken(receipt.error()) || tries == kMostTries) return receipt;
    }
}

Result<Hash> LogIssuerRegistry::found(const Hash& salt, std::uint8_t threshold,
                                      std::span<const Hash> members, Call& call) {
    DEED_CHECK(check_members(members, threshold));
    const FoundBody body{salt, threshold, {members.begin(), members.end()}};
    const Hash root = group_id(bringer_.account, salt);
    DEED_CHECK(bring(OperationType::issuer_found, group_key(root), body.encode(), call));
    return root;
}

Result<Receipt> LogIssuerRegistry::decide(const Hash& root, const Decision& decision,
                                          const Approval& approval, Call& call) {
    const DecisionBody body{root, decision, approval};
    const Bytes encoded = body.encode();
    const OperationType type = type_of(decision);
    DEED_CHECK(DecisionBody::parse(type, encoded));
    Envelope envelope{};
    envelope.type = type;
    return bring(type, owned_key(envelope, encoded), encoded, call);
}

Result<Receipt> LogIssuerRegistry::renounce(const Hash& root, const AccreditationPath& path,
                                            const Hash& reason, Call& call) {
    DEED_CHECK(check_path_length(path));
    return bring(OperationType::issuer_renounce, record_key(root, path),
                 RenounceBody{root, path, reason}.encode(), call);
}

Result<bool> LogNameRegistry::is_in_force(const Hash& root, const AccreditationPath& accreditor,
                                          const NameState& state, Call& call) {
    if (state.record.standing != Standing::active) return false;
    const StateReader read = [&](const OwnedKey& key) { return ledger_.issuer_state(key, call); };
    DEED_TRY(const DisplayName name, DisplayName::parse(state.text));
    for (const OwnedKey& key :
         {look_key("fold", root, name.fold()), look_key("skeleton", root, name.skeleton_hash())}) {
        DEED_TRY(const auto look, read_look_state(read, key));
        if (!look || look->subject() != state.record.subject) return false;
    }
    AccreditationPath steps = accreditor;
    steps.push_back({state.record.subject, state.record.type});
    DEED_TRY(const PathStanding walked, standing_of(read, root, steps, second_of(clock_.now())));
    return walked.verdict == Verdict::accredited;
}

Result<NameRecord> LogNameRegistry::find(const Hash& root, const AccreditationPath& accreditor,
                                         const DisplayName& name, Call& call) {
    const OwnedKey key = name_key(accreditation_id(root, accreditor), name.fold());
    DEED_TRY(const auto encoded, ledger_.issuer_state(key, call));
    if (!encoded) return Error(errors::kNameNotAssigned, "\"" + name.text() + "\"");
    DEED_TRY(NameState state, NameState::parse(*encoded));
    DEED_TRY(state.record.in_force, is_in_force(root, accreditor, state, call));
    return state.record;
}

Result<std::vector<NameChange>> LogNameRegistry::history(const Hash& root,
                                                         const AccreditationPath& accreditor,
                                                         const DisplayName& name, Call& call) {
    std::vector<NameChange> changes;
    const auto add = [&](const OwnedOperation& operation, const Bytes& encoded) -> Result<void> {
        DEED_TRY(const NameState state, NameState::parse(encoded));
        const DecisionBody body =
            DecisionBody::parse(operation.envelope.type, operation.body).value();
        NameChange change;
        change.position = operation.position;
        change.reference = operation.hash;
        change.recorded = operation.accepted;
        change.subject = state.record.subject;
        if (const auto* assign = std::get_if<AssignName>(&body.decision))
            change.assigned = assign->name;
        else
            change.by_committee = !accreditor.empty() && body.approval.epoch != 0;
        changes.push_back(std::move(change));
        return {};
    };
    const OwnedKey key = name_key(accreditation_id(root, accreditor), name.fold());
    DEED_CHECK(replay_issuer(ledger_, key, add, call));
    return changes;
}

Result<std::optional<Address>> LogNameRegistry::reserved_for(const Hash& root,
                                                             const DisplayName& name, Call& call) {
    const StateReader read = [&](const OwnedKey& key) { return ledger_.issuer_state(key, call); };
    DEED_TRY(const auto look, read_look_state(read, look_key("fold", root, name.fold())));
    return look ? std::optional(look->subject()) : std::nullopt;
}

}  // namespace deed::registry
