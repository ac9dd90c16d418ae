#include "registry-contracts/client/issuer_rules.hpp"

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/accreditation_changes.hpp"
#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/members.hpp"

namespace deed::registry {
namespace {

std::string short_hex(const Hash& id) { return "0x" + hex_encode(id); }

template <typename State>
Result<std::optional<State>> read_as(const StateReader& read, const OwnedKey& key) {
    DEED_TRY(const std::optional<Bytes> encoded, read(key));
    if (!encoded) return std::optional<State>();
    DEED_TRY(State state, State::parse(*encoded));
    return std::optional(std::move(state));
}

template <typename State>
Result<State> read_or_new(const StateReader& read, const OwnedKey& key) {
    DEED_TRY(std::optional<State> state, read_as<State>(read, key));
    return state ? *std::move(state) : State{};
}

Error failing(const ErrorCode& code, Verdict verdict, std::size_t step) {
    return {code, std::string(to_string(verdict)) + " at step " + std::to_string(step + 1)};
}

/// The signatures of as many members as the threshold asks for, each of them good.
Result<void> check_signatures(const Committee& committee, const crypto::Digest256& digest,
                              ByteView signatures) {
    DEED_TRY(const MemberProofs proofs, decode_signatures(signatures));
    for (const auto& [number, proof] : proofs) {
        if (number >= committee.members.size())
            return Error(errors::kSignerInvalid, "member " + std::to_string(number));
        DEED_CHECK(check_proof_on_log(committee.members[number], digest, proof));
    }
    if (proofs.size() < committee.threshold)
        return Error(errors::kThresholdNotMet, std::to_string(proofs.size()) + " of " +
                                                   std::to_string(committee.threshold) +
                                                   " members signed");
    return {};
}

/// One operation, its context, and the moment.
class Rules {
public:
    Rules(const OwnedOperation& operation, const OwnedContext& context)
        : operation_(operation),
          context_(context),
          read_([&context](const OwnedKey& key) { return context.store.get(key); }),
          now_(second_of(operation.accepted)) {}

    Result<void> apply();

private:
    Result<void> found();
    Result<void> decide(const DecisionBody& body);
    Result<void> renounce();

    Result<void> carry_out(const DecisionBody& body, const Accredit& decision);
    Result<void> carry_out(const DecisionBody& body, const SetStanding& decision);
    Result<void> carry_out(const DecisionBody& body, const SetBar& decision);
    Result<void> carry_out(const DecisionBody& body, const AssignName& decision);
    Result<void> carry_out(const DecisionBody& body, const WithdrawName& decision);
    Result<void> carry_out(const DecisionBody& body, const ChangeCommittee& decision);

    Result<std::optional<Address>> actor(const Address& account) const {
        DEED_TRY(const IdentityState identity, context_.identity(account));
        return actor_of(identity);
    }
    Result<crypto::Digest256> digest(const DecisionBody& body, std::uint64_t number) const {
        return log_decision_digest(operation_.envelope.network, body.root, body.decision,
                                   {number, body.approval.epoch}, body.approval.expiry);
    }
    Result<void> check_bringer() const;
    Result<void> check_deadline(std::uint64_t expiry) const;
    Result<GroupState> check_committee(const DecisionBody& body, std::uint64_t number) const;
    Result<void> check_holder(const DecisionBody& body, std::uint64_t number,
                              const Address& holder) const;
    Result<void> check_approval(const DecisionBody& body, std::uint64_t number,
                                bool committee) const;
    Result<Accreditation> check_accreditor(const Hash& root, const AccreditationPath& above) const;
    Result<void> check_within(const DecisionBody& body, const Accredit& decision) const;
    Result<void> check_nameable(const Hash& root, const AssignName& decision) const;

    /// The state that the operation leads to.
    template <typename State>
    Result<void> put_next(const OwnedKey& key, State state) {
        DEED_CHECK(state.follow(operation_));
        return context_.store.put(key, state.encode());
    }
    Result<void> make_known(const Hash& root, const AccreditationPath& path);
    Result<LookState> taken_look(const OwnedKey& key, const Address& subject, bool committee) const;

    const OwnedOperation& operation_;
    const OwnedContext& context_;
    const StateReader read_;
    const std::uint64_t now_;
};

Result<void> Rules::apply() {
    DEED_CHECK(check_bringer());
    if (operation_.envelope.type == OperationType::issuer_found) return found();
    if (operation_.envelope.type == OperationType::issuer_renounce) return renounce();
    DEED_TRY(const DecisionBody body,
             DecisionBody::parse(operation_.envelope.type, operation_.body));
    return decide(body);
}

/// Anybody may bring what others decided, but in his own name.
Result<void> Rules::check_bringer() const {
    const Address& subject = operation_.envelope.subject;
    DEED_TRY(const auto acts, actor(subject));
    if (acts && acts == operation_.controller) return {};
    return Error(errors::kNotPermitted, "the key does not act for " + to_string(subject));
}

Result<void> Rules::check_deadline(std::uint64_t expiry) const {
    if (now_ <= expiry) return {};
    return Error(errors::kOperationExpired,
                 "the approval held until " + std::to_string(expiry) + " (Unix seconds)");
}

Result<void> Rules::found() {
    const OwnedKey key = owned_key(operation_.envelope, operation_.body);
    DEED_TRY(const auto before, read_as<GroupState>(read_, key));
    if (before) return Error(errors::kGroupExists, "there is a group " + short_hex(key.id));
    return put_next(key, GroupState{});
}

Result<GroupState> Rules::check_committee(const DecisionBody& body, std::uint64_t number) const {
    DEED_CHECK(check_deadline(body.approval.expiry));
    DEED_TRY(GroupState group, read_group_state(read_, body.root));
    if (body.approval.epoch != group.committee.epoch)
        return Error(errors::kEpochMismatch,
                     "the present epoch is " + std::to_string(group.committee.epoch));
    DEED_TRY(const crypto::Digest256 signed_digest, digest(body, number));
    DEED_CHECK(check_signatures(group.committee, signed_digest, body.approval.signatures));
    return group;
}

/// Whoever acts for the holder has signed, or brings it.
Result<void> Rules::check_holder(const DecisionBody& body, std::uint64_t number,
                                 const Address& holder) const {
    DEED_TRY(const auto acts, actor(holder));
    if (body.approval.signatures.empty()) {
        if (acts && acts == operation_.controller) return {};
        return Error(errors::kNotAccreditor, "the key does not act for " + to_string(holder));
    }
    DEED_CHECK(check_deadline(body.approval.expiry));
    if (!acts) return Error(errors::kNotAccreditor, "nobody acts for " + to_string(holder));
    DEED_TRY(const crypto::Digest256 signed_digest, digest(body, number));
    return check_account_proof(*acts, signed_digest, body.approval.signatures);
}

Result<void> Rules::check_approval(const DecisionBody& body, std::uint64_t number,
                                   bool committee) const {
    if (!committee) return check_holder(body, number, *accreditor_of(body.decision));
    DEED_CHECK(check_committee(body, number));
    return {};
}

/// The holder at the path's end is in force now and may accredit.
Result<Accreditation> Rules::check_accreditor(const Hash& root,
                                              const AccreditationPath& above) const {
    DEED_TRY(const PathStanding walked, standing_of(read_, root, above, now_));
    if (walked.verdict != Verdict::accredited)
        return failing(errors::kAccreditorNotInForce, walked.verdict, walked.step);
    if (walked.last.depth == 0) return Error(errors::kOutsideParent, "it may accredit nobody");
    return walked.last;
}

Result<void> Rules::check_within(const DecisionBody& body, const Accredit& decision) const {
    const AccreditationPath above(decision.path.begin(), decision.path.end() - 1);
    DEED_TRY(const Accreditation parent, check_accreditor(body.root, above));
    if (!covers(above.back().type, decision.path.back().type))
        return Error(errors::kOutsideParent, "the accreditor is not accredited for this type");
    if (decision.grant.depth >= parent.depth)
        return Error(errors::kOutsideParent, "as many levels as the accreditor has, or more");
    if (decision.grant.until > parent.until)
        return Error(errors::kOutsideParent, "it ends after the accreditor's own");
    return {};
}

Result<void> Rules::decide(const DecisionBody& body) {
    return std::visit([&](const auto& decision) { return carry_out(body, decision); },
                      body.decision);
}

Result<void> Rules::carry_out(const DecisionBody& body, const Accredit& decision) {
    DEED_CHECK(check_path_length(decision.path));
    if (decision.path.back().holder == Address{}) return Error(errors::kHolderInvalid, "");
    const bool committee = decision.path.size() == 1;
    if (committee && decision.grant.depth >= kMaxPathSteps)
        return Error(errors::kOutsideParent, "at most 7 levels stand below");
    if (!committee) {
        if (body.approval.epoch != 0)
            return Error(errors::kNotAccreditor, "the committee accredits for itself alone");
        DEED_CHECK(check_within(body, decision));
    }
    const OwnedKey key = record_key(body.root, decision.path);
    DEED_TRY(const RecordState state, read_record_state(read_, key));
    DEED_CHECK(check_approval(body, next_number(state, committee), committee));
    DEED_CHECK(put_next(key, state));
    return state.held.version == 0 ? make_known(body.root, decision.path) : Result<void>();
}

Result<void> Rules::carry_out(const DecisionBody& body, const SetStanding& decision) {
    DEED_CHECK(check_path_length(decision.path));
    const OwnedKey key = record_key(body.root, decision.path);
    DEED_TRY(const RecordState state, read_record_state(read_, key));
    if (state.held.version == 0)
        return Error(errors::kRecordUnknown, "there is no accreditation " + short_hex(key.id));
    const bool committee = decision.path.size() == 1 || body.approval.epoch != 0;
    DEED_CHECK(check_approval(body, next_number(state, committee), committee));
    if (!committee) {
        const AccreditationPath above(decision.path.begin(), decision.path.end() - 1);
        DEED_CHECK(check_accreditor(body.root, above));
    }
    return put_next(key, state);
}

Result<void> Rules::carry_out(const DecisionBody& body, const SetBar& decision) {
    const OwnedKey key = bar_key(body.root, decision.holder);
    DEED_TRY(const BarState state, read_bar_state(read_, key));
    DEED_CHECK(check_committee(body, state.chain.length + 1));
    return put_next(key, state);
}

/// The chain down to the subject is in force; so its accreditor may accredit.
Result<void> Rules::check_nameable(const Hash& root, const AssignName& decision) const {
    AccreditationPath steps = decision.accreditor;
    steps.push_back(decision.subject);
    DEED_TRY(const PathStanding walked, standing_of(read_, root, steps, now_));
    if (walked.verdict == Verdict::accredited) return {};
    if (walked.step + 1 < steps.size())
        return failing(errors::kAccreditorNotInForce, walked.verdict, walked.step);
    return failing(errors::kSubjectNotAccredited, walked.verdict, walked.step);
}

Result<LookState> Rules::taken_look(const OwnedKey& key, const Address& subject,
                                    bool committee) const {
    DEED_TRY(const auto before, read_look_state(read_, key));
    const LookState::Owner owner{subject, operation_.position};
    if (before && before->subject() != subject && (before->committee || !committee))
        return Error(errors::kNameTaken, "it belongs to " + to_string(before->subject()));
    LookState look = before.value_or(LookState{owner, std::nullopt});
    if (committee && !look.committee) look.committee = owner;
    return look;
}

Result<void> Rules::carry_out(const DecisionBody& body, const AssignName& decision) {
    if (decision.accreditor.size() >= kMaxPathSteps)
        return check_path_length(AccreditationPath(kMaxPathSteps + 1));
    const bool committee = decision.accreditor.empty();
    if (!committee && body.approval.epoch != 0)
        return Error(errors::kNotAccreditor, "the committee names for itself alone");
    DEED_CHECK(check_nameable(body.root, decision));
    DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
    const OwnedKey key = name_key(accreditation_id(body.root, decision.accreditor), name.fold());
    DEED_TRY(const NameState state, read_name_state(read_, key));
    DEED_CHECK(check_approval(body, next_number(state, body.decision, committee), committee));
    if (state.record.by_committee)
        return Error(errors::kNameDecidedByCommittee, "\"" + name.text() + "\"");
    const OwnedKey fold_key = look_key("fold", body.root, name.fold());
    const OwnedKey skeleton_key = look_key("skeleton", body.root, name.skeleton_hash());
    const Address& subject = decision.subject.holder;
    DEED_TRY(const LookState fold, taken_look(fold_key, subject, committee));
    DEED_TRY(const LookState skeleton, taken_look(skeleton_key, subject, committee));
    DEED_CHECK(put_next(key, state));
    DEED_CHECK(context_.store.put(fold_key, fold.encode()));
    return context_.store.put(skeleton_key, skeleton.encode());
}

Result<void> Rules::carry_out(const DecisionBody& body, const WithdrawName& decision) {
    const bool committee = decision.accreditor.empty() || body.approval.epoch != 0;
    DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
    const OwnedKey key = name_key(accreditation_id(body.root, decision.accreditor), name.fold());
    DEED_TRY(const NameState state, read_name_state(read_, key));
    if (state.record.version == 0)
        return Error(errors::kNameNotAssigned, "\"" + name.text() + "\"");
    if (!committee) {
        DEED_TRY(const PathStanding walked,
                 standing_of(read_, body.root, decision.accreditor, now_));
        if (walked.verdict != Verdict::accredited)
            return failing(errors::kAccreditorNotInForce, walked.verdict, walked.step);
    }
    DEED_CHECK(check_approval(body, next_number(state, body.decision, committee), committee));
    return put_next(key, state);
}

Result<void> Rules::carry_out(const DecisionBody& body, const ChangeCommittee& decision) {
    DEED_TRY(const GroupState present, read_group_state(read_, body.root));
    const std::uint64_t next = std::uint64_t{present.committee.epoch} + 1;
    DEED_TRY(const GroupState group, check_committee(body, next));
    GroupState changed = group;
    DEED_CHECK(changed.follow(operation_));
    DEED_TRY(const crypto::Digest256 signed_digest, digest(body, next));
    DEED_CHECK(check_signatures(changed.committee, signed_digest, body.approval.consents));
    DEED_ASSERT(changed.committee.threshold == decision.threshold);
    return context_.store.put(group_key(body.root), changed.encode());
}

Result<void> Rules::renounce() {
    DEED_TRY(const RenounceBody body, RenounceBody::parse(operation_.body));
    DEED_CHECK(check_path_length(body.path));
    const OwnedKey key = record_key(body.root, body.path);
    DEED_TRY(const RecordState state, read_record_state(read_, key));
    if (state.held.version == 0)
        return Error(errors::kRecordUnknown, "there is no accreditation " + short_hex(key.id));
    const Address& holder = body.path.back().holder;
    DEED_TRY(const auto acts, actor(holder));
    if (!acts || acts != operation_.controller)
        return Error(errors::kNotAccreditor, "the key does not act for " + to_string(holder));
    return put_next(key, state);
}

/// A record that appears for the first time is found by its holder from there on.
Result<void> Rules::make_known(const Hash& root, const AccreditationPath& path) {
    const Address& holder = path.back().holder;
    const OwnedKey counter = paths_key(root, holder, 0);
    DEED_TRY(const std::optional<Bytes> encoded, context_.store.get(counter));
    std::uint64_t count = 0;
    if (encoded) {
        DEED_TRY(count, parse_count(*encoded));
    }
    ++count;
    DEED_CHECK(context_.store.put(counter, encode_count(count)));
    return context_.store.put(paths_key(root, holder, count),
                              KnownPath{path, operation_.position}.encode());
}

}  // namespace

Result<GroupState> read_group_state(const StateReader& read, const Hash& root) {
    DEED_TRY(auto state, read_as<GroupState>(read, group_key(root)));
    if (!state) return Error(errors::kGroupUnknown, "there is no group " + short_hex(root));
    return *std::move(state);
}

Result<RecordState> read_record_state(const StateReader& read, const OwnedKey& key) {
    return read_or_new<RecordState>(read, key);
}

Result<BarState> read_bar_state(const StateReader& read, const OwnedKey& key) {
    return read_or_new<BarState>(read, key);
}

Result<NameState> read_name_state(const StateReader& read, const OwnedKey& key) {
    return read_or_new<NameState>(read, key);
}

Result<std::optional<LookState>> read_look_state(const StateReader& read, const OwnedKey& key) {
    return read_as<LookState>(read, key);
}

Result<PathStanding> standing_of(const StateReader& read, const Hash& root,
                                 const AccreditationPath& path, std::uint64_t at) {
    // The id of an accreditation is no root: its own ancestors would go unasked.
    DEED_CHECK(read_group_state(read, root));
    PathStanding walked;
    std::uint8_t depth = kMaxPathSteps;
    CredentialType scope = every_credential_type();
    AccreditationPath part;
    for (walked.step = 0; walked.step < path.size(); ++walked.step) {
        const AccreditationStep& step = path[walked.step];
        part.push_back(step);
        DEED_TRY(const RecordState state, read_record_state(read, record_key(root, part)));
        walked.last = state.held;
        walked.verdict = judge_state(state.held, at);
        if (walked.verdict != Verdict::accredited) return walked;
        DEED_TRY(const BarState bar, read_bar_state(read, bar_key(root, step.holder)));
        walked.verdict = bar.judge(at);
        if (walked.verdict != Verdict::accredited) return walked;
        if (state.held.depth >= depth || !covers(scope, step.type)) {
            walked.verdict = Verdict::outside_parent;
            return walked;
        }
        depth = state.held.depth;
        scope = step.type;
    }
    walked.verdict = Verdict::accredited;
    walked.step = path.empty() ? 0 : path.size() - 1;
    return walked;
}

std::uint64_t next_number(const RecordState& state, bool committee) {
    return (committee ? state.held.decisions : state.held.version) + 1;
}

std::uint64_t next_number(const NameState& state, const Decision& decision, bool committee) {
    const bool overruled =
        committee && std::holds_alternative<WithdrawName>(decision) && steps_above(decision) != 0;
    return (overruled ? state.record.decisions : state.record.version) + 1;
}

Result<void> apply_issuer(const OwnedOperation& operation, const OwnedContext& context) {
    return Rules(operation, context).apply();
}

}  // namespace deed::registry
