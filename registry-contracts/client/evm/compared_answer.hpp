#pragma once

// Internal to the room: what of nodes' answers must be alike.

#include "registry-contracts/client/evm/rpc_client.hpp"

namespace deed::registry::evm {

/// Whether answers to the method are compared at all.
bool is_compared(std::string_view method);

/// The tag of a block that stands in the parameters for a height: "latest", "safe" or "finalized",
/// with its quotes; nothing where another block is named, or "pending", which is no height.
std::optional<std::string> height_tag(const RpcRequest& request);
RpcRequest at_height(const RpcRequest& request, const std::string& tag, std::uint64_t height);

/// What nodes that tell the truth say alike, whatever program they run: of
/// blocks, logs and receipts what the chain determines, of a refusal what the contract reverted
/// with. "null" where there is nothing. `rpc.unexpected_result`.
Result<std::string> essence_of(std::string_view method, const RpcAnswer& answer);

}  // namespace deed::registry::evm
