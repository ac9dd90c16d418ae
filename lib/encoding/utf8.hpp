#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/api.hpp"

namespace deed {

/// True for well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing
/// above U+10FFFF. NUL is well-formed.
DEED_API bool is_utf8(ByteView bytes);

/// The text itself if it is UTF-8, else with '?' for every byte outside printable ASCII. For words
/// from the environment, such as file names, that go where UTF-8 is due.
DEED_API std::string as_utf8(std::string text);

/// The longest beginning of UTF-8 text of at most `max_bytes` bytes that cuts no character.
DEED_API std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

/// Size of the character at the start of `text` if it steers a terminal or how text is laid out,
/// else 0: C0, DEL and C1 controls, line and paragraph separators (U+2028, U+2029), and what turns
/// the direction of writing (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
DEED_API std::size_t steering_length(std::string_view text);

/// The text with '?' for each character that steering_length() tells of; for showing words from
/// outside, such as a report's details, on a terminal.
DEED_API std::string printable(std::string_view text);

}  // namespace deed
