#pragma once

#include <string>
#include <vector>

#include "did/methods/weid_export.hpp"
#include "evidence/opening.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::evidence {

/// The largest proof file, for the limits of json::Document::parse.
inline constexpr std::size_t kMaxProofSize = std::size_t{64} << 20;

/// Writes the proof file of one commitment (specs/evidence-proof.md section 2), over the ledger's
/// latest checkpoint. The opening may withhold fields. `registry.evidence_not_found` if it was
/// never anchored here, `did.wrong_ledger`, `evidence.proof_too_large`. Needs a ledger opened for
/// writing: the DID's export is signed.
DEED_API Result<json::Document> prove(registry::LogLedger& ledger, const Opening& opening,
                                      const Clock& clock, Call& call);

/// A proof file as parsed: the form holds, nothing is verified.
struct DEED_API EvidenceProof {
    Opening opening;
    std::uint64_t batch_index;
    std::uint64_t batch_count;
    std::vector<tlog::Hash> batch_path;
    Bytes entry;
    tlog::EntryProof entry_proof;
    json::Document did_export;
    /// What a chain says of the log, in version 2 of the format: an object, read by ChainPart
    /// (evidence/chain/chain_part.hpp).
    std::optional<json::Document> chain = std::nullopt;

    /// `evidence_proof.malformed` for any breach of the format.
    static Result<EvidenceProof> parse(json::Value json);
};

}  // namespace deed::evidence
