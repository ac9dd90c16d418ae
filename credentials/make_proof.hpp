#pragma once

// The room's own: making a Data Integrity proof. Not for other rooms.

#include <span>
#include <string>
#include <vector>

#include "credentials/proof_options.hpp"
#include "credentials/proofs/suite.hpp"
#include "did/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

struct ProofPlan {
    const ProofSuite& suite;
    std::string method;  ///< the id of the verification method
    did::Relationship purpose;
    Timestamp created;  ///< stated in whole seconds
    const ProofOptions& options;
    std::vector<std::string> previous = {};  ///< ids of the proofs that it builds on
};

/// The proof over `input`. `issue.proof_option_malformed`, `issue.proof_expiry_past`, or what the
/// suite or the signer said.
Result<json::Document> make_proof(const ProofInput& input, const ProofPlan& plan,
                                  crypto::Signer& signer, Call& call);

}  // namespace deed::credentials
