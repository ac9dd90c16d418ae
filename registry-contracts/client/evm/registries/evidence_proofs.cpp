#include "registry-contracts/client/evm/registries/evidence_proofs.hpp"

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/block_time.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/proven_values.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

/// The proof that a transaction left this event, by its receipt of now: after a reorganisation it
/// stands in another block than it did.
Result<EventProof> prove_by_receipt(const RegistryContract& contract, Node& node,
                                    const Word& transaction, std::string_view name,
                                    const std::function<bool(const Event&)>& is_meant, Call& call) {
    DEED_TRY(const auto receipt, node.receipt(transaction, call));
    if (receipt) {
        DEED_TRY(const auto events, contract.events_in(*receipt, name));
        for (const Event& event : events)
            if (is_meant(event)) return EventProof::make(node, *receipt, event.log.log_index, call);
    }
    return Error(errors::kReorganised, "the transaction " + to_hex(transaction) + " is gone");
}

/// The event of a proof in the block that it claims: the one that the node has now.
Result<ProvenEvent> proven_by_itself(const EventProof& proof) {
    DEED_TRY(const Word block, proof.claimed_block());
    return proof.verify(block);
}

CheckpointStatement checkpoint_of(const AbiValue::List& values) {
    return {word_at(values, 0), {number_at(values, 1), word_at(values, 2)}};
}

AnchorStatement anchor_of(const AbiValue::List& values) {
    return {address_at(values, 0), word_at(values, 1), number_at(values, 2)};
}

}  // namespace

Result<ProvenCheckpoint> verify_checkpoint(const EventProof& proof, const Address& contract,
                                           const Word& block_hash) {
    DEED_TRY(const ProvenEvent proven, proof.verify(block_hash));
    DEED_TRY(const auto values, values_of(proven, contract, "Checkpoint"));
    DEED_TRY(const Timestamp time, time_of_block(proven.timestamp));
    return ProvenCheckpoint{checkpoint_of(values), proven.block_number, time};
}

Result<ProvenAnchor> verify_anchor(const EventProof& proof, const Address& contract,
                                   const Word& block_hash) {
    DEED_TRY(const ProvenEvent proven, proof.verify(block_hash));
    DEED_TRY(const auto values, values_of(proven, contract, "UnlinkedAnchor"));
    DEED_TRY(const Timestamp time, time_of_block(proven.timestamp));
    return ProvenAnchor{anchor_of(values), proven.block_number, time};
}

Result<std::optional<PublishedHead>> prove_checkpoint(ChainEvidence& evidence, Node& node,
                                                      const Hash& log, std::uint64_t size,
                                                      Call& call) {
    DEED_TRY(const auto found, evidence.first_covering(log, size, call));
    if (!found) return std::optional<PublishedHead>();
    DEED_TRY(PublishedHead head, prove_head(evidence, node, log, *found, call));
    return std::optional(std::move(head));
}

Result<PublishedHead> prove_head(ChainEvidence& evidence, Node& node, const Hash& log,
                                 const SentHead& sent, Call& call) {
    const CheckpointStatement meant{log, sent.head};
    const auto is_meant = [&meant](const Event& event) {
        return checkpoint_of(event.values) == meant;
    };
    DEED_TRY(EventProof proof, prove_by_receipt(evidence.contract(), node, sent.transaction,
                                                "Checkpoint", is_meant, call));
    DEED_TRY(const ProvenEvent proven, proven_by_itself(proof));
    return PublishedHead{sent.head, proven.block_number, std::move(proof)};
}

Result<PublishedAnchor> prove_anchor(ChainEvidence& evidence, Node& node,
                                     const AnchorStatement& statement, Call& call) {
    DEED_TRY(Anchor anchor, evidence.latest_anchor(statement, call));
    const auto is_meant = [&statement](const Event& event) {
        return anchor_of(event.values) == statement;
    };
    DEED_TRY(EventProof proof, prove_by_receipt(evidence.contract(), node, anchor.transaction,
                                                "UnlinkedAnchor", is_meant, call));
    // After a reorganisation it stands in another block than it was found in.
    DEED_TRY(const ProvenEvent proven, proven_by_itself(proof));
    anchor.block = proven.block_number;
    DEED_TRY(anchor.recorded, time_of_block(proven.timestamp));
    return PublishedAnchor{std::move(anchor), std::move(proof)};
}

}  // namespace deed::registry::evm
