#include "lib/net/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
// RFC 3986: pchar (section 3.3) without unreserved and pct-encoded; query and fragment add two.
constexpr std::string_view kPathMarks = "!$&'()*+,;=:@/";
constexpr std::string_view kQueryMarks = "!$&'()*+,;=:@/?";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_unreserved(char c) {
    return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Whether a percent-encoded byte, not NUL, starts at `position`.
bool is_triplet(std::string_view text, std::size_t position) {
    if (text.size() - position < 3) return false;
    const int high = hex_value(text[position + 1]);
    const int low = hex_value(text[position + 2]);
    return high >= 0 && low >= 0 && (high != 0 || low != 0);
}

bool consists_of(std::string_view text, std::string_view marks) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (!is_triplet(text, i)) return false;
            i += 2;
        } else if (!is_unreserved(text[i]) && marks.find(text[i]) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

/// "." and "..", also percent-encoded: parsers differ in what they make of them.
bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);
        std::string segment(path.substr(0, path.find('/')));
        path.remove_prefix(segment.size());
        for (const char* dot : {"%2e", "%2E"})
            for (auto at = segment.find(dot); at != std::string::npos; at = segment.find(dot))
                segment.replace(at, 3, ".");
        if (segment == "." || segment == "..") return true;
    }
    return false;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label,
                               [](char c) { return is_alpha(c) || is_digit(c) || c == '-'; });
}

/// A name whose last label looks like a number is read as an IPv4 address by some.
bool ends_in_number(std::string_view host) {
    const std::string_view last = host.substr(host.rfind('.') + 1);
    return std::ranges::all_of(last, is_digit) || last.starts_with("0x") || last.starts_with("0X");
}

bool is_name(std::string_view host) {
    if (host.empty() || host.size() > 253 || ends_in_number(host)) return false;
    while (true) {
        const std::size_t dot = host.find('.');
        if (!is_label(host.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        host.remove_prefix(dot + 1);
    }
}

bool is_address(int family, const std::string& text) {
    std::array<std::uint8_t, 16> bytes{};
    // inet_pton reads dotted quads without leading zeros only; a zone id ("%eth0") is no part.
    return ::inet_pton(family, text.c_str(), bytes.data()) == 1;
}

Error bad_url(std::string_view text, std::string_view why) {
    std::string shown(text.substr(0, 200));
    std::ranges::replace_if(
        shown, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return Error(errors::kBadUrl, "\"" + shown + "\" " + std::string(why));
}

Result<std::uint16_t> parse_port(std::string_view text, std::string_view port) {
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
    if (error != std::errc() || end != port.data() + port.size() || value == 0 || port[0] == '0')
        return bad_url(text, "has no port between 1 and 65535");
    return value;
}

/// Cuts off what follows the first `mark`.
std::optional<std::string> cut_behind(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    std::string behind(text.substr(at + 1));
    text = text.substr(0, at);
    return behind;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
    if (text.size() > kMaxSize) return bad_url(text, "is too long");
    Url url;
    url.text_ = std::string(text);
    std::string_view rest = text;
    const bool https = rest.starts_with(kHttps);
    if (!https && !rest.starts_with(kHttp)) return bad_url(text, "does not start with https://");
    url.scheme_ = https ? Scheme::https : Scheme::http;
    rest.remove_prefix(https ? kHttps.size() : kHttp.size());

    url.fragment_ = cut_behind(rest, '#');
    url.query_ = cut_behind(rest, '?');
    if (!consists_of(url.fragment_.value_or(""), kQueryMarks) ||
        !consists_of(url.query_.value_or(""), kQueryMarks))
        return bad_url(text, "has a character that must be percent-encoded");
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    url.path_ = std::string(rest.substr(slash));
    if (!consists_of(url.path_, kPathMarks))
        return bad_url(text, "has a character that must be percent-encoded");
    if (has_dot_segment(url.path_)) return bad_url(text, "has a dot segment in its path");

    std::string_view authority = rest.substr(0, slash);
    url.origin_size_ = (https ? kHttps.size() : kHttp.size()) + authority.size();
    if (authority.find('@') != std::string_view::npos)
        return bad_url(text, "names a user, which belongs elsewhere");
    const bool bracketed = authority.starts_with('[');
    const std::size_t host_end = bracketed ? authority.find(']') : authority.find(':');
    if (bracketed && host_end == std::string_view::npos) return bad_url(text, "has no host");
    std::string host(authority.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end));
    if (host_end < authority.size())
        authority.remove_prefix(host_end + (bracketed ? 1 : 0));
    else
        authority = {};

    std::ranges::transform(host, host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    url.host_is_address_ = is_address(bracketed ? AF_INET6 : AF_INET, host);
    if (!url.host_is_address_ && (bracketed || !is_name(host)))
        return bad_url(text, "has no host that is a name or an IP address");
    url.host_ = std::move(host);

    url.port_ = https ? 443 : 80;
    if (authority.empty()) return url;
    if (authority[0] != ':' || authority.size() == 1) return bad_url(text, "has no port after ':'");
    DEED_TRY(url.port_, parse_port(text, authority.substr(1)));
    return url;
}

void Url::rename_scheme(std::string_view to, Scheme scheme) {
    const std::size_t end = text_.find(':');
    text_.replace(0, end, to);
    origin_size_ = origin_size_ - end + to.size();
    scheme_ = scheme;
}

Result<Url> Url::parse_web_socket(std::string_view text) {
    const bool secure = text.starts_with("wss://");
    if (!secure && !text.starts_with("ws://")) return bad_url(text, "does not start with wss://");
    if (text.size() > kMaxSize - 2) return bad_url(text, "is too long");
    const std::string http = (secure ? "https" : "http") + std::string(text.substr(text.find(':')));
    auto url = parse(http);
    if (!url) return bad_url(text, "is no URL that is opened");
    if (url->fragment_) return bad_url(text, "has a fragment");
    url->rename_scheme(secure ? "wss" : "ws", secure ? Scheme::wss : Scheme::ws);
    return url;
}

Url Url::as_http() const {
    Url url = *this;
    if (scheme_ == Scheme::ws) url.rename_scheme("http", Scheme::http);
    if (scheme_ == Scheme::wss) url.rename_scheme("https", Scheme::https);
    return url;
}

Result<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (!is_triplet(text, i)) return bad_url(text, "has a '%' that encodes nothing");
        decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
        i += 2;
    }
    return decoded;
}

std::string percent_encode(std::string_view text, std::string_view also_kept) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c) || also_kept.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kDigits[byte >> 4];
        encoded += kDigits[byte & 15];
    }
    return encoded;
}

}  // namespace deed::net
