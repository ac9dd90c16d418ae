#pragma once

#include <map>
#include <set>

#include "evidence/anchor.hpp"
#include "evidence/opening_index.hpp"

// The room's own: what is done with one batch while the index is held. No row is salted or anchored
// twice, wherever an earlier run died (specs/evidence-index.md section 4).

namespace deed::evidence::detail {

/// The address of a submitter who lives on this ledger; `evidence.wrong_submitter`.
Result<registry::Address> address_on(const registry::Ledger& ledger, const did::Did& submitter);

class BatchRun {
public:
    /// `index` is held exclusively for the life of the object.
    BatchRun(OpeningIndex& index, const AnchorContext& context, did::Did submitter,
             registry::Address subject)
        : index_(index), context_(context), submitter_(std::move(submitter)), subject_(subject) {}

    /// Completes the batches of this submitter that a run left without a receipt: those that the
    /// ledger holds get it, the others are dissolved, their rows being kept for the next batch.
    Result<void> recover(Call& call);

    /// Where a kept row is anchored by the ledger's own word; nothing if it is not.
    Result<std::optional<Placement>> place_of(const StoredRow& row, Call& call);

    /// Anchors items in one batch, by one signed operation.
    Result<registry::Receipt> anchor(std::span<const BatchItem> items,
                                     std::span<const registry::Commitment> commitments, Call& call);

private:
    Result<std::optional<Placement>> find_batch(const BatchRecord& batch, Call& call);
    Result<bool> is_in_ledger(std::int64_t batch, const Placement& place, Call& call);

    OpeningIndex& index_;
    const AnchorContext& context_;
    did::Did submitter_;
    registry::Address subject_;
    std::set<std::int64_t> confirmed_;
    std::set<std::int64_t> dissolved_;
};

}  // namespace deed::evidence::detail
