#pragma once

#include <string_view>

namespace deed::did::detail {

// Character classes of RFC 5234 and RFC 3986; independent of the locale.

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
// ABNF strings know no case (RFC 5234 section 2.3), so HEXDIG includes a-f.
constexpr bool is_hexdig(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}
/// idchar of DID Core 1.0 section 3.1, without pct-encoded.
constexpr bool is_idchar(char c) { return is_alpha(c) || is_digit(c) || is_one_of(c, ".-_"); }
/// pchar of RFC 3986 section 3.3, without pct-encoded.
constexpr bool is_pchar(char c) {
    return is_alpha(c) || is_digit(c) || is_one_of(c, "-._~!$&'()*+,;=:@");
}

/// True when the text is nothing but allowed characters and pct-encoded triplets.
template <typename Allowed>
constexpr bool consists_of(std::string_view text, Allowed allowed) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (allowed(text[i])) continue;
        if (text[i] != '%' || text.size() - i < 3) return false;
        if (!is_hexdig(text[i + 1]) || !is_hexdig(text[i + 2])) return false;
        i += 2;
    }
    return true;
}

/// True for a URI, with its scheme (RFC 3986 section 3). Host and port are not looked into.
bool is_uri(std::string_view text);

}  // namespace deed::did::detail
