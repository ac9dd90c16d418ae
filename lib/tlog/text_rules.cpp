#include "lib/tlog/text_rules.hpp"

#include <algorithm>
#include <charconv>

#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::tlog::detail {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

/// White_Space of Unicode's PropList, beyond ASCII, in UTF-8. Searching for the bytes is right
/// because no UTF-8 sequence occurs inside another.
constexpr std::string_view kUnicodeSpaces[] = {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001",
                                               "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
                                               "\u2007", "\u2008", "\u2009", "\u200a", "\u2028",
                                               "\u2029", "\u202f", "\u205f", "\u3000"};

}  // namespace

bool is_note_text(std::string_view text) {
    const auto forbidden = [](char c) { return is_control(c) && c != '\n'; };
    return std::none_of(text.begin(), text.end(), forbidden) && is_utf8(as_bytes(text));
}

bool is_key_name(std::string_view name) {
    const auto forbidden = [](char c) { return is_control(c) || c == ' ' || c == '+'; };
    const auto contains = [name](std::string_view space) {
        return name.find(space) != std::string_view::npos;
    };
    return !name.empty() && std::none_of(name.begin(), name.end(), forbidden) &&
           is_utf8(as_bytes(name)) &&
           std::none_of(std::begin(kUnicodeSpaces), std::end(kUnicodeSpaces), contains);
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value > kMaxTreeSize) return std::nullopt;
    return value;
}

std::optional<Hash> parse_hash(std::string_view text) {
    constexpr std::size_t kEncodedSize = 44;
    if (text.size() != kEncodedSize) return std::nullopt;
    const Result<Bytes> bytes = base64_decode(text);
    Hash hash;
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

std::optional<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

}  // namespace deed::tlog::detail
