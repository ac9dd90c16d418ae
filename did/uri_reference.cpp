#include "did/uri_reference.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "lib/encoding/uri.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kDidScheme = "did:";

/// In a DID URL the DID is the authority.
UriParts split(std::string_view text) {
    UriParts parts = split_uri(text);
    if (parts.scheme != kDidScheme || !parts.authority.empty()) return parts;
    parts.authority = parts.path.substr(0, std::min(parts.path.find('/'), parts.path.size()));
    parts.path.remove_prefix(parts.authority.size());
    return parts;
}

/// For an error, which anybody may have made long.
std::string shown(std::string_view text) { return std::string(utf8_prefix(text, 200)); }

bool is_reference(std::string_view text) {
    // A first segment with a colon would be a scheme (section 4.2).
    return detail::is_uri(text) ||
           (uri_scheme_size(text) == 0 && detail::is_uri("x:" + std::string(text)) &&
            text.substr(0, text.find_first_of("/?#")).find(':') == std::string_view::npos);
}

}  // namespace

Result<std::string> resolve_reference(std::string_view base, std::string_view reference) {
    if (!detail::is_uri(base))
        return Error(errors::kMalformedUrl, "the base is no URI: " + shown(base));
    if (!is_reference(reference))
        return Error(errors::kMalformedUrl, "not a URI reference: " + shown(reference));
    if (split(base).scheme == kDidScheme && reference.starts_with("//"))
        return Error(errors::kMalformedUrl, "a DID has no other authority beside it");
    return resolve_uri(split(base), split(reference));
}

bool is_local_reference(std::string_view text) {
    // Brackets belong into an authority.
    if (!is_reference(text) || text.find_first_of("[]") != std::string_view::npos) return false;
    const UriParts parts = split(text);
    return parts.scheme.empty() && parts.authority.empty();
}

std::string percent_decode(std::string_view text) {
    const auto digit = [](char c) { return detail::is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
    }
    return decoded;
}

}  // namespace deed::did
