#include "lib/rdf/iri.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace deed::rdf::detail {
namespace {

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<bool, 256> kForbidden = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c <= 0x20; ++c) table[static_cast<std::size_t>(c)] = true;
    for (const char c : {'<', '>', '"', '{', '}', '|', '^', '`', '\\', '\x7f'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

/// The size of the scheme in front of its ':', or 0.
std::size_t scheme_size(std::string_view text) {
    if (text.empty() || !is_letter(text[0])) return 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ':') return i;
        if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return 0;
    }
    return 0;
}

/// The five components of a reference (RFC 3986 section 3), each with its mark: "http:", "//host",
/// "/path", "?query", "#fragment". So a component that is there but empty differs from a missing
/// one.
struct Parts {
    std::string_view scheme, authority, path, query, fragment;
};

std::string_view cut_tail(std::string_view& text, char mark) {
    const std::size_t place = std::min(text.find(mark), text.size());
    const std::string_view tail = text.substr(place);
    text = text.substr(0, place);
    return tail;
}

Parts split(std::string_view text) {
    Parts parts;
    parts.fragment = cut_tail(text, '#');
    parts.query = cut_tail(text, '?');
    if (const std::size_t size = scheme_size(text); size != 0) {
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

/// Appends the path without its dot segments (RFC 3986 section 5.2.4).
void append_without_dots(std::string& out, std::string_view input) {
    const std::size_t start = out.size();
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
            const std::size_t slash = out.rfind('/');
            out.resize(slash == std::string::npos ? start : std::max(slash, start));
        } else if (input == "." || input == "..") {
            input = {};
        } else {
            const std::size_t end = std::min(input.find('/', 1), input.size());
            out += input.substr(0, end);
            input.remove_prefix(end);
        }
    }
}

}  // namespace

bool has_iri_form(std::string_view text) { return scheme_size(text) != 0; }

IriClass classify_iri(std::string_view text) {
    if (is_blank_identifier(text)) return IriClass::blank;
    if (scheme_size(text) == 0) return IriClass::relative;
    std::size_t fragments = 0;
    bool broken = false;
    for (const char c : text) {
        broken = broken || kForbidden[static_cast<unsigned char>(c)];
        fragments += c == '#' ? 1 : 0;
    }
    broken = broken || fragments > 1;
    return broken ? IriClass::broken : IriClass::iri;
}

std::string resolve_iri(std::string_view base_text, std::string_view reference_text) {
    const Parts base = split(base_text);
    const Parts reference = split(reference_text);
    std::string out;
    out.reserve(base_text.size() + reference_text.size() + 1);
    if (!reference.scheme.empty()) {
        // A path without authority that does not begin with '/' has no hierarchy, and no dots.
        out += reference.scheme;
        out += reference.authority;
        if (!reference.authority.empty() || reference.path.starts_with('/'))
            append_without_dots(out, reference.path);
        else
            out += reference.path;
        out += reference.query;
    } else if (!reference.authority.empty()) {
        out += base.scheme;
        out += reference.authority;
        append_without_dots(out, reference.path);
        out += reference.query;
    } else {
        out += base.scheme;
        out += base.authority;
        if (reference.path.empty()) {
            out += base.path;
            out += reference.query.empty() ? base.query : reference.query;
        } else if (reference.path.starts_with('/')) {
            append_without_dots(out, reference.path);
            out += reference.query;
        } else {
            // RFC 3986 section 5.2.3.
            std::string merged;
            if (!base.authority.empty() && base.path.empty())
                merged = "/";
            else if (const std::size_t slash = base.path.rfind('/'); slash != std::string::npos)
                merged = base.path.substr(0, slash + 1);
            merged += reference.path;
            append_without_dots(out, merged);
            out += reference.query;
        }
    }
    out += reference.fragment;
    return out;
}

bool is_language_tag(std::string_view text) {
    std::size_t size = 0;
    bool first = true;
    for (const char c : text) {
        if (c == '-') {
            if (size == 0) return false;
            size = 0;
            first = false;
        } else if (++size > 8 || !(is_letter(c) || (!first && is_digit(c)))) {
            return false;
        }
    }
    return size != 0;
}

}  // namespace deed::rdf::detail
