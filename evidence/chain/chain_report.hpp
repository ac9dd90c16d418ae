#pragma once

#include "evidence/chain/chain_part.hpp"
#include "evidence/chain/chain_trust.hpp"
#include "evidence/verify.hpp"

namespace deed::evidence {

/// What the chain shows, once the evidence is good.
struct ChainFacts {
    std::uint64_t chain_id = 0;
    registry::Address contract{};
    registry::Hash block_hash{};
    std::uint64_t block = 0;
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);  ///< as the block's proposer claims
    registry::evm::CosignedStatement statement{};                ///< the checkpoint, or the anchor
};

/// Adds to the verdict on a proof what its chain part comes to: the checks `chain.event`,
/// `chain.tree`, `chain.opener`, `chain.contract`, `chain.block` and, where it was asked for or
/// there is something to judge, `chain.cosigned` of specs/evidence-proof.md section 5.
DEED_API std::optional<ChainFacts> judge_chain(const EvidenceProof& proof, const ChainPart& part,
                                               const ChainTrust& trust, credentials::Report& report,
                                               Call& call);

namespace detail {
/// `evidence.chain_event_invalid` or `evidence.chain_event_foreign` for what verify_checkpoint() or
/// verify_anchor() refuses.
Error event_fault(const Error& error);
}  // namespace detail

}  // namespace deed::evidence
