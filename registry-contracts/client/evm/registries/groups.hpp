#pragma once

#include "registry-contracts/client/evm/registries/contract.hpp"
#include "registry-contracts/client/members.hpp"

namespace deed::registry::evm {

// Groups of a contract that has them: the IssuerRegistry and the EvidenceRegistry
// (specs/contracts-evidence-issuer.md section 1).

/// Id of the group that `founder` founds with `salt` in this contract, and in no other:
/// keccak256(abi.encode("deed/group/v2", chain id, contract, founder, salt)).
DEED_API Hash group_id(const DeployedAt& contract, const Address& founder, const Hash& salt);

/// The transactor's account founds a group. `group.*`.
DEED_API Result<Hash> found_group(const RegistryContract& contract, Transactor& transactor,
                                  const Hash& salt, std::uint8_t threshold,
                                  std::span<const Hash> members, Call& call);

/// The group's present epoch, its members as its event has them, held to the contract's state.
/// `group.unknown`, `contract.history_broken`.
DEED_API Result<Committee> read_group(const RegistryContract& contract, const Hash& group,
                                      Call& call);

/// One epoch of a group's past.
struct GroupEpoch {
    Committee committee;
    std::uint64_t block = 0;  ///< in which it began
};
/// All epochs, oldest first: who could decide when.
DEED_API Result<std::vector<GroupEpoch>> group_history(const RegistryContract& contract,
                                                       const Hash& group, Call& call);

}  // namespace deed::registry::evm
