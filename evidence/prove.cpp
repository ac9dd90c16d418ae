#include "did/errors.hpp"
#include "evidence/content_json.hpp"
#include "evidence/errors.hpp"
#include "evidence/proof.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::evidence {
namespace {

void write_batch(json::Writer& writer, const registry::BatchPlace& place) {
    writer.key("batch").begin_object();
    writer.key("index").integer(static_cast<std::int64_t>(place.index));
    writer.key("count").integer(static_cast<std::int64_t>(place.count)).key("path").begin_array();
    for (const tlog::Hash& hash : place.path) writer.string(base64_encode(hash));
    writer.end_array().end_object();
}

/// The entry's proof over the export's own checkpoint, so that a ledger which grows meanwhile
/// changes nothing.
Result<tlog::EntryProof> prove_entry(registry::LogLedger& ledger, std::uint64_t position,
                                     const json::Document& did_export, Call& call) {
    const std::string note(did_export.root().find("checkpoint")->string());
    DEED_TRY(const auto head, registry::verify_head(ledger, note, call));
    DEED_TRY(auto path, ledger.inclusion_proof(position, head.checkpoint.size, call));
    return tlog::EntryProof{position, std::move(path), note, {}};
}

}  // namespace

Result<json::Document> prove(registry::LogLedger& ledger, const Opening& opening,
                             const Clock& clock, Call& call) {
    const did::Did& submitter = opening.submitter();
    DEED_TRY(const did::WeidId id, did::parse_weid(submitter));
    if (id.network != ledger.network())
        return Error(did::errors::kWrongLedger, "the ledger is " + ledger.network(),
                     submitter.to_string());
    registry::EvidenceRegistry registry(ledger, clock);
    DEED_TRY(const auto place, registry.find(id.address, opening.commitment(), call));
    DEED_TRY(const Bytes entry, ledger.entry(place.position, call));
    // Later than the place, so that its checkpoint covers it.
    DEED_TRY(const auto did_export, did::export_weid(ledger, submitter, clock, call));
    DEED_TRY(const auto entry_proof, prove_entry(ledger, place.position, did_export, call));

    json::Writer writer;
    writer.begin_object().member("type", detail::kProofType);
    detail::write_opening(writer, opening);
    write_batch(writer, place);
    writer.member("entry", base64_encode(entry)).member("proof", entry_proof.to_string());
    writer.key("did").value(did_export.root()).end_object();
    const std::string text = writer.take();
    if (text.size() > kMaxProofSize)
        return Error(errors::kProofTooLarge,
                     "the proof has " + std::to_string(text.size()) + " bytes");
    return json::Document::parse(text, {.max_bytes = kMaxProofSize});
}

}  // namespace deed::evidence
