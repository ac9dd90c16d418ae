#include "cli/credential_file.hpp"

#include "cli/invocation.hpp"
#include "credentials/jose/enveloped.hpp"
#include "credentials/presentation.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxJson = std::size_t{4} << 20;
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(kWhiteSpace);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(kWhiteSpace) - start + 1);
}

Result<GivenCredential> parse_secured_input(const std::string& name, ByteView bytes,
                                            credentials::JwtKind kind, std::size_t max_json) {
    const std::string_view text = trimmed(as_text(bytes));
    if (!jose::looks_like_jws(text)) {
        DEED_TRY(json::Document document, parse_json_input(name, bytes, max_json));
        return GivenCredential(std::move(document));
    }
    auto jwt = credentials::SecuredJwt::parse(text, kind);
    if (!jwt) return std::move(jwt).error().at(name);
    return GivenCredential(std::move(jwt).value());
}

}  // namespace

Result<GivenCredential> parse_credential_input(const std::string& name, ByteView bytes) {
    return parse_secured_input(name, bytes, credentials::JwtKind::credential, kMaxJson);
}

Result<GivenPresentation> parse_presentation_input(const std::string& name, ByteView bytes) {
    constexpr auto kKind = credentials::JwtKind::presentation;
    DEED_TRY(GivenPresentation given,
             parse_secured_input(name, bytes, kKind, credentials::kMaxPresentationBytes));
    const auto* document = std::get_if<json::Document>(&given);
    if (document == nullptr || !credentials::is_enveloped(document->root(), kKind)) return given;
    DEED_TRY(const std::string_view token, credentials::parse_enveloped(document->root(), kKind));
    DEED_TRY(credentials::SecuredJwt jwt, credentials::SecuredJwt::parse(token, kKind));
    return GivenPresentation(std::move(jwt));
}

}  // namespace deed::cli
