#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::registry::evm {

/// The contracts of a deployment, in the order in which they are deployed (specs/contracts.md,
/// section 1).
enum class Contract : std::uint8_t { did, status, schema, issuer, name, evidence, directory };

inline constexpr std::array<Contract, 7> kContracts{
    Contract::did,  Contract::status,   Contract::schema,   Contract::issuer,
    Contract::name, Contract::evidence, Contract::directory};

/// A value that a constructor writes into the code, and where: always 32 bytes, at each place the
/// same ones.
struct ImmutableValue {
    std::string_view name;                  ///< "chainId"
    std::span<const std::uint32_t> places;  ///< in the runtime code, ascending
};

/// What a contract compiles to, as registry-contracts/artifacts has it. Part of the program, so
/// that nobody can exchange it and none can be missing.
struct ContractArtifact {
    Contract contract;
    std::string_view name;            ///< "DidRegistry"
    std::string_view directory_name;  ///< "did"; empty for the Directory itself
    ByteView creation;                ///< to which the encoded arguments are appended
    ByteView runtime;                 ///< as it stands on a chain, immutable values being zeros
    std::span<const ImmutableValue> immutables;
};

DEED_API const ContractArtifact& artifact_of(Contract contract);

}  // namespace deed::registry::evm
