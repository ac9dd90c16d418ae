#include <gtest/gtest.h>

#include <algorithm>

#include "registry-contracts/client/evm/artifacts/code_check.hpp"
#include "registry-contracts/client/evm/artifacts/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::registry::evm {
namespace {

Bytes runtime_of(const ContractArtifact& artifact) {
    return {artifact.runtime.begin(), artifact.runtime.end()};
}

TEST(Artifacts, AreAllCarried) {
    for (const Contract contract : kContracts) {
        const ContractArtifact& artifact = artifact_of(contract);
        EXPECT_EQ(artifact.contract, contract);
        EXPECT_GT(artifact.runtime.size(), 4000U) << artifact.name;
        // EIP-170 bounds what stands on a chain.
        EXPECT_LE(artifact.runtime.size(), 24'576U) << artifact.name;
        EXPECT_GT(artifact.creation.size(), artifact.runtime.size()) << artifact.name;
        EXPECT_FALSE(artifact.immutables.empty()) << artifact.name;
        EXPECT_EQ(artifact.directory_name.empty(), contract == Contract::directory);
    }
}

TEST(Artifacts, HaveZerosInThePlacesOfImmutables) {
    for (const Contract contract : kContracts)
        for (const ImmutableValue& value : artifact_of(contract).immutables)
            for (const std::uint32_t place : value.places)
                EXPECT_TRUE(std::ranges::all_of(artifact_of(contract).runtime.subspan(place, 32),
                                                [](std::uint8_t byte) { return byte == 0; }))
                    << artifact_of(contract).name << " " << value.name;
}

TEST(CodeCheck, GivesTheImmutablesOfCodeThatIsEqual) {
    const ContractArtifact& artifact = artifact_of(Contract::status);
    Bytes code = runtime_of(artifact);
    for (const ImmutableValue& value : artifact.immutables)
        for (const std::uint32_t place : value.places)
            code[place + 31] = static_cast<std::uint8_t>(value.name.size());
    ASSERT_OK_AND(const auto found, check_code(artifact, code));
    ASSERT_EQ(found.size(), artifact.immutables.size());
    for (const FoundImmutable& immutable : found)
        EXPECT_EQ(immutable.value[31], immutable.name.size());
}

TEST(CodeCheck, RefusesEveryOtherByte) {
    const ContractArtifact& artifact = artifact_of(Contract::status);
    const Bytes code = runtime_of(artifact);
    std::vector<bool> is_immutable(code.size());
    for (const ImmutableValue& value : artifact.immutables)
        for (const std::uint32_t place : value.places)
            std::fill_n(is_immutable.begin() + place, 32, true);
    for (std::size_t i = 0; i < code.size(); i += 7) {
        if (is_immutable[i]) continue;
        Bytes other = code;
        other[i] ^= 1;
        EXPECT_CODE(check_code(artifact, other), errors::kForeignCode);
    }
}

TEST(CodeCheck, RefusesOtherLengthsAndValuesThatDisagree) {
    const ContractArtifact& artifact = artifact_of(Contract::status);
    Bytes code = runtime_of(artifact);
    code.push_back(0);
    EXPECT_CODE(check_code(artifact, code), errors::kForeignCode);
    code.resize(code.size() - 2);
    EXPECT_CODE(check_code(artifact, code), errors::kForeignCode);
    EXPECT_CODE(check_code(artifact, {}), errors::kForeignCode);

    // `dids` stands in two places: one alone was exchanged.
    const auto twice = std::ranges::find_if(
        artifact.immutables, [](const ImmutableValue& value) { return value.places.size() > 1; });
    ASSERT_NE(twice, artifact.immutables.end());
    code = runtime_of(artifact);
    code[twice->places[1] + 5] = 1;
    EXPECT_CODE(check_code(artifact, code), errors::kForeignCode);
}

}  // namespace
}  // namespace deed::registry::evm
