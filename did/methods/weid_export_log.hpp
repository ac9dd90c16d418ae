#pragma once

#include "lib/json/writer.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::did::detail {

// The members of a DID export by which its log is followed (specs/did-weid.md section 4).

inline constexpr std::string_view kSuccessions = "successions";
inline constexpr std::string_view kRecoveries = "recoveries";

/// Nothing is written where there is nothing to follow.
void write_log_proof(json::Writer& writer, const registry::LogProof& proof);

}  // namespace deed::did::detail
