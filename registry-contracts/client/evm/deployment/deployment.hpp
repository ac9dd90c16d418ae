#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/json/document.hpp"
#include "registry-contracts/client/evm/artifacts/artifact.hpp"
#include "registry-contracts/client/evm/outbox/action_outbox.hpp"

namespace deed::registry::evm {

/// What the contracts are made with; none of it can be changed afterwards.
struct DeploymentPlan {
    Address owner{};                          ///< of the Directory
    std::uint64_t delay_seconds = 2 * 86400;  ///< of the Directory, 1 hour to 90 days
    Address steward{};                        ///< of the zones of CPT ids
    std::uint64_t open_from = 2'000'000;      ///< the first CPT id that is given in order

    friend bool operator==(const DeploymentPlan&, const DeploymentPlan&) = default;
    /// `deployment.bad_plan`.
    DEED_API Result<void> check() const;
};

struct DeployedContract {
    Contract contract = Contract::did;
    Address address{};
    Word transaction_hash{};
    std::uint64_t block_number = 0;
    std::uint64_t gas_used = 0;
    Uint256 gas_price{};  ///< wei per unit of gas
    friend bool operator==(const DeployedContract&, const DeployedContract&) = default;
};

/// A deployment, under way or complete: what its record says. "deed/deployment/v1".
struct DEED_API Deployment {
    std::string id;  ///< 32 hex digits; part of the names of its actions in the outbox
    std::uint64_t chain_id = 0;
    Address account{};
    DeploymentPlan plan;
    std::vector<DeployedContract> contracts;  ///< in the order of kContracts, without gaps

    /// With a fresh id; `deployment.bad_plan`.
    static Result<Deployment> begin(std::uint64_t chain_id, const Address& account,
                                    const DeploymentPlan& plan);
    /// `deployment.malformed`, `deployment.newer_format`.
    static Result<Deployment> parse(json::Value json);
    json::Document to_json() const;

    bool is_complete() const { return contracts.size() == kContracts.size(); }
    /// Null while it is not there.
    const DeployedContract* find(Contract contract) const;
    /// All gas, and what it cost in wei.
    std::uint64_t gas_used() const;
    Result<Uint256> cost() const;

    friend bool operator==(const Deployment&, const Deployment&) = default;
};

/// Where contracts are, or are going to be.
using ContractAddresses = std::vector<std::pair<Contract, Address>>;

/// What creates a contract, with the addresses of those that it is told of.
DEED_API Result<Bytes> creation_data(Contract contract, const DeploymentPlan& plan,
                                     const ContractAddresses& addresses);

/// Where the creation by this transaction of an account puts the contract.
DEED_API Address created_address(const Address& account, std::uint64_t nonce);

/// What the Directory's creation reverts with, and what the others do.
std::vector<AbiSignature> deployment_errors();

struct DeploymentParts {
    ChainReader& node;
    ActionOutbox& outbox;
    Confirmation confirmation;
    /// Makes the record durable. Called with what is known so far.
    std::function<Result<void>(const Deployment&)> save;
    /// Told before each contract is waited for; may be empty.
    std::function<void(Contract)> on_begin = {};
};
/// Deploys what is not there yet, in the order of kContracts, each by an action of the outbox whose
/// name comes from the deployment's id, so that nothing is deployed twice: after an interruption,
/// the same call goes on. Each contract's code is held against its artifact before the next is
/// made. Errors of Outbox and Node, `evm.foreign_code`.
DEED_API Result<void> deploy(Deployment& deployment, const DeploymentParts& parts, Call& call);

/// What one contract would take. Nothing is signed or sent.
struct DeploymentEstimate {
    Contract contract = Contract::did;
    Address address{};  ///< where it would be
    Bytes data;         ///< of its transaction
    std::uint64_t gas = 0;
};
/// For a deployment from this account, if nothing else is sent from it meanwhile. The gas of
/// contracts whose creation asks for others that are not there yet is reckoned from their size.
DEED_API Result<std::vector<DeploymentEstimate>> estimate_deployment(Node& node,
                                                                     const Address& account,
                                                                     const DeploymentPlan& plan,
                                                                     Call& call);

}  // namespace deed::registry::evm
