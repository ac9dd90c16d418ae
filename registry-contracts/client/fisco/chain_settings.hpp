#pragma once

#include <string>

#include "registry-contracts/client/fisco/status.hpp"
#include "registry-contracts/client/fisco/wire/account.hpp"

namespace deed::registry::fisco {

/// Which chain and group is meant. Nodes do not say all of it, so the operator does.
struct ChainSettings {
    ChainVersion version = ChainVersion::three;
    ChainHash hash = ChainHash::keccak256;  ///< and with it the type of the accounts' keys
    std::string chain_id = "chain0";        ///< of 2.x a decimal number
    std::string group_id = "group0";        ///< of 2.x a decimal number
    std::string node{};                     ///< of 3.x: the node's name; empty: any of the group
};

}  // namespace deed::registry::fisco
