#include "credentials/envelopes/enveloped.hpp"

#include <algorithm>
#include <string>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/envelopes/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kTypes[] = {"EnvelopedVerifiableCredential",
                                       "EnvelopedVerifiablePresentation"};
constexpr std::string_view kMembers[] = {"@context", "id", "type"};
constexpr std::string_view kScheme = "data:";

std::string_view type_of(DocumentKind kind) { return kTypes[static_cast<std::size_t>(kind)]; }

/// Whether a member is this text alone, or an array that has it: alone, or as the first.
bool holds(std::optional<json::Value> member, std::string_view text, bool alone) {
    if (!member) return false;
    if (!member->is_array()) return member->string_if() == text;
    const auto values = member->array();
    return !values.empty() && values[0].string_if() == text && (!alone || values.size() == 1);
}

Result<void> check_members(json::Value value, DocumentKind kind) {
    const auto malformed = [](std::string message, std::string where = {}) {
        return Error(errors::kEnvelopeMalformed, std::move(message), std::move(where));
    };
    if (!value.is_object()) return malformed("it is not an object");
    for (const auto& [name, member] : value.object())
        if (std::ranges::find(kMembers, name) == std::end(kMembers))
            return malformed("it has a member " + std::string(name), "/" + std::string(name));
    if (!holds(value.find("@context"), kCredentialsV2, false))
        return malformed("its @context does not start with the base context", "/@context");
    if (!holds(value.find("type"), type_of(kind), true))
        return malformed("its type is not " + std::string(type_of(kind)), "/type");
    return {};
}

Error url_malformed(std::string what) {
    return {errors::kEnvelopeDataUrlMalformed, std::move(what), "/id"};
}

// RFC 2397 section 3.
struct DataUrl {
    std::string_view media_type;
    bool is_base64 = false;
    std::string_view data;
};

Result<DataUrl> parse_data_url(std::string_view url) {
    const std::size_t comma = url.find(',');
    if (!is_same_media_type(url.substr(0, kScheme.size()), kScheme) ||
        comma == std::string_view::npos)
        return url_malformed("the id is not a data: URL");
    std::string_view head = url.substr(kScheme.size(), comma - kScheme.size());
    DataUrl parsed{head.substr(0, head.find(';')), false, url.substr(comma + 1)};
    if (parsed.media_type.find('/') == std::string_view::npos)
        return url_malformed("the data: URL names no media type");
    if (parsed.data.empty()) return url_malformed("the data: URL is empty");

    head.remove_prefix(parsed.media_type.size());
    while (!head.empty()) {
        head.remove_prefix(1);
        const std::string_view parameter = head.substr(0, head.find(';'));
        head.remove_prefix(parameter.size());
        const std::size_t equals = parameter.find('=');
        parsed.is_base64 = head.empty() && is_same_media_type(parameter, "base64");
        if (!parsed.is_base64 && (equals == 0 || equals == std::string_view::npos))
            return url_malformed("a parameter of the data: URL is not <name>=<value>");
    }
    return parsed;
}

Result<EnvelopeForm> form_of(std::string_view media_type, DocumentKind kind) {
    const EnvelopeType* type = find_envelope_type(media_type);
    if (type == nullptr)
        return Error(errors::kEnvelopeMediaTypeUnsupported,
                     "the id is of " + std::string(media_type), "/id");
    if (type->kind != kind)
        return Error(errors::kEnvelopeMediaTypeMismatch, "the id is of " + std::string(media_type),
                     "/id");
    return type->form;
}

}  // namespace

bool is_enveloped(json::Value value, DocumentKind kind) {
    const auto type = value.find("type");
    if (!type) return false;
    if (!type->is_array()) return type->string_if() == type_of(kind);
    for (const json::Value one : type->array())
        if (one.string_if() == type_of(kind)) return true;
    return false;
}

Result<Enveloped> parse_enveloped(json::Value value, DocumentKind kind) {
    DEED_CHECK(check_members(value, kind));
    const auto id = value.find("id");
    DEED_TRY(const DataUrl url, parse_data_url(id ? id->string_if().value_or("") : ""));
    DEED_TRY(const EnvelopeForm form, form_of(url.media_type, kind));
    if (!url.is_base64 && form == EnvelopeForm::cose)
        return Error(errors::kEnvelopeBase64Missing, "the data: URL does not say base64", "/id");
    if (!url.is_base64) return Enveloped{form, to_bytes(as_bytes(url.data))};
    auto content = base64_decode(url.data);
    if (!content) return Error(errors::kEnvelopeBase64Malformed, content.error().message(), "/id");
    return Enveloped{form, std::move(content).value()};
}

json::Document make_enveloped(ByteView content, DocumentKind kind, EnvelopeForm form) {
    std::string url(kScheme);
    url += media_type_of(kind, form);
    if (form == EnvelopeForm::cose)
        url += ";base64," + base64_encode(content);
    else
        url += "," + std::string(as_text(content));
    json::Writer writer;
    writer.begin_object()
        .member("@context", kCredentialsV2)
        .member("id", url)
        .member("type", type_of(kind));
    return writer.end_object().take_document();
}

}  // namespace deed::credentials
