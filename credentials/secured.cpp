#include "credentials/secured.hpp"

#include <algorithm>

#include "credentials/envelopes/errors.hpp"
#include "credentials/errors.hpp"
#include "credentials/presentation_errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";
/// Of a token that need not be a vc+jwt or vp+jwt (RFC 7519 section 10.3.1).
constexpr std::string_view kAnyJwt = "application/jwt";
constexpr std::string_view kJsonTypes[] = {"application/json", "application/ld+json",
                                           "application/sd-jwt+json"};

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(kWhiteSpace);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(kWhiteSpace) - start + 1);
}

/// The form of a media type; nothing for JSON.
Result<std::optional<EnvelopeForm>> form_of(std::string_view media_type, DocumentKind kind) {
    const std::string_view type = without_parameters(media_type);
    const DocumentKind other =
        kind == DocumentKind::credential ? DocumentKind::presentation : DocumentKind::credential;
    const EnvelopeType* envelope = find_envelope_type(type);
    if ((envelope != nullptr && envelope->kind == other) ||
        is_same_media_type(type, payload_type_of(other)))
        return Error(errors::kMediaTypeMismatch, "it is of " + std::string(type));
    if (envelope != nullptr) return std::optional(envelope->form);
    const auto is_type = [&](std::string_view json) { return is_same_media_type(type, json); };
    if (is_type(kAnyJwt)) return std::optional(EnvelopeForm::jwt);
    if (is_type(payload_type_of(kind)) || std::ranges::any_of(kJsonTypes, is_type))
        return std::optional<EnvelopeForm>();
    return Error(errors::kMediaTypeUnsupported, "it is of " + std::string(type));
}

/// The form that the bytes look like; nothing for JSON.
std::optional<EnvelopeForm> form_of(ByteView bytes) {
    if (cose::looks_like_sign1(bytes)) return EnvelopeForm::cose;
    const std::string_view text = trimmed(as_text(bytes));
    if (!jose::looks_like_jws(text)) return std::nullopt;
    return text.find('~') == std::string_view::npos ? EnvelopeForm::jwt : EnvelopeForm::sd_jwt;
}

/// A token of which nobody said which data model it is of.
Result<Secured> parse_either(std::string_view token, DocumentKind kind) {
    DEED_TRY(SecuredJwt jwt, SecuredJwt::parse_either(token, kind));
    return Secured(std::move(jwt));
}

Result<Secured> parse(ByteView content, EnvelopeForm form, DocumentKind kind) {
    if (form == EnvelopeForm::jwt) {
        DEED_TRY(SecuredJwt jwt, SecuredJwt::parse(as_text(content), kind));
        return Secured(std::move(jwt));
    }
    if (form == EnvelopeForm::sd_jwt) {
        DEED_TRY(SecuredSdJwt jwt, SecuredSdJwt::parse(as_text(content), kind));
        return Secured(std::move(jwt));
    }
    DEED_TRY(SecuredCose cose, SecuredCose::parse(content, kind, cose::Tagging::either));
    return Secured(std::move(cose));
}

}  // namespace

std::optional<EnvelopeForm> Secured::envelope() const {
    if (jwt() != nullptr) return EnvelopeForm::jwt;
    if (sd_jwt() != nullptr) return EnvelopeForm::sd_jwt;
    if (cose() != nullptr) return EnvelopeForm::cose;
    return std::nullopt;
}

const json::Document& Secured::document() const {
    if (jwt() != nullptr) return jwt()->payload();
    if (sd_jwt() != nullptr) return sd_jwt()->payload();
    if (cose() != nullptr) return cose()->payload();
    return std::get<json::Document>(form_);
}

bool Secured::has_several_signatures() const {
    return sd_jwt() != nullptr && sd_jwt()->sd_jwt().signatures().size() > 1;
}

Bytes Secured::to_bytes() const {
    if (jwt() != nullptr) return deed::to_bytes(as_bytes(jwt()->jws().to_string()));
    if (sd_jwt() != nullptr && has_several_signatures())
        return deed::to_bytes(as_bytes(to_json().to_string()));
    if (sd_jwt() != nullptr) return deed::to_bytes(as_bytes(sd_jwt()->sd_jwt().to_string()));
    if (cose() != nullptr) return cose()->message().to_bytes();
    return deed::to_bytes(as_bytes(document().to_string()));
}

json::Document Secured::to_json() const {
    if (has_several_signatures()) return sd_jwt()->sd_jwt().to_json(JsonForm::general);
    if (jwt() != nullptr && jwt()->is_version_1())
        return json::Writer().string(jwt()->jws().to_string()).take_document();
    if (const auto form = envelope()) return make_enveloped(to_bytes(), kind_, *form);
    return document();
}

Result<Secured> open_envelope(const Enveloped& enveloped, DocumentKind kind) {
    return parse(enveloped.content, enveloped.form, kind);
}

Result<Secured> read_secured(json::Document json, DocumentKind kind) {
    if (!json.root().is_object())
        return Error(kind == DocumentKind::credential ? errors::kNotAnObject
                                                      : errors::kPresentationNotAnObject,
                     "the input is not a JSON object");
    if (looks_like_sd_jwt_json(json.root())) {
        DEED_TRY(SdJwt sd_jwt, SdJwt::parse_json(json.root()));
        return Secured(SecuredSdJwt(kind, std::move(sd_jwt)));
    }
    if (!is_enveloped(json.root(), kind)) return Secured(std::move(json), kind);
    DEED_TRY(const Enveloped enveloped, parse_enveloped(json.root(), kind));
    return open_envelope(enveloped, kind);
}

Result<Secured> read_secured(ByteView bytes, std::optional<std::string_view> media_type,
                             DocumentKind kind) {
    std::optional<EnvelopeForm> form;
    if (media_type) {
        DEED_TRY(form, form_of(*media_type, kind));
    } else {
        form = form_of(bytes);
    }
    if (form == EnvelopeForm::cose) return parse(bytes, *form, kind);
    const bool is_labelled =
        media_type && !is_same_media_type(without_parameters(*media_type), kAnyJwt);
    if (form == EnvelopeForm::jwt && !is_labelled)
        return parse_either(trimmed(as_text(bytes)), kind);
    if (form) return parse(as_bytes(trimmed(as_text(bytes))), *form, kind);
    const std::size_t limit =
        kind == DocumentKind::credential ? kMaxCredentialBytes : kMaxPresentationBytes;
    DEED_TRY(json::Document json, json::Document::parse(bytes, {.max_bytes = limit}));
    return read_secured(std::move(json), kind);
}

}  // namespace deed::credentials
