#include "lib/json/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "lib/error/assert.hpp"
#include "lib/json/jcs.hpp"

namespace deed::json {

namespace detail {

namespace {

// Every integer of up to 15 digits is a double and its own ECMAScript form.
constexpr std::size_t kSafeDigits = 15;

// The shortest digits that give the double back, and the place of the decimal point: the value is
// 0.DIGITS × 10^point. As ECMAScript's Number::toString calls them: s, k and n.
struct ShortestDigits {
    char digits[17];
    std::size_t count = 0;
    int point = 0;

    std::string_view view() const { return {digits, count}; }
};

// `value` must be finite and positive.
ShortestDigits shortest_digits(double value) {
    char text[32];  // d.dddddddddddddddde-xxx
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
    DEED_ASSERT(end.ec == std::errc());
    ShortestDigits result;
    const char* next = text;
    for (; *next != 'e'; ++next) {
        if (*next != '.') result.digits[result.count++] = *next;
    }
    ++next;
    if (*next == '+') ++next;
    std::from_chars(next, end.ptr, result.point);
    ++result.point;
    return result;
}

std::string_view without_sign(std::string_view literal) {
    return literal.starts_with('-') ? literal.substr(1) : literal;
}

bool is_integer_literal(std::string_view unsigned_literal) {
    return unsigned_literal.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_zero_literal(std::string_view unsigned_literal) {
    const auto mantissa = unsigned_literal.substr(0, unsigned_literal.find_first_of("eE"));
    return mantissa.find_first_not_of("0.") == std::string_view::npos;
}

bool has_digits_of(std::string_view integer, double value) {
    const ShortestDigits shortest = shortest_digits(value);
    return static_cast<int>(integer.size()) == shortest.point &&
           integer.substr(0, shortest.count) == shortest.view() &&
           integer.substr(std::min(shortest.count, integer.size())).find_first_not_of('0') ==
               std::string_view::npos;
}

void append_exponent_form(std::string& out, const ShortestDigits& shortest) {
    out += shortest.digits[0];
    if (shortest.count > 1) (out += '.').append(shortest.view().substr(1));
    const int exponent = shortest.point - 1;
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
}

}  // namespace

double literal_to_double(std::string_view literal) {
    double value = 0;
    const char* const end = literal.data() + literal.size();
    const auto parsed = std::from_chars(literal.data(), end, value);
    if (parsed.ec == std::errc()) return value;
    return std::numeric_limits<double>::infinity();
}

bool is_interoperable(std::string_view literal) {
    const std::string_view digits = without_sign(literal);
    const bool integer = is_integer_literal(digits);
    if (integer && digits.size() <= kSafeDigits) return true;
    const double value = literal_to_double(digits);
    if (!std::isfinite(value)) return false;
    if (value == 0) return is_zero_literal(digits);
    return !integer || has_digits_of(digits, value);
}

// ECMA-262, Number::toString, whose cases are these in this order.
void append_ecmascript(std::string& out, double value) {
    DEED_ASSERT(std::isfinite(value));
    if (value == 0) {
        out += '0';
        return;
    }
    if (value < 0) out += '-';
    const ShortestDigits shortest = shortest_digits(std::fabs(value));
    const int count = static_cast<int>(shortest.count);
    const int point = shortest.point;
    if (count <= point && point <= 21) {
        out.append(shortest.view()).append(static_cast<std::size_t>(point - count), '0');
    } else if (0 < point && point <= 21) {
        const auto whole = static_cast<std::size_t>(point);
        out.append(shortest.view().substr(0, whole)) += '.';
        out.append(shortest.view().substr(whole));
    } else if (-6 < point && point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(shortest.view());
    } else {
        append_exponent_form(out, shortest);
    }
}

void append_ecmascript(std::string& out, std::string_view literal) {
    const std::string_view digits = without_sign(literal);
    const bool own_form =
        digits.size() <= kSafeDigits && is_integer_literal(digits) && literal != "-0";
    if (own_form) {
        out.append(literal);
    } else {
        append_ecmascript(out, literal_to_double(literal));
    }
}

}  // namespace detail

std::string number_to_ecmascript(double value) {
    std::string out;
    detail::append_ecmascript(out, value);
    return out;
}

}  // namespace deed::json
