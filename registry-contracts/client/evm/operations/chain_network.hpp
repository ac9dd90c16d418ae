#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "registry-contracts/client/address.hpp"

namespace deed::registry::evm {

/// What the network's name of a chain says (specs/contracts.md section 2).
struct ChainNetwork {
    std::uint64_t chain_id = 0;
    Address directory{};
    friend bool operator==(const ChainNetwork&, const ChainNetwork&) = default;
};

/// "e", the chain id in decimal, "-" and the 40 lower-case hexadecimal digits of the Directory.
DEED_API std::string to_string(const ChainNetwork& network);
/// The inverse; nothing for the name of another network.
DEED_API std::optional<ChainNetwork> parse_chain_network(std::string_view name);

/// For whom the operations of a network are signed.
struct DidDomain {
    ChainNetwork network;
    Address registry{};  ///< the DidRegistry that the Directory names
    friend bool operator==(const DidDomain&, const DidDomain&) = default;
};

}  // namespace deed::registry::evm
