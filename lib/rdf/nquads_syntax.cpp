#include "lib/rdf/nquads_syntax.hpp"

namespace deed::rdf::detail {
namespace {

bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

struct Range {
    char32_t first, last;
};
// PN_CHARS_BASE beyond ASCII.
constexpr Range kLabelLetters[] = {{0x00C0, 0x00D6}, {0x00D8, 0x00F6}, {0x00F8, 0x02FF},
                                   {0x0370, 0x037D}, {0x037F, 0x1FFF}, {0x200C, 0x200D},
                                   {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF},
                                   {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};

bool is_label_letter(char32_t c) {
    if (c < 0x80) return is_letter(c) || c == '_' || c == ':';
    for (const Range& range : kLabelLetters)
        if (c >= range.first && c <= range.last) return true;
    return false;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto tail = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3F); };
    const char32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xE0) return {(lead & 0x1F) << 6 | tail(1), 2};
    if (lead < 0xF0) return {(lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3};
    return {(lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4};
}

bool may_begin_label(char32_t c) { return is_label_letter(c) || is_digit(c); }

bool may_continue_label(char32_t c) {
    return may_begin_label(c) || c == '-' || c == 0x00B7 || (c >= 0x0300 && c <= 0x036F) ||
           (c >= 0x203F && c <= 0x2040);
}

}  // namespace deed::rdf::detail
