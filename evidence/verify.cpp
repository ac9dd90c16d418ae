#include "evidence/verify.hpp"

#include "evidence/check_document.hpp"
#include "evidence/errors.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::evidence {
namespace {

using credentials::CheckState;
using registry::BatchBody;

/// The log that the verifier trusts, as it was named.
struct Pin {
    std::optional<tlog::VerifierKey> key;
    std::string network;
};

bool is_log_network(std::string_view text) {
    constexpr std::size_t kBase32Digits = 32;
    return text.size() == 1 + kBase32Digits && text.front() == 'l' &&
           base32_decode(text.substr(1)).has_value();
}

Result<std::optional<Pin>> read_pin(const PinnedLog& pinned) {
    if (!pinned) return std::optional<Pin>();
    if (pinned->find('+') == std::string::npos) {
        if (is_log_network(*pinned)) return std::optional(Pin{std::nullopt, *pinned});
        return Error(errors::kPinMalformed, "the text is not a network of a log");
    }
    auto key = tlog::VerifierKey::parse(*pinned);
    if (!key) return Error(errors::kPinMalformed, key.error().message());
    std::string network = registry::network_of(*key);
    return std::optional(Pin{std::move(key).value(), std::move(network)});
}

/// Good when the entry's operation may stand in a log at all, apart from what came before it
/// (specs/ledger-entries.md section 7, rules 6 and 9), and is a batch of this submitter's.
Result<void> check_batch_operation(const registry::Entry& entry, const did::WeidId& submitter) {
    const registry::Envelope& envelope = entry.operation.envelope();
    const auto invalid = [](std::string message) {
        return Error(errors::kOperationInvalid, std::move(message));
    };
    if (envelope.type != registry::OperationType::evidence_batch)
        return invalid("the operation is a " + std::string(registry::tag_of(envelope.type)));
    if (envelope.network != submitter.network) return invalid("it was signed for another ledger");
    if (envelope.subject != submitter.address) return invalid("it is another submitter's");
    if (envelope.next) return invalid("operations on evidence carry no commitment to a key");
    const std::int64_t seconds = entry.accepted.floor_seconds().unix_milliseconds() / 1000;
    if (seconds > 0 && static_cast<std::uint64_t>(seconds) > envelope.expiry)
        return invalid("it had expired when it was accepted");
    return {};
}

/// What is to be said of a log that changed its key or lost entries.
std::string about(const registry::LogHistory& history) {
    std::string text;
    if (const std::size_t count = history.successions().size(); count > 0)
        text = ", after " + std::to_string(count) + (count == 1 ? " succession" : " successions") +
               " from the log's first key";
    if (const std::string losses = history.describe_losses(); !losses.empty())
        text += "; but " + losses;
    return text;
}

/// The checks of one proof, each of which reports on its own.
class Verification {
public:
    Verification(const EvidenceProof& proof, std::optional<Pin> pin)
        : proof_(proof), pin_(std::move(pin)), submitter_(proof.opening.submitter()) {
        read_entry();
        read_head();
        read_log();
    }

    EvidenceVerdict judge(const GivenDocument& given, const PublishedLog& published,
                          Call& call) && {
        detail::check_document(proof_.opening, given, report_);
        detail::check_withheld(proof_.opening, report_);
        check_commitment();
        check_operation();
        check_inclusion();
        check_checkpoint();
        check_submitter();
        check_log();
        if (published) report_.write("published", judge_published(*published, call));
        report_.skip("witnesses",
                     "nobody but the log's operator vouches that all were shown the same tree");
        report_.skip("time", entry_ ? "accepted " + entry_->accepted.to_string() +
                                          ", as the log's operator claims"
                                    : "the time is the claim of the log's operator");
        return {std::move(report_), facts()};
    }

private:
    void read_entry();
    void read_head();
    void read_log();
    void check_commitment();
    void check_operation();
    void check_inclusion();
    void check_checkpoint();
    void check_submitter();
    void check_log();
    Result<std::string> judge_published(const Result<registry::LogLedger*>& published,
                                        Call& call) const;
    Result<void> check_control(const did::WeidExport& did_export) const;
    std::optional<EvidenceFacts> facts() const;

    void depends(std::string check, std::string on) {
        report_.undetermined(std::move(check), Error(errors::kDependsOnFailed, std::move(on)));
    }
    bool passed(std::string_view check) const {
        return report_.find(check)->state == CheckState::passed;
    }

    const EvidenceProof& proof_;
    const std::optional<Pin> pin_;
    const did::Did& submitter_;
    const registry::Commitment commitment_ = proof_.opening.commitment();

    std::optional<registry::Entry> entry_;
    std::optional<Error> entry_fault_;  ///< why there is no entry, or no batch in it
    std::optional<BatchBody> batch_;
    std::optional<tlog::Checkpoint> head_;  ///< not verified
    std::optional<tlog::VerifierKey> log_;  ///< as the export names it
    std::optional<registry::LogHistory> history_;
    std::optional<Error> history_fault_;  ///< why the log's keys cannot be followed
    credentials::Report report_;
};

void Verification::read_entry() {
    auto entry = registry::Entry::parse(proof_.entry);
    if (!entry) {
        entry_fault_ = Error(errors::kOperationInvalid, entry.error().to_string());
        return;
    }
    entry_ = std::move(entry).value();
    if (entry_->operation.envelope().type != registry::OperationType::evidence_batch) return;
    if (const auto batch = BatchBody::parse(entry_->operation.body())) {
        batch_ = *batch;
    } else {
        entry_fault_ = Error(errors::kOperationInvalid, batch.error().to_string());
    }
}

void Verification::read_head() {
    const auto note = tlog::Note::parse(proof_.entry_proof.checkpoint);
    if (!note) return;
    if (auto head = tlog::Checkpoint::parse(note->body())) head_ = std::move(head).value();
}

void Verification::read_log() {
    const auto member = proof_.did_export.root().find("log");
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text) return;
    if (auto log = tlog::VerifierKey::parse(*text)) log_ = std::move(log).value();
    if (!log_ || !head_) return;
    auto history = did::follow_export(proof_.did_export.root(), *head_);
    if (history)
        history_ = std::move(history).value();
    else
        history_fault_ = std::move(history).error();
}

void Verification::check_commitment() {
    constexpr const char* kCheck = "commitment";
    if (!batch_) return depends(kCheck, "the batch's root cannot be read from the entry");
    const auto included =
        tlog::verify_inclusion(proof_.batch_index, proof_.batch_count,
                               registry::batch_leaf(commitment_), proof_.batch_path, batch_->root);
    if (!included)
        return report_.fail(
            kCheck, errors::kCommitmentMismatch,
            "the opening does not lead to the batch's root: " + included.error().message());
    report_.pass(kCheck, "commitment " + hex_encode(commitment_.sha256) + " is number " +
                             std::to_string(proof_.batch_index) + ", from 0, in a batch of " +
                             std::to_string(proof_.batch_count));
}

void Verification::check_operation() {
    constexpr const char* kCheck = "operation";
    if (entry_fault_) return report_.fail(kCheck, *entry_fault_);
    const auto id = did::parse_weid(submitter_);
    if (!id) return report_.fail(kCheck, errors::kOperationInvalid, "the submitter has no ledger");
    if (const auto right = check_batch_operation(*entry_, *id); !right)
        return report_.fail(kCheck, right.error());
    if (batch_->count != proof_.batch_count)
        return report_.fail(
            kCheck, errors::kOperationInvalid,
            "the batch was signed with " + std::to_string(batch_->count) + " commitments",
            "/batch/count");
    report_.pass(kCheck, "a batch that " + registry::to_string(entry_->operation.controller()) +
                             " signed for " + submitter_.to_string());
}

void Verification::check_inclusion() {
    constexpr const char* kCheck = "inclusion";
    if (!head_) return depends(kCheck, "the checkpoint cannot be read");
    const std::uint64_t index = proof_.entry_proof.index;
    const auto included = tlog::verify_inclusion(index, head_->size, tlog::leaf_hash(proof_.entry),
                                                 proof_.entry_proof.path, head_->root);
    if (!included)
        return report_.fail(kCheck, errors::kInclusionInvalid, included.error().message());
    report_.pass(kCheck, "the entry is number " + std::to_string(index) +
                             ", from 0, in a tree of " + std::to_string(head_->size));
}

void Verification::check_checkpoint() {
    constexpr const char* kCheck = "checkpoint";
    const std::string& note = proof_.entry_proof.checkpoint;
    if (!log_)
        return report_.fail(kCheck, errors::kCheckpointInvalid, "the export names no log key",
                            "/did/log");
    if (history_fault_)
        return report_.fail(kCheck, errors::kCheckpointInvalid, history_fault_->to_string(),
                            "/did");
    const tlog::VerifierKey& signer = history_ ? history_->key_in_force() : *log_;
    if (const auto head = tlog::verify_checkpoint(note, signer); !head)
        return report_.fail(kCheck, errors::kCheckpointInvalid, head.error().to_string());
    const auto in_export = proof_.did_export.root().find("checkpoint");
    if (!in_export || in_export->string_if() != std::string_view(note))
        return report_.fail(kCheck, errors::kCheckpointInvalid,
                            "the export is over another checkpoint", "/did/checkpoint");
    std::string detail = "signed by " + signer.to_string();
    if (history_) detail += about(*history_);
    report_.pass(kCheck, std::move(detail));
}

Result<void> Verification::check_control(const did::WeidExport& did_export) const {
    const auto state = did_export.state_before(proof_.entry_proof.index);
    const auto invalid = [](std::string message) {
        return Error(errors::kSubmitterInvalid, std::move(message));
    };
    if (!state.exists()) return invalid("the DID was created after the entry");
    if (state.deactivated()) return invalid("the DID was deactivated before the entry");
    if (state.moved()) return invalid("the DID had moved to another ledger before the entry");
    if (state.controller() != entry_->operation.controller())
        return invalid("the DID was controlled by " + registry::to_string(state.controller()) +
                       " at the entry");
    return {};
}

void Verification::check_submitter() {
    constexpr const char* kCheck = "submitter";
    const auto did_export = did::WeidExport::parse(proof_.did_export.root());
    if (!did_export)
        return report_.fail(kCheck, errors::kSubmitterInvalid, did_export.error().to_string(),
                            "/did");
    // Who controlled the DID is asked for the signer, at a place of the export's own tree.
    for (const char* needed : {"operation", "inclusion", "checkpoint"})
        if (!passed(needed)) return depends(kCheck, std::string("needs the check ") + needed);
    if (const auto controlled = check_control(*did_export); !controlled)
        return report_.fail(kCheck, controlled.error());
    report_.pass(kCheck, submitter_.to_string() + " was active and controlled by the signer; its " +
                             "history as of " + did_export->as_of().to_string());
}

void Verification::check_log() {
    constexpr const char* kCheck = "log";
    if (!log_) return depends(kCheck, "the export names no log key");
    const std::string network = registry::network_of(*log_);
    if (!pin_)
        return report_.undetermined(
            kCheck, Error(errors::kLogNotPinned, "no log was named to trust; this one is " +
                                                     log_->to_string() + ", network " + network));
    const bool is_first = pin_->key ? *pin_->key == *log_ : pin_->network == network;
    const bool is_later = pin_->key && history_ && history_->had(*pin_->key);
    if (!is_first && !is_later)
        return report_.fail(kCheck, errors::kLogMismatch,
                            "the proof is from " + log_->to_string() + ", network " + network);
    report_.pass(kCheck, "the log is the trusted one, network " + network +
                             (is_first ? "" : ", by a later key of it"));
}

/// The tree that the verifier sees holds the proof's: then both were shown one history.
Result<std::string> Verification::judge_published(const Result<registry::LogLedger*>& published,
                                                  Call& call) const {
    // What is not known now is no fault of the proof.
    const auto unknown = [](const Error& error) {
        return Error(errors::kPublishedUnknown, error.to_string());
    };
    if (!published) return unknown(published.error());
    if (!head_) return Error(errors::kDependsOnFailed, "the checkpoint cannot be read");
    const auto now = registry::signed_head(**published, call);
    if (!now) return unknown(now.error());
    const tlog::Checkpoint& head = now->checkpoint;
    if (head.size < head_->size)
        return Error(errors::kPublishedLater, "the published log has " +
                                                  std::to_string(head.size) +
                                                  " entries, the proof's " +
                                                  std::to_string(head_->size));
    const auto proof = (*published)->consistency_proof(head_->size, head.size, call);
    if (!proof) return unknown(proof.error());
    if (!tlog::verify_consistency(head_->size, head.size, head_->root, head.root, *proof))
        return Error(errors::kNotPublished,
                     "the log published today does not go on from the proof's checkpoint");
    return "the published log goes on from it, with " + std::to_string(head.size) +
           " entries by now";
}

std::optional<EvidenceFacts> Verification::facts() const {
    if (!entry_ || !head_) return std::nullopt;
    return EvidenceFacts{submitter_.to_string(),   hex_encode(commitment_.sha256),
                         entry_->accepted,         entry_->operation.envelope().network,
                         proof_.entry_proof.index, head_->size};
}

}  // namespace

std::optional<std::string> network_of(const EvidenceProof& proof) {
    auto entry = registry::Entry::parse(proof.entry);
    if (!entry) return std::nullopt;
    return entry->operation.envelope().network;
}

Result<EvidenceVerdict> verify(const EvidenceProof& proof, const GivenDocument& given,
                               const PinnedLog& pinned, Call& call,
                               const PublishedLog& published) {
    DEED_CHECK(call.check());
    DEED_CHECK(detail::require_document(proof.opening, given));
    DEED_TRY(auto pin, read_pin(pinned));
    return Verification(proof, std::move(pin)).judge(given, published, call);
}

}  // namespace deed::evidence
