#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/tlog/merkle.hpp"

namespace deed::tlog::detail {

// Rules that the C2SP text formats share. For this room's sources only.

/// UTF-8 without control characters below U+0020 other than newline.
bool is_note_text(std::string_view text);

/// Not empty, UTF-8, without Unicode spaces, '+' and control characters.
bool is_key_name(std::string_view name);

/// Sizes and indices stay below 2^53 (specs/journal.md): every JSON reader carries them exactly.
inline constexpr std::uint64_t kMaxTreeSize = (std::uint64_t{1} << 53) - 1;

/// A tree size or index: ASCII decimal without sign and leading zeros, at most kMaxTreeSize.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// 32 bytes in base64.
std::optional<Hash> parse_hash(std::string_view text);

/// The text up to the next newline, which is taken off `rest` together with that newline; nothing
/// if there is no newline left.
std::optional<std::string_view> take_line(std::string_view& rest);

}  // namespace deed::tlog::detail
