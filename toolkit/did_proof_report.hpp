#pragma once

#include "did/document.hpp"
#include "evidence/chain/chain_trust.hpp"
#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"

namespace deed {

/// What the chain says of the DID, if the report is good.
struct DidProofFacts {
    registry::evm::ProvenState state;
    std::vector<registry::evm::ProvenChange> changes;  ///< latest first
    std::optional<did::Document> document;             ///< that holds; nothing if there is no DID
    /// Keys that the operations that are shown declare compromised.
    std::vector<registry::CompromiseBody::Key> compromised;
    std::optional<std::string> successor;  ///< of a DID that was moved
    bool is_whole = false;                 ///< whether all operations are shown
};

struct DidProofVerdict {
    did::Did did;
    credentials::Report report;
    std::optional<DidProofFacts> facts;
};

/// Judges a proof by the checks of specs/did-proof.md section 3: `did.state`, `did.directory`,
/// `did.changes`, `did.document`, `did.history`, `did.chain`, `chain.contract`, `chain.block` and
/// `chain.changes`. `trust` is of the DidRegistry; `expected` is the DID that is meant, if it was
/// named.
DEED_API DidProofVerdict judge_did_proof(const registry::evm::DidProof& proof,
                                         const std::optional<did::Did>& expected,
                                         const evidence::ChainTrust& trust, Call& call);

}  // namespace deed
