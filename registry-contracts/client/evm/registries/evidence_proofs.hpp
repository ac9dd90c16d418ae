#pragma once

#include "registry-contracts/client/evm/registries/anchors.hpp"
#include "registry-contracts/client/evm/registries/event_proof.hpp"

namespace deed::registry::evm {

// Events of an EvidenceRegistry for whoever has the hash of a block and no node
// (specs/contracts-evidence-issuer.md section 5).

/// That a log's owner published a head.
struct ProvenCheckpoint {
    CheckpointStatement statement;
    std::uint64_t block = 0;
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);  ///< as the proposer claims
};
/// That an account anchored a root.
struct ProvenAnchor {
    AnchorStatement statement;
    std::uint64_t block = 0;
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);
};

/// What the proof's event says to who knows that the block is on the chain. `chain_proof.*`,
/// `rlp.*`, `contract.bad_event`; `event_proof.other_event` for an event of another contract or of
/// another kind.
DEED_API Result<ProvenCheckpoint> verify_checkpoint(const EventProof& proof,
                                                    const Address& contract,
                                                    const Word& block_hash);
DEED_API Result<ProvenAnchor> verify_anchor(const EventProof& proof, const Address& contract,
                                            const Word& block_hash);

/// A checkpoint of a log and the proof of its event.
struct PublishedHead {
    LogHead head;
    std::uint64_t block = 0;
    EventProof proof;
};

/// The log's first checkpoint of at least `size` leaves, by the events and receipts of now; nothing
/// while there is none. `node` is of the same chain. `checkpoint.log_unknown`,
/// `event_proof.unavailable`, `contract.reorganised`.
DEED_API Result<std::optional<PublishedHead>> prove_checkpoint(ChainEvidence& evidence, Node& node,
                                                               const Hash& log, std::uint64_t size,
                                                               Call& call);
/// That as many members of a group's epoch as its threshold asks for co-signed a statement.
struct ProvenCosigning {
    Hash statement{};  ///< statement_id()
    Hash group{};
    std::uint32_t epoch = 0;
    std::vector<std::uint8_t> members;  ///< who had by then, ascending numbers
    std::uint64_t block = 0;
    Timestamp recorded = *Timestamp::from_unix_milliseconds(0);
};
/// Of the event `Effective`, and of the `Cosignatures` right before it. Errors as above.
DEED_API Result<ProvenCosigning> verify_cosigning(const EventProof& proof, const Address& contract,
                                                  const Word& block_hash);
/// The proof that the statement reached the threshold in this epoch, by the events and receipts of
/// now; nothing where it has not. The block is looked for from `from_block` on.
/// `event_proof.unavailable`, `contract.reorganised`.
DEED_API Result<std::optional<EventProof>> prove_cosigning(ChainEvidence& evidence, Node& node,
                                                           const CosignedStatement& statement,
                                                           const Hash& group, std::uint32_t epoch,
                                                           std::uint64_t from_block, Call& call);

/// The proof of one published checkpoint. `event_proof.unavailable`, `contract.reorganised`.
DEED_API Result<PublishedHead> prove_head(ChainEvidence& evidence, Node& node, const Hash& log,
                                          const SentHead& sent, Call& call);

/// An anchor and the proof of its event.
struct PublishedAnchor {
    Anchor anchor;
    EventProof proof;
};
/// The account's latest anchor of this root and count. `anchor.not_found`,
/// `event_proof.unavailable`, `contract.reorganised`.
DEED_API Result<PublishedAnchor> prove_anchor(ChainEvidence& evidence, Node& node,
                                              const AnchorStatement& statement, Call& call);

}  // namespace deed::registry::evm
