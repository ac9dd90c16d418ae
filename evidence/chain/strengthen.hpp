#pragma once

#include "evidence/chain/chain_part.hpp"
#include "registry-contracts/client/evm/sender.hpp"

namespace deed::evidence {

/// Where and as what a log is published; all borrowed.
struct PublishedOn {
    registry::evm::ChainEvidence& evidence;
    registry::evm::Node& node;
    registry::Address opener{};  ///< of the log on the chain
    registry::evm::Confirmation confirmation;
    /// The group whose co-signatures are wanted, too.
    std::optional<registry::Hash> cosigned_by = std::nullopt;
};

/// The chain's word on a proof: the first checkpoint published there that covers the entry, and
/// that the group co-signed if one is named, with what leads from the entry to it. `ledger` is the
/// proof's log, here or as its operator publishes it, and must reach as far as both trees.
/// `evidence.not_covered`, `evidence.cover_not_cosigned`, `evidence.cover_not_confirmed`,
/// `evidence.chain_part_there`, `log_publish.fork`, `log_publish.chain_ahead`,
/// `evidence_proof.malformed`, `event_proof.unavailable`.
DEED_API Result<ChainPart> prove_published(registry::LogLedger& ledger, const EvidenceProof& proof,
                                           const PublishedOn& place, Call& call);

}  // namespace deed::evidence
