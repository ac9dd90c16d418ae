#pragma once

#include "credentials/issue.hpp"

namespace deed::credentials {

struct CosignRequest {
    json::Document credential;  ///< signed
    did::Did signer_did;        ///< who signs; need not be the issuer
    crypto::Signer& signer;     ///< its key must be listed for assertionMethod
    std::optional<std::string> cryptosuite = std::nullopt;
    ProofOptions proof = {};
    /// The ids of the proofs that the new one builds on: a chain. Empty: it stands beside them.
    std::vector<std::string> previous = {};
    bool all_previous = false;  ///< build on all proofs there are, in place of `previous`
    /// Sign also where the credential as it stands could not be judged; never where it is bad.
    bool accept_unjudged = false;
};

/// Adds a proof to a credential that has proofs (VC Data Integrity 1.0 section 4.3); nothing else
/// changes. The model and the proofs there must be good: who signs beside others, or on top of
/// them, vouches for what it saw. `credential.not_an_object`, `issue.not_signed_yet`, the first
/// model fault, `context.…`, `proof.too_many`, `issue.proof_id_taken`, `issue.previous_not_found`,
/// `issue.previous_without_id`, `issue.signed_is_bad`, `issue.signed_is_unjudged`, and what issue()
/// says of the signer, key, suite and options.
DEED_API Result<json::Document> cosign(const CosignRequest& request, const IssueContext& context,
                                       Call& call);

}  // namespace deed::credentials
