#pragma once

#include "evidence/chain/chain_part.hpp"
#include "evidence/chain/chain_trust.hpp"

namespace deed::evidence {

/// Adds the check `chain.cosigned` of specs/evidence-proof.md section 5: whether the group that the
/// verifier names co-signed the checkpoint of the proof, by what the proof carries, or else by what
/// a node that is asked says. Nothing where no group is named and the proof carries nothing.
void check_cosigners(const ChainPart& part, const registry::evm::ProvenCheckpoint& published,
                     const ChainTrust& trust, credentials::Report& report, Call& call);

}  // namespace deed::evidence
