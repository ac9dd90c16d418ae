#include "did/methods/webvh_witness.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "did/errors.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_proof.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::size_t kMaxProofs = 10'000;

Error malformed(std::string message) {
    return Error(errors::kWebvhWitnessFile, std::move(message));
}

/// One element of the file: a version id, and the proofs about it.
struct Approval {
    std::string_view version_id;
    json::Value proofs;
};

Result<json::Document> parse_file(ByteView file) {
    auto json = json::Document::parse(file, {.max_bytes = kMaxWebvhWitnessFile});
    if (!json) return malformed(json.error().message());
    if (!json->root().is_array()) return malformed("the file is no array");
    return json;
}

Result<std::vector<Approval>> read_approvals(json::Value file) {
    std::vector<Approval> approvals;
    std::size_t proofs = 0;
    for (const json::Value element : file.array()) {
        const auto id = element.find("versionId");
        const auto proof = element.find("proof");
        if (!id || !id->is_string()) return malformed("an element has no versionId");
        if (!proof) continue;  // "array entries without proofs … SHOULD be removed"
        if (!proof->is_array()) return malformed("proof is no array");
        proofs += proof->array().size();
        if (proofs > kMaxProofs) return malformed("there are too many proofs");
        approvals.push_back({id->string(), *proof});
    }
    return approvals;
}

/// What a witness signs.
json::Document approved(std::string_view version_id) {
    json::Writer writer;
    return writer.begin_object().member("versionId", version_id).end_object().take_document();
}

bool is_witness(const WebvhEntry& entry, const std::string& key) {
    return std::ranges::find(entry.witnesses->keys, key) != entry.witnesses->keys.end();
}

/// The latest entry of which each witness approved: an approval holds for all before it too.
class LatestApprovals {
public:
    explicit LatestApprovals(const std::vector<WebvhEntry>& entries) : entries_(entries) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            index_.emplace(entries[i].version_id, i);
            witnesses_.insert(entries[i].witnesses->keys.begin(), entries[i].witnesses->keys.end());
        }
    }

    /// Proofs that fail, of nobody's or about versions that are not in the log, do not count.
    Result<void> take(const Approval& approval, Call& call) {
        const auto at = index_.find(approval.version_id);
        if (at == index_.end()) return {};
        const json::Document document = approved(approval.version_id);
        for (const json::Value proof : approval.proofs.array()) {
            DEED_CHECK(call.check());
            const auto key = detail::key_of_webvh_proof(proof);
            if (!key || !witnesses_.contains(*key)) continue;
            const auto known = latest_.find(*key);
            if (known != latest_.end() && known->second >= at->second) continue;
            if (detail::check_webvh_proof(document.root(), proof)) latest_[*key] = at->second;
        }
        return {};
    }

    std::size_t approvals_of(std::size_t index) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(entries_[index].witnesses->keys, [&](const std::string& key) {
                const auto known = latest_.find(key);
                return known != latest_.end() && known->second >= index;
            }));
    }

private:
    const std::vector<WebvhEntry>& entries_;
    std::map<std::string_view, std::size_t> index_;
    std::set<std::string> witnesses_;
    std::map<std::string, std::size_t> latest_;
};

void write_others(json::Writer& writer, json::Value element, std::string_view version_id,
                  const std::string& key, const json::Document& proof) {
    const bool is_it = element.find("versionId")->string() == version_id;
    std::vector<json::Value> kept;
    if (const auto proofs = element.find("proof"))
        for (const json::Value one : proofs->array()) {
            const auto by = detail::key_of_webvh_proof(one);
            if (!is_it || !by || *by != key) kept.push_back(one);
        }
    if (is_it) kept.push_back(proof.root());
    if (kept.empty()) return;
    writer.begin_object().member("versionId", element.find("versionId")->string());
    writer.key("proof").begin_array();
    for (const json::Value one : kept) writer.value(one);
    writer.end_array().end_object();
}

}  // namespace

Result<void> WebvhLog::check_witnesses(ByteView file, Call& call) {
    DEED_TRY(const json::Document json, parse_file(file));
    DEED_TRY(const std::vector<Approval> given, read_approvals(json.root()));
    LatestApprovals approvals(entries_);
    for (const Approval& approval : given) DEED_CHECK(approvals.take(approval, call));
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const WebvhEntry& entry = entries_[i];
        if (entry.witnesses->keys.empty()) continue;
        const std::size_t count = approvals.approvals_of(i);
        if (count >= entry.witnesses->threshold) continue;
        return cut_at(
            i, Error(errors::kWebvhNotWitnessed, "of entry " + std::to_string(i + 1) + " approve " +
                                                     std::to_string(count) + " witnesses, not " +
                                                     std::to_string(entry.witnesses->threshold)));
    }
    return {};
}

Result<json::Document> witness_webvh(const WebvhLog& log, const std::string& version_id,
                                     ByteView file, crypto::Signer& witness, Timestamp now,
                                     Call& call) {
    const auto entry = std::ranges::find(log.entries(), version_id, &WebvhEntry::version_id);
    if (entry == log.entries().end())
        return Error(errors::kNoSuchVersion, "the log has no good version " + version_id);
    const std::string key = witness.public_key().to_multikey();
    if (!is_witness(*entry, key))
        return Error(errors::kWebvhUnauthorized, key + " is no witness of this version");
    const json::Document signed_document = approved(version_id);
    DEED_TRY(const json::Document proof,
             detail::make_webvh_proof(signed_document.root(), now, witness, call));
    DEED_TRY(const json::Document before,
             file.empty() ? json::Document::parse("[]") : parse_file(file));
    DEED_CHECK(read_approvals(before.root()));
    json::Writer writer;
    writer.begin_array();
    bool has_it = false;
    for (const json::Value element : before.root().array()) {
        has_it = has_it || element.find("versionId")->string() == version_id;
        write_others(writer, element, version_id, key, proof);
    }
    if (!has_it) {
        writer.begin_object().member("versionId", version_id).key("proof").begin_array();
        writer.value(proof.root()).end_array().end_object();
    }
    return writer.end_array().take_document();
}

}  // namespace deed::did
