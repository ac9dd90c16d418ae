#include <future>
#include <unordered_map>

#include "evidence/anchor.hpp"
#include "evidence/batch_run.hpp"
#include "evidence/errors.hpp"
#include "evidence/prepare.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::evidence {
namespace {

using detail::BatchItem;
using detail::BatchRun;
using detail::OpeningIndex;
using detail::Prepared;
using detail::Token;

using Outcomes = std::vector<DocumentOutcome>;

/// On a thread of its own, or, where the system has none left, once it is asked for.
constexpr auto kReadAhead = std::launch::async | std::launch::deferred;

DocumentOutcome outcome_of(const Prepared& prepared) {
    DocumentOutcome outcome{prepared.name, prepared.key, DocumentStatus::anchored,
                            std::nullopt,  std::nullopt, std::nullopt};
    if (!prepared.refused) return outcome;
    outcome.status = prepared.refused->skipped ? DocumentStatus::skipped : DocumentStatus::failed;
    outcome.error = prepared.refused->error;
    return outcome;
}

/// One batch on its way: outcomes beside documents, and what is to be anchored of them.
struct Batch {
    std::span<const Prepared> documents;
    Outcomes outcomes;
    std::vector<BatchItem> items;
    std::vector<registry::Commitment> commitments;
    std::vector<std::size_t> owners;  ///< the document of each item
    /// The first document of each input in this batch.
    std::unordered_map<Token, std::size_t> first;
    std::vector<std::pair<std::size_t, std::size_t>> repeated;  ///< document, first of its kind
};

void add(Batch& batch, std::size_t document, BatchItem item,
         const registry::Commitment& commitment) {
    batch.items.push_back(item);
    batch.commitments.push_back(commitment);
    batch.owners.push_back(document);
    batch.outcomes[document].commitment = commitment;
}

/// Whether the document stands in this batch already.
bool is_repeated(Batch& batch, std::size_t document) {
    const Prepared& prepared = batch.documents[document];
    const auto [place, fresh] = batch.first.emplace(*prepared.row.input, document);
    if (fresh || batch.documents[place->second].input != prepared.input) return false;
    batch.repeated.emplace_back(document, place->second);
    return true;
}

Result<void> sort_in(Batch& batch, std::size_t document, OpeningIndex& index, BatchRun& run,
                     Call& call) {
    const Prepared& prepared = batch.documents[document];
    DocumentOutcome& outcome = batch.outcomes[document];
    if (prepared.refused || is_repeated(batch, document)) return {};
    const auto kept = index.find_input(prepared.input, *prepared.row.input);
    if (!kept && kept.error().code() == errors::kOpeningDamaged) {
        outcome.status = DocumentStatus::failed;
        outcome.error = kept.error();
        return {};
    }
    if (!kept) return kept.error();
    if (!*kept) {
        add(batch, document, &prepared.row, prepared.row.commitment);
        return {};
    }
    DEED_TRY(const auto place, run.place_of(**kept, call));
    const registry::Commitment commitment = (*kept)->kept.opening.commitment();
    if (!place) {
        add(batch, document, (*kept)->id, commitment);
        return {};
    }
    outcome.status = DocumentStatus::already;
    outcome.commitment = commitment;
    outcome.place = place;
    return {};
}

void tell_repeated(Batch& batch) {
    for (const auto& [document, first] : batch.repeated) {
        DocumentOutcome& outcome = batch.outcomes[document];
        const DocumentOutcome& same = batch.outcomes[first];
        outcome.status =
            same.status == DocumentStatus::failed ? same.status : DocumentStatus::already;
        outcome.commitment = same.commitment;
        outcome.place = same.place;
        outcome.error = same.error;
    }
}

class Run {
public:
    Run(const did::Did& submitter, registry::Address subject, const AnchorOptions& options,
        const AnchorContext& context, const OutcomeSink& sink)
        : submitter_(submitter),
          subject_(subject),
          options_(options),
          context_(context),
          sink_(sink) {}

    Result<AnchorSummary> over(DocumentSource& source, Call& call) {
        DEED_TRY(const crypto::DataKey key, context_.openings.data_key(call));
        const detail::PrepareContext prepare{submitter_, key, context_.clock.now(),
                                             options_.fields};
        const auto read = [&] {
            return detail::prepare_batch(source, options_.batch_size, prepare, options_.threads,
                                         call);
        };
        // The next batch is read while this one is kept and anchored.
        auto coming = std::async(kReadAhead, read);
        while (true) {
            DEED_TRY(const std::vector<Prepared> documents, coming.get());
            if (documents.empty()) return std::move(summary_);
            coming = std::async(kReadAhead, read);
            DEED_TRY(const Outcomes outcomes, finish(documents, call));
            for (const DocumentOutcome& outcome : outcomes) DEED_CHECK(tell(outcome));
        }
    }

private:
    Result<Outcomes> finish(std::span<const Prepared> documents, Call& call) {
        Batch batch;
        batch.documents = documents;
        for (const Prepared& document : documents) {
            if (document.refused && options_.strict) return document.refused->error;
            batch.outcomes.push_back(outcome_of(document));
        }
        if (options_.dry_run) return look_up(std::move(batch), call);
        DEED_TRY(const OpeningStore::Exclusive exclusive, context_.openings.exclusive(call));
        BatchRun run(exclusive.index(), context_, submitter_, subject_);
        DEED_CHECK(run.recover(call));
        for (std::size_t i = 0; i < documents.size(); ++i)
            DEED_CHECK(sort_in(batch, i, exclusive.index(), run, call));
        if (!batch.items.empty()) DEED_CHECK(anchor(batch, run, call));
        tell_repeated(batch);
        return std::move(batch.outcomes);
    }

    Result<void> anchor(Batch& batch, BatchRun& run, Call& call) {
        DEED_TRY(const registry::Receipt receipt, run.anchor(batch.items, batch.commitments, call));
        ++summary_.operations;
        for (std::size_t i = 0; i < batch.owners.size(); ++i)
            batch.outcomes[batch.owners[i]].place =
                Placement{receipt.operation_hash, receipt.position, receipt.accepted, i};
        return {};
    }

    /// What a run would do, without the lock and without a trace.
    Result<Outcomes> look_up(Batch batch, Call& call) {
        for (std::size_t i = 0; i < batch.documents.size(); ++i) {
            const Prepared& prepared = batch.documents[i];
            if (prepared.refused || is_repeated(batch, i)) continue;
            OpeningQuery query;
            query.sha256 = prepared.input.document.digest.sha256;
            query.key = prepared.key;
            DEED_TRY(const OpeningPage page, context_.openings.find(query, {}, call));
            for (const KeptOpening& kept : page.openings) {
                if (!kept.place || detail::identity_of(kept) != prepared.input) continue;
                batch.outcomes[i].status = DocumentStatus::already;
                batch.outcomes[i].commitment = kept.opening.commitment();
                batch.outcomes[i].place = kept.place;
            }
        }
        tell_repeated(batch);
        return std::move(batch.outcomes);
    }

    Result<void> tell(const DocumentOutcome& outcome) {
        switch (outcome.status) {
            case DocumentStatus::anchored:
                ++summary_.anchored;
                break;
            case DocumentStatus::already:
                ++summary_.already;
                break;
            case DocumentStatus::skipped:
                ++summary_.skipped;
                break;
            case DocumentStatus::failed:
                ++summary_.failed;
                if (!summary_.first_failure) summary_.first_failure = outcome.error;
                break;
        }
        return sink_(outcome);
    }

    const did::Did& submitter_;
    registry::Address subject_;
    const AnchorOptions& options_;
    const AnchorContext& context_;
    const OutcomeSink& sink_;
    AnchorSummary summary_;
};

}  // namespace

Result<AnchorSummary> anchor_documents(DocumentSource& source, const did::Did& submitter,
                                       const AnchorOptions& options, const AnchorContext& context,
                                       const OutcomeSink& sink, Call& call) {
    if (options.batch_size == 0 || options.batch_size > registry::kMaxBatch)
        return Error(registry::errors::kBatchMismatch, "a batch has 1 to 1,000,000 commitments");
    DEED_TRY(const registry::Address subject, detail::address_on(context.ledger, submitter));
    return Run(submitter, subject, options, context, sink).over(source, call);
}

}  // namespace deed::evidence
