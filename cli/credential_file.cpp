#include "cli/credential_file.hpp"

#include "cli/invocation.hpp"
#include "credentials/jose/enveloped.hpp"
#include "credentials/presentation.hpp"

namespace deed::cli {
namespace {

using credentials::JwtKind;

constexpr std::size_t kMaxJson = std::size_t{4} << 20;
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(kWhiteSpace);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(kWhiteSpace) - start + 1);
}

Result<GivenCredential> parse_token(std::string_view compact, JwtKind kind,
                                    const std::string& name) {
    auto jwt = credentials::SecuredJwt::parse(compact, kind);
    if (!jwt) return std::move(jwt).error().at(name);
    return GivenCredential(std::move(jwt).value());
}

Result<GivenCredential> open_document(json::Document document, JwtKind kind,
                                      const std::string& name) {
    if (!credentials::is_enveloped(document.root(), kind))
        return GivenCredential(std::move(document));
    DEED_TRY(const std::string_view token, credentials::parse_enveloped(document.root(), kind));
    return parse_token(token, kind, name);
}

Result<GivenCredential> parse_secured_input(const std::string& name, ByteView bytes, JwtKind kind,
                                            std::size_t max_json) {
    const std::string_view text = trimmed(as_text(bytes));
    if (jose::looks_like_jws(text)) return parse_token(text, kind, name);
    DEED_TRY(json::Document document, parse_json_input(name, bytes, max_json));
    return open_document(std::move(document), kind, name);
}

}  // namespace

Result<GivenCredential> parse_credential_input(const std::string& name, ByteView bytes) {
    return parse_secured_input(name, bytes, JwtKind::credential, kMaxJson);
}

Result<GivenPresentation> parse_presentation_input(const std::string& name, ByteView bytes) {
    return parse_secured_input(name, bytes, JwtKind::presentation,
                               credentials::kMaxPresentationBytes);
}

Result<GivenCredential> given_token(std::string_view compact, const std::string& name) {
    return parse_token(compact, JwtKind::credential, name);
}

Result<GivenCredential> given_credential(json::Document document, const std::string& name) {
    return open_document(std::move(document), JwtKind::credential, name);
}

}  // namespace deed::cli
