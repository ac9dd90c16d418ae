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

/// A further signature over the payload. By section 8.1 the disclosures stand with the first alone.
Result<jose::Jws> parse_further(std::string_view payload, json::Value signed_part,
                                const std::string& place) {
    DEED_TRY(const std::string_view header, part(signed_part, "protected", place));
    DEED_TRY(const std::string_view signature, part(signed_part, "signature", place));
    std::string compact(header);
    (((compact += '.') += payload) += '.') += signature;
    auto jws = jose::Jws::parse(compact);
    if (!jws) return Error(jws.error().code(), jws.error().message(), place);
    const auto unprotected = signed_part.find("header");
    if (!unprotected) return jws;
    if (!unprotected->is_object()) return malformed("header is not an object", place);
    if (unprotected->find(kDisclosures) || unprotected->find(kBinding))
        return malformed("disclosures or kb_jwt are not with the first signature", place);
    DEED_CHECK(require_disjoint(*jws, *unprotected, place + "/header"));
    return jws;
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

// The first signature is what sd_hash is over; what is signed is the same for all.
Result<SdJwt> SdJwt::parse_general(json::Value root) {
    DEED_CHECK(require_only(root, kGeneral, ""));
    DEED_TRY(const std::string_view payload, part(root, "payload", ""));
    const json::Value signatures = *root.find("signatures");
    const std::size_t count = signatures.is_array() ? signatures.array().size() : 0;
    if (count == 0) return malformed("signatures are not an array of objects", "/signatures");
    // Each keeps the payload that it is over.
    if (count > kMaxSignatures || count * payload.size() > kMaxSdJwt)
        return Error(errors::kSdJwtTooLarge, "there are " + std::to_string(count) + " signatures",
                     "/signatures");
    for (std::size_t i = 0; i < count; ++i)
        DEED_CHECK(
            require_only(signatures.array()[i], kOfSignature, "/signatures/" + std::to_string(i)));
    DEED_TRY(SdJwt sd_jwt, parse_signature(payload, signatures.array()[0], "/signatures/0"));
    for (std::size_t i = 1; i < count; ++i) {
        DEED_TRY(jose::Jws further,
                 parse_further(payload, signatures.array()[i], "/signatures/" + std::to_string(i)));
        sd_jwt.signatures_.push_back(std::move(further));
    }
    return sd_jwt;
}

Result<SdJwt> SdJwt::parse_json(json::Value root) {
    if (!root.is_object()) return malformed("it is not an object");
    if (root.find("signatures")) return parse_general(root);
    DEED_CHECK(require_only(root, kFlattened, ""));
    DEED_TRY(const std::string_view payload, part(root, "payload", ""));
    return parse_signature(payload, root, "");
}

namespace {

/// The members of a JWS in compact serialization.
struct JwsMembers {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;

    explicit JwsMembers(std::string_view token)
        : header(token.substr(0, token.find('.'))),
          payload(token.substr(header.size() + 1, token.rfind('.') - header.size() - 1)),
          signature(token.substr(token.rfind('.') + 1)) {}
};

}  // namespace

json::Document SdJwt::to_json(JsonForm form) const {
    const JwsMembers first(jws().to_string());
    json::Writer writer;
    writer.begin_object().member("payload", first.payload);
    if (form == JsonForm::general) writer.key("signatures").begin_array().begin_object();
    writer.member("protected", first.header);
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
    writer.member("signature", first.signature);
    if (form == JsonForm::flattened) return writer.end_object().take_document();
    writer.end_object();
    for (std::size_t i = 1; i < signatures_.size(); ++i) {
        const JwsMembers further(signatures_[i].to_string());
        writer.begin_object()
            .member("protected", further.header)
            .member("signature", further.signature)
            .end_object();
    }
    return writer.end_array().end_object().take_document();
}

}  // namespace deed::credentials
