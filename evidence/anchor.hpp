#pragma once

#include <functional>
#include <span>
#include <vector>

#include "evidence/document_source.hpp"
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
/// repeated with the same openings: the batch is then anchored once.
DEED_API Result<Anchored> anchor(std::span<const Opening> openings, const AnchorContext& context,
                                 Call& call);

struct AnchorOptions {
    std::size_t batch_size = 10'000;  ///< 1 to 1,000,000; about 2 KiB of memory a document
    bool fields = false;              ///< anchor JSON field by field (kind 1)
    /// The first document that fails, or is skipped, ends the run with its error; nothing of its
    /// batch is anchored.
    bool strict = false;
    bool dry_run = false;  ///< keep and anchor nothing: tell what would be done
    unsigned threads = 0;  ///< for reading documents; 0 for all cores
};

enum class DocumentStatus : std::uint8_t {
    anchored,  ///< by this run; with dry_run, what would be
    already,   ///< it was anchored before, or stands twice in this run
    skipped,   ///< a link or device
    failed
};
/// "anchored" and so on.
DEED_API std::string_view to_string(DocumentStatus status);

struct DocumentOutcome {
    std::string name;
    std::optional<std::string> key;
    DocumentStatus status;
    std::optional<registry::Commitment> commitment;  ///< anchored and already, but for dry runs
    std::optional<Placement> place;                  ///< the same
    std::optional<Error> error;                      ///< skipped and failed
};

/// Told of every document, in the order of the source, once its batch is done. An error ends the
/// run; what was anchored stays anchored.
using OutcomeSink = std::function<Result<void>(const DocumentOutcome& outcome)>;

struct AnchorSummary {
    std::uint64_t anchored = 0;
    std::uint64_t already = 0;
    std::uint64_t skipped = 0;
    std::uint64_t failed = 0;
    std::uint64_t operations = 0;        ///< signed by this run
    std::optional<Error> first_failure;  ///< of a document
};

/// Anchors all documents of a source, batch by batch, each batch one signed operation, in bounded
/// memory. A document that this submitter anchored before with the same business key and the same
/// kind is not anchored again, and one that was kept by a run that died keeps its salt: a run that
/// was ended at any point is completed by running it again. Errors that are not of one document
/// (ledger, key store, index) end the run.
DEED_API Result<AnchorSummary> anchor_documents(DocumentSource& source, const did::Did& submitter,
                                                const AnchorOptions& options,
                                                const AnchorContext& context,
                                                const OutcomeSink& sink, Call& call);

}  // namespace deed::evidence
