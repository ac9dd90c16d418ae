#pragma once

// Internal to the room: nodes of the two versions.

#include "registry-contracts/client/fisco/node.hpp"

namespace deed::registry::fisco {

Result<std::unique_ptr<Node>> node_of_two(evm::RpcClient& rpc, ChainSettings settings);
Result<std::unique_ptr<Node>> node_of_three(evm::RpcClient& rpc, ChainSettings settings);

}  // namespace deed::registry::fisco
