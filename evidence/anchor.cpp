#include "evidence/anchor.hpp"

#include <algorithm>

#include "did/methods/weid.hpp"
#include "evidence/errors.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::evidence {
namespace {

/// The address of the one submitter of all openings.
Result<registry::Address> submitter_of(std::span<const Opening> openings,
                                       const registry::Ledger& ledger) {
    const did::Did& submitter = openings.front().submitter();
    if (!std::ranges::all_of(openings, [&](const Opening& opening) {
            return opening.submitter() == submitter;
        }))
        return Error(errors::kWrongSubmitter, "the openings are of several submitters");
    const auto id = did::parse_weid(submitter);
    if (!id || id->network != ledger.network())
        return Error(errors::kWrongSubmitter, "the ledger is " + ledger.network(),
                     submitter.to_string());
    return id->address;
}

}  // namespace

Result<Anchored> anchor(std::span<const Opening> openings, const AnchorContext& context,
                        Call& call) {
    if (openings.empty() || openings.size() > registry::kMaxBatch)
        return Error(registry::errors::kBatchMismatch, "a batch has 1 to 1,000,000 commitments");
    DEED_TRY(const registry::Address subject, submitter_of(openings, context.ledger));

    std::vector<registry::Commitment> commitments;
    commitments.reserve(openings.size());
    for (const Opening& opening : openings) {
        DEED_CHECK(context.openings.put(opening, call));
        commitments.push_back(opening.commitment());
    }
    registry::EvidenceRegistry registry(context.ledger, context.clock);
    DEED_TRY(const registry::Receipt receipt,
             registry.append(subject, commitments, context.controller, call));
    return Anchored{std::move(commitments), receipt};
}

}  // namespace deed::evidence
