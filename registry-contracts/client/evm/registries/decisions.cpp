#include "registry-contracts/client/evm/registries/decisions.hpp"

#include "registry-contracts/client/display_name.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kAccredit =
    "Accredit(bytes32 record,address holder,bytes32 credentialType,bool mayIssue,uint8 depth,"
    "uint48 from,uint48 until,bytes32 info,uint40 number,uint32 epoch,uint64 expiry)";
constexpr std::string_view kSetStanding =
    "SetStanding(bytes32 record,address holder,uint8 status,uint48 actsFrom,bytes32 reason,"
    "uint40 number,uint32 epoch,uint64 expiry)";
constexpr std::string_view kSetBar =
    "SetBar(bytes32 root,address holder,bool barred,uint48 actsFrom,bytes32 reason,uint40 number,"
    "uint32 epoch,uint64 expiry)";
constexpr std::string_view kAssignName =
    "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,"
    "bytes32 skeleton,uint40 number,uint32 epoch,uint64 expiry)";
constexpr std::string_view kWithdrawName =
    "WithdrawName(bytes32 accreditor,address subject,string name,uint40 number,uint32 epoch,"
    "uint64 expiry)";
constexpr std::string_view kNextEpoch =
    "NextEpoch(bytes32 group,uint32 epoch,uint8 threshold,bytes32[] members,uint64 deadline)";

Result<void> check_path(const AccreditationPath& path) {
    if (!path.empty() && path.size() <= kMaxPathSteps) return {};
    return Error(registry::errors::kPathLengthInvalid,
                 "the path has " + std::to_string(path.size()) + " steps");
}

AbiValue status_value(Standing standing) { return value_of(static_cast<std::uint64_t>(standing)); }

/// The struct's own members; number, epoch and expiry follow.
struct Message {
    const Hash& root;

    Result<DecisionMessage> operator()(const Accredit& decision) const {
        DEED_CHECK(check_path(decision.path));
        const AccreditationStep& end = decision.path.back();
        const Grant& grant = decision.grant;
        return DecisionMessage{
            kAccredit,
            AbiValue::list({value_of(accreditation_id(root, decision.path)), value_of(end.holder),
                            value_of(end.type), AbiValue::boolean(grant.may_issue),
                            value_of(std::uint64_t{grant.depth}), value_of(grant.from),
                            value_of(grant.until), value_of(grant.info)})};
    }
    Result<DecisionMessage> operator()(const SetStanding& decision) const {
        DEED_CHECK(check_path(decision.path));
        return DecisionMessage{
            kSetStanding,
            AbiValue::list({value_of(accreditation_id(root, decision.path)),
                            value_of(decision.path.back().holder), status_value(decision.standing),
                            value_of(decision.acts_from), value_of(decision.reason)})};
    }
    Result<DecisionMessage> operator()(const SetBar& decision) const {
        return DecisionMessage{
            kSetBar, AbiValue::list({value_of(root), value_of(decision.holder),
                                     AbiValue::boolean(decision.barred),
                                     value_of(decision.acts_from), value_of(decision.reason)})};
    }
    Result<DecisionMessage> operator()(const AssignName& decision) const {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        return DecisionMessage{
            kAssignName,
            AbiValue::list({value_of(accreditation_id(root, decision.accreditor)),
                            value_of(decision.subject.holder), value_of(decision.subject.type),
                            AbiValue::text(name.text()), value_of(name.skeleton_hash())})};
    }
    Result<DecisionMessage> operator()(const WithdrawName& decision) const {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        return DecisionMessage{
            kWithdrawName,
            AbiValue::list({value_of(accreditation_id(root, decision.accreditor)),
                            value_of(decision.subject), AbiValue::text(name.text())})};
    }
    Result<DecisionMessage> operator()(const ChangeCommittee&) const {
        DEED_ASSERT(false);  // has no number, see message_of()
        return DecisionMessage{kNextEpoch, AbiValue::list({})};
    }
};

AbiValue approval_value(const Approval& approval) {
    return AbiValue::list({value_of(std::uint64_t{approval.epoch}), value_of(approval.expiry),
                           value_of(ByteView(approval.signatures))});
}

struct Carrying {
    const Hash& root;
    const Approval& approval;

    Result<DecisionCall> operator()(const Accredit& decision) const {
        DEED_CHECK(check_path(decision.path));
        const Grant& grant = decision.grant;
        const AbiValue granted = AbiValue::list(
            {AbiValue::boolean(grant.may_issue), value_of(std::uint64_t{grant.depth}),
             value_of(grant.from), value_of(grant.until), value_of(grant.info)});
        return DecisionCall{
            "accredit",
            {value_of(root), path_value(decision.path), granted, approval_value(approval)},
            "Accredited",
            {accreditation_id(root, decision.path)}};
    }
    Result<DecisionCall> operator()(const SetStanding& decision) const {
        DEED_CHECK(check_path(decision.path));
        return DecisionCall{
            "setStanding",
            {value_of(root), path_value(decision.path), status_value(decision.standing),
             value_of(decision.acts_from), value_of(decision.reason), approval_value(approval)},
            "StandingChanged",
            {accreditation_id(root, decision.path)}};
    }
    Result<DecisionCall> operator()(const SetBar& decision) const {
        return DecisionCall{
            "setBar",
            {value_of(root), value_of(decision.holder), AbiValue::boolean(decision.barred),
             value_of(decision.acts_from), value_of(decision.reason), approval_value(approval)},
            "BarSet",
            {root, topic_of(decision.holder)}};
    }
    Result<DecisionCall> operator()(const AssignName& decision) const {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        return DecisionCall{
            "assignName",
            {value_of(root), path_value(decision.accreditor), step_value(decision.subject),
             AbiValue::text(name.text()), value_of(name.skeleton_hash()), approval_value(approval)},
            "NameAssigned",
            {accreditation_id(root, decision.accreditor), topic_of(decision.subject.holder),
             name.fold()}};
    }
    Result<DecisionCall> operator()(const WithdrawName& decision) const {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        return DecisionCall{
            "withdrawName",
            {value_of(root), path_value(decision.accreditor), AbiValue::text(name.text()),
             approval_value(approval)},
            "NameWithdrawn",
            {accreditation_id(root, decision.accreditor), topic_of(decision.subject), name.fold()}};
    }
    Result<DecisionCall> operator()(const ChangeCommittee& decision) const {
        return DecisionCall{
            "nextEpoch",
            {value_of(root), value_of(std::uint64_t{decision.threshold}),
             words_value(decision.members), value_of(approval.expiry),
             value_of(ByteView(approval.signatures)), value_of(ByteView(approval.consents))},
            "EpochStarted",
            {root}};
    }
};

}  // namespace

Result<DecisionMessage> message_of(const Hash& root, const Decision& decision,
                                   const DecisionTerms& terms, std::uint64_t expiry) {
    if (const auto* change = std::get_if<ChangeCommittee>(&decision))
        return DecisionMessage{kNextEpoch,
                               AbiValue::list({value_of(root), value_of(terms.number),
                                               value_of(std::uint64_t{change->threshold}),
                                               words_value(change->members), value_of(expiry)})};
    DEED_TRY(DecisionMessage message, std::visit(Message{root}, decision));
    AbiValue::List values = *message.value.as_list();
    values.push_back(value_of(terms.number));
    values.push_back(value_of(std::uint64_t{terms.epoch}));
    values.push_back(value_of(expiry));
    message.value = AbiValue::list(std::move(values));
    return message;
}

bool is_of_names(const Decision& decision) {
    return std::holds_alternative<AssignName>(decision) ||
           std::holds_alternative<WithdrawName>(decision);
}

std::string_view kind_of(const Decision& decision) {
    constexpr std::string_view kKinds[] = {"accredit",    "set-standing",  "set-bar",
                                           "assign-name", "withdraw-name", "change-committee"};
    return kKinds[decision.index()];
}

Result<DecisionCall> call_of(const Hash& root, const Decision& decision, const Approval& approval) {
    return std::visit(Carrying{root, approval}, decision);
}

}  // namespace deed::registry::evm
