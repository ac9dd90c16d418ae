#pragma once

#include <mutex>

#include "registry-contracts/client/evm/chain_reader.hpp"

namespace deed::registry::evm {

/// From which block on there is a contract, which never goes away again: no event of it stands
/// before. Found by halving with eth_getCode, at most 64 questions, and kept; 64 blocks before it,
/// as the last ones may yet be exchanged. Thread-safe.
class DEED_API FirstBlock {
public:
    /// A block that is known, or nothing where it is to be looked for.
    explicit FirstBlock(const Address& contract, std::optional<std::uint64_t> known = std::nullopt)
        : contract_(contract), found_(known) {}

    /// Where the node has no state of old blocks, the lowest one from which on it cannot be ruled
    /// out: mostly 0. `evm.no_contract` where there is none at block `last`; errors of the way.
    Result<std::uint64_t> find(ChainReader& node, std::uint64_t last, Call& call);

private:
    const Address contract_;
    std::mutex mutex_;
    std::optional<std::uint64_t> found_;
};

}  // namespace deed::registry::evm
