#include "registry-contracts/client/evm/deployment/deployment.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/text.hpp"
#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::registry::evm {
namespace {

Address address_in(const ContractAddresses& addresses, Contract contract) {
    for (const auto& [known, address] : addresses)
        if (known == contract) return address;
    DEED_ASSERT(!"contracts come in their order");
    return {};
}

Word padded(std::string_view name) {
    Word word{};
    DEED_ASSERT(name.size() <= word.size());
    std::ranges::copy(name, word.begin());
    return word;
}

struct Arguments {
    std::vector<std::string_view> types;
    AbiValue::List values;
};

Arguments directory_arguments(const DeploymentPlan& plan, const ContractAddresses& addresses) {
    AbiValue::List names;
    AbiValue::List targets;
    for (const auto& [contract, address] : addresses) {
        if (contract == Contract::directory) continue;
        names.push_back(AbiValue::bytes(padded(artifact_of(contract).directory_name)));
        targets.push_back(AbiValue::address(address));
    }
    return {{"address", "uint256", "bytes32[]", "address[]"},
            {AbiValue::address(plan.owner), AbiValue::uint(plan.delay_seconds),
             AbiValue::list(std::move(names)), AbiValue::list(std::move(targets))}};
}

/// Of the constructor (specs/contracts.md section 1, "Deployment").
Arguments arguments_of(Contract contract, const DeploymentPlan& plan,
                       const ContractAddresses& addresses) {
    switch (contract) {
        case Contract::did:
        case Contract::evidence:
            return {};
        case Contract::status:
        case Contract::issuer:
            return {{"address"}, {AbiValue::address(address_in(addresses, Contract::did))}};
        case Contract::schema:
            return {{"address", "address", "uint256"},
                    {AbiValue::address(address_in(addresses, Contract::did)),
                     AbiValue::address(plan.steward), AbiValue::uint(plan.open_from)}};
        case Contract::name:
            return {{"address"}, {AbiValue::address(address_in(addresses, Contract::issuer))}};
        case Contract::directory:
            return directory_arguments(plan, addresses);
    }
    DEED_ASSERT(!"a contract");
    return {};
}

ContractAddresses addresses_of(const Deployment& deployment) {
    ContractAddresses addresses;
    for (const DeployedContract& deployed : deployment.contracts)
        addresses.emplace_back(deployed.contract, deployed.address);
    return addresses;
}

/// What a constructor takes beside what every creation does, as Anvil counted it for these
/// artifacts; of the Directory, with the names of all other contracts. evm_deployment_test deploys
/// them, and holds what is reckoned here against what was used.
std::uint64_t constructor_gas(Contract contract) {
    switch (contract) {
        case Contract::status:
            return 8'400;
        case Contract::schema:
            return 30'900;
        case Contract::issuer:
            return 11'100;
        case Contract::name:
            return 16'600;
        case Contract::directory:
            return 521'400;
        case Contract::did:
        case Contract::evidence:
            break;
    }
    DEED_ASSERT(!"a contract whose constructor asks for others");
    return 0;
}

/// The gas of a creation with these data, which cannot be estimated by a node while the contracts
/// that its constructor asks for are not there.
std::uint64_t reckoned_gas(Contract contract, ByteView data) {
    constexpr std::uint64_t kCreation = 21'000 + 32'000;
    constexpr std::uint64_t kPerNonZeroByte = 16;
    constexpr std::uint64_t kPerZeroByte = 4;
    constexpr std::uint64_t kPerCodeByte = 200;
    constexpr std::uint64_t kPerInitWord = 2;  // EIP-3860
    const auto zeros = static_cast<std::uint64_t>(std::ranges::count(data, std::uint8_t{0}));
    return kCreation + zeros * kPerZeroByte + (data.size() - zeros) * kPerNonZeroByte +
           (data.size() + 31) / 32 * kPerInitWord +
           artifact_of(contract).runtime.size() * kPerCodeByte + constructor_gas(contract);
}

/// Where the contract stands follows from the account and the nonce. Code alone does not tell it
/// from one that somebody else deployed, whose owner and entries are his.
Result<Address> own_creation(const Deployment& deployment, const DeploymentParts& parts,
                             std::uint64_t id, const Receipt& receipt) {
    if (!receipt.contract_address)
        return Error(errors::kNoContract, "the node names no address of the new contract");
    if (!parts.node.creates_by_nonce()) return *receipt.contract_address;
    DEED_TRY(const ActionStatus action, parts.outbox.status(id));
    DEED_ASSERT(action.nonce.has_value());
    const Address address = created_address(deployment.account, *action.nonce);
    if (*receipt.contract_address == address) return address;
    return Error(errors::kDeploymentForeignAddress,
                 "the transaction creates " + to_checksummed(address) + ", the node names " +
                     to_checksummed(*receipt.contract_address));
}

}  // namespace

Result<void> DeploymentPlan::check() const {
    constexpr std::uint64_t kHour = 3600;
    constexpr std::uint64_t kDays90 = 90 * 24 * kHour;
    constexpr std::uint64_t kOpenZone = 2'000'000;
    if (owner == Address{} || steward == Address{})
        return Error(errors::kDeploymentBadPlan, "owner or steward is the zero address");
    if (delay_seconds < kHour || delay_seconds > kDays90)
        return Error(errors::kDeploymentBadPlan,
                     "a delay of " + std::to_string(delay_seconds) + " seconds");
    if (open_from < kOpenZone)
        return Error(errors::kDeploymentBadPlan,
                     "CPT ids in order from " + std::to_string(open_from));
    return {};
}

Result<Deployment> Deployment::begin(std::uint64_t chain_id, const Address& account,
                                     const DeploymentPlan& plan) {
    constexpr std::size_t kIdBytes = 16;
    DEED_CHECK(plan.check());
    return Deployment{hex_encode(crypto::random_bytes(kIdBytes)), chain_id, account, plan, {}};
}

const DeployedContract* Deployment::find(Contract contract) const {
    const auto found = std::ranges::find(contracts, contract, &DeployedContract::contract);
    return found == contracts.end() ? nullptr : &*found;
}

std::uint64_t Deployment::gas_used() const {
    std::uint64_t gas = 0;
    for (const DeployedContract& deployed : contracts) gas += deployed.gas_used;
    return gas;
}

Result<Uint256> Deployment::cost() const {
    Uint256 cost;
    for (const DeployedContract& deployed : contracts) {
        DEED_TRY(const Uint256 one, deployed.gas_price.times(deployed.gas_used));
        DEED_TRY(cost, cost.plus(one));
    }
    return cost;
}

Result<Bytes> creation_data(Contract contract, const DeploymentPlan& plan,
                            const ContractAddresses& addresses) {
    const Arguments arguments = arguments_of(contract, plan, addresses);
    std::vector<AbiType> types;
    for (const std::string_view text : arguments.types) {
        DEED_TRY(AbiType type, AbiType::parse(text));
        types.push_back(std::move(type));
    }
    DEED_TRY(const Bytes encoded, abi_encode(types, arguments.values));
    const ByteView creation = artifact_of(contract).creation;
    Bytes data(creation.begin(), creation.end());
    data.insert(data.end(), encoded.begin(), encoded.end());
    return data;
}

Address created_address(const Address& account, std::uint64_t nonce) {
    RlpWriter writer;
    writer.begin_list().string(account).uint(nonce).end_list();
    const crypto::Digest256 hash = crypto::keccak256(writer.take());
    Address address{};
    std::copy(hash.end() - static_cast<std::ptrdiff_t>(address.size()), hash.end(),
              address.begin());
    return address;
}

std::vector<AbiSignature> deployment_errors() {
    std::vector<AbiSignature> signatures;
    for (const char* text :
         {"NoCode(address)", "CodeDelegated(address)", "DelayOutOfRange(uint256)", "OwnerIsZero()",
          "LengthMismatch()", "BadName()", "NameTwice(bytes32)", "TooManyNames()",
          "BadRecipient(address)", "OpenFromOutOfRange(uint256)"}) {
        auto signature = AbiSignature::parse(text);
        DEED_ASSERT(signature.has_value());
        signatures.push_back(std::move(*signature));
    }
    return signatures;
}

Result<void> deploy(Deployment& deployment, const DeploymentParts& parts, Call& call) {
    DEED_CHECK(deployment.plan.check());
    DEED_CHECK(parts.save(deployment));
    for (std::size_t i = deployment.contracts.size(); i < kContracts.size(); ++i) {
        const Contract contract = kContracts[i];
        if (parts.on_begin) parts.on_begin(contract);
        DEED_TRY(Bytes data, creation_data(contract, deployment.plan, addresses_of(deployment)));
        const std::string key =
            "deploy/" + deployment.id + "/" + std::string(artifact_of(contract).name);
        DEED_TRY(const std::uint64_t id, parts.outbox.submit({.data = std::move(data)}, key, call));
        // Whoever waits for the last one has waited for all, which stand before it.
        const bool is_last = i + 1 == kContracts.size();
        DEED_TRY(const Receipt receipt,
                 parts.outbox.wait(id, is_last ? parts.confirmation : Confirmation(), call));
        DEED_TRY(const Address address, own_creation(deployment, parts, id, receipt));
        DEED_CHECK(read_checked_code(parts.node, contract, address, BlockRef::latest(), call));
        deployment.contracts.push_back({contract, address, receipt.transaction_hash,
                                        receipt.block_number, receipt.gas_used,
                                        receipt.effective_gas_price});
        DEED_CHECK(parts.save(deployment));
    }
    return {};
}

Result<std::vector<DeploymentEstimate>> estimate_deployment(Node& node, const Address& account,
                                                            const DeploymentPlan& plan,
                                                            Call& call) {
    DEED_CHECK(plan.check());
    DEED_TRY(const std::uint64_t nonce, node.transaction_count(account, BlockRef::pending(), call));
    const std::vector<AbiSignature> known = deployment_errors();
    std::vector<DeploymentEstimate> estimates;
    ContractAddresses addresses;
    for (const Contract contract : kContracts) {
        DeploymentEstimate estimate{
            contract, created_address(account, nonce + addresses.size()), {}, 0};
        DEED_TRY(estimate.data, creation_data(contract, plan, addresses));
        const bool asks_for_none = contract == Contract::did || contract == Contract::evidence;
        if (!asks_for_none) {
            estimate.gas = reckoned_gas(contract, estimate.data);
        } else {
            DEED_TRY(estimate.gas,
                     node.estimate_gas({.from = account, .data = estimate.data}, call, known));
        }
        addresses.emplace_back(contract, estimate.address);
        estimates.push_back(std::move(estimate));
    }
    return estimates;
}

}  // namespace deed::registry::evm
