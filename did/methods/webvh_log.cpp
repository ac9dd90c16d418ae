#include "did/methods/webvh_log.hpp"

#include <algorithm>
#include <charconv>

#include "did/methods/webvh_entry.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_id.hpp"
#include "did/methods/webvh_proof.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::did {
namespace {

constexpr std::int64_t kToleranceSeconds = 300;
constexpr std::size_t kMaxEntries = 10'000;

/// Verifies one entry after another.
class Reader {
public:
    Reader(std::vector<WebvhEntry>& entries, Timestamp now) : entries_(entries), now_(now) {}

    Result<void> take(std::string_view line) {
        auto json = json::Document::parse(line);
        if (!json) return Error(errors::kWebvhLog, json.error().message());
        const json::Value entry = json->root();
        DEED_TRY(const detail::EntryMembers members, detail::read_members(entry));
        const WebvhEntry* before = entries_.empty() ? nullptr : &entries_.back();
        if (before != nullptr && before->parameters.deactivated)
            return Error(errors::kWebvhEnded, "an entry follows the deactivation");
        DEED_TRY(
            WebvhParameters parameters,
            next_parameters(before != nullptr ? &before->parameters : nullptr, members.parameters));
        DEED_CHECK(check_version_id(members, entry, parameters));
        DEED_CHECK(check_time(members.version_time));
        DEED_CHECK(check_proofs(members, entry, active_keys(parameters)));
        if (before == nullptr) DEED_CHECK(check_scid(entry, parameters.scid));
        DEED_TRY(Did did, read_did(members.state, parameters));
        Shared<WebvhWitnesses> witnesses =
            before != nullptr && !before->parameters.witness->keys.empty()
                ? before->parameters.witness
                : parameters.witness;
        entries_.push_back({members.version_id, members.version_time, std::move(did),
                            std::move(parameters), std::move(witnesses),
                            json::Document::parse(json::to_string(members.state)).value()});
        return {};
    }

private:
    /// "Authorized Keys": the first entry's own; else those before, or with pre-rotation its own.
    const std::vector<std::string>& active_keys(const WebvhParameters& parameters) const {
        const bool is_own =
            entries_.empty() || !entries_.back().parameters.next_key_hashes->empty();
        return *(is_own ? parameters.update_keys : entries_.back().parameters.update_keys);
    }

    Result<void> check_version_id(const detail::EntryMembers& members, json::Value entry,
                                  const WebvhParameters& parameters) const {
        const std::string& id = members.version_id;
        const std::string number = std::to_string(entries_.size() + 1) + "-";
        const std::string hash = id.substr(std::min(id.size(), number.size()));
        if (!id.starts_with(number) || !detail::is_sha256_multihash(hash))
            return Error(
                errors::kWebvhVersionId,
                "\"" + std::string(utf8_prefix(id, 100)) + "\" is not " + number + " and a hash",
                "/versionId");
        const std::string& previous =
            entries_.empty() ? parameters.scid : entries_.back().version_id;
        if (detail::entry_hash(entry, previous) != hash)
            return Error(errors::kWebvhEntryHash, "the entry is not that of its hash",
                         "/versionId");
        return {};
    }

    Result<void> check_time(Timestamp time) const {
        if (!entries_.empty() && time <= entries_.back().version_time)
            return Error(errors::kWebvhVersionTime,
                         time.to_string() + " is not later than the entry before", "/versionTime");
        if (now_.plus_seconds(kToleranceSeconds) < time)
            return Error(errors::kWebvhVersionTime, time.to_string() + " is in the future",
                         "/versionTime");
        return {};
    }

    static Result<void> check_proofs(const detail::EntryMembers& members, json::Value entry,
                                     const std::vector<std::string>& keys) {
        for (const json::Value proof : members.proofs) {
            DEED_TRY(const std::string key, detail::check_webvh_proof(entry, proof));
            if (std::ranges::find(keys, key) == keys.end())
                return Error(errors::kWebvhUnauthorized, key + " may not sign this entry",
                             "/proof");
        }
        return {};
    }

    static Result<void> check_scid(json::Value entry, const std::string& scid) {
        DEED_TRY(const std::string computed, detail::scid_of(entry, scid));
        if (computed == scid) return {};
        return Error(errors::kWebvhScid, "the first entry gives " + computed, "/parameters/scid");
    }

    Result<Did> read_did(json::Value state, const WebvhParameters& parameters) const {
        const auto member = state.find("id");
        const auto text = member ? member->string_if() : std::nullopt;
        if (!text) return Error(errors::kWebvhLog, "the document has no id", "/state/id");
        auto did = Did::parse(*text);
        if (!did) return Error(errors::kWebvhLog, did.error().message(), "/state/id");
        const auto id = parse_webvh(*did);
        if (!id) return Error(errors::kWebvhLog, id.error().message(), "/state/id");
        if (id->scid != parameters.scid)
            return Error(errors::kWebvhScid, "the document is of another SCID", "/state/id");
        if (!entries_.empty() && *did != entries_.back().did)
            DEED_CHECK(check_move(state, parameters));
        return did;
    }

    Result<void> check_move(json::Value state, const WebvhParameters& parameters) const {
        if (!parameters.portable)
            return Error(errors::kWebvhMove, "the DID is not portable", "/state/id");
        const auto aliases = state.find("alsoKnownAs");
        if (aliases && aliases->is_array())
            for (const json::Value alias : aliases->array())
                if (alias.string_if() == entries_.back().did.to_string()) return {};
        return Error(errors::kWebvhMove, "alsoKnownAs does not name the old DID",
                     "/state/alsoKnownAs");
    }

    std::vector<WebvhEntry>& entries_;
    const Timestamp now_;
};

}  // namespace

Result<WebvhLog> WebvhLog::verify(ByteView bytes, Timestamp now, Call& call) {
    if (bytes.size() > kMaxWebvhLog) return Error(errors::kWebvhLog, "the log is too large");
    WebvhLog log;
    Reader reader(log.entries_, now);
    std::string_view rest = as_text(bytes);
    if (rest.ends_with('\n')) rest.remove_suffix(1);
    bool is_last = false;
    while (!is_last && !log.fault_) {
        DEED_CHECK(call.check());
        const std::size_t end = rest.find('\n');
        is_last = end == std::string_view::npos;
        const std::size_t number = log.entries_.size() + 1;
        auto taken = number > kMaxEntries
                         ? Result<void>(Error(errors::kWebvhLog, "the log is too long"))
                         : reader.take(rest.substr(0, end));
        if (!taken) {
            const Error& error = taken.error();
            log.fault_ =
                Error(error.code(), "entry " + std::to_string(number) + ": " + error.message(),
                      error.where());
        }
        if (!is_last) rest.remove_prefix(end + 1);
    }
    if (log.entries_.empty()) return *log.fault_;
    return log;
}

Result<void> WebvhLog::cut_at(std::size_t index, Error why) {
    if (index == 0) return why;
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index), entries_.end());
    fault_ = std::move(why);
    return {};
}

bool WebvhLog::needs_witnesses() const {
    return std::ranges::any_of(
        entries_, [](const WebvhEntry& entry) { return !entry.witnesses->keys.empty(); });
}

}  // namespace deed::did
