#include "evidence/chain/strengthen.hpp"

#include <algorithm>

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

constexpr std::size_t kMostHeads = 256;
constexpr std::uint32_t kMostEpochs = 64;

/// A published checkpoint, and that the group which is meant co-signed it.
struct Cover {
    evm::PublishedHead published;
    std::optional<evm::EventProof> cosigned;
};

/// The latest epoch of the group that reached its threshold; nothing where none did.
Result<std::optional<std::uint32_t>> cosigning_epoch(evm::ChainEvidence& evidence,
                                                     const evm::CheckpointStatement& statement,
                                                     const registry::Hash& group, Call& call) {
    DEED_TRY(const std::uint32_t last, evidence.epoch_of(group, evm::BlockRef::latest(), call));
    for (std::uint32_t epoch = last; epoch != 0 && last - epoch < kMostEpochs; --epoch) {
        DEED_TRY(const evm::Cosigned there, evidence.cosigned(statement, group, epoch, call));
        if (there.reached) return std::optional(epoch);
    }
    return std::optional<std::uint32_t>();
}

Result<std::optional<Cover>> cosigned_cover(const PublishedOn& place, const registry::Hash& log,
                                            std::uint64_t size, Call& call) {
    DEED_TRY(const auto heads, place.evidence.covering(log, size, call));
    for (std::size_t i = 0; i < std::min(heads.size(), kMostHeads); ++i) {
        const evm::CheckpointStatement statement{log, heads[i].head};
        DEED_TRY(const auto epoch,
                 cosigning_epoch(place.evidence, statement, *place.cosigned_by, call));
        if (!epoch) continue;
        DEED_TRY(evm::PublishedHead published,
                 evm::prove_head(place.evidence, place.node, log, heads[i], call));
        DEED_TRY(auto cosigned,
                 evm::prove_cosigning(place.evidence, place.node, statement, *place.cosigned_by,
                                      *epoch, published.block, call));
        return std::optional(Cover{std::move(published), std::move(cosigned)});
    }
    if (heads.empty()) return std::optional<Cover>();
    return Error(errors::kCoverNotCosigned,
                 "of " + std::to_string(heads.size()) + " published checkpoints that cover it");
}

Result<std::optional<Cover>> find_cover(const PublishedOn& place, const registry::Hash& log,
                                        std::uint64_t size, Call& call) {
    if (place.cosigned_by) return cosigned_cover(place, log, size, call);
    DEED_TRY(auto found, evm::prove_checkpoint(place.evidence, place.node, log, size, call));
    if (!found) return std::optional<Cover>();
    return std::optional(Cover{*std::move(found), std::nullopt});
}

/// The last block that the cover stands in.
Result<std::uint64_t> block_of(const PublishedOn& place, const Cover& cover) {
    if (!cover.cosigned) return cover.published.block;
    DEED_TRY(const registry::Hash claimed, cover.cosigned->claimed_block());
    DEED_TRY(const evm::ProvenCosigning proven,
             evm::verify_cosigning(*cover.cosigned, place.evidence.contract().address(), claimed));
    return std::max(cover.published.block, proven.block);
}

}  // namespace

Result<ChainPart> prove_published(registry::LogLedger& ledger, const EvidenceProof& proof,
                                  const PublishedOn& place, Call& call) {
    if (proof.chain) return Error(errors::kAlreadyStrong, "", "/chain");
    DEED_TRY(const registry::SignedHead signed_at,
             registry::verify_head(ledger, proof.entry_proof.checkpoint, call));
    const tlog::Checkpoint& head = signed_at.checkpoint;
    const registry::Hash log = evm::ChainEvidence::log_id(head.origin, place.opener);
    auto found = find_cover(place, log, proof.entry_proof.index + 1, call);
    if (!found) {
        if (found.error().code() == evm::errors::kCheckpointLogUnknown)
            return not_covered(proof,
                               evm::to_checksummed(place.opener) + " opened no log " + head.origin);
        return found.error();
    }
    if (!*found) return not_covered(proof, "the published checkpoints end before it");
    Cover& cover = **found;
    const evm::PublishedHead& published = cover.published;
    DEED_TRY(const std::uint64_t block, block_of(place, cover));
    DEED_TRY(const auto confirmed, evm::confirmed_block(place.node, place.confirmation, call));
    if (!confirmed || *confirmed < block)
        return Error(errors::kCoverNotConfirmed,
                     (cover.cosigned ? "the co-signed checkpoint is in block "
                                     : "the checkpoint is in block ") +
                         std::to_string(block));

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
                     published.proof,
                     std::move(cover.cosigned)};
}

}  // namespace deed::evidence
