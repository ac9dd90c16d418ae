#include "registry-contracts/client/evm/operations/chain_network.hpp"

#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

std::string to_string(const ChainNetwork& network) {
    return "e" + std::to_string(network.chain_id) + "-" +
           registry::to_string(network.directory).substr(2);
}

std::optional<ChainNetwork> parse_chain_network(std::string_view name) {
    const std::size_t dash = name.find('-');
    if (!name.starts_with('e') || dash == name.npos) return std::nullopt;
    const auto number = Uint256::from_decimal(name.substr(1, dash - 1));
    if (!number || !number->fits_u64()) return std::nullopt;
    const auto directory = parse_address("0x" + std::string(name.substr(dash + 1)));
    if (!directory) return std::nullopt;
    return ChainNetwork{number->to_u64().value(), *directory};
}

}  // namespace deed::registry::evm
