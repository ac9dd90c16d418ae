#include "lib/rdf/literal.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf::detail {
namespace {

/// printf's "%1.15E" without needless zeros: "5.3E0", "1.0E21".
std::string double_form(double value) {
    std::array<char, 40> buffer;
    if (value == 0) value = 0;  // no sign
    const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::scientific, 15)
                          .ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t mark = text.find('e');
    std::string_view mantissa = text.substr(0, mark);
    while (mantissa.ends_with('0') && mantissa[mantissa.size() - 2] != '.')
        mantissa.remove_suffix(1);
    std::string_view exponent = text.substr(mark + 1);
    const bool negative = exponent[0] == '-';
    exponent.remove_prefix(1);
    while (exponent.size() > 1 && exponent[0] == '0') exponent.remove_prefix(1);
    std::string form(mantissa);
    form += negative ? "E-" : "E";
    form += exponent;
    return form;
}

}  // namespace

NumberLiteral number_literal(json::Value number, std::string_view datatype) {
    const double value = number.number();
    const bool whole = std::trunc(value) == value && std::fabs(value) < 1e21;
    if (!whole || datatype == vocabulary::kXsdDouble) return {double_form(value), true};
    std::array<char, 40> buffer;
    const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                    value == 0 ? 0.0 : value, std::chars_format::fixed, 0)
                          .ptr;
    return {std::string(buffer.data(), static_cast<std::size_t>(end - buffer.data())), false};
}

bool keeps_number(json::Value number, std::string_view datatype) {
    const NumberLiteral literal = number_literal(number, datatype);
    if (!literal.is_double) return true;
    double read = 0;
    std::from_chars(literal.lexical.data(), literal.lexical.data() + literal.lexical.size(), read);
    return read == number.number();
}

}  // namespace deed::rdf::detail
