// Whatever a file of evidence on a chain says: it prints as it was read, judging it ends, and
// nothing is good for a document that nobody anchored.
#include <cstdint>
#include <cstdlib>

#include "evidence/chain/hand_over.hpp"
#include "evidence/chain/unlinked_batch.hpp"

using namespace deed;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void judge_unlinked(const evidence::UnlinkedEvidence& read) {
    const auto again = evidence::UnlinkedEvidence::parse(read.to_json().root());
    require(again.has_value() && again->to_json() == read.to_json());
    const auto never = json::Document::parse(R"({"never":"anchored"})").value();
    Call call;
    evidence::ChainTrust trust;
    trust.contract = read.contract;
    if (const auto block = read.event.claimed_block()) trust.blocks.push_back(*block);
    const auto verdict = evidence::verify_unlinked(
        read, {evidence::digest_of(as_bytes("never anchored")), never}, trust, call);
    require(verdict.has_value());
    require(verdict->report.verdict() == credentials::Verdict::bad);
}

void judge_linked(const evidence::EvidenceProof& proof) {
    if (!proof.chain) return;
    const auto part = evidence::ChainPart::parse(proof.chain->root());
    if (!part) return;
    require(part->to_json().root() == proof.chain->root());
    Call call;
    credentials::Report report;
    evidence::judge_chain(proof, *part, {}, report, call);
    require(report.checks().size() == (part->cosigned ? 6 : 5));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = json::Document::parse(ByteView(data, size));
    if (!json) return 0;
    if (const auto read = evidence::UnlinkedEvidence::parse(json->root())) judge_unlinked(*read);
    if (const auto proof = evidence::EvidenceProof::parse(json->root())) judge_linked(*proof);
    if (const auto batch = evidence::UnlinkedBatch::parse(json->root()))
        require(evidence::UnlinkedBatch::parse(batch->to_json().root()).has_value());
    if (const auto consent = evidence::TakeOver::parse(as_text(ByteView(data, size)))) {
        const auto again = evidence::TakeOver::parse(consent->to_json());
        require(again.has_value() && *again == *consent);
    }
    return 0;
}
