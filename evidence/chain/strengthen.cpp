#include "evidence/chain/strengthen.hpp"

#include "evidence/chain/errors.hpp"
#include "evidence/chain/publish.hpp"
#include "evidence/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

Result<std::vector<tlog::Hash>> consistency(registry::LogLedger& ledger, std::uint64_t one,
                                            std::uint64_t other, Call& call) {
    if (one == other) return std::vector<tlog::Hash>();
    return ledger.consistency_proof(std::min(one, other), std::max(one, other), call);
}

Error not_covered(const EvidenceProof& proof, const std::string& why) {
    return Error(errors::kNotCovered,
                 "entry " + std::to_string(proof.entry_proof.index) + ": " + why);
}

}  // namespace

Result<ChainPart> prove_published(registry::LogLedger& ledger, const EvidenceProof& proof,
                                  const PublishedOn& place, Call& call) {
    if (proof.chain) return Error(errors::kAlreadyStrong, "", "/chain");
    DEED_TRY(const registry::SignedHead signed_at,
             registry::verify_head(ledger, proof.entry_proof.checkpoint, call));
    const tlog::Checkpoint& head = signed_at.checkpoint;
    const registry::Hash log = evm::ChainEvidence::log_id(head.origin, place.opener);
    const auto found =
        evm::prove_checkpoint(place.evidence, place.node, log, proof.entry_proof.index + 1, call);
    if (!found) {
        if (found.error().code() == evm::errors::kCheckpointLogUnknown)
            return not_covered(proof,
                               evm::to_checksummed(place.opener) + " opened no log " + head.origin);
        return found.error();
    }
    if (!*found) return not_covered(proof, "the published checkpoints end before it");
    const evm::PublishedHead& published = **found;
    DEED_TRY(const auto confirmed, evm::confirmed_block(place.node, place.confirmation, call));
    if (!confirmed || *confirmed < published.block)
        return Error(errors::kCoverNotConfirmed,
                     "the checkpoint is in block " + std::to_string(published.block));

    // What is written was held against the log: a foreign head makes no proof.
    DEED_TRY(const registry::SignedHead now, registry::signed_head(ledger, call));
    DEED_TRY([[maybe_unused]] const auto leads, check_published(ledger, now, published.head, call));
    DEED_TRY(auto inclusion,
             ledger.inclusion_proof(proof.entry_proof.index, published.head.size, call));
    DEED_TRY(auto between, consistency(ledger, published.head.size, head.size, call));
    return ChainPart{place.evidence.contract().chain_id(),
                     place.evidence.contract().address(),
                     place.opener,
                     std::move(inclusion),
                     std::move(between),
                     published.proof};
}

}  // namespace deed::evidence
