#pragma once

#include <optional>
#include <string>

#include "credentials/report.hpp"
#include "evidence/proof.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::evidence {

/// The document that a proof is held against.
struct GivenDocument {
    /// Set for kind 0; from digest_of() or digest_of_descriptor().
    std::optional<DocumentDigest> digest;
    /// Set for kind 1.
    std::optional<json::Document> json;
};

/// What the verifier knows beforehand: the log, as a verifier key ("name+hash+base64") or a network
/// ("l…"). Empty: nothing.
using PinnedLog = std::optional<std::string>;

/// What a proof shows, once it is good.
struct EvidenceFacts {
    std::string submitter;  ///< DID
    std::string commitment_hex;
    Timestamp accepted;  ///< the operator's claim
    std::string network;
    std::uint64_t position;
    std::uint64_t tree_size;
};

struct EvidenceVerdict {
    credentials::Report report;
    std::optional<EvidenceFacts> facts;  ///< absent when the entry cannot be read
};

/// The log as its operator publishes it today, or why it cannot be read; nothing where it was not
/// asked.
using PublishedLog = std::optional<Result<registry::LogLedger*>>;

/// The network of the log that a proof is from, as its entry says; nothing for one that cannot be
/// read.
DEED_API std::optional<std::string> network_of(const EvidenceProof& proof);

/// Judges a proof fully offline: the checks of specs/evidence-proof.md section 3 in their order. An
/// error only when no report can exist: `evidence.document_needed` (kind 0 without a document, or a
/// document that was not given as JSON for kind 1), `evidence.pin_malformed`. With a published log
/// the check `published` follows `log`: whether its tree goes on from the proof's checkpoint
/// (`evidence.not_published` where it does not, `evidence.published_later` where it ends before).
DEED_API Result<EvidenceVerdict> verify(const EvidenceProof& proof, const GivenDocument& given,
                                        const PinnedLog& pinned, Call& call,
                                        const PublishedLog& published = std::nullopt);

}  // namespace deed::evidence
