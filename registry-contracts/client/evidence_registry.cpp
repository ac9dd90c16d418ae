#include "registry-contracts/client/evidence_registry.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/signing_time.hpp"

namespace deed::registry {
namespace {

Error mismatch(std::string message) { return Error(errors::kBatchMismatch, std::move(message)); }

Result<BatchBody> read_batch(ByteView body) {
    cbor::Reader reader(body);
    BatchBody batch{};
    DEED_CHECK(reader.array_of(2));
    DEED_TRY(batch.count, reader.uint());
    DEED_TRY(const ByteView root, reader.bytes());
    DEED_CHECK(reader.finish());
    if (root.size() != batch.root.size()) return mismatch("the root does not have 32 bytes");
    std::copy(root.begin(), root.end(), batch.root.begin());
    return batch;
}

/// The commitment's number in a batch's leaves, if it is there.
std::optional<std::uint64_t> index_in(ByteView leaves, const Commitment& commitment) {
    const Bytes wanted = encode_commitments({&commitment, 1});
    for (std::size_t at = 0; at + kCommitmentSize <= leaves.size(); at += kCommitmentSize)
        if (std::equal(wanted.begin(), wanted.end(), leaves.begin() + static_cast<long>(at)))
            return at / kCommitmentSize;
    return std::nullopt;
}

}  // namespace

tlog::Hash batch_leaf(const Commitment& commitment) {
    return tlog::leaf_hash(encode_commitments({&commitment, 1}));
}

Bytes encode_commitments(std::span<const Commitment> commitments) {
    Bytes leaves;
    leaves.reserve(commitments.size() * kCommitmentSize);
    for (const Commitment& commitment : commitments) {
        append(leaves, commitment.sha256);
        append(leaves, commitment.sm3);
    }
    return leaves;
}

tlog::MerkleTree batch_tree(ByteView leaves) {
    const std::size_t whole = leaves.size() / kCommitmentSize * kCommitmentSize;
    tlog::MerkleTree tree;
    tree.append(tlog::leaf_hashes(leaves.first(whole), kCommitmentSize));
    return tree;
}

Result<void> check_batch(const BatchBody& batch, ByteView leaves) {
    if (leaves.size() != batch.count * kCommitmentSize)
        return mismatch("there are not " + std::to_string(batch.count) +
                        " commitments of 64 bytes");
    if (batch_tree(leaves).root() != batch.root)
        return mismatch("the root of the commitments is not the batch's");
    return {};
}

Result<BatchBody> BatchBody::parse(ByteView body) {
    auto batch = read_batch(body);
    if (!batch)
        return mismatch("the batch's body is not in its format: " + batch.error().message());
    if (batch->count == 0 || batch->count > kMaxBatch)
        return mismatch("a batch has 1 to 1,000,000 commitments");
    return batch;
}

Bytes BatchBody::encode() const {
    cbor::Writer writer;
    writer.array(2).uint(count).bytes(root);
    return std::move(writer).data();
}

Result<Receipt> EvidenceRegistry::append(const Address& subject,
                                         std::span<const Commitment> commitments,
                                         crypto::Signer& controller, Call& call) {
    if (commitments.empty() || commitments.size() > kMaxBatch)
        return mismatch("a batch has 1 to 1,000,000 commitments");
    Bytes leaves = encode_commitments(commitments);
    const BatchBody batch{commitments.size(), batch_tree(leaves).root()};

    DEED_TRY(const IdentityState state, ledger_.state(subject, call));
    DEED_TRY(const Timestamp now, signing_time(ledger_, clock_, call));
    Envelope envelope = next_envelope(state, OperationType::evidence_batch, ledger_.network(), now,
                                      validity_seconds_);
    DEED_TRY(Operation operation,
             Operation::sign(std::move(envelope), batch.encode(), controller, call));
    const Submission submission{std::move(operation), std::move(leaves)};
    DEED_TRY(const std::vector<Ticket> tickets, ledger_.submit({&submission, 1}, call));
    return ledger_.wait(tickets.front(), Finality::included, call);
}

Result<BatchPlace> EvidenceRegistry::find(const Address& subject, const Commitment& commitment,
                                          Call& call) {
    DEED_TRY(const Record record, ledger_.read({Chain::evidence, subject}, Latest{}, call));
    std::optional<Error> unread;
    for (auto recorded = record.operations.rbegin(); recorded != record.operations.rend();
         ++recorded) {
        DEED_CHECK(call.check());
        auto place = find_in(*recorded, commitment, call);
        if (place && *place) return std::move(**place);
        if (!place && !unread) unread = std::move(place).error();
    }
    // Absence can be told only by who saw every batch.
    if (unread) return *std::move(unread);
    return Error(errors::kEvidenceNotFound,
                 "no batch of " + to_string(subject) + " holds the commitment");
}

Result<std::optional<BatchPlace>> EvidenceRegistry::find_in(const Recorded& recorded,
                                                            const Commitment& commitment,
                                                            Call& call) {
    DEED_TRY(const BatchBody batch, BatchBody::parse(recorded.statement.body));
    DEED_TRY(const Bytes leaves, ledger_.attachment(batch.root, call));
    const auto index = index_in(leaves, commitment);
    if (!index) return std::optional<BatchPlace>();

    const tlog::MerkleTree tree = batch_tree(leaves);
    if (tree.size() != batch.count || tree.root() != batch.root)
        return mismatch("the commitments beside the log are not the batch's");
    return std::optional(BatchPlace{recorded.position, recorded.accepted, recorded.statement.hash,
                                    *index, batch.count,
                                    tree.inclusion_proof(*index, batch.count)});
}

}  // namespace deed::registry
