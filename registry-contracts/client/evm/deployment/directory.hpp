#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry-contracts/client/evm/artifacts/code_check.hpp"
#include "registry-contracts/client/evm/chain_reader.hpp"
#include "registry-contracts/client/evm/operations/chain_network.hpp"

namespace deed::registry::evm {

/// What a Directory says of a name (specs/contracts.md section 2).
struct DirectoryEntry {
    std::string name;
    Address target{};  ///< zero where the name stands for nothing any more
    Word code_hash{};
    bool intact = false;  ///< whether its code is still the one that was named
};

struct DirectoryState {
    Address owner{};
    std::uint64_t delay_seconds = 0;
    std::vector<DirectoryEntry> entries;  ///< in the order in which they were named

    /// Null where it names none.
    const DirectoryEntry* find(Contract contract) const;
};

/// Asks a Directory, as of one block. `evm.no_contract`, `directory.malformed`.
DEED_API Result<DirectoryState> read_directory(ChainReader& node, const Address& directory,
                                               const BlockRef& at, Call& call);

/// What was found where a contract should be.
struct CheckedContract {
    std::string name;  ///< "DidRegistry", or the Directory's name for what is none of Deed's
    Address address{};
    std::optional<Error> fault = std::nullopt;  ///< why it is not to be used
    std::vector<FoundImmutable> immutables = {};
};

/// The code at an address against the artifact: `evm.no_contract`, `evm.foreign_code`.
DEED_API Result<std::vector<FoundImmutable>> read_checked_code(ChainReader& node, Contract contract,
                                                               const Address& address,
                                                               const BlockRef& at, Call& call);

/// What the constructors of one network's contracts were to write.
struct NetworkValues {
    std::uint64_t chain_id = 0;
    Address dids{};     ///< the DidRegistry that the Directory names; zero where it names none
    Address issuers{};  ///< its IssuerRegistry, likewise
};

/// Holds the values that read_checked_code() found against those of the network: the chain id, the
/// domain separator of EIP-712 for this address, and the registries on which the contract relies.
/// Code alone says nothing of whom it believes. `evm.foreign_code`.
DEED_API Result<void> check_immutables(Contract contract, const Address& address,
                                       std::span<const FoundImmutable> found,
                                       const NetworkValues& expected);

/// A contract that the network's Directory names now: the node is of the network's chain, Directory
/// and contract have Deed's code, made for this network, and the Directory vouches for it.
/// `evm.wrong_chain`, `evm.no_contract`, `evm.foreign_code`, `directory.*`.
DEED_API Result<Address> find_contract(ChainReader& node, const ChainNetwork& network,
                                       Contract contract, Call& call);

/// The Directory's own code, then that of all that it names with the values in it, as of one block:
/// each fault in its place, `evm.no_contract`, `evm.foreign_code`, `directory.not_intact`, and
/// `directory.not_named` for contracts of Deed that it does not name. Fails where the node does not
/// answer, or the Directory is none.
DEED_API Result<std::vector<CheckedContract>> check_contracts(ChainReader& node,
                                                              const Address& directory,
                                                              const BlockRef& at, Call& call);

}  // namespace deed::registry::evm
