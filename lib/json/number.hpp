#pragma once

// The room's own: the number policy and the ECMAScript form. Not for other rooms.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deed::json::detail {

/// Longest accepted spelling of a number; the exact value of every double needs fewer digits.
inline constexpr std::size_t kMaxNumberLength = 1000;

/// The double nearest to a JSON number literal; infinite or zero where the literal is out of range.
double literal_to_double(std::string_view literal);

/// Whether every reader that works with doubles sees the literal's value: it is in a double's
/// range, and if it is spelled as an integer, its digits are those of its double's ECMAScript form.
/// -0 is interoperable; its ECMAScript form is 0.
bool is_interoperable(std::string_view literal);

void append_ecmascript(std::string& out, double value);

/// As append_ecmascript(out, literal_to_double(literal)); `literal` must be interoperable.
void append_ecmascript(std::string& out, std::string_view literal);

}  // namespace deed::json::detail
