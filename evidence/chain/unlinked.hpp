#pragma once

#include "evidence/chain/chain_report.hpp"

namespace deed::evidence {

/// Whom an account speaks for where there is no log: did:pkh:eip155:CHAIN:ACCOUNT.
DEED_API Result<did::Did> account_did(std::uint64_t chain_id, const registry::Address& account);

/// Evidence that an account anchored a document on a chain, linked to nothing before or after it
/// (specs/evidence-proof.md section 5). The form holds, nothing is verified.
struct DEED_API UnlinkedEvidence {
    Opening opening;  ///< its submitter is the account
    std::uint64_t batch_index = 0;
    std::uint64_t batch_count = 0;
    std::vector<tlog::Hash> batch_path;
    std::uint64_t chain_id = 0;
    registry::Address contract{};
    registry::Address anchorer{};
    registry::evm::EventProof event;

    /// `unlinked_evidence.malformed`, `unlinked_evidence.newer_format`, `event_proof.*`.
    static Result<UnlinkedEvidence> parse(json::Value json);
    json::Document to_json() const;
};

/// Whether a JSON document says that it is unlinked evidence, of whatever version.
DEED_API bool is_unlinked(json::Value json);

struct UnlinkedVerdict {
    credentials::Report report;
    std::string submitter;
    std::string commitment_hex;
    std::optional<ChainFacts> chain;
};

/// The checks `document`, `withheld`, `chain.event`, `commitment`, `submitter`, `chain.contract`
/// and `chain.block`. `evidence.document_needed` as verify().
DEED_API Result<UnlinkedVerdict> verify_unlinked(const UnlinkedEvidence& evidence,
                                                 const GivenDocument& given,
                                                 const ChainTrust& trust, Call& call);

}  // namespace deed::evidence
