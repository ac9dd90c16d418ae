#pragma once

#include "evidence/chain/unlinked.hpp"

namespace deed::evidence {

/// Documents that are to be anchored together by an account, kept as a private file before anything
/// is sent: whoever has it can go on at any time, and the batch is anchored once.
class DEED_API UnlinkedBatch {
public:
    struct Item {
        std::string name;  ///< as its user calls it
        Opening opening;
    };

    /// 1 to 1,000,000 documents, all of the account's (`operation.batch_mismatch`).
    static Result<UnlinkedBatch> create(std::uint64_t chain_id, const registry::Address& contract,
                                        const registry::Address& anchorer, std::vector<Item> items);
    /// `unlinked_evidence.malformed`, `unlinked_evidence.newer_format`, and create()'s errors.
    static Result<UnlinkedBatch> parse(json::Value json);
    json::Document to_json() const;

    std::uint64_t chain_id() const { return chain_id_; }
    const registry::Address& contract() const { return contract_; }
    const std::vector<Item>& items() const { return items_; }
    /// What the account anchors.
    registry::evm::AnchorStatement statement() const;

    /// The evidence of every item, by the proof of the anchor's event.
    Result<std::vector<UnlinkedEvidence>> evidence(const registry::evm::EventProof& event) const;

private:
    UnlinkedBatch() = default;
    std::uint64_t chain_id_ = 0;
    registry::Address contract_{};
    registry::Address anchorer_{};
    std::vector<Item> items_;
    tlog::MerkleTree tree_;
};

/// Anchors the batch by the transactor of `chain`, unless the chain has its anchor already, and
/// proves the anchor by its receipt of now. The batch must be kept before, and until this returns.
/// Sends nothing where nothing could be proven: `event_proof.unavailable`, `chain.not_ethereum`.
/// `evidence.cover_not_confirmed` while the anchor's block may still leave the chain.
DEED_API Result<registry::evm::PublishedAnchor> anchor_unlinked(
    const UnlinkedBatch& batch, registry::evm::ChainEvidence& chain, registry::evm::Node& node,
    const registry::evm::Confirmation& confirmation, Call& call);

}  // namespace deed::evidence
