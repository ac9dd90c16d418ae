#include "credentials/jose/enveloped.hpp"

#include <algorithm>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/jose/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kTypes[] = {"EnvelopedVerifiableCredential",
                                       "EnvelopedVerifiablePresentation"};
constexpr std::string_view kMembers[] = {"@context", "id", "type"};
constexpr std::string_view kScheme = "data:";

std::string_view type_of(JwtKind kind) { return kTypes[static_cast<std::size_t>(kind)]; }

/// Whether a member is this text alone, or an array that has it: alone, or as the first.
bool holds(std::optional<json::Value> member, std::string_view text, bool alone) {
    if (!member) return false;
    if (!member->is_array()) return member->string_if() == text;
    const auto values = member->array();
    return !values.empty() && values[0].string_if() == text && (!alone || values.size() == 1);
}

Result<void> check_members(json::Value value, JwtKind kind) {
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

}  // namespace

bool is_enveloped(json::Value value, JwtKind kind) {
    const auto type = value.find("type");
    if (!type) return false;
    if (!type->is_array()) return type->string_if() == type_of(kind);
    for (const json::Value one : type->array())
        if (one.string_if() == type_of(kind)) return true;
    return false;
}

Result<std::string_view> parse_enveloped(json::Value value, JwtKind kind) {
    DEED_CHECK(check_members(value, kind));
    const auto id = value.find("id");
    const std::string_view url = id ? id->string_if().value_or("") : "";
    const std::size_t comma = url.find(',');
    if (!url.starts_with(kScheme) || comma == std::string_view::npos)
        return Error(errors::kEnvelopeDataUrlMalformed, "the id is not a data: URL", "/id");

    const std::string_view type = url.substr(kScheme.size(), comma - kScheme.size());
    const JwtKind other = kind == JwtKind::credential ? JwtKind::presentation : JwtKind::credential;
    if (type.find('/') == std::string_view::npos)
        return Error(errors::kEnvelopeDataUrlMalformed, "the data: URL names no media type", "/id");
    if (jose::names_media_type(type, media_type_of(other)))
        return Error(errors::kEnvelopeMediaTypeMismatch, "the id is of " + std::string(type),
                     "/id");
    if (!jose::names_media_type(type, media_type_of(kind)))
        return Error(errors::kEnvelopeMediaTypeUnsupported, "the id is of " + std::string(type),
                     "/id");
    const std::string_view token = url.substr(comma + 1);
    if (token.empty())
        return Error(errors::kEnvelopeDataUrlMalformed, "the data: URL is empty", "/id");
    return token;
}

json::Document make_enveloped(std::string_view compact, JwtKind kind) {
    json::Writer writer;
    writer.begin_object()
        .member("@context", kCredentialsV2)
        .member("id", std::string(kScheme) + std::string(media_type_of(kind)) + "," +
                          std::string(compact))
        .member("type", type_of(kind));
    return writer.end_object().take_document();
}

}  // namespace deed::credentials
