#include "cli/inspect.hpp"

namespace deed::cli {
namespace {

std::string shown(const cose::ContentFormat& format) {
    const auto* number = std::get_if<std::uint64_t>(&format);
    return number != nullptr ? std::to_string(*number) : in_quotes(std::get<std::string>(format));
}

void show_date(std::string& text, json::Writer& writer, std::string_view label,
               std::string_view name, const std::optional<Timestamp>& date) {
    if (!date) return;
    line(text, label, date->to_string());
    writer.member(name, date->to_string());
}

void show_text(std::string& text, json::Writer& writer, std::string_view label,
               std::string_view name, std::optional<std::string_view> value) {
    if (!value) return;
    line(text, label, in_quotes(*value));
    writer.member(name, *value);
}

void show_claims(const credentials::JwtClaims& claims, std::string& text, json::Writer& writer) {
    show_text(text, writer, "  iss", "iss", claims.issuer);
    show_text(text, writer, "  sub", "sub", claims.subject);
    for (const std::string& audience : claims.audience) line(text, "  domain", in_quotes(audience));
    if (!claims.audience.empty()) {
        writer.key("aud").begin_array();
        for (const std::string& audience : claims.audience) writer.string(audience);
        writer.end_array();
    }
    show_text(text, writer, "  challenge", "nonce", claims.nonce);
    show_date(text, writer, "  issued at", "iat", claims.issued_at);
    show_date(text, writer, "  not before", "nbf", claims.not_before);
    show_date(text, writer, "  expires", "exp", claims.expires);
}

}  // namespace

void show_cose(const credentials::SecuredCose& cose, std::string& text, json::Writer& writer) {
    const auto& header = cose.message().header();
    line(text, "COSE", header ? "header accepted" : header.error().to_string());
    if (!header) return;
    line(text, "  alg", header->algorithm_name());
    if (header->type()) line(text, "  typ", shown(*header->type()));
    if (header->content_type()) line(text, "  content type", shown(*header->content_type()));
    writer.key("header").begin_object().member("alg", header->algorithm_name());
    const auto& claims = cose.claims();
    if (claims) {
        show_text(text, writer, "  by", "kid", cose.key_id());
        show_claims(*claims, text, writer);
    } else {
        line(text, "  refused", claims.error().to_string());
    }
    writer.end_object();
}

}  // namespace deed::cli
