#include "registry-contracts/client/evm/registries/issuers.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/decisions.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/groups.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint64_t kLastStanding = static_cast<std::uint64_t>(Standing::removed);
constexpr std::uint64_t kLastVerdict = static_cast<std::uint64_t>(Verdict::barred);

Error only_the_committee(std::string_view what) {
    return {registry::errors::kNotAccreditor,
            std::string(what) + " is for the root's committee to decide"};
}

}  // namespace

Result<std::unique_ptr<EvmIssuerRegistry>> EvmIssuerRegistry::open(
    ChainReader& node, const DeployedAt& issuers, const std::optional<Address>& names,
    Transactor* transactor, const IssuerRegistryOptions& options, Call& call) {
    DEED_TRY(RegistryContract contract,
             RegistryContract::open(issuer_contract(), node, issuers, call));
    std::optional<RegistryContract> named;
    if (names) {
        DEED_TRY(named,
                 RegistryContract::open(name_contract(), node, {issuers.chain_id, *names}, call));
        DEED_TRY(const auto told, named->read("issuers", {}, BlockRef::latest(), call));
        if (address_at(told, 0) != issuers.address)
            return Error(errors::kWrongDomain, "the names at " + to_checksummed(*names) +
                                                   " are those of another registry of issuers");
    }
    return std::unique_ptr<EvmIssuerRegistry>(
        new EvmIssuerRegistry(std::move(contract), std::move(named), transactor, options));
}

Result<const RegistryContract*> EvmIssuerRegistry::contract_of(const Decision& decision) const {
    if (!is_of_names(decision)) return &issuers_;
    if (names_) return &*names_;
    return Error(registry::errors::kNameRegistryMissing, "no registry of names is known");
}

Result<std::optional<Address>> EvmIssuerRegistry::actor_of(const Address& holder, Call& call) {
    return evm::actor_of(issuers_, holder, call);
}

Result<DecisionDomain> EvmIssuerRegistry::domain_of(const Decision& decision) const {
    DEED_TRY(const RegistryContract* const contract, contract_of(decision));
    return DecisionDomain{{}, contract->chain_id(), contract->address()};
}

Result<Hash> EvmIssuerRegistry::found(const Hash& salt, std::uint8_t threshold,
                                      std::span<const Hash> members, Call& call) {
    if (transactor_ == nullptr)
        return Error(registry::errors::kLedgerReadOnly, "no account is given to found a root");
    return found_group(issuers_, *transactor_, salt, threshold, members, call);
}

Result<Committee> EvmIssuerRegistry::committee(const Hash& root, Call& call) {
    return read_group(issuers_, root, call);
}

Result<Accreditation> EvmIssuerRegistry::record_of(const Hash& id, Call& call) {
    const AbiValue asked = value_of(id);
    DEED_TRY(const auto told, issuers_.read("recordOf", {&asked, 1}, BlockRef::latest(), call));
    const AbiValue::List& state = list_at(told, 0);
    const std::uint64_t standing = number_at(state, 5);
    if (standing > kLastStanding)
        return Error(errors::kBadAnswer, "a record has status " + std::to_string(standing));
    Accreditation held;
    held.from = number_at(state, 0);
    held.until = number_at(state, 1);
    held.acts_from = number_at(state, 2);
    held.last_changed = number_at(state, 3);
    held.version = number_at(state, 4);
    held.standing = static_cast<Standing>(standing);
    held.may_issue = truth_at(state, 6);
    held.depth = static_cast<std::uint8_t>(number_at(state, 7));
    held.by_committee = truth_at(state, 8);
    held.decisions = number_at(state, 9);
    return held;
}

Result<Accreditation> EvmIssuerRegistry::find(const Hash& root, const AccreditationPath& path,
                                              Call& call) {
    DEED_CHECK(check_path_length(path));
    const Hash id = accreditation_id(root, path);
    DEED_TRY(const Accreditation held, record_of(id, call));
    if (held.version != 0) return held;
    return Error(registry::errors::kRecordUnknown, "there is no accreditation " + to_hex(id));
}

Result<Judgement> EvmIssuerRegistry::judge(const Hash& root, const AccreditationPath& path,
                                           const CredentialType& type, std::uint64_t at,
                                           Call& call) {
    DEED_CHECK(check_path_length(path));
    const std::vector<AbiValue> asked{value_of(root), path_value(path), value_of(type),
                                      value_of(std::min(at, kLastMoment))};
    DEED_TRY(const auto told, issuers_.read("verdictOf", asked, BlockRef::latest(), call));
    const std::uint64_t verdict = number_at(told, 0);
    const auto step = told[1].as_uint()->to_u64();
    if (verdict > kLastVerdict || !step || *step >= path.size())
        return Error(errors::kBadAnswer,
                     "a verdict that there is not, or of a step beyond the path");
    const Judgement present{static_cast<Verdict>(verdict), *step, path};
    if (present.verdict != Verdict::see_history) return present;

    std::vector<StepEvidence> steps;
    for (std::size_t length = 1; length <= path.size(); ++length) {
        const AccreditationPath part(path.begin(), path.begin() + static_cast<long>(length));
        DEED_TRY(const auto changes, history(root, part, call));
        DEED_TRY(auto bars, barred(root, part.back().holder, call));
        steps.push_back({judge_record(changes, at), std::move(bars)});
    }
    return judge_path(path, steps, type, at);
}

Result<std::uint64_t> EvmIssuerRegistry::next_number(const Hash& root, const Decision& decision,
                                                     Decider decider, Call& call) {
    const bool committee = decider == Decider::committee;
    if (const AccreditationPath* path = path_of(decision)) {
        DEED_CHECK(check_path_length(*path));
        DEED_TRY(const Accreditation held, record_of(accreditation_id(root, *path), call));
        return (committee ? held.decisions : held.version) + 1;
    }
    if (const auto* bar = std::get_if<SetBar>(&decision)) {
        const std::vector<AbiValue> asked{value_of(root), value_of(bar->holder)};
        DEED_TRY(const auto told, issuers_.read("barOf", asked, BlockRef::latest(), call));
        return number_at(list_at(told, 0), 3) + 1;
    }
    DEED_TRY(const RegistryContract* const names, contract_of(decision));
    const auto* assign = std::get_if<AssignName>(&decision);
    const auto* withdraw = std::get_if<WithdrawName>(&decision);
    DEED_TRY(const DisplayName name,
             DisplayName::parse(assign != nullptr ? assign->name : withdraw->name));
    const AccreditationPath& accreditor =
        assign != nullptr ? assign->accreditor : withdraw->accreditor;
    DEED_TRY(const HeldName held, read_name(*names, root, accreditor, name, call));
    const bool overruled = withdraw != nullptr && committee && !accreditor.empty();
    return (overruled ? held.record.decisions : held.record.version) + 1;
}

Result<DecisionTerms> EvmIssuerRegistry::terms(const Hash& root, const Decision& decision,
                                               Decider decider, Call& call) {
    const bool committee = decider == Decider::committee;
    if (!committee && steps_above(decision) == 0) return only_the_committee(kind_of(decision));
    DecisionTerms terms;
    if (committee) {
        DEED_TRY(const Committee group, this->committee(root, call));
        terms.epoch = group.epoch;
        terms.number = std::uint64_t{group.epoch} + 1;
    }
    if (std::holds_alternative<ChangeCommittee>(decision)) return terms;
    DEED_TRY(terms.number, next_number(root, decision, decider, call));
    return terms;
}

Result<registry::Receipt> EvmIssuerRegistry::carry_out(
    const RegistryContract& contract, std::string_view function, std::span<const AbiValue> values,
    std::string_view event, std::span<const std::optional<Word>> indexed, Call& call) {
    if (transactor_ == nullptr)
        return Error(registry::errors::kLedgerReadOnly, "no account is given to send from");
    DEED_TRY(const Receipt receipt, contract.execute(*transactor_, function, values, call));
    DEED_TRY(const Event left, contract.event_in(receipt, event, indexed));
    return receipt_of(contract, left, transactor_->finality(), call);
}

Result<registry::Receipt> EvmIssuerRegistry::decide(const Hash& root, const Decision& decision,
                                                    const Approval& approval, Call& call) {
    DEED_TRY(const RegistryContract* const contract, contract_of(decision));
    if (std::holds_alternative<ChangeCommittee>(decision)) {
        // The contract numbers the epochs by itself, and would call the signatures foreign.
        DEED_TRY(const Committee present, committee(root, call));
        if (present.epoch != approval.epoch)
            return Error(registry::errors::kEpochMismatch,
                         "the committee is in epoch " + std::to_string(present.epoch));
    }
    DEED_TRY(const DecisionCall made, call_of(root, decision, approval));
    return carry_out(*contract, made.function, made.values, made.event, made.indexed, call);
}

Result<registry::Receipt> EvmIssuerRegistry::renounce(const Hash& root,
                                                      const AccreditationPath& path,
                                                      const Hash& reason, Call& call) {
    DEED_CHECK(check_path_length(path));
    const std::vector<AbiValue> values{value_of(root), path_value(path), value_of(reason)};
    const std::optional<Word> record = accreditation_id(root, path);
    return carry_out(issuers_, "renounce", values, "StandingChanged", {&record, 1}, call);
}

}  // namespace deed::registry::evm
