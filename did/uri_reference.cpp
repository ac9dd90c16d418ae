#include "did/uri_reference.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "did/errors.hpp"
#include "did/grammar.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kDidScheme = "did";

/// The five components (RFC 3986 section 3, split as its appendix B does).
struct Parts {
    std::optional<std::string> scheme;
    std::optional<std::string> authority;
    std::string path;
    std::optional<std::string> query;
    std::optional<std::string> fragment;
};

std::optional<std::string> cut_tail(std::string_view& text, char mark) {
    const std::size_t place = text.find(mark);
    if (place == std::string_view::npos) return std::nullopt;
    std::string tail(text.substr(place + 1));
    text = text.substr(0, place);
    return tail;
}

/// Takes what stands before the first '/' off the front.
std::string take_segment(std::string_view& text) {
    const std::size_t end = std::min(text.find('/'), text.size());
    std::string segment(text.substr(0, end));
    text.remove_prefix(end);
    return segment;
}

Parts split(std::string_view text) {
    Parts parts;
    parts.fragment = cut_tail(text, '#');
    parts.query = cut_tail(text, '?');
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && text.find('/') > colon &&
        detail::is_scheme(text.substr(0, colon))) {
        parts.scheme = std::string(text.substr(0, colon));
        text.remove_prefix(colon + 1);
    }
    if (parts.scheme == kDidScheme) {
        parts.authority = take_segment(text);
    } else if (text.starts_with("//")) {
        text.remove_prefix(2);
        parts.authority = take_segment(text);
    }
    parts.path = std::string(text);
    return parts;
}

std::string join(const Parts& parts) {
    std::string text;
    if (parts.scheme) text += *parts.scheme + ":";
    if (parts.authority) text += (parts.scheme == kDidScheme ? "" : "//") + *parts.authority;
    // Else the path would read as an authority (section 3.3).
    if (!parts.authority && parts.path.starts_with("//")) text += "/.";
    text += parts.path;
    if (parts.query) text += "?" + *parts.query;
    if (parts.fragment) text += "#" + *parts.fragment;
    return text;
}

/// RFC 3986 section 5.2.4.
std::string without_dot_segments(std::string_view input) {
    std::string output;
    while (!input.empty()) {
        if (input.starts_with("../")) {
            input.remove_prefix(3);
        } else if (input.starts_with("./")) {
            input.remove_prefix(2);
        } else if (input.starts_with("/./")) {
            input.remove_prefix(2);
        } else if (input == "/.") {
            input = "/";
        } else if (input.starts_with("/../") || input == "/..") {
            input = input == "/.." ? std::string_view("/") : input.substr(3);
            output.resize(output.rfind('/') == std::string::npos ? 0 : output.rfind('/'));
        } else if (input == "." || input == "..") {
            input = {};
        } else {
            const std::size_t end = std::min(input.find('/', 1), input.size());
            output += input.substr(0, end);
            input.remove_prefix(end);
        }
    }
    return output;
}

/// RFC 3986 section 5.2.3.
std::string merged_path(const Parts& base, const std::string& path) {
    if (base.authority && base.path.empty()) return "/" + path;
    const std::size_t slash = base.path.rfind('/');
    return slash == std::string::npos ? path : base.path.substr(0, slash + 1) + path;
}

/// RFC 3986 section 5.2.2.
Parts transformed(const Parts& base, Parts reference) {
    if (reference.scheme || reference.authority) {
        if (!reference.scheme) reference.scheme = base.scheme;
        reference.path = without_dot_segments(reference.path);
        return reference;
    }
    Parts target = base;
    target.fragment = std::move(reference.fragment);
    if (reference.path.empty()) {
        if (reference.query) target.query = std::move(reference.query);
        return target;
    }
    target.query = std::move(reference.query);
    target.path = without_dot_segments(
        reference.path.starts_with('/') ? reference.path : merged_path(base, reference.path));
    return target;
}

bool is_reference(std::string_view text) {
    // A first segment with a colon would be a scheme (section 4.2).
    return detail::is_uri(text) ||
           (!split(text).scheme && detail::is_uri("x:" + std::string(text)) &&
            text.substr(0, text.find_first_of("/?#")).find(':') == std::string_view::npos);
}

}  // namespace

Result<std::string> resolve_reference(std::string_view base, std::string_view reference) {
    if (!detail::is_uri(base))
        return Error(errors::kMalformedUrl, "the base is no URI: " + std::string(base));
    if (!is_reference(reference))
        return Error(errors::kMalformedUrl, "not a URI reference: " + std::string(reference));
    if (split(base).scheme == kDidScheme && reference.starts_with("//"))
        return Error(errors::kMalformedUrl, "a DID has no other authority beside it");
    return join(transformed(split(base), split(reference)));
}

bool is_local_reference(std::string_view text) {
    // Brackets belong into an authority.
    if (!is_reference(text) || text.find_first_of("[]") != std::string_view::npos) return false;
    const Parts parts = split(text);
    return !parts.scheme && !parts.authority;
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
