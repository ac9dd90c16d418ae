#pragma once

#include <optional>
#include <string>

#include "cli/invocation.hpp"
#include "registry-contracts/client/evm/registries/members.hpp"

// How commands speak of the members of a group and of their signatures.

namespace deed::cli {

/// "name          rest\n".
std::string wide_row(std::string_view name, const std::string& rest);
/// An account, or the kind of the key and the member's word.
std::string member_text(const registry::Hash& member);
/// A row each: who signed (`done`) what has this digest, and where only a contract can tell; then
/// who has not (`open`).
std::string signers_text(const crypto::Digest256& digest, std::span<const registry::Hash> members,
                         const registry::evm::MemberProofs& proofs, std::string_view done,
                         std::string_view open);

/// A signature that a wallet or another program made.
struct GivenProof {
    registry::Hash member{};
    Bytes proof;
};
/// --proof and --member; nothing where neither is given.
Result<std::optional<GivenProof>> given_proof(const Invocation& invocation);

}  // namespace deed::cli
