#include "did/methods/webvh.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_id.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kAcceptLog = "text/jsonl, application/jsonl;q=0.9, */*;q=0.1";
constexpr std::string_view kAcceptWitness = "application/json";
constexpr std::size_t kMaxSeen = 10'000;

using Entries = std::vector<WebvhEntry>;

Error no_version(const Did& did, std::string message) {
    return Error(errors::kNoSuchVersion, std::move(message), did.to_string());
}

/// The version of an id or number; the fault of a log may hide it.
Result<std::size_t> find_named(const WebvhLog& log, const Did& did, const ResolveOptions& options) {
    const Entries& entries = log.entries();
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (options.version_number ? *options.version_number == i + 1
                                   : entries[i].version_id == *options.version_id)
            return i;
    if (log.fault()) return *log.fault();
    return no_version(did, "there are versions 1 to " + std::to_string(entries.size()));
}

Result<std::size_t> find_version(const WebvhLog& log, const Did& did,
                                 const ResolveOptions& options) {
    const Entries& entries = log.entries();
    if (options.version_id || options.version_number) return find_named(log, did, options);
    std::size_t index = entries.size();
    if (options.version_time) {
        const auto end =
            std::ranges::upper_bound(entries, *options.version_time, {}, &WebvhEntry::version_time);
        index = static_cast<std::size_t>(end - entries.begin());
        if (index == 0)
            return no_version(did,
                              "the DID was created at " + entries.front().version_time.to_string());
    }
    // Nobody knows until when the last good version of a log with a fault held.
    if (index == entries.size() && log.fault()) return *log.fault();
    return index - 1;
}

json::Document metadata_of_method(const WebvhEntry& entry) {
    const WebvhParameters& parameters = entry.parameters;
    json::Writer writer;
    writer.begin_object()
        .member("versionTime", entry.version_time.to_string())
        .member("scid", parameters.scid)
        .key("portable")
        .boolean(parameters.portable)
        .member("ttl", std::to_string(parameters.ttl));
    if (!parameters.witness->keys.empty())
        writer.key("witness").value(witness_parameter(*parameters.witness, true).root());
    if (!parameters.watchers->empty()) {
        writer.key("watchers").begin_array();
        for (const std::string& url : *parameters.watchers) writer.string(url);
        writer.end_array();
    }
    return writer.end_object().take_document();
}

DocumentMetadata metadata_of(const WebvhLog& log, const Did& did, std::size_t index) {
    const Entries& entries = log.entries();
    const WebvhEntry& entry = entries[index];
    DocumentMetadata metadata;
    metadata.created = entries.front().version_time;
    metadata.updated = entry.version_time;
    metadata.version_id = entry.version_id;
    metadata.deactivated = entry.parameters.deactivated;
    metadata.deactivated_since = entries.back().parameters.deactivated;
    if (entry.did != did) metadata.canonical_id = entry.did.to_string();
    metadata.of_method = metadata_of_method(entry);
    if (index + 1 == entries.size()) return metadata;
    metadata.next_update = entries[index + 1].version_time;
    metadata.next_version_id = entries[index + 1].version_id;
    return metadata;
}

Result<void> require_own(const WebvhLog& log, const Did& did) {
    if (std::ranges::find(log.entries(), did, &WebvhEntry::did) != log.entries().end()) return {};
    return Error(errors::kWebvhOtherDid, "the log is of " + log.entries().back().did.to_string(),
                 did.to_string());
}

Version::Kind kind_of(const WebvhEntry& entry, const WebvhEntry* before) {
    if (entry.parameters.deactivated) return Version::Kind::deactivated;
    if (before == nullptr) return Version::Kind::created;
    if (entry.did != before->did) return Version::Kind::moved;
    return entry.parameters.update_keys != before->parameters.update_keys ? Version::Kind::rotated
                                                                          : Version::Kind::updated;
}

/// DID URLs with a path, and /whois, lead here unless the document says otherwise.
std::map<std::string, std::string, std::less<>> services_of(const WebvhId& id) {
    const std::string base = id.location.base_url();
    return {{"files", base}, {"whois", base + "whois.vp"}};
}

}  // namespace

Result<Resolution> resolve_webvh(const WebvhLog& log, const Did& did,
                                 const ResolveOptions& options) {
    DEED_CHECK(check_options(options));
    DEED_CHECK(require_own(log, did));
    DEED_TRY(const std::size_t index, find_version(log, did, options));
    const WebvhEntry& entry = log.entries()[index];
    DEED_TRY(Document document, Document::parse(entry.state, entry.did, DocumentRules::core));
    DEED_TRY(const WebvhId id, parse_webvh(entry.did));
    return Resolution{std::move(document), metadata_of(log, did, index), std::nullopt,
                      services_of(id)};
}

Result<History> webvh_history(const WebvhLog& log, const Did& did) {
    DEED_CHECK(require_own(log, did));
    if (log.fault()) return *log.fault();
    History history;
    const WebvhEntry* before = nullptr;
    for (const WebvhEntry& entry : log.entries()) {
        const Version::Kind kind = kind_of(entry, before);
        auto document = Document::parse(entry.state, entry.did, DocumentRules::core);
        const bool holds = kind != Version::Kind::deactivated && document.has_value();
        history.versions.push_back(
            {entry.version_id, entry.version_time,
             holds ? std::optional(std::move(document).value()) : std::nullopt, kind});
        before = &entry;
    }
    return history;
}

Result<WebvhLog> read_webvh(ByteView log, const std::optional<Bytes>& witness_file, Timestamp now,
                            Call& call) {
    DEED_TRY(WebvhLog verified, WebvhLog::verify(log, now, call));
    if (!verified.needs_witnesses()) return verified;
    constexpr std::string_view kNone = "[]";
    DEED_CHECK(
        verified.check_witnesses(witness_file ? ByteView(*witness_file) : as_bytes(kNone), call));
    return verified;
}

Result<void> WebvhResolver::remember(const WebvhLog& log) {
    const std::lock_guard lock(mutex_);
    const Entries& entries = log.entries();
    const auto known = seen_.find(log.scid());
    if (known != seen_.end()) {
        const auto& [versions, last_id] = known->second;
        if (versions > entries.size() || entries[versions - 1].version_id != last_id)
            return Error(errors::kWebvhRolledBack,
                         "version " + last_id + " was seen and is not there",
                         entries.back().did.to_string());
    } else if (seen_.size() >= kMaxSeen) {
        seen_.erase(seen_.begin());
    }
    seen_.insert_or_assign(log.scid(), Seen{entries.size(), entries.back().version_id});
    return {};
}

Result<WebvhLog> WebvhResolver::fetch(const Did& did, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(const WebvhId id, parse_webvh(did));
    DEED_TRY(const Bytes bytes,
             fetch_published({id.log_url(), kAcceptLog, {}, kMaxWebvhLog}, clients_, call));
    auto log = WebvhLog::verify(bytes, clock_.now(), call);
    if (!log) return std::move(log).error().at(did.to_string());
    if (log->scid() != id.scid)
        return Error(errors::kWebvhScid, "the log is that of " + log->scid(), did.to_string());
    if (log->needs_witnesses()) {
        auto file = fetch_published({id.witness_url(), kAcceptWitness, {}, kMaxWebvhWitnessFile},
                                    clients_, call);
        if (!file && file.error().code() != errors::kNotFound) return std::move(file).error();
        constexpr std::string_view kNone = "[]";
        DEED_CHECK(log->check_witnesses(file ? ByteView(*file) : as_bytes(kNone), call));
    }
    if (!log->fault()) DEED_CHECK(remember(*log));
    return log;
}

Result<Resolution> WebvhResolver::resolve(const Did& did, const ResolveOptions& options,
                                          Call& call) {
    DEED_CHECK(check_options(options));
    DEED_TRY(const WebvhLog log, fetch(did, call));
    return resolve_webvh(log, did, options);
}

Result<History> WebvhResolver::history(const Did& did, Call& call) {
    DEED_TRY(const WebvhLog log, fetch(did, call));
    return webvh_history(log, did);
}

}  // namespace deed::did
