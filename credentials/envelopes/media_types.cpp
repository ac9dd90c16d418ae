#include "credentials/envelopes/media_types.hpp"

#include <algorithm>

namespace deed::credentials {
namespace {

constexpr EnvelopeType kTypes[] = {
    {DocumentKind::credential, EnvelopeForm::jwt, "application/vc+jwt"},
    {DocumentKind::credential, EnvelopeForm::sd_jwt, "application/vc+sd-jwt"},
    {DocumentKind::credential, EnvelopeForm::cose, "application/vc+cose"},
    {DocumentKind::presentation, EnvelopeForm::jwt, "application/vp+jwt"},
    {DocumentKind::presentation, EnvelopeForm::sd_jwt, "application/vp+sd-jwt"},
    {DocumentKind::presentation, EnvelopeForm::cose, "application/vp+cose"},
};
constexpr std::size_t kForms = 3;
constexpr std::string_view kPayloadTypes[] = {"application/vc", "application/vp"};
constexpr std::string_view kApplication = "application/";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view media_type_of(DocumentKind kind, EnvelopeForm form) {
    return kTypes[static_cast<std::size_t>(kind) * kForms + static_cast<std::size_t>(form)]
        .media_type;
}

std::string_view short_type_of(DocumentKind kind, EnvelopeForm form) {
    return media_type_of(kind, form).substr(kApplication.size());
}

std::string_view payload_type_of(DocumentKind kind) {
    return kPayloadTypes[static_cast<std::size_t>(kind)];
}

std::string_view short_payload_type_of(DocumentKind kind) {
    return payload_type_of(kind).substr(kApplication.size());
}

bool is_same_media_type(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

const EnvelopeType* find_envelope_type(std::string_view media_type) {
    const auto* found = std::ranges::find_if(kTypes, [&](const EnvelopeType& type) {
        return is_same_media_type(type.media_type, media_type);
    });
    return found == std::end(kTypes) ? nullptr : found;
}

std::string_view without_parameters(std::string_view media_type) {
    std::string_view type = media_type.substr(0, media_type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
    while (!type.empty() && (type.front() == ' ' || type.front() == '\t')) type.remove_prefix(1);
    return type;
}

}  // namespace deed::credentials
