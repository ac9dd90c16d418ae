#pragma once

#include <functional>

#include "did/methods/ethr_id.hpp"
#include "did/resolver.hpp"
#include "registry-contracts/client/evm/erc1056/registry.hpp"

namespace deed::did {

/// The chain of a did:ethr as it is known here.
struct EthrNetwork {
    std::uint64_t chain_id = 0;
    registry::Address registry{};         ///< of ERC-1056
    registry::evm::Node* node = nullptr;  ///< outlives whoever uses this
    /// Registries of before version 0.0.3 count the signed changes of attributes by identity and
    /// not by owner.
    bool legacy_nonce = false;
};

/// Finds the chain that the id names, by its number where it has one, else by its name;
/// `did_ethr.unknown_network` where there is none (unknown_ethr_network()).
using EthrNetworkSource = std::function<Result<EthrNetwork>(const EthrId& id, Call& call)>;
DEED_API Error unknown_ethr_network(const EthrId& id);

/// The network of the id, whose node was asked whether it is of that chain: `evm.wrong_chain`.
DEED_API Result<EthrNetwork> ethr_network(const EthrNetworkSource& source, const EthrId& id,
                                          Call& call);

/// Resolves did:ethr by what its chain's registry recorded (specs/did-ethr.md). A version id is a
/// block's number. Errors besides: `did.malformed`, `did.no_such_version` for a block that there is
/// not, `did_ethr.unknown_network`, and those of Erc1056Registry::history().
class DEED_API EthrResolver final : public DidResolver {
public:
    /// `clock` must outlive the resolver.
    EthrResolver(EthrNetworkSource networks, const Clock& clock,
                 registry::evm::Erc1056Limits limits = {})
        : networks_(std::move(networks)), clock_(clock), limits_(limits) {}

    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    /// A version for each block that changed something, and one without id for each moment at which
    /// something's validity ended.
    Result<History> history(const Did& did, Call& call) override;

private:
    const EthrNetworkSource networks_;
    const Clock& clock_;
    const registry::evm::Erc1056Limits limits_;
};

}  // namespace deed::did
