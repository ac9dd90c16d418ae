#include "evidence/proof.hpp"

#include "evidence/content_json.hpp"
#include "evidence/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"

namespace deed::evidence {
namespace {

using detail::StrictJson;

/// More hashes than in the path of the largest batch cannot be right.
constexpr std::size_t kMaxPathLength = 64;

struct BatchPart {
    std::uint64_t index;
    std::uint64_t count;
    std::vector<tlog::Hash> path;
};

Result<std::vector<tlog::Hash>> read_path(const StrictJson& strict, json::Value json) {
    DEED_TRY(const json::Array array, strict.array(json, "/batch/path"));
    if (array.size() > kMaxPathLength)
        return strict.malformed("there are more than 64 hashes", "/batch/path");
    std::vector<tlog::Hash> path;
    for (const json::Value element : array) {
        const std::string at = "/batch/path/" + std::to_string(path.size());
        DEED_TRY(const tlog::Hash hash, strict.hash(element, at));
        path.push_back(hash);
    }
    return path;
}

Result<BatchPart> read_batch(const StrictJson& strict, json::Value json) {
    DEED_CHECK(strict.members(json, {"index", "count", "path"}, "/batch"));
    DEED_TRY(const std::uint64_t index, strict.number(*json.find("index"), "/batch/index"));
    DEED_TRY(const std::uint64_t count, strict.number(*json.find("count"), "/batch/count"));
    if (count == 0 || count > registry::kMaxBatch)
        return strict.malformed("a batch has 1 to 1,000,000 commitments", "/batch/count");
    if (index >= count) return strict.malformed("is beyond the batch", "/batch/index");
    DEED_TRY(auto path, read_path(strict, *json.find("path")));
    return BatchPart{index, count, std::move(path)};
}

Result<Bytes> read_entry(const StrictJson& strict, json::Value json) {
    DEED_TRY(Bytes entry, strict.base64(json, "/entry"));
    if (entry.size() > registry::kMaxEntryBytes)
        return strict.malformed("an entry has at most 65,535 bytes", "/entry");
    return entry;
}

Result<tlog::EntryProof> read_entry_proof(const StrictJson& strict, json::Value json) {
    DEED_TRY(const std::string_view text, strict.text(json, "/proof"));
    auto proof = tlog::EntryProof::parse(text);
    if (!proof) return strict.malformed(proof.error().message(), "/proof");
    if (!proof->extra.empty()) return strict.malformed("there is no extra data", "/proof");
    return proof;
}

/// The DID that the export is about; nothing else of it is read yet.
Result<did::Did> read_submitter(const StrictJson& strict, json::Value did_export) {
    const auto text = did_export.find("did");
    if (!text) return strict.malformed("must be a DID export", "/did");
    DEED_TRY(const std::string_view did_text, strict.text(*text, "/did/did"));
    auto did = did::Did::parse(did_text);
    if (!did || !did::parse_weid(*did)) return strict.malformed("must be a did:weid", "/did/did");
    return did;
}

}  // namespace

Result<EvidenceProof> EvidenceProof::parse(json::Value json) {
    const StrictJson strict(errors::kProofMalformed);
    const auto type = json.find("type");
    const bool has_chain = type && type->string_if() == detail::kChainProofType;
    if (!has_chain) DEED_CHECK(strict.type(json, detail::kProofType, errors::kProofNewerFormat));
    DEED_TRY(const std::string_view content, detail::content_member(strict, json));
    DEED_CHECK(strict.members(json,
                              {"type", "kind", "salt", content, "batch", "entry", "proof", "did"},
                              "", has_chain ? std::string_view("chain") : std::string_view()));
    if (json::to_string(json).size() > kMaxProofSize)
        return strict.malformed("a proof is at most 64 MiB", "");

    const json::Value did_export = *json.find("did");
    DEED_TRY(did::Did submitter, read_submitter(strict, did_export));
    DEED_TRY(Opening opening, detail::read_opening(strict, json, std::move(submitter)));
    DEED_TRY(BatchPart batch, read_batch(strict, *json.find("batch")));
    DEED_TRY(Bytes entry, read_entry(strict, *json.find("entry")));
    DEED_TRY(tlog::EntryProof entry_proof, read_entry_proof(strict, *json.find("proof")));
    std::optional<json::Document> chain;
    if (has_chain) chain = json::Writer().value(*json.find("chain")).take_document();
    return EvidenceProof{std::move(opening),
                         batch.index,
                         batch.count,
                         std::move(batch.path),
                         std::move(entry),
                         std::move(entry_proof),
                         json::Writer().value(did_export).take_document(),
                         std::move(chain)};
}

}  // namespace deed::evidence
