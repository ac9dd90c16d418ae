#include "credentials/text_rules.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"

namespace deed::credentials {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_scheme_char(char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
}

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

bool has_host(std::string_view after_scheme) {
    if (!after_scheme.starts_with("//")) return false;
    after_scheme.remove_prefix(2);
    return !after_scheme.empty() &&
           std::string_view("/?#").find(after_scheme.front()) == std::string_view::npos;
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
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
    const std::string_view scheme = text.substr(0, colon);
    const std::string_view rest = text.substr(colon + 1);
    if (!is_letter(scheme.front()) || !std::ranges::all_of(scheme, is_scheme_char)) return false;
    if (!std::ranges::all_of(rest, is_url_char)) return false;
    const bool is_web =
        equals_ignoring_case(scheme, "https") || equals_ignoring_case(scheme, "http");
    return !is_web || has_host(rest);
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
