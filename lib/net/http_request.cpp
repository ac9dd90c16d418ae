#include "lib/net/http_request.hpp"

#include <algorithm>
#include <charconv>

#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

constexpr std::string_view kVersion = "HTTP/1.1";
constexpr std::string_view kOldVersion = "HTTP/1.0";
// RFC 9110 section 5.6.2, without letters and digits.
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kTokenMarks.find(c) != std::string_view::npos;
    });
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

Error bad_request(std::string why) { return Error(errors::kBadRequest, std::move(why)); }

/// The line up to CRLF, which is cut off with it. A bare CR or LF is no part of a line.
Result<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    const bool plain =
        std::ranges::all_of(line, [](char c) { return c == '\t' || (c >= 0x20 && c <= 0x7e); });
    if (!plain) return bad_request("the head holds a control character, or one that is not ASCII");
    return line;
}

Result<void> parse_request_line(std::string_view line, RequestForms forms, RequestHead& head) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return bad_request("the request line is not METHOD TARGET HTTP/1.1");
    const std::string_view version = line.substr(last + 1);
    head.method = std::string(line.substr(0, first));
    head.target = std::string(line.substr(first + 1, last - first - 1));
    if (!version.starts_with("HTTP/") || version.size() != kVersion.size())
        return bad_request("the request line is not METHOD TARGET HTTP/1.1");
    head.is_old = version == kOldVersion;
    if (version != kVersion && !(head.is_old && forms == RequestForms::all))
        return Error(errors::kUnsupportedRequest, "this version of HTTP is not spoken here");
    if (!is_token(head.method)) return bad_request("the method is not a token");
    // A URL's rules, asked of the target behind some origin.
    const bool origin_form = head.target.starts_with('/') &&
                             head.target.find('#') == std::string::npos &&
                             Url::parse("http://h" + head.target).has_value();
    if (!origin_form) return bad_request("the target is not a path");
    return {};
}

Result<HttpHeader> parse_header(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return bad_request("a header field has no name");
    std::string_view value = line.substr(colon + 1);
    const std::size_t start = std::min(value.find_first_not_of(" \t"), value.size());
    value.remove_prefix(start);
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    return HttpHeader{lower_case(line.substr(0, colon)), std::string(value)};
}

Result<std::size_t> parse_content_length(std::string_view text) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size() ||
        (text.size() > 1 && text[0] == '0'))
        return bad_request("Content-Length is not a number");
    return length;
}

/// Whether a list of words in lower case, with commas between them, has this one.
bool has_option(std::string_view list, std::string_view option) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        std::string_view one = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
        if (one.substr(0, one.find_last_not_of(" \t") + 1) == option) return true;
    }
    return false;
}

/// What the fields say on the message itself.
Result<void> read_framing(RequestHead& head, RequestForms forms) {
    for (const char* single : {"host", "content-length", "content-type", "authorization", "expect",
                               "connection", "transfer-encoding"})
        if (std::ranges::count(head.headers, single, &HttpHeader::name) > 1)
            return bad_request(std::string(single) + " is said twice");
    if (!head.is_old && !head.header("host")) return bad_request("there is no Host");
    if (const auto coding = head.header("transfer-encoding")) {
        // RFC 9112 section 6.1: the framing is taken for faulty.
        if (head.is_old) return bad_request("HTTP/1.0 has no Transfer-Encoding");
        if (forms == RequestForms::plain || lower_case(*coding) != "chunked")
            return Error(errors::kUnsupportedRequest, "this transfer coding is not read here");
        // RFC 9112 section 6.1: both together are how requests are smuggled.
        if (head.header("content-length"))
            return bad_request("there are both Transfer-Encoding and Content-Length");
        head.is_chunked = true;
    }
    if (const auto length = head.header("content-length")) {
        DEED_TRY(head.content_length, parse_content_length(*length));
    }
    if (const auto expect = head.header("expect")) {
        if (lower_case(*expect) != "100-continue")
            return Error(errors::kUnsupportedRequest, "an unknown expectation");
        head.expects_continue = !head.is_old;  // RFC 9110 section 10.1.1
    }
    head.keep_alive =
        !head.is_old && !has_option(lower_case(head.header("connection").value_or("")), "close");
    return {};
}

}  // namespace

std::optional<std::string_view> RequestHead::header(std::string_view name) const {
    for (const HttpHeader& one : headers)
        if (one.name == name) return one.value;
    return std::nullopt;
}

std::string RequestHead::to_string() const {
    std::string text =
        method + " " + target + " " + std::string(is_old ? kOldVersion : kVersion) + "\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    return text + "\r\n";
}

Result<std::optional<ParsedHead>> parse_request_head(std::string_view bytes, RequestForms forms) {
    const std::size_t end = bytes.substr(0, kMaxRequestHead).find("\r\n\r\n");
    if (end == std::string_view::npos) {
        if (bytes.size() >= kMaxRequestHead)
            return Error(errors::kHeadTooLarge, "the head does not end");
        return std::optional<ParsedHead>();
    }
    ParsedHead parsed{{}, end + 4};
    std::string_view rest = bytes.substr(0, end + 2);
    DEED_TRY(const std::string_view request_line, take_line(rest));
    DEED_CHECK(parse_request_line(request_line, forms, parsed.head));
    while (!rest.empty()) {
        DEED_TRY(const std::string_view line, take_line(rest));
        DEED_TRY(HttpHeader header, parse_header(line));
        parsed.head.headers.push_back(std::move(header));
        if (parsed.head.headers.size() > kMaxRequestHeaders)
            return Error(errors::kHeadTooLarge, "there are too many header fields");
    }
    DEED_CHECK(read_framing(parsed.head, forms));
    return std::optional(std::move(parsed));
}

}  // namespace deed::net
