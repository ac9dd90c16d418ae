#include "lib/rdf/iri.hpp"

#include <array>
#include <cstddef>

#include "lib/encoding/uri.hpp"

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

}  // namespace

bool has_iri_form(std::string_view text) { return uri_scheme_size(text) != 0; }

IriClass classify_iri(std::string_view text) {
    if (is_blank_identifier(text)) return IriClass::blank;
    if (uri_scheme_size(text) == 0) return IriClass::relative;
    std::size_t fragments = 0;
    bool broken = false;
    for (const char c : text) {
        broken = broken || kForbidden[static_cast<unsigned char>(c)];
        fragments += c == '#' ? 1 : 0;
    }
    broken = broken || fragments > 1;
    return broken ? IriClass::broken : IriClass::iri;
}

std::string resolve_iri(std::string_view base, std::string_view reference) {
    return resolve_uri(split_uri(base), split_uri(reference));
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
