#include "did/methods/webvh_writer.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/methods/webvh_entry.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_id.hpp"
#include "did/methods/webvh_proof.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

using detail::replaced;

constexpr std::string_view kPrefix = "did:webvh:";
constexpr std::string_view kWebPrefix = "did:web:";
// Stands for the SCID where a DID must be one already: '0' is not in base58.
constexpr std::string_view kStandIn = "00SCID00";

void write_keys(json::Writer& writer, const std::vector<crypto::PublicKey>& keys) {
    writer.begin_array();
    for (const crypto::PublicKey& key : keys) writer.string(key.to_multikey());
    writer.end_array();
}

void write_hashes(json::Writer& writer, const std::vector<crypto::PublicKey>& keys) {
    writer.begin_array();
    for (const crypto::PublicKey& key : keys) writer.string(webvh_key_hash(key.to_multikey()));
    writer.end_array();
}

/// The document with a further alsoKnownAs, unless it stands there.
Result<json::Document> with_alias(const json::Document& document, const std::string& alias) {
    const auto aliases = document.root().find("alsoKnownAs");
    json::Writer writer;
    writer.begin_array();
    if (aliases && aliases->is_array())
        for (const json::Value one : aliases->array())
            if (one.string_if() != alias) writer.value(one);
    writer.string(alias).end_array();
    return document.with("/alsoKnownAs", writer.take_document().root());
}

/// One line, given what is signed.
Result<std::string> sign_entry(const json::Document& entry, Timestamp now, crypto::Signer& signer,
                               Call& call) {
    DEED_TRY(const json::Document proof, detail::make_webvh_proof(entry.root(), now, signer, call));
    json::Writer writer;
    writer.begin_array().value(proof.root()).end_array();
    DEED_TRY(const json::Document whole, entry.with("/proof", writer.take_document().root()));
    return whole.to_string() + "\n";
}

json::Document entry_of(std::string_view version_id, Timestamp time, json::Value parameters,
                        json::Value state) {
    json::Writer writer;
    writer.begin_object()
        .member("versionId", version_id)
        .member("versionTime", time.to_string())
        .key("parameters")
        .value(parameters)
        .key("state")
        .value(state)
        .end_object();
    return writer.take_document();
}

Result<json::Document> with_version_id(const json::Document& entry, std::string_view id) {
    json::Writer writer;
    writer.string(id);
    return entry.with("/versionId", writer.take_document().root());
}

json::Document first_parameters(const WebvhCreation& creation, const crypto::PublicKey& key) {
    json::Writer writer;
    writer.begin_object()
        .member("method", "did:webvh:1.0")
        .member("scid", detail::kScidPlaceholder)
        .key("updateKeys");
    write_keys(writer, {key});
    if (!creation.next_keys.empty()) {
        writer.key("nextKeyHashes");
        write_hashes(writer, creation.next_keys);
    }
    writer.key("portable").boolean(creation.portable);
    if (!creation.witnesses.keys.empty())
        writer.key("witness").value(witness_parameter(creation.witnesses, false).root());
    if (!creation.watchers.empty()) {
        writer.key("watchers").begin_array();
        for (const std::string& url : creation.watchers) writer.string(url);
        writer.end_array();
    }
    if (creation.ttl) writer.key("ttl").integer(*creation.ttl);
    return writer.end_object().take_document();
}

/// With "{SCID}" for the SCID.
Result<json::Document> first_document(const WebvhCreation& creation) {
    if (creation.document) return *creation.document;
    DEED_TRY(const Did did,
             Did::parse(std::string(kPrefix) + std::string(kStandIn) + ":" + creation.place));
    json::Document document = make_document(did, creation.keys).json();
    if (creation.also_web) {
        DEED_TRY(document, with_alias(document, std::string(kWebPrefix) + creation.place));
    }
    return json::Document::parse(
        replaced(document.to_string(), kStandIn, detail::kScidPlaceholder));
}

Result<WebvhText> verified(std::string log, Timestamp now, std::size_t expected, Call& call) {
    DEED_TRY(const WebvhLog read, WebvhLog::verify(as_bytes(log), now, call));
    if (read.fault()) return *read.fault();
    const WebvhEntry& last = read.entries().back();
    if (read.entries().size() != expected)
        return Error(errors::kWebvhLog, "the log has another number of entries than it should");
    DEED_CHECK(Document::parse(last.state, last.did, DocumentRules::core));
    return WebvhText{last.did, last.version_id, std::move(log)};
}

/// Parameters of an entry that changes something. With pre-rotation the key that signs stands in
/// it.
json::Document changed_parameters(const WebvhParameters& before, const WebvhChange& change,
                                  const crypto::PublicKey& signer) {
    const bool pre_rotates = !before.next_key_hashes->empty();
    json::Writer writer;
    writer.begin_object();
    if (change.deactivate) writer.key("deactivated").boolean(true);
    if (change.update_keys || pre_rotates) {
        writer.key("updateKeys");
        write_keys(writer, pre_rotates ? std::vector{signer} : *change.update_keys);
    } else if (change.deactivate) {
        writer.key("updateKeys").begin_array().end_array();
    }
    if (change.next_keys || pre_rotates) {
        writer.key("nextKeyHashes");
        write_hashes(writer, change.next_keys.value_or(std::vector<crypto::PublicKey>()));
    }
    if (change.witnesses)
        writer.key("witness").value(witness_parameter(*change.witnesses, false).root());
    return writer.end_object().take_document();
}

Result<json::Document> changed_document(const WebvhEntry& last, const WebvhChange& change) {
    const json::Document document = change.document.value_or(last.state);
    if (!change.place) return document;
    DEED_TRY(const WebvhId id, parse_webvh(last.did));
    const std::string moved = std::string(kPrefix) + id.scid + ":" + *change.place;
    if (moved == last.did.to_string())
        return Error(errors::kNoChange, "the DID is at that place already", moved);
    // Every mention of the DID itself, and of no longer one that begins alike.
    std::string text = document.to_string();
    for (const char end : {'"', '#', '/', '?'})
        text = replaced(text, last.did.to_string() + end, moved + end);
    DEED_TRY(const json::Document renamed, json::Document::parse(text));
    return with_alias(renamed, last.did.to_string());
}

bool names_nothing(const WebvhChange& change) {
    return !change.document && !change.place && !change.update_keys && !change.next_keys &&
           !change.witnesses && !change.deactivate;
}

}  // namespace

Result<WebvhText> create_webvh(const WebvhCreation& creation, crypto::Signer& update_key,
                               Timestamp now, Call& call) {
    DEED_CHECK(read_web_location(creation.place, HostNames::qualified));
    DEED_TRY(const json::Document document, first_document(creation));
    const json::Document parameters = first_parameters(creation, update_key.public_key());
    const json::Document blank =
        entry_of(detail::kScidPlaceholder, now.floor_seconds(), parameters.root(), document.root());
    DEED_TRY(const std::string scid, detail::scid_of(blank.root(), detail::kScidPlaceholder));
    DEED_TRY(const json::Document placed,
             json::Document::parse(replaced(blank.to_string(), detail::kScidPlaceholder, scid)));
    DEED_TRY(const json::Document entry,
             with_version_id(placed, "1-" + detail::entry_hash(placed.root(), scid)));
    DEED_TRY(std::string line, sign_entry(entry, now.floor_seconds(), update_key, call));
    return verified(std::move(line), now, 1, call);
}

bool may_extend(const WebvhLog& log, const crypto::PublicKey& key) {
    const WebvhParameters& parameters = log.entries().back().parameters;
    const std::string multikey = key.to_multikey();
    const auto& hashes = *parameters.next_key_hashes;
    if (!hashes.empty()) return std::ranges::find(hashes, webvh_key_hash(multikey)) != hashes.end();
    const auto& keys = *parameters.update_keys;
    return std::ranges::find(keys, multikey) != keys.end();
}

Result<WebvhText> extend_webvh(ByteView log, const WebvhChange& change, crypto::Signer& update_key,
                               Timestamp now, Call& call) {
    if (names_nothing(change)) return Error(errors::kNoChange, "nothing is to be changed");
    DEED_TRY(const WebvhLog before, WebvhLog::verify(log, now, call));
    if (before.fault()) return *before.fault();
    const WebvhEntry& last = before.entries().back();
    if (last.parameters.deactivated)
        return Error(errors::kWebvhEnded, "the DID was deactivated", last.did.to_string());
    if (!may_extend(before, update_key.public_key()))
        return Error(errors::kWebvhUnauthorized,
                     update_key.public_key().to_multikey() + " may not sign the next entry");
    DEED_TRY(const json::Document state, changed_document(last, change));
    const json::Document parameters =
        changed_parameters(last.parameters, change, update_key.public_key());
    // Whole seconds, as other implementations write them, and later than the entry before.
    Timestamp time = now.floor_seconds();
    if (time <= last.version_time) time = last.version_time.floor_seconds().plus_seconds(1);
    const json::Document blank = entry_of(last.version_id, time, parameters.root(), state.root());
    const std::size_t number = before.entries().size() + 1;
    DEED_TRY(const json::Document entry,
             with_version_id(blank, std::to_string(number) + "-" +
                                        detail::entry_hash(blank.root(), last.version_id)));
    DEED_TRY(const std::string line, sign_entry(entry, time, update_key, call));
    std::string text(as_text(log));
    if (!text.ends_with('\n')) text += '\n';
    return verified(text + line, now, number, call);
}

Result<json::Document> parallel_did_web(const WebvhEntry& entry) {
    DEED_TRY(const WebvhId id, parse_webvh(entry.did));
    json::Document document = entry.state;
    const std::string base = id.location.base_url();
    const auto add_service = [&](std::string_view name, std::string_view type,
                                 const std::string& url) -> Result<void> {
        const std::string full = entry.did.to_string() + "#" + std::string(name);
        json::Writer writer;
        writer.begin_array();
        if (const auto services = document.root().find("service"))
            for (const json::Value service : services->array()) {
                const auto own = service.find("id");
                if (own && own->is_string() && absolute_did_url(entry.did, own->string()) == full)
                    return {};
                writer.value(service);
            }
        writer.begin_object().member("id", full).member("type", type);
        writer.member("serviceEndpoint", url).end_object().end_array();
        DEED_TRY(document, document.with("/service", writer.take_document().root()));
        return {};
    };
    DEED_CHECK(add_service("files", "relativeRef", base));
    DEED_CHECK(add_service("whois", "LinkedVerifiablePresentation", base + "whois.vp"));
    const std::string prefix = std::string(kPrefix) + id.scid + ":";
    DEED_TRY(document, json::Document::parse(
                           replaced(document.to_string(), prefix, std::string(kWebPrefix))));
    const std::string own = std::string(kWebPrefix) + id.place;
    DEED_TRY(document, with_alias(document, entry.did.to_string()));
    json::Writer aliases;
    std::vector<std::string> kept;
    aliases.begin_array();
    for (const json::Value alias : document.root().find("alsoKnownAs")->array()) {
        const std::string text(alias.string_if().value_or(""));
        if (text == own || std::ranges::find(kept, text) != kept.end()) continue;
        kept.push_back(text);
        aliases.value(alias);
    }
    return document.with("/alsoKnownAs", aliases.end_array().take_document().root());
}

}  // namespace deed::did
