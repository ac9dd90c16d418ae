#include "credentials/text_rules.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/uri.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::credentials {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Not excluded are the other characters that RFC 3986 lacks and RFC 3987 has.
bool is_url_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f &&
           std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
    return std::ranges::equal(a, lower, [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Every '%' starts a triplet (RFC 3986 section 2.1).
bool has_whole_percent_triplets(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') continue;
        if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    }
    return true;
}

bool steers_layout(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (steering_length(text.substr(i)) > 0) return true;
    return false;
}

bool is_port(std::string_view text) {
    return text.empty() || (text.front() == ':' && std::ranges::all_of(text.substr(1), is_digit));
}

bool is_ipv6(const std::string& text) {
    in6_addr address{};
    return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

bool has_bracket(std::string_view text) {
    return text.find_first_of("[]") != std::string_view::npos;
}

/// User information, host and port (RFC 3986 section 3.2). Brackets enclose an IPv6 address, which
/// is all that they are for today.
bool is_authority(std::string_view text, bool needs_host) {
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        if (has_bracket(text.substr(0, at))) return false;
        text.remove_prefix(at + 1);
    }
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        return end != std::string_view::npos && is_ipv6(std::string(text.substr(1, end - 1))) &&
               is_port(text.substr(end + 1));
    }
    const std::string_view host = text.substr(0, text.find(':'));
    return !has_bracket(host) && is_port(text.substr(host.size())) && !(needs_host && host.empty());
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find_first_of(separators);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

struct SriAlgorithm {
    std::string_view prefix;
    std::size_t digest_size;
};
constexpr std::array<SriAlgorithm, 3> kSriAlgorithms{
    {{"sha256-", 32}, {"sha384-", 48}, {"sha512-", 64}}};

bool is_hash_expression(std::string_view text) {
    text = text.substr(0, text.find('?'));  // option expressions say nothing about the digest
    const auto* algorithm = std::ranges::find_if(
        kSriAlgorithms, [&](const SriAlgorithm& row) { return text.starts_with(row.prefix); });
    if (algorithm == kSriAlgorithms.end()) return false;
    const auto digest = base64_decode(text.substr(algorithm->prefix.size()));
    return digest && digest->size() == algorithm->digest_size;
}

}  // namespace

bool is_absolute_url(std::string_view text) {
    const std::size_t colon = uri_scheme_size(text);
    if (colon == 0 || colon + 1 == text.size()) return false;
    const std::string_view scheme = text.substr(0, colon);
    const std::string_view rest = text.substr(colon + 1);
    if (!std::ranges::all_of(rest, is_url_char) || steers_layout(rest)) return false;
    if (!has_whole_percent_triplets(rest)) return false;

    const bool is_web =
        equals_ignoring_case(scheme, "https") || equals_ignoring_case(scheme, "http");
    if (!rest.starts_with("//")) return !is_web;
    const std::string_view after_slashes = rest.substr(2);
    return is_authority(after_slashes.substr(0, after_slashes.find_first_of("/?#")), is_web);
}

bool is_type_term(std::string_view text) {
    constexpr std::size_t kMaxLength = 256;
    const bool has_size = !text.empty() && text.size() <= kMaxLength;
    const bool is_word = std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '"' && c != '\\';
    });
    return has_size && is_word && is_utf8(as_bytes(text)) && !text.starts_with('@') &&
           (text.find(':') == std::string_view::npos || is_absolute_url(text));
}

bool is_language_tag(std::string_view text) {
    const auto subtags = split(text, "-");
    const bool subtags_fit = std::ranges::all_of(subtags, [](std::string_view subtag) {
        return !subtag.empty() && subtag.size() <= 8 &&
               std::ranges::all_of(subtag, [](char c) { return is_letter(c) || is_digit(c); });
    });
    if (!subtags_fit || !std::ranges::all_of(subtags.front(), is_letter)) return false;
    if (subtags.front().size() > 1) return true;
    // Only private use (x-…) and grandfathered tags (i-…) start with one letter.
    return subtags.size() > 1 &&
           std::string_view("xXiI").find(subtags.front().front()) != std::string_view::npos;
}

bool is_digest_sri(std::string_view text) {
    bool any = false;
    for (const std::string_view part : split(text, " \t\r\n\f")) {
        if (part.empty()) continue;
        if (!is_hash_expression(part)) return false;
        any = true;
    }
    return any;
}

bool is_digest_multibase(std::string_view text) {
    const auto bytes = multibase_decode(text);
    if (!bytes) return false;
    const auto code = read_varint(*bytes);
    if (!code) return false;
    const ByteView rest = ByteView(*bytes).subspan(code->size);
    const auto length = read_varint(rest);
    return length && length->value > 0 && rest.size() - length->size == length->value;
}

}  // namespace deed::credentials
