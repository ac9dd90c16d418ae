#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "did/did.hpp"
#include "lib/crypto/key.hpp"
#include "registry-contracts/client/address.hpp"

namespace deed::did {

/// A did:ethr by its parts.
struct EthrId {
    std::string network;                    ///< as spelled; empty for Ethereum's main network
    std::optional<std::uint64_t> chain_id;  ///< where the network is one that is known, or a number
    registry::Address identity{};
    std::optional<crypto::PublicKey> public_key;  ///< of the long form
};

/// `did.method_unsupported` for another method, `did.malformed`, and `crypto.invalid_public_key`
/// where the 33 bytes are no point.
DEED_API Result<EthrId> parse_ethr(const Did& did);

/// A public registry of ERC-1056, or the name of a chain that had one.
struct EthrDeployment {
    std::string_view name;
    std::uint64_t chain_id;
    std::string_view registry;
    /// Registries before version 0.0.3 count signed changes otherwise (EthrNetwork::legacy_nonce).
    bool legacy_nonce;
    bool is_deprecated = false;  ///< the chain was given up, or its name is no longer used
};
DEED_API std::span<const EthrDeployment> ethr_deployments();

}  // namespace deed::did
