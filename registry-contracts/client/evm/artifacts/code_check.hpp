#pragma once

#include <array>
#include <vector>

#include "registry-contracts/client/evm/artifacts/artifact.hpp"

namespace deed::registry::evm {

/// What a constructor wrote into the code that stands on a chain.
struct FoundImmutable {
    std::string_view name;
    std::array<std::uint8_t, 32> value{};
};

/// Holds the code of an address against an artifact (specs/contracts.md section 1, "Artifacts"):
/// equal outside the places of immutable values, and each value the same at all of its places.
/// Gives these values. `evm.foreign_code` with the first byte that differs.
DEED_API Result<std::vector<FoundImmutable>> check_code(const ContractArtifact& artifact,
                                                        ByteView code);

}  // namespace deed::registry::evm
