#pragma once

#include <span>

#include "registry-contracts/client/ledger.hpp"

namespace deed::registry {

inline constexpr std::uint64_t kMaxBatch = 1'000'000;
inline constexpr std::size_t kCommitmentSize = 64;

/// What is anchored for one document (specs/evidence-proof.md section 1).
struct Commitment {
    Hash sha256;
    Hash sm3;
    friend bool operator==(const Commitment&, const Commitment&) = default;
};

/// SHA-256(0x00 ‖ C ‖ C′): the commitment's leaf in its batch.
DEED_API tlog::Hash batch_leaf(const Commitment& commitment);

/// Body of an evidence.batch operation. Refusals are `operation.batch_mismatch`.
struct DEED_API BatchBody {
    std::uint64_t count;
    tlog::Hash root;
    static Result<BatchBody> parse(ByteView body);
    Bytes encode() const;
};

/// The commitments as they stand beside the log (specs/ledger-entries.md section 5): 64 bytes each.
DEED_API Bytes encode_commitments(std::span<const Commitment> commitments);
/// The Merkle tree over encoded commitments.
DEED_API tlog::MerkleTree batch_tree(ByteView leaves);
/// Rule 10 of section 7: `operation.batch_mismatch` unless `leaves` are those that `batch` names.
DEED_API Result<void> check_batch(const BatchBody& batch, ByteView leaves);

/// Where a commitment stands.
struct BatchPlace {
    std::uint64_t position;  ///< of the batch's operation in the ledger
    Timestamp accepted;
    Hash operation_hash;
    std::uint64_t index;  ///< within the batch
    std::uint64_t count;
    std::vector<tlog::Hash> path;  ///< inclusion in the batch
};

/// Evidence on a log, in the words of commitments.
class DEED_API EvidenceRegistry {
public:
    /// As DidRegistry.
    EvidenceRegistry(LogLedger& ledger, const Clock& clock, std::uint64_t validity_seconds = 3600)
        : ledger_(ledger), clock_(clock), validity_seconds_(validity_seconds) {}

    /// Anchors 1 to 1,000,000 commitments in one signed operation; included on return.
    Result<Receipt> append(const Address& subject, std::span<const Commitment> commitments,
                           crypto::Signer& controller, Call& call);

    /// Finds the latest batch of `subject` that holds the commitment; `registry.evidence_not_found`
    /// if none does. Batches whose commitments are withheld are passed over; if the commitment is
    /// in no other, their error (`ledger.no_such_attachment`) says that it could not be looked for.
    Result<BatchPlace> find(const Address& subject, const Commitment& commitment, Call& call);

private:
    Result<std::optional<BatchPlace>> find_in(const Recorded& recorded,
                                              const Commitment& commitment, Call& call);
    LogLedger& ledger_;
    const Clock& clock_;
    std::uint64_t validity_seconds_;
};

}  // namespace deed::registry
