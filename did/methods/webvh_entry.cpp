#include "did/methods/webvh_entry.hpp"

#include <algorithm>
#include <array>

#include "did/methods/webvh_errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::did::detail {
namespace {

constexpr std::array<std::string_view, 5> kMembers{"versionId", "versionTime", "parameters",
                                                   "state", "proof"};
constexpr std::size_t kMaxProofs = 16;

Error malformed(std::string message) { return Error(errors::kWebvhLog, std::move(message)); }

/// The entry without proof, with another version id.
json::Document preliminary(json::Value entry, std::string_view version_id) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : entry.object()) {
        if (name == "proof") continue;
        if (name == "versionId")
            writer.member(name, version_id);
        else
            writer.key(name).value(value);
    }
    return writer.end_object().take_document();
}

Result<std::vector<json::Value>> read_proofs(json::Value proof) {
    std::vector<json::Value> proofs;
    if (proof.is_object()) proofs.push_back(proof);
    if (proof.is_array())
        for (const json::Value one : proof.array()) proofs.push_back(one);
    if (proofs.empty()) return Error(errors::kWebvhProof, "the entry has no proof", "/proof");
    if (proofs.size() > kMaxProofs) return malformed("an entry has too many proofs");
    return proofs;
}

}  // namespace

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    while (true) {
        const std::size_t at = text.find(from);
        result += text.substr(0, at);
        if (at == std::string_view::npos) return result;
        result += to;
        text.remove_prefix(at + from.size());
    }
}

std::string sha256_multihash(std::string_view text) {
    return base58btc_encode(multihash(multicodec::kSha2_256, crypto::sha256(as_bytes(text))));
}

bool is_sha256_multihash(std::string_view text) {
    constexpr std::size_t kSize = 46;
    if (text.size() != kSize) return false;
    const auto bytes = base58btc_decode(text);
    return bytes && bytes->size() == 34 && (*bytes)[0] == multicodec::kSha2_256 &&
           (*bytes)[1] == 32;
}

Result<Timestamp> read_version_time(std::string_view text) {
    const auto time = Timestamp::parse_date_time(text, false);
    if (time && (text.ends_with('Z') || text.ends_with("+00:00"))) return *time;
    return Error(errors::kWebvhVersionTime,
                 "\"" + std::string(utf8_prefix(text, 100)) + "\" is no time in UTC",
                 "/versionTime");
}

Result<EntryMembers> read_members(json::Value entry) {
    if (!entry.is_object()) return malformed("an entry is an object");
    for (const auto& [name, value] : entry.object())
        if (std::ranges::find(kMembers, name) == kMembers.end())
            return malformed("an entry has a member that is none of did:webvh 1.0");
    const auto text = [&](std::string_view name) {
        const auto member = entry.find(name);
        return member ? member->string_if() : std::nullopt;
    };
    const auto id = text("versionId");
    const auto time = text("versionTime");
    const auto parameters = entry.find("parameters");
    const auto state = entry.find("state");
    const auto proof = entry.find("proof");
    if (!id || !time) return malformed("an entry has no versionId or no versionTime");
    if (!parameters || !state || !state->is_object())
        return malformed("an entry has no parameters or no state");
    if (!proof) return Error(errors::kWebvhProof, "the entry has no proof", "/proof");
    DEED_TRY(const Timestamp version_time, read_version_time(*time));
    DEED_TRY(std::vector<json::Value> proofs, read_proofs(*proof));
    return EntryMembers{std::string(*id), version_time, *parameters, *state, std::move(proofs)};
}

std::string entry_hash(json::Value entry, std::string_view previous_version_id) {
    return sha256_multihash(json::canonicalize(preliminary(entry, previous_version_id).root()));
}

Result<std::string> scid_of(json::Value first_entry, std::string_view scid) {
    const json::Document blank = preliminary(first_entry, kScidPlaceholder);
    auto placed = json::Document::parse(replaced(blank.to_string(), scid, kScidPlaceholder));
    if (!placed) return Error(errors::kWebvhScid, placed.error().message());
    return sha256_multihash(json::canonicalize(placed->root()));
}

}  // namespace deed::did::detail
