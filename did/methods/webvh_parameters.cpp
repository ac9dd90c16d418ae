#include "did/methods/webvh_parameters.hpp"

#include <algorithm>
#include <array>

#include "did/did.hpp"
#include "did/grammar.hpp"
#include "did/methods/webvh_entry.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_proof.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "did:webvh:1.0";
constexpr std::string_view kDidKey = "did:key:";
constexpr std::size_t kMaxList = 256;
constexpr std::size_t kMaxText = 2048;  // bytes; the longest texts are URLs of watchers
constexpr std::int64_t kMaxTtl = std::int64_t{1} << 31;
constexpr std::array<std::string_view, 9> kNames{"method",        "scid",        "updateKeys",
                                                 "nextKeyHashes", "witness",     "watchers",
                                                 "portable",      "deactivated", "ttl"};

Error fault(std::string_view name, std::string message) {
    name = utf8_prefix(name, 100);
    return Error(errors::kWebvhParameters, std::string(name) + " " + std::move(message),
                 "/parameters" + json::pointer_token(name));
}

/// Some early logs write null for a default, and readers should take it for that.
Result<std::vector<std::string>> read_texts(json::Value value, std::string_view name) {
    std::vector<std::string> texts;
    if (value.is_null()) return texts;
    if (!value.is_array()) return fault(name, "is no array");
    if (value.array().size() > kMaxList) return fault(name, "is too long");
    for (const json::Value one : value.array()) {
        const auto text = one.string_if();
        if (!text || text->empty()) return fault(name, "holds what is no text");
        if (text->size() > kMaxText) return fault(name, "holds a text that is too long");
        if (std::ranges::find(texts, *text) != texts.end()) return fault(name, "holds one twice");
        texts.emplace_back(*text);
    }
    return texts;
}

Result<bool> read_flag(json::Value value, std::string_view name) {
    if (value.is_null()) return false;
    if (!value.is_boolean()) return fault(name, "is neither true nor false");
    return value.boolean();
}

Result<std::string> read_witness(json::Value value) {
    const auto member = value.find("id");
    const auto id = member ? member->string_if() : std::nullopt;
    if (!id || !id->starts_with(kDidKey)) return fault("witness", "names no did:key");
    std::string key(id->substr(kDidKey.size()));
    const auto known = detail::read_webvh_key(key);
    if (!known) return fault("witness", "names " + known.error().message());
    return key;
}

Result<WebvhWitnesses> read_witnesses(json::Value value) {
    WebvhWitnesses witnesses;
    if (value.is_null()) return witnesses;
    if (!value.is_object()) return fault("witness", "is no object");
    if (value.object().empty()) return witnesses;
    for (const auto& [name, ignored] : value.object())
        if (name != "threshold" && name != "witnesses")
            return fault("witness", "has an unknown member");
    const auto list = value.find("witnesses");
    if (!list || !list->is_array() || list->array().empty() || list->array().size() > kMaxList)
        return fault("witness", "has no list of witnesses");
    for (const json::Value one : list->array()) {
        DEED_TRY(std::string key, read_witness(one));
        if (std::ranges::find(witnesses.keys, key) != witnesses.keys.end())
            return fault("witness", "names one witness twice");
        witnesses.keys.push_back(std::move(key));
    }
    const auto member = value.find("threshold");
    const auto threshold = member && member->is_number() ? member->integer() : std::nullopt;
    if (!threshold || *threshold < 1 ||
        *threshold > static_cast<std::int64_t>(witnesses.keys.size()))
        return fault("witness", "has a threshold that is not between 1 and the witnesses' number");
    witnesses.threshold = static_cast<std::uint32_t>(*threshold);
    return witnesses;
}

Result<std::int64_t> read_ttl(json::Value value) {
    if (value.is_null()) return WebvhParameters().ttl;
    const auto seconds = value.is_number() ? value.integer() : std::nullopt;
    if (!seconds || *seconds < 0 || *seconds > kMaxTtl)
        return fault("ttl", "is no number of seconds");
    return *seconds;
}

Result<void> check_method(json::Value parameters, bool is_first) {
    const auto method = parameters.find("method");
    if (!method && !is_first) return {};
    if (!method) return fault("method", "is missing");
    if (method->string_if() == kMethod) return {};
    return Error(errors::kWebvhMethod,
                 "the log's method is " + std::string(utf8_prefix(json::to_string(*method), 100)),
                 "/parameters/method");
}

Result<void> check_names(json::Value parameters, bool is_first) {
    if (!parameters.is_object())
        return Error(errors::kWebvhParameters, "parameters is no object", "/parameters");
    DEED_CHECK(check_method(parameters, is_first));
    for (const auto& [name, value] : parameters.object())
        if (std::ranges::find(kNames, name) == kNames.end())
            return fault(name, "is no parameter of did:webvh 1.0");
    if (!is_first && parameters.find("scid")) return fault("scid", "belongs into the first entry");
    if (is_first && !parameters.find("updateKeys")) return fault("updateKeys", "is missing");
    const auto portable = parameters.find("portable");
    if (!is_first && portable && portable->is_boolean() && portable->boolean())
        return fault("portable", "can be made true in the first entry only");
    return {};
}

Result<void> check_commitment(const WebvhParameters& before, json::Value parameters,
                              const std::vector<std::string>& update_keys) {
    if (!parameters.find("updateKeys") || !parameters.find("nextKeyHashes"))
        return Error(errors::kWebvhPreRotation,
                     "updateKeys and nextKeyHashes must both stand in the entry", "/parameters");
    for (const std::string& key : update_keys)
        if (std::ranges::find(*before.next_key_hashes, webvh_key_hash(key)) ==
            before.next_key_hashes->end())
            return Error(errors::kWebvhPreRotation, key + " was not committed to",
                         "/parameters/updateKeys");
    return {};
}

}  // namespace

std::string webvh_key_hash(std::string_view multikey) { return detail::sha256_multihash(multikey); }

json::Document witness_parameter(const WebvhWitnesses& witnesses, bool threshold_as_text) {
    json::Writer writer;
    writer.begin_object();
    if (!witnesses.keys.empty()) {
        writer.key("threshold");
        threshold_as_text ? writer.string(std::to_string(witnesses.threshold))
                          : writer.integer(witnesses.threshold);
        writer.key("witnesses").begin_array();
        for (const std::string& key : witnesses.keys)
            writer.begin_object().member("id", std::string(kDidKey) + key).end_object();
        writer.end_array();
    }
    return writer.end_object().take_document();
}

Result<WebvhParameters> next_parameters(const WebvhParameters* before, json::Value parameters) {
    DEED_CHECK(check_names(parameters, before == nullptr));
    WebvhParameters next = before == nullptr ? WebvhParameters() : *before;
    if (before == nullptr) {
        const auto scid = parameters.find("scid");
        const auto text = scid ? scid->string_if() : std::nullopt;
        if (!text || !detail::is_sha256_multihash(*text))
            return fault("scid", "is no multihash of SHA-256");
        next.scid = *text;
    }
    if (const auto keys = parameters.find("updateKeys")) {
        DEED_TRY(next.update_keys, read_texts(*keys, "updateKeys"));
        for (const std::string& key : *next.update_keys) DEED_CHECK(detail::read_webvh_key(key));
    }
    if (before != nullptr && !before->next_key_hashes->empty())
        DEED_CHECK(check_commitment(*before, parameters, *next.update_keys));
    if (const auto hashes = parameters.find("nextKeyHashes")) {
        DEED_TRY(next.next_key_hashes, read_texts(*hashes, "nextKeyHashes"));
    }
    if (const auto witness = parameters.find("witness")) {
        DEED_TRY(next.witness, read_witnesses(*witness));
    }
    if (const auto watchers = parameters.find("watchers")) {
        DEED_TRY(next.watchers, read_texts(*watchers, "watchers"));
        for (const std::string& url : *next.watchers)
            if (!detail::is_uri(url)) return fault("watchers", "holds what is no URL");
    }
    if (const auto portable = parameters.find("portable")) {
        DEED_TRY(next.portable, read_flag(*portable, "portable"));
    }
    if (const auto deactivated = parameters.find("deactivated")) {
        DEED_TRY(next.deactivated, read_flag(*deactivated, "deactivated"));
    }
    if (const auto ttl = parameters.find("ttl")) {
        DEED_TRY(next.ttl, read_ttl(*ttl));
    }
    return next;
}

}  // namespace deed::did
