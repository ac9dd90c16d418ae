#include "lib/encoding/uri.hpp"

#include <algorithm>

namespace deed {
namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_scheme_char(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

std::string_view cut_tail(std::string_view& text, char mark) {
    const std::size_t place = std::min(text.find(mark), text.size());
    const std::string_view tail = text.substr(place);
    text = text.substr(0, place);
    return tail;
}

/// RFC 3986 section 5.2.4.
std::string without_dot_segments(std::string_view input) {
    std::string output;
    output.reserve(input.size());
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
            const std::size_t slash = output.rfind('/');
            output.resize(slash == std::string::npos ? 0 : slash);
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
std::string merged_path(const UriParts& base, std::string_view path) {
    std::string merged;
    merged.reserve(base.path.size() + path.size() + 1);
    if (!base.authority.empty() && base.path.empty())
        merged = "/";
    else if (const std::size_t slash = base.path.rfind('/'); slash != std::string_view::npos)
        merged = base.path.substr(0, slash + 1);
    return merged += path;
}

std::string join(const UriParts& parts) {
    std::string text;
    text.reserve(parts.scheme.size() + parts.authority.size() + parts.path.size() +
                 parts.query.size() + parts.fragment.size() + 2);
    (text += parts.scheme) += parts.authority;
    // Else the path would read as an authority (section 3.3).
    if (parts.authority.empty() && parts.path.starts_with("//")) text += "/.";
    return ((text += parts.path) += parts.query) += parts.fragment;
}

}  // namespace

std::size_t uri_scheme_size(std::string_view text) {
    if (text.empty() || !is_letter(text.front())) return 0;
    const auto* end = std::ranges::find_if_not(text, is_scheme_char);
    return end != text.end() && *end == ':' ? static_cast<std::size_t>(end - text.begin()) : 0;
}

UriParts split_uri(std::string_view text) {
    UriParts parts;
    parts.fragment = cut_tail(text, '#');
    parts.query = cut_tail(text, '?');
    if (const std::size_t size = uri_scheme_size(text); size != 0) {
        parts.scheme = text.substr(0, size + 1);
        text.remove_prefix(size + 1);
    }
    if (text.starts_with("//")) {
        parts.authority = text.substr(0, std::min(text.find('/', 2), text.size()));
        text.remove_prefix(parts.authority.size());
    }
    parts.path = text;
    return parts;
}

std::string resolve_uri(const UriParts& base, const UriParts& reference) {
    UriParts target = reference;
    std::string path;
    if (!reference.scheme.empty() || !reference.authority.empty()) {
        if (reference.scheme.empty()) target.scheme = base.scheme;
        if (reference.authority.empty() && !reference.path.starts_with('/')) return join(target);
        path = without_dot_segments(reference.path);
    } else {
        target.scheme = base.scheme;
        target.authority = base.authority;
        if (reference.path.empty()) {
            target.path = base.path;
            if (reference.query.empty()) target.query = base.query;
            return join(target);
        }
        path = without_dot_segments(reference.path.starts_with('/')
                                        ? std::string(reference.path)
                                        : merged_path(base, reference.path));
    }
    target.path = path;
    return join(target);
}

}  // namespace deed
