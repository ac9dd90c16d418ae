#include "evidence/anchor.hpp"

#include <algorithm>

#include "evidence/batch_run.hpp"
#include "evidence/errors.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::evidence {
namespace {

using detail::BatchItem;
using detail::BatchRun;
using detail::OpeningIndex;
using detail::SealedRow;
using detail::StoredRow;

KeptOpening kept_of(const Opening& opening, Timestamp now) {
    std::optional<DocumentDigest> document;
    if (opening.kind() == 0) document = std::get<DocumentDigest>(opening.content());
    return {opening, document, "", std::nullopt, now, false, std::nullopt};
}

/// What is kept already of the openings, and rows for the others.
struct Items {
    std::vector<std::optional<StoredRow>> kept;
    std::vector<SealedRow> fresh;
    std::vector<registry::Commitment> commitments;
};

Result<Items> items_of(std::span<const Opening> openings, OpeningIndex& index, Timestamp now) {
    Items items;
    for (const Opening& opening : openings) {
        items.commitments.push_back(opening.commitment());
        DEED_TRY(auto kept, index.find_commitment(items.commitments.back().sha256));
        if (kept && kept->kept.opening.to_json() != opening.to_json())
            return Error(errors::kOpeningDiffers, "another opening of this commitment is kept",
                         hex_encode(items.commitments.back().sha256));
        items.fresh.push_back(kept ? SealedRow{}
                                   : detail::seal_row(index.key(), kept_of(opening, now)));
        items.kept.push_back(std::move(kept));
    }
    return items;
}

/// The receipt of the batch that is just these openings, if there is one.
Result<std::optional<registry::Receipt>> receipt_of(const Items& items, BatchRun& run,
                                                    OpeningIndex& index, Call& call) {
    const std::optional<StoredRow>& first = items.kept.front();
    std::optional<registry::Receipt> none;
    if (!first || !first->batch) return none;
    DEED_TRY(const auto batch, index.batch(*first->batch));
    const Bytes leaves = registry::encode_commitments(items.commitments);
    if (!batch || batch->record.root != registry::batch_tree(leaves).root()) return none;
    DEED_TRY(const auto place, run.place_of(*first, call));
    if (!place) return none;
    return std::optional(registry::Receipt{place->operation_hash, place->position, place->accepted,
                                           registry::Finality::final});
}

Result<BatchItem> item_of(const Items& items, std::size_t i, BatchRun& run, Call& call) {
    const std::optional<StoredRow>& kept = items.kept[i];
    if (!kept) return BatchItem(&items.fresh[i]);
    DEED_TRY(const auto place, run.place_of(*kept, call));
    return place ? BatchItem() : BatchItem(kept->id);
}

}  // namespace

std::string_view to_string(DocumentStatus status) {
    switch (status) {
        case DocumentStatus::anchored:
            return "anchored";
        case DocumentStatus::already:
            return "already";
        case DocumentStatus::skipped:
            return "skipped";
        case DocumentStatus::failed:
            return "failed";
    }
    return "";
}

Result<Anchored> anchor(std::span<const Opening> openings, const AnchorContext& context,
                        Call& call) {
    if (openings.empty() || openings.size() > registry::kMaxBatch)
        return Error(registry::errors::kBatchMismatch, "a batch has 1 to 1,000,000 commitments");
    const did::Did& submitter = openings.front().submitter();
    if (!std::ranges::all_of(
            openings, [&](const Opening& opening) { return opening.submitter() == submitter; }))
        return Error(errors::kWrongSubmitter, "the openings are of several submitters");
    DEED_TRY(const registry::Address subject, detail::address_on(context.ledger, submitter));

    DEED_TRY(const OpeningStore::Exclusive exclusive, context.openings.exclusive(call));
    OpeningIndex& index = exclusive.index();
    BatchRun run(index, context, submitter, subject);
    DEED_CHECK(run.recover(call));
    DEED_TRY(Items items, items_of(openings, index, context.clock.now()));
    DEED_TRY(const auto before, receipt_of(items, run, index, call));
    if (before) return Anchored{std::move(items.commitments), *before};

    std::vector<BatchItem> batch;
    for (std::size_t i = 0; i < openings.size(); ++i) {
        DEED_TRY(const BatchItem item, item_of(items, i, run, call));
        batch.push_back(item);
    }
    DEED_TRY(const registry::Receipt receipt, run.anchor(batch, items.commitments, call));
    return Anchored{std::move(items.commitments), receipt};
}

}  // namespace deed::evidence
