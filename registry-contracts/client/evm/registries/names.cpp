#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/issuers.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry::evm {
namespace {

// NameAssigned(accreditor, subject, fold, credentialType, name, skeleton, version, previous);
// NameWithdrawn(accreditor, subject, fold, byCommittee, version, previous)
constexpr std::size_t kSubject = 1;
constexpr std::size_t kName = 4;
constexpr std::size_t kSkeleton = 5;
constexpr std::size_t kAssignedPrevious = 7;
constexpr std::size_t kByCommittee = 3;
constexpr std::size_t kWithdrawnPrevious = 5;

bool is_assigned(const Event& event) { return event.name == "NameAssigned"; }

Result<std::uint64_t> previous_of(const Event& event) {
    return wide_number_at(event, is_assigned(event) ? kAssignedPrevious : kWithdrawnPrevious);
}

/// `name.skeleton_mismatch` unless the accreditor signed what its name looks like.
Result<void> check_look(const Event& assigned) {
    const auto name = DisplayName::parse(as_text(*assigned.values[kName].as_bytes_value()));
    if (name && name->skeleton_hash() == word_at(assigned.values, kSkeleton)) return {};
    return Error(registry::errors::kNameSkeletonMismatch,
                 "the name is of block " + std::to_string(assigned.log.block_number));
}

}  // namespace

Result<HeldName> read_name(const RegistryContract& names, const Hash& root,
                           const AccreditationPath& accreditor, const DisplayName& name,
                           Call& call) {
    const std::vector<AbiValue> asked{value_of(root), path_value(accreditor),
                                      AbiValue::text(name.text())};
    DEED_TRY(const auto told, names.read("nameOf", asked, BlockRef::latest(), call));
    const AbiValue::List& state = list_at(told, 0);
    const std::uint64_t standing = number_at(state, 3);
    if (standing > static_cast<std::uint64_t>(Standing::removed))
        return Error(errors::kBadAnswer, "a name has status " + std::to_string(standing));
    HeldName held;
    held.record.subject = address_at(state, 0);
    held.record.since = number_at(state, 1);
    held.record.last_changed = number_at(state, 2);
    held.record.standing = static_cast<Standing>(standing);
    held.record.type = word_at(state, 4);
    held.skeleton = word_at(state, 5);
    held.record.version = number_at(state, 6);
    held.record.decisions = number_at(state, 7);
    held.record.by_committee = truth_at(state, 8);
    held.record.in_force = truth_at(told, 1);
    return held;
}

Result<std::unique_ptr<EvmNameRegistry>> EvmNameRegistry::open(ChainReader& node,
                                                               const DeployedAt& names,
                                                               Call& call) {
    DEED_TRY(RegistryContract contract, RegistryContract::open(name_contract(), node, names, call));
    return std::unique_ptr<EvmNameRegistry>(new EvmNameRegistry(std::move(contract)));
}

Result<std::vector<Event>> EvmNameRegistry::events_of(const Hash& accreditor,
                                                      const DisplayName& name,
                                                      std::uint64_t last_block, Call& call) {
    const HistoryQuery query{.events = {"NameAssigned", "NameWithdrawn"},
                             .indexed = {accreditor, std::nullopt, name.fold()},
                             .last_block = last_block};
    return names_.history(query, previous_of, call);
}

Result<NameRecord> EvmNameRegistry::find(const Hash& root, const AccreditationPath& accreditor,
                                         const DisplayName& name, Call& call) {
    DEED_TRY(const HeldName held, read_name(names_, root, accreditor, name, call));
    if (held.record.version == 0)
        return Error(registry::errors::kNameNotAssigned, "\"" + name.text() + "\"");
    DEED_TRY(const auto events,
             events_of(accreditation_id(root, accreditor), name, held.record.last_changed, call));
    // The last assignment tells how the name is spelled; its look must be what was signed.
    for (std::size_t i = events.size(); i-- > 0;) {
        if (!is_assigned(events[i])) continue;
        DEED_CHECK(check_look(events[i]));
        if (word_at(events[i].values, kSkeleton) != held.skeleton) break;
        return held.record;
    }
    return Error(errors::kHistoryBroken, "the name's events do not lead to its state");
}

Result<std::vector<NameChange>> EvmNameRegistry::history(const Hash& root,
                                                         const AccreditationPath& accreditor,
                                                         const DisplayName& name, Call& call) {
    DEED_TRY(const HeldName held, read_name(names_, root, accreditor, name, call));
    DEED_TRY(const auto events,
             events_of(accreditation_id(root, accreditor), name, held.record.last_changed, call));
    BlockTimes times(names_.node());
    std::vector<NameChange> changes;
    for (const Event& event : events) {
        NameChange change;
        change.position = position_of(event.log);
        change.reference = event.log.transaction_hash;
        DEED_TRY(change.recorded, times.of(event.log.block_hash, call));
        change.subject = address_at(event.values, kSubject);
        if (is_assigned(event))
            change.assigned = std::string(as_text(*event.values[kName].as_bytes_value()));
        else
            change.by_committee = truth_at(event.values, kByCommittee);
        changes.push_back(std::move(change));
    }
    if (changes.size() != held.record.version)
        return Error(errors::kHistoryBroken, "changes of the name are missing");
    return changes;
}

Result<std::optional<Address>> EvmNameRegistry::reserved_for(const Hash& root,
                                                             const DisplayName& name, Call& call) {
    const std::vector<AbiValue> asked{value_of(root), AbiValue::text(name.text())};
    DEED_TRY(const auto told, names_.read("reservationOf", asked, BlockRef::latest(), call));
    const Address& subject = address_at(list_at(told, 0), 0);
    return subject == Address{} ? std::nullopt : std::optional(subject);
}

}  // namespace deed::registry::evm
