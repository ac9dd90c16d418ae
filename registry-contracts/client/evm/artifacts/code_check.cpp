#include "registry-contracts/client/evm/artifacts/code_check.hpp"

#include <algorithm>
#include <string>

#include "registry-contracts/client/evm/artifacts/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kWordSize = 32;

Error foreign(const ContractArtifact& artifact, std::string what) {
    return Error(errors::kForeignCode, "it is not a " + std::string(artifact.name) + ": " + what);
}

}  // namespace

Result<std::vector<FoundImmutable>> check_code(const ContractArtifact& artifact, ByteView code) {
    if (code.size() != artifact.runtime.size())
        return foreign(artifact, "its code has " + std::to_string(code.size()) +
                                     " bytes in the place of " +
                                     std::to_string(artifact.runtime.size()));
    Bytes blank(code.begin(), code.end());
    std::vector<FoundImmutable> found;
    for (const ImmutableValue& immutable : artifact.immutables) {
        FoundImmutable value{immutable.name, {}};
        std::ranges::copy(code.subspan(immutable.places.front(), kWordSize), value.value.begin());
        for (const std::uint32_t place : immutable.places) {
            if (!std::ranges::equal(code.subspan(place, kWordSize), value.value))
                return foreign(artifact, "its " + std::string(immutable.name) +
                                             " differs at byte " + std::to_string(place));
            std::fill_n(blank.begin() + place, kWordSize, std::uint8_t{0});
        }
        found.push_back(value);
    }
    const auto difference = std::ranges::mismatch(blank, artifact.runtime);
    if (difference.in1 == blank.end()) return found;
    return foreign(artifact,
                   "its code differs at byte " + std::to_string(difference.in1 - blank.begin()));
}

}  // namespace deed::registry::evm
