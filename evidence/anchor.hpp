#pragma once

#include <span>
#include <vector>

#include "evidence/opening.hpp"
#include "evidence/opening_store.hpp"
#include "lib/crypto/key.hpp"
#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::evidence {

/// Everything outside the documents that anchoring needs; all borrowed.
struct AnchorContext {
    registry::LogLedger& ledger;
    OpeningStore& openings;
    crypto::Signer& controller;  ///< controls the submitter's DID
    const Clock& clock;
};

struct Anchored {
    std::vector<registry::Commitment> commitments;  ///< in the order of the openings
    registry::Receipt receipt;                      ///< of the batch that holds them all
};

/// Keeps the openings, then anchors their commitments in one batch of 1 to 1,000,000
/// (`operation.batch_mismatch`); included in the log on return. All openings must be of one
/// submitter, a did:weid of this ledger (`evidence.wrong_submitter`). A call that failed may be
/// repeated with the same openings.
DEED_API Result<Anchored> anchor(std::span<const Opening> openings, const AnchorContext& context,
                                 Call& call);

}  // namespace deed::evidence
