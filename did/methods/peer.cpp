#include "did/methods/peer.hpp"

#include <array>
#include <optional>
#include <string_view>

#include "did/errors.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kPrefix = "did:peer:";
constexpr std::uint64_t kJsonCodec = 0x0200;
constexpr std::size_t kMaxLongForms = 2'000;  // of at most 8 KiB each

struct PurposeRow {
    char code;
    Relationship relationship;
};
constexpr std::array<PurposeRow, 5> kPurposes{{{'A', Relationship::assertion_method},
                                               {'E', Relationship::key_agreement},
                                               {'V', Relationship::authentication},
                                               {'I', Relationship::capability_invocation},
                                               {'D', Relationship::capability_delegation}}};
constexpr char kService = 'S';

struct Abbreviation {
    std::string_view common;
    std::string_view brief;
};
constexpr std::array<Abbreviation, 4> kNames{
    {{"type", "t"}, {"serviceEndpoint", "s"}, {"routingKeys", "r"}, {"accept", "a"}}};
constexpr Abbreviation kDidComm{"DIDCommMessaging", "dm"};

Error malformed(std::string message) { return Error(errors::kMalformed, std::move(message)); }

/// Writes a service with its names, at any depth, and its type abbreviated or in full.
class Rewriter {
public:
    explicit Rewriter(bool abbreviates) : abbreviates_(abbreviates) {}

    Result<void> write(json::Writer& writer, json::Value value) const {
        if (value.is_array()) {
            writer.begin_array();
            for (const json::Value one : value.array()) DEED_CHECK(write(writer, one));
            writer.end_array();
            return {};
        }
        if (!value.is_object()) {
            writer.value(value);
            return {};
        }
        writer.begin_object();
        DEED_CHECK(write_members(writer, value));
        writer.end_object();
        return {};
    }

    /// The members, without the braces around them.
    Result<void> write_members(json::Writer& writer, json::Value object) const {
        for (const auto& [name, value] : object.object()) {
            const std::string_view other = renamed(name);
            if (other != name && object.find(other))
                return malformed("a service has a member twice, by name and abbreviation");
            writer.key(other);
            if (other == "type" || other == "t")
                write_type(writer, value);
            else
                DEED_CHECK(write(writer, value));
        }
        return {};
    }

private:
    std::string_view from(const Abbreviation& row) const {
        return abbreviates_ ? row.common : row.brief;
    }
    std::string_view to(const Abbreviation& row) const {
        return abbreviates_ ? row.brief : row.common;
    }
    std::string_view renamed(std::string_view name) const {
        for (const Abbreviation& row : kNames)
            if (name == from(row)) return to(row);
        return name;
    }
    void write_type(json::Writer& writer, json::Value value) const {
        if (value.string_if() == from(kDidComm))
            writer.string(to(kDidComm));
        else
            writer.value(value);
    }

    bool abbreviates_;
};

std::vector<std::string_view> elements_of(std::string_view text) {
    std::vector<std::string_view> elements;
    while (true) {
        const std::size_t dot = text.find('.');
        elements.push_back(text.substr(0, dot));
        if (dot == std::string_view::npos) return elements;
        text.remove_prefix(dot + 1);
    }
}

std::optional<Relationship> relationship_of(char code) {
    for (const PurposeRow& row : kPurposes)
        if (row.code == code) return row.relationship;
    return std::nullopt;
}

struct Parts {
    std::vector<PeerKey> keys;
    std::vector<json::Document> services;
};

Result<Parts> read_parts(std::string_view text) {
    // What follows "2" starts with a dot.
    const auto elements = elements_of(text);
    if (elements.size() < 2 || !elements[0].empty())
        return malformed("a did:peer:2 is a list of elements, each behind a dot");
    Parts parts;
    for (std::size_t i = 1; i < elements.size(); ++i) {
        if (elements[i].empty()) return malformed("an element of the did:peer:2 is empty");
        const char code = elements[i][0];
        const std::string_view value = elements[i].substr(1);
        if (code == kService) {
            const auto bytes = base64url_decode(value);
            if (!bytes) return malformed("a service is not base64url");
            auto json = json::Document::parse(*bytes);
            if (!json) return malformed("a service is no JSON: " + json.error().message());
            if (!json->root().is_object()) return malformed("a service is an object");
            parts.services.push_back(std::move(json).value());
            continue;
        }
        const auto relationship = relationship_of(code);
        if (!relationship) return malformed("an element has a purpose that there is not");
        DEED_TRY(crypto::PublicKey key, crypto::PublicKey::from_multikey(value));
        parts.keys.push_back({*relationship, std::move(key)});
    }
    return parts;
}

Result<void> write_services(json::Writer& writer, const std::vector<json::Document>& services) {
    if (services.empty()) return {};
    writer.key("service").begin_array();
    std::size_t unnamed = 0;
    for (const json::Document& service : services) {
        writer.begin_object();
        DEED_CHECK(Rewriter(false).write_members(writer, service.root()));
        if (!service.root().find("id")) {
            writer.member("id", unnamed == 0 ? "#service" : "#service-" + std::to_string(unnamed));
            ++unnamed;
        }
        writer.end_object();
    }
    writer.end_array();
    return {};
}

void write_relationships(json::Writer& writer, const std::vector<PeerKey>& keys) {
    for (const Relationship relationship :
         {Relationship::authentication, Relationship::assertion_method, Relationship::key_agreement,
          Relationship::capability_invocation, Relationship::capability_delegation}) {
        bool is_open = false;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (keys[i].relationship != relationship) continue;
            if (!is_open) writer.key(to_string(relationship)).begin_array();
            is_open = true;
            writer.string("#key-" + std::to_string(i + 1));
        }
        if (is_open) writer.end_array();
    }
}

Result<Document> resolve_2(const Did& did) {
    constexpr std::size_t kNumalgo = 1;
    DEED_TRY(const Parts parts, read_parts(did.method_specific_id().substr(kNumalgo)));
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.string("https://www.w3.org/ns/did/v1").string("https://w3id.org/security/multikey/v1");
    writer.end_array().member("id", did.to_string());
    writer.key("verificationMethod").begin_array();
    for (std::size_t i = 0; i < parts.keys.size(); ++i)
        writer.begin_object()
            .member("id", "#key-" + std::to_string(i + 1))
            .member("type", "Multikey")
            .member("controller", did.to_string())
            .member("publicKeyMultibase", parts.keys[i].key.to_multikey())
            .end_object();
    writer.end_array();
    write_relationships(writer, parts.keys);
    DEED_CHECK(write_services(writer, parts.services));
    return Document::parse(writer.end_object().take_document(), did, DocumentRules::core);
}

/// The Multikey of did:peer:0, as the document of the did:key has it.
Result<Document> resolve_0(const Did& did, Call& call) {
    DEED_TRY(const auto key, crypto::PublicKey::from_multikey(did.method_specific_id().substr(1)));
    KeyResolver did_key;
    DEED_TRY(const Resolution same, did_key.resolve(did_key_of(key), call));
    std::vector<Relationship> relationships;
    const VerificationMethod& method = same.document.verification_methods().front();
    for (const PurposeRow& row : kPurposes)
        if (same.document.allows(method.id, row.relationship))
            relationships.push_back(row.relationship);
    return make_document(did, {{key, std::move(relationships)}});
}

std::string hash_of(std::string_view encoded) {
    return multibase_encode(Multibase::base58btc,
                            multihash(multicodec::kSha2_256, crypto::sha256(as_bytes(encoded))));
}

struct Peer4 {
    std::string_view hash;
    std::optional<std::string_view> encoded;  ///< of the long form
};
Result<Peer4> split_4(const Did& did) {
    const std::string_view text = did.method_specific_id().substr(1);
    const std::size_t colon = text.find(':');
    const std::string_view hash = text.substr(0, colon);
    const auto bytes = multibase_decode(hash, Multibase::base58btc);
    constexpr std::size_t kSize = 34;
    if (!bytes || bytes->size() != kSize || (*bytes)[0] != multicodec::kSha2_256 ||
        (*bytes)[1] != kSize - 2)
        return malformed("a did:peer:4 starts with a multihash of SHA-256");
    if (colon == std::string_view::npos) return Peer4{hash, std::nullopt};
    return Peer4{hash, text.substr(colon + 1)};
}

Result<json::Document> decode_4(std::string_view encoded, std::string_view hash) {
    if (hash_of(encoded) != hash) return malformed("the did:peer:4 has another hash than it says");
    const auto bytes = multibase_decode(encoded, Multibase::base58btc);
    if (!bytes) return malformed("the document of a did:peer:4 is not base58btc");
    const auto codec = read_varint(*bytes);
    if (!codec || codec->value != kJsonCodec)
        return malformed("the document of a did:peer:4 is not marked as JSON");
    auto json = json::Document::parse(ByteView(*bytes).subspan(codec->size));
    if (!json)
        return malformed("the document of a did:peer:4 is no JSON: " + json.error().message());
    if (!json->root().is_object() || json->root().find("id"))
        return malformed("the document of a did:peer:4 is an object without id");
    return json;
}

void write_method(json::Writer& writer, json::Value method, const Did& did) {
    if (!method.is_object()) {
        writer.value(method);
        return;
    }
    writer.begin_object();
    for (const auto& [name, value] : method.object()) writer.key(name).value(value);
    if (!method.find("controller")) writer.member("controller", did.to_string());
    writer.end_object();
}

/// "Contextualizes" the document with the DID, the other form of which is also known.
Result<Document> contextualize(json::Value input, const Did& did, const std::string& other) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : input.object()) {
        if (name == "alsoKnownAs") continue;
        writer.key(name);
        const bool holds_methods = name == "verificationMethod" || relationship_from_name(name);
        if (!holds_methods || !value.is_array()) {
            writer.value(value);
            continue;
        }
        writer.begin_array();
        for (const json::Value method : value.array()) write_method(writer, method, did);
        writer.end_array();
    }
    writer.key("alsoKnownAs").begin_array();
    const auto aliases = input.find("alsoKnownAs");
    if (aliases && !aliases->is_array()) return malformed("alsoKnownAs is no array");
    if (aliases)
        for (const json::Value alias : aliases->array()) writer.value(alias);
    writer.string(other).end_array().member("id", did.to_string()).end_object();
    return Document::parse(writer.take_document(), did, DocumentRules::core);
}

Error unsupported(const Did& did) {
    return Error(errors::kMethodUnsupported, "did:peer is known with numalgo 0, 2 and 4",
                 did.to_string());
}

}  // namespace

Result<Did> short_peer_4(const Did& did) {
    if (did.method() != "peer" || !did.method_specific_id().starts_with('4'))
        return malformed("not a did:peer:4");
    DEED_TRY(const Peer4 parts, split_4(did));
    return Did::parse(std::string(kPrefix) + "4" + std::string(parts.hash));
}

Result<Document> PeerResolver::resolve_short(const Did& did) {
    std::string long_form;
    {
        const std::lock_guard lock(mutex_);
        const auto known = long_forms_.find(did.to_string());
        if (known == long_forms_.end())
            return Error(errors::kNotFound, "the long form of this did:peer:4 was not met here",
                         did.to_string());
        long_form = known->second;
    }
    DEED_TRY(const Did whole, Did::parse(long_form));
    DEED_TRY(const Peer4 parts, split_4(whole));
    DEED_TRY(const json::Document input, decode_4(*parts.encoded, parts.hash));
    return contextualize(input.root(), did, long_form);
}

Result<Resolution> PeerResolver::resolve(const Did& did, const ResolveOptions& options,
                                         Call& call) {
    DEED_CHECK(call.check());
    if (did.method() != "peer")
        return Error(errors::kMethodUnsupported, "not a did:peer", did.to_string());
    DEED_CHECK(require_no_version(options, did));
    const auto read = [&]() -> Result<Document> {
        switch (did.method_specific_id().front()) {
            case '0':
                return resolve_0(did, call);
            case '2':
                return resolve_2(did);
            case '4':
                break;
            default:
                return unsupported(did);
        }
        DEED_TRY(const Peer4 parts, split_4(did));
        if (!parts.encoded) return resolve_short(did);
        DEED_TRY(const json::Document input, decode_4(*parts.encoded, parts.hash));
        DEED_TRY(const Did brief, short_peer_4(did));
        DEED_TRY(Document document, contextualize(input.root(), did, brief.to_string()));
        const std::lock_guard lock(mutex_);
        if (long_forms_.size() >= kMaxLongForms) long_forms_.erase(long_forms_.begin());
        long_forms_[brief.to_string()] = did.to_string();
        return document;
    };
    auto document = read();
    if (!document) {
        if (document.error().where().empty())
            return std::move(document).error().at(did.to_string());
        return std::move(document).error();
    }
    return Resolution{std::move(document).value(), {}, std::nullopt};
}

Result<History> PeerResolver::history(const Did& did, Call& call) {
    DEED_TRY(Resolution resolution, resolve(did, call));
    History history;
    history.versions.push_back(
        {"", std::nullopt, std::move(resolution.document), Version::Kind::created});
    return history;
}

Result<Did> make_peer_2(const std::vector<PeerKey>& keys,
                        const std::vector<json::Document>& services) {
    std::string text = std::string(kPrefix) + "2";
    for (const PeerKey& key : keys)
        for (const PurposeRow& row : kPurposes)
            if (row.relationship == key.relationship)
                text += std::string(".") + row.code + key.key.to_multikey();
    for (const json::Document& service : services) {
        if (!service.root().is_object()) return malformed("a service is an object");
        json::Writer writer;
        DEED_CHECK(Rewriter(true).write(writer, service.root()));
        text += "." + std::string(1, kService) + base64url_encode(as_bytes(writer.take()));
    }
    DEED_TRY(Did did, Did::parse(text));
    DEED_CHECK(resolve_2(did));
    return did;
}

Result<Did> make_peer_4(const json::Document& input) {
    Bytes bytes;
    append_varint(bytes, kJsonCodec);
    append(bytes, as_bytes(input.to_string()));
    // Encoding takes time quadratic in the size, so it is not for the DID's own bound to say.
    if (bytes.size() > kMaxDidSize) return malformed("the document is too long for a did:peer:4");
    const std::string encoded = multibase_encode(Multibase::base58btc, bytes);
    const std::string hash = hash_of(encoded);
    DEED_TRY(Did did, Did::parse(std::string(kPrefix) + "4" + hash + ":" + encoded));
    DEED_TRY(const json::Document checked, decode_4(encoded, hash));
    DEED_CHECK(contextualize(checked.root(), did, std::string(kPrefix) + "4" + hash));
    return did;
}

}  // namespace deed::did
