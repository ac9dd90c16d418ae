#include "did/methods/weid_export_log.hpp"

#include <algorithm>
#include <iterator>

#include "did/methods/export_errors.hpp"
#include "did/methods/weid_export.hpp"
#include "did/methods/weid_export_json.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/pointer.hpp"

namespace deed::did {
namespace {

using detail::ExportJson;
using registry::ProvedLogEntry;

void write_entries(json::Writer& writer, std::string_view name,
                   const std::vector<ProvedLogEntry>& entries) {
    if (entries.empty()) return;
    writer.key(name).begin_array();
    for (const ProvedLogEntry& proved : entries) {
        writer.begin_object().key("position").integer(static_cast<std::int64_t>(proved.position));
        writer.member("entry", base64_encode(proved.entry)).key("proof").begin_array();
        for (const tlog::Hash& hash : proved.proof) writer.string(base64_encode(hash));
        writer.end_array().end_object();
    }
    writer.end_array();
}

/// A succession, or the end of a recovery, and nothing else in the place of either.
Result<void> check_kind(const ProvedLogEntry& proved, bool succession, const std::string& at) {
    auto entry = registry::LogEntry::parse(proved.entry);
    if (!entry) return std::move(entry).error().at(at);
    const auto* recovery = std::get_if<registry::LogRecovery>(&entry->statement());
    const bool right = succession ? recovery == nullptr : recovery != nullptr && !recovery->lost;
    if (right) return {};
    return ExportJson::malformed(
        succession ? "must be a succession" : "must be the closing entry of a recovery", at);
}

Result<std::vector<ProvedLogEntry>> read_entries(json::Value json, std::string_view name) {
    std::vector<ProvedLogEntry> entries;
    if (!json.find(name)) return entries;
    DEED_TRY(const json::Array array, ExportJson::array_member(json, name, ""));
    for (const json::Value value : array) {
        const std::string at = json::pointer_token(name) + "/" + std::to_string(entries.size());
        DEED_CHECK(ExportJson::check_members(value, {"position", "entry", "proof"}, at));
        DEED_TRY(ProvedLogEntry proved, ExportJson::read_proved(value, at));
        DEED_CHECK(check_kind(proved, name == detail::kSuccessions, at));
        entries.push_back(std::move(proved));
    }
    if (entries.empty())
        return ExportJson::malformed("an empty list is left out", json::pointer_token(name));
    return entries;
}

}  // namespace

namespace detail {

void write_log_proof(json::Writer& writer, const registry::LogProof& proof) {
    write_entries(writer, kSuccessions, proof.successions);
    write_entries(writer, kRecoveries, proof.recoveries);
}

}  // namespace detail

Result<registry::LogHistory> follow_export(json::Value did_export, const tlog::Checkpoint& head) {
    DEED_TRY(const std::string_view log_text, ExportJson::text_member(did_export, "log", ""));
    const auto log = tlog::VerifierKey::parse(log_text);
    if (!log) return ExportJson::wrapped(errors::kExportMalformed, log.error(), "/log");
    DEED_TRY(const auto successions, read_entries(did_export, detail::kSuccessions));
    DEED_TRY(const auto recoveries, read_entries(did_export, detail::kRecoveries));
    std::vector<ProvedLogEntry> entries;
    std::ranges::merge(successions, recoveries, std::back_inserter(entries), {},
                       &ProvedLogEntry::position, &ProvedLogEntry::position);
    auto history = registry::follow_log(*log, entries, head);
    if (!history) return std::move(history).error().at("/successions");
    return history;
}

}  // namespace deed::did
