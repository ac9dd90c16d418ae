#include "registry-contracts/client/evm/registries/decisions.hpp"

#include "registry-contracts/client/display_name.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry::evm {
namespace {

AbiValue status_value(Standing standing) { return value_of(static_cast<std::uint64_t>(standing)); }

/// The struct's own members; number, epoch and expiry follow.
struct Message {
    const Hash& root;

    Result<AbiValue> operator()(const Accredit& decision) const {
        DEED_CHECK(check_path_length(decision.path));
        const AccreditationStep& end = decision.path.back();
        const Grant& grant = decision.grant;
        return AbiValue::list({value_of(accreditation_id(root, decision.path)),
                               value_of(end.holder), value_of(end.type),
                               AbiValue::boolean(grant.may_issue),
                               value_of(std::uint64_t{grant.depth}), value_of(grant.from),
                               value_of(grant.until), value_of(grant.info)});
    }
    Result<AbiValue> operator()(const SetStanding& decision) const {
        DEED_CHECK(check_path_length(decision.path));
        return AbiValue::list({value_of(accreditation_id(root, decision.path)),
                               value_of(decision.path.back().holder),
                               status_value(decision.standing), value_of(decision.acts_from),
                               value_of(decision.reason)});
    }
    Result<AbiValue> operator()(const SetBar& decision) const {
        return AbiValue::list({value_of(root), value_of(decision.holder),
                               AbiValue::boolean(decision.barred), value_of(decision.acts_from),
                               value_of(decision.reason)});
    }
    Result<AbiValue> operator()(const AssignName& decision) const {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        return AbiValue::list({value_of(accreditation_id(root, decision.accreditor)),
                               value_of(decision.subject.holder), value_of(decision.subject.type),
                               AbiValue::text(name.text()), value_of(name.skeleton_hash())});
    }
    Result<AbiValue> operator()(const WithdrawName& decision) const {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        return AbiValue::list({value_of(accreditation_id(root, decision.accreditor)),
                               value_of(decision.subject), AbiValue::text(name.text())});
    }
    Result<AbiValue> operator()(const ChangeCommittee&) const {
        DEED_ASSERT(false);  // has no number, see message_of()
        return AbiValue::list({});
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
        DEED_CHECK(check_path_length(decision.path));
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
        DEED_CHECK(check_path_length(decision.path));
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
    const std::string_view type = signed_type_of(decision);
    if (const auto* change = std::get_if<ChangeCommittee>(&decision))
        return DecisionMessage{type,
                               AbiValue::list({value_of(root), value_of(terms.number),
                                               value_of(std::uint64_t{change->threshold}),
                                               words_value(change->members), value_of(expiry)})};
    DEED_TRY(const AbiValue own, std::visit(Message{root}, decision));
    AbiValue::List values = *own.as_list();
    values.push_back(value_of(terms.number));
    values.push_back(value_of(std::uint64_t{terms.epoch}));
    values.push_back(value_of(expiry));
    return DecisionMessage{type, AbiValue::list(std::move(values))};
}

Result<DecisionCall> call_of(const Hash& root, const Decision& decision, const Approval& approval) {
    return std::visit(Carrying{root, approval}, decision);
}

}  // namespace deed::registry::evm
