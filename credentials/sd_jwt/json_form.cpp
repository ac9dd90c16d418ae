// The flattened JSON serialization (RFC 9901 section 8, RFC 7515 section 7.2.2), which is read by
// writing down the compact one: that is what sd_hash is over in either form.
#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/sd_jwt.hpp"

namespace deed::credentials {
namespace {

Error malformed(std::string why, std::string where = {}) {
    return Error(errors::kSdJwtJsonMalformed, std::move(why), std::move(where));
}

/// A part that has no separator of the compact serialization in it.
Result<std::string_view> part(json::Value object, std::string_view name, std::string place) {
    const auto member = object.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text || text->find_first_of(".~") != std::string_view::npos)
        return malformed(std::string(name) + " is not a string in base64url", std::move(place));
    return *text;
}

Result<void> append_header(std::string& compact, json::Value header) {
    if (!header.is_object()) return malformed("header is not an object", "/header");
    if (const auto disclosures = header.find("disclosures")) {
        if (!disclosures->is_array())
            return malformed("disclosures are not an array", "/header/disclosures");
        for (const json::Value disclosure : disclosures->array()) {
            const auto text = disclosure.string_if();
            if (!text || text->empty() || text->find_first_of(".~") != std::string_view::npos)
                return malformed("a disclosure is not a string in base64url",
                                 "/header/disclosures");
            (compact += *text) += '~';
        }
    }
    const auto binding = header.find("kb_jwt");
    if (!binding) return {};
    const auto text = binding->string_if();
    if (!text || text->empty() || text->find('~') != std::string_view::npos)
        return malformed("kb_jwt is not a token", "/header/kb_jwt");
    compact += *text;
    return {};
}

}  // namespace

Result<SdJwt> SdJwt::parse_json(std::string_view text) {
    DEED_TRY(const json::Document document, json::Document::parse(text, {.max_bytes = kMaxSdJwt}));
    const json::Value root = document.root();
    if (!root.is_object()) return malformed("it is not an object");
    for (const auto& [name, value] : root.object())
        if (name != "payload" && name != "protected" && name != "signature" && name != "header")
            return malformed("it has a member " + std::string(name), "/" + std::string(name));
    DEED_TRY(const std::string_view header, part(root, "protected", "/protected"));
    DEED_TRY(const std::string_view payload, part(root, "payload", "/payload"));
    DEED_TRY(const std::string_view signature, part(root, "signature", "/signature"));
    std::string compact(header);
    ((((compact += '.') += payload) += '.') += signature) += '~';
    if (const auto unprotected = root.find("header")) {
        DEED_CHECK(append_header(compact, *unprotected));
    }
    return parse(compact);
}

}  // namespace deed::credentials
