#pragma once

#include "did/document.hpp"
#include "evidence/chain/chain_trust.hpp"
#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"

namespace deed {

/// Which DID is meant, and what may be missing.
struct WantedDid {
    std::optional<did::Did> did;
    /// Earlier operations need not be shown, though they may declare keys compromised.
    bool without_history = false;
};

/// What the chain says of the DID, if the report is good.
struct DidProofFacts {
    registry::evm::ProvenState state;
    std::vector<registry::evm::ProvenChange> changes;  ///< latest first
    /// That holds, with the keys revoked that are declared compromised; nothing if there is no DID,
    /// or it was deactivated.
    std::optional<did::Document> document;
    /// Keys that the operations that are shown declare compromised.
    std::vector<registry::CompromiseBody::Key> compromised;
    std::optional<std::string> successor;  ///< of a DID that was moved, if it may be one
    bool is_whole = false;                 ///< whether all operations are shown
};

struct DidProofVerdict {
    did::Did did;
    credentials::Report report;
    std::optional<DidProofFacts> facts;
};

/// Judges a proof by the checks of specs/did-proof.md section 3: `did.subject`, `did.state`,
/// `did.directory`, `did.changes`, `did.document`, `did.history`, `did.chain`, `chain.contract`,
/// `chain.block` and `chain.changes`. `trust` is of the DidRegistry.
DEED_API DidProofVerdict judge_did_proof(const registry::evm::DidProof& proof,
                                         const WantedDid& wanted, const evidence::ChainTrust& trust,
                                         Call& call);

}  // namespace deed
