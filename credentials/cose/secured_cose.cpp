#include "credentials/cose/secured_cose.hpp"

#include "credentials/cose/cwt_claims.hpp"
#include "credentials/cose/errors.hpp"
#include "credentials/jose/token_rules.hpp"
#include "lib/cose/errors.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::credentials {
namespace {

std::string shown(const cose::ContentFormat& format) {
    const auto* number = std::get_if<std::uint64_t>(&format);
    return number != nullptr ? std::to_string(*number) : std::get<std::string>(format);
}

/// Whether a parameter names this media type; none of Deed's has a number.
bool names(const cose::ContentFormat& format, std::string_view media_type) {
    const auto* text = std::get_if<std::string>(&format);
    return text != nullptr && is_same_media_type(*text, media_type);
}

Result<void> check_types(const cose::Header& header, DocumentKind kind) {
    const std::string_view type = media_type_of(kind, EnvelopeForm::cose);
    if (header.type() && !names(*header.type(), type))
        return Error(errors::kCoseTypeMismatch,
                     "typ is " + shown(*header.type()) + ", not " + std::string(type), "header");
    const std::string_view content = payload_type_of(kind);
    if (header.content_type() && !names(*header.content_type(), content))
        return Error(errors::kCoseContentTypeMismatch,
                     "the content type is " + shown(*header.content_type()) + ", not " +
                         std::string(content),
                     "header");
    return {};
}

Result<JwtClaims> check(const Result<cose::Header>& header, DocumentKind kind,
                        json::Value payload) {
    if (!header) return Error(header.error().code(), header.error().message(), "header");
    DEED_CHECK(check_types(*header, kind));
    const auto& key_id = header->key_id();
    if (key_id && (key_id->empty() || !is_utf8(*key_id)))
        return Error(errors::kCoseKeyIdMalformed, "kid is empty or no UTF-8", "header");
    DEED_CHECK(check_cose_payload(payload));
    if (!header->cwt_claims()) return JwtClaims{};
    return read_cwt_claims(*header->cwt_claims());
}

}  // namespace

Result<void> check_cose_payload(json::Value payload) {
    for (const std::string_view name : {"vc", "vp"})
        if (payload.find(name))
            return Error(errors::kCoseVcClaim, "there is a member " + std::string(name),
                         "/" + std::string(name));
    if (payload.find("proof"))
        return Error(errors::kCoseEmbeddedProof, "the payload has a proof", "/proof");
    return {};
}

SecuredCose::SecuredCose(DocumentKind kind, cose::Sign1 message, json::Document payload)
    : kind_(kind),
      message_(std::move(message)),
      payload_(std::move(payload)),
      claims_(check(message_.header(), kind_, payload_.root())) {}

Result<SecuredCose> SecuredCose::parse(ByteView message, DocumentKind kind, cose::Tagging tagging) {
    DEED_TRY(cose::Sign1 parsed, cose::Sign1::parse(message, tagging));
    if (!parsed.payload())
        return Error(cose::errors::kPayloadDetached, "the message has no payload");
    DEED_TRY(json::Document payload, json::Document::parse(*parsed.payload()));
    if (!payload.root().is_object())
        return Error(errors::kCosePayloadNotObject, "the payload is not a JSON object");
    return SecuredCose(kind, std::move(parsed), std::move(payload));
}

std::optional<std::string_view> SecuredCose::key_id() const {
    const auto& header = message_.header();
    if (!header || !header->key_id()) return std::nullopt;
    return as_text(*header->key_id());
}

Result<std::string> SecuredCose::key_url(const std::optional<std::string>& controller) const {
    DEED_TRY(const JwtClaims claims, claims_);
    return token_key_url(key_id(), claims, controller);
}

Result<void> SecuredCose::verify(const crypto::PublicKey& key) const {
    DEED_CHECK(claims_);
    return message_.verify(key);
}

Result<Bytes> sign_cose(DocumentKind kind, const json::Document& payload,
                        const CoseSigning& signing, crypto::Signer& signer, Call& call) {
    if (!payload.root().is_object())
        return Error(errors::kCosePayloadNotObject, "the payload is not a JSON object");
    DEED_CHECK(check_cose_payload(payload.root()));
    const std::string text = payload.to_string();
    const Bytes claims = write_cwt_claims(signing.claims);
    return cose::sign(as_bytes(text),
                      {.header = {.algorithm = signing.algorithm,
                                  .type = media_type_of(kind, EnvelopeForm::cose),
                                  .content_type = payload_type_of(kind),
                                  .key_id = as_bytes(signing.key_id),
                                  .cwt_claims = claims}},
                      signer, call);
}

}  // namespace deed::credentials
