#include "evidence/batch_run.hpp"

#include "did/methods/weid.hpp"
#include "evidence/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"

namespace deed::evidence::detail {
namespace {

Placement placement_of(const registry::Receipt& receipt) {
    return {receipt.operation_hash, receipt.position, receipt.accepted, 0};
}

}  // namespace

Result<registry::Address> address_on(const registry::Ledger& ledger, const did::Did& submitter) {
    const auto id = did::parse_weid(submitter);
    if (!id || id->network != ledger.network())
        return Error(errors::kWrongSubmitter, "the ledger is " + ledger.network(),
                     submitter.to_string());
    return id->address;
}

Result<std::optional<Placement>> BatchRun::find_batch(const BatchRecord& batch, Call& call) {
    DEED_TRY(const registry::Record record,
             context_.ledger.read({registry::Chain::evidence, subject_}, registry::Latest{}, call));
    for (auto recorded = record.operations.rbegin(); recorded != record.operations.rend();
         ++recorded) {
        const auto body = registry::BatchBody::parse(recorded->statement.body);
        if (body && body->root == batch.root && body->count == batch.count)
            return std::optional(
                Placement{recorded->statement.hash, recorded->position, recorded->accepted, 0});
    }
    return std::optional<Placement>();
}

Result<void> BatchRun::recover(Call& call) {
    DEED_TRY(std::vector<StoredBatch> batches, index_.open_batches());
    std::erase_if(batches,
                  [&](const StoredBatch& batch) { return batch.record.submitter != submitter_; });
    if (batches.empty()) return {};
    // Includes what was accepted of this submitter before its caller went away. From here on an
    // operation that is still under way cannot be accepted beside ours: both would have the same
    // number in the submitter's chain.
    DEED_TRY(const auto state, context_.ledger.state(subject_, call));
    static_cast<void>(state);
    for (StoredBatch& batch : batches) {
        DEED_TRY(batch.record.receipt, find_batch(batch.record, call));
        if (batch.record.receipt)
            DEED_CHECK(index_.finish_batch(batch));
        else
            DEED_CHECK(index_.dissolve_batch(batch.id));
    }
    return {};
}

/// A ledger that was put back to an earlier state has lost what it said then.
Result<bool> BatchRun::is_in_ledger(std::int64_t batch, const Placement& place, Call& call) {
    if (confirmed_.contains(batch)) return true;
    if (dissolved_.contains(batch)) return false;
    const auto receipt =
        context_.ledger.wait({place.operation_hash}, registry::Finality::included, call);
    if (receipt) {
        confirmed_.insert(batch);
        return true;
    }
    if (!(receipt.error().code() == registry::errors::kUnknownOperation)) return receipt.error();
    DEED_CHECK(index_.dissolve_batch(batch));
    dissolved_.insert(batch);
    return false;
}

Result<std::optional<Placement>> BatchRun::place_of(const StoredRow& row, Call& call) {
    if (row.batch && row.kept.place) {
        DEED_TRY(const bool there, is_in_ledger(*row.batch, *row.kept.place, call));
        return there ? row.kept.place : std::nullopt;
    }
    if (!row.kept.place_unknown) return std::optional<Placement>();
    registry::EvidenceRegistry registry(context_.ledger, context_.clock);
    const auto found = registry.find(subject_, row.kept.opening.commitment(), call);
    if (!found && found.error().code() == registry::errors::kEvidenceNotFound)
        return std::optional<Placement>();
    if (!found) return found.error();
    const Placement place{found->operation_hash, found->position, found->accepted, found->index};
    DEED_CHECK(index_.place_row(row.id, {submitter_, found->count, {}, place}, found->index));
    return std::optional(place);
}

Result<registry::Receipt> BatchRun::anchor(std::span<const BatchItem> items,
                                           std::span<const registry::Commitment> commitments,
                                           Call& call) {
    const Bytes leaves = registry::encode_commitments(commitments);
    BatchRecord record{submitter_, commitments.size(), registry::batch_tree(leaves).root(),
                       std::nullopt};
    // Durable before anything is signed: losing a salt is losing the proof.
    DEED_TRY(const std::int64_t id, index_.add_batch(record, items));
    registry::EvidenceRegistry registry(context_.ledger, context_.clock);
    DEED_TRY(const registry::Receipt receipt,
             registry.append(subject_, commitments, context_.controller, call));
    record.receipt = placement_of(receipt);
    DEED_CHECK(index_.finish_batch({id, std::move(record)}));
    return receipt;
}

}  // namespace deed::evidence::detail
