#include "cli/credential_file.hpp"

#include "cli/invocation.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxJson = std::size_t{4} << 20;
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(kWhiteSpace);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(kWhiteSpace) - start + 1);
}

}  // namespace

Result<GivenCredential> parse_credential_input(const std::string& name, ByteView bytes) {
    const std::string_view text = trimmed(as_text(bytes));
    if (!jose::looks_like_jws(text)) {
        DEED_TRY(json::Document document, parse_json_input(name, bytes, kMaxJson));
        return GivenCredential(std::move(document));
    }
    auto jwt = credentials::SecuredJwt::parse(text, credentials::JwtKind::credential);
    if (!jwt) return std::move(jwt).error().at(name);
    return GivenCredential(std::move(jwt).value());
}

}  // namespace deed::cli
