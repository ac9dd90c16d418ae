// The JSON serializations (RFC 9901 section 8, RFC 7515 section 7.2), which are read by writing
// down the compact one: that is what sd_hash is over in every form.
#include <algorithm>
#include <span>

#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/sd_jwt.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kShownSize = 100;
constexpr std::string_view kDisclosures = "disclosures";
constexpr std::string_view kBinding = "kb_jwt";
constexpr std::string_view kFlattened[] = {"payload", "protected", "signature", "header"};
constexpr std::string_view kGeneral[] = {"payload", "signatures"};
constexpr std::string_view kOfSignature[] = {"protected", "signature", "header"};

Error malformed(std::string why, std::string where = {}) {
    return Error(errors::kSdJwtJsonMalformed, std::move(why), std::move(where));
}

Result<void> require_only(json::Value object, std::span<const std::string_view> names,
                          const std::string& place) {
    if (!object.is_object()) return malformed("it is not an object", place);
    for (const auto& [name, value] : object.object())
        if (std::ranges::find(names, name) == names.end())
            return malformed("it has a member " + std::string(utf8_prefix(name, kShownSize)),
                             place);
    return {};
}

/// A part that has no separator of the compact serialization in it.
Result<std::string_view> part(json::Value object, std::string_view name, const std::string& place) {
    const auto member = object.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text || text->find_first_of(".~") != std::string_view::npos)
        return malformed(std::string(name) + " is not a string in base64url",
                         place + "/" + std::string(name));
    return *text;
}

Result<void> append_header(std::string& compact, json::Value header, const std::string& place) {
    if (!header.is_object()) return malformed("header is not an object", place);
    if (const auto disclosures = header.find(kDisclosures)) {
        if (!disclosures->is_array())
            return malformed("disclosures are not an array", place + "/disclosures");
        for (const json::Value disclosure : disclosures->array()) {
            const auto text = disclosure.string_if();
            if (!text || text->empty() || text->find_first_of(".~") != std::string_view::npos)
                return malformed("a disclosure is not a string in base64url",
                                 place + "/disclosures");
            (compact += *text) += '~';
        }
    }
    const auto binding = header.find(kBinding);
    if (!binding) return {};
    const auto text = binding->string_if();
    if (!text || text->empty() || text->find('~') != std::string_view::npos)
        return malformed("kb_jwt is not a token", place + "/kb_jwt");
    compact += *text;
    return {};
}

/// RFC 7515 section 7.2.1: the names of the two headers must not meet.
Result<void> require_disjoint(const jose::Jws& jws, json::Value header, const std::string& place) {
    if (!jws.header()) return {};
    for (const auto& [name, value] : header.object())
        if (jws.header()->json().root().find(name))
            return malformed(std::string(name) + " is in both headers", place);
    return {};
}

/// `signed_part` holds the protected header and signature, at `place`.
Result<SdJwt> parse_signature(std::string_view payload, json::Value signed_part,
                              const std::string& place) {
    DEED_TRY(const std::string_view header, part(signed_part, "protected", place));
    DEED_TRY(const std::string_view signature, part(signed_part, "signature", place));
    std::string compact(header);
    ((((compact += '.') += payload) += '.') += signature) += '~';
    const auto unprotected = signed_part.find("header");
    if (!unprotected) return SdJwt::parse(compact);
    DEED_CHECK(append_header(compact, *unprotected, place + "/header"));
    DEED_TRY(SdJwt sd_jwt, SdJwt::parse(compact));
    DEED_CHECK(require_disjoint(sd_jwt.jws(), *unprotected, place + "/header"));
    return sd_jwt;
}

/// Of several signatures the first one is read: it is what sd_hash is over, and by section 8.3 the
/// disclosures stand with it and with no other.
Result<SdJwt> parse_general(json::Value root) {
    DEED_CHECK(require_only(root, kGeneral, ""));
    DEED_TRY(const std::string_view payload, part(root, "payload", ""));
    const json::Value signatures = *root.find("signatures");
    if (!signatures.is_array() || signatures.array().size() == 0)
        return malformed("signatures are not an array of objects", "/signatures");
    std::size_t index = 0;
    for (const json::Value one : signatures.array()) {
        const std::string place = "/signatures/" + std::to_string(index++);
        DEED_CHECK(require_only(one, kOfSignature, place));
        DEED_CHECK(part(one, "protected", place));
        DEED_CHECK(part(one, "signature", place));
        const auto header = one.find("header");
        if (header && !header->is_object()) return malformed("header is not an object", place);
        const bool discloses = header && (header->find(kDisclosures) || header->find(kBinding));
        if (index > 1 && discloses)
            return malformed("disclosures or kb_jwt are not with the first signature", place);
    }
    return parse_signature(payload, signatures.array()[0], "/signatures/0");
}

}  // namespace

bool looks_like_sd_jwt_json(json::Value value) {
    return value.is_object() && value.find("payload") && !value.find("@context") &&
           (value.find("signature") || value.find("signatures"));
}

Result<SdJwt> SdJwt::parse_json(std::string_view text) {
    DEED_TRY(const json::Document document, json::Document::parse(text, {.max_bytes = kMaxSdJwt}));
    return parse_json(document.root());
}

Result<SdJwt> SdJwt::parse_json(json::Value root) {
    if (!root.is_object()) return malformed("it is not an object");
    if (root.find("signatures")) return parse_general(root);
    DEED_CHECK(require_only(root, kFlattened, ""));
    DEED_TRY(const std::string_view payload, part(root, "payload", ""));
    return parse_signature(payload, root, "");
}

json::Document SdJwt::to_json(JsonForm form) const {
    const std::string_view compact = presented();
    const std::string_view token = compact.substr(0, compact.find('~'));
    const std::size_t payload = token.find('.') + 1;
    const std::size_t signature = token.rfind('.') + 1;
    json::Writer writer;
    writer.begin_object().member("payload", token.substr(payload, signature - 1 - payload));
    if (form == JsonForm::general) writer.key("signatures").begin_array().begin_object();
    writer.member("protected", token.substr(0, payload - 1));
    if (!disclosures_.empty() || key_binding_) {
        writer.key("header").begin_object();
        if (!disclosures_.empty()) {
            writer.key(kDisclosures).begin_array();
            for (const Disclosure& disclosure : disclosures_) writer.string(disclosure.encoded());
            writer.end_array();
        }
        if (key_binding_) writer.member(kBinding, key_binding_->jws().to_string());
        writer.end_object();
    }
    writer.member("signature", token.substr(signature));
    if (form == JsonForm::general) writer.end_object().end_array();
    return writer.end_object().take_document();
}

}  // namespace deed::credentials
