#pragma once

// The room's own: one answer out of those of several proofs. Not for other rooms.

#include "credentials/proof_verification.hpp"

namespace deed::credentials {

/// One proof with the answers of its checks.
struct JudgedProof {
    ProofReport report;
    std::string signer;                   ///< whose key, if that is known
    std::vector<std::size_t> previous{};  ///< the proofs that it builds on
    bool may_be_own;  ///< by a key of the demanded controller, or not known not to
};

/// Writes the five checks of proofs, as specs/credential-profile.md section 6 combines them.
void add_combined(Report& report, std::vector<JudgedProof> proofs, const ProofDemands& demands,
                  const VerifyPolicy& policy);

}  // namespace deed::credentials
