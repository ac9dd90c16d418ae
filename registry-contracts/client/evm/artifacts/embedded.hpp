#pragma once

#include "registry-contracts/client/evm/artifacts/artifact.hpp"

namespace deed::registry::evm::detail {

/// One artifact as embed.cmake writes it.
struct EmbeddedArtifact {
    std::string_view name;
    std::span<const std::uint8_t> creation;
    std::size_t runtime_begin;  ///< the runtime code stands within the creation code
    std::size_t runtime_size;
    std::span<const std::span<const std::uint32_t>> immutables;
};

/// In the order of kContracts.
extern const std::array<EmbeddedArtifact, kContracts.size()> kEmbeddedArtifacts;

}  // namespace deed::registry::evm::detail
