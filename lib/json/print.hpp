#pragma once

// The room's own: printing. Not for other rooms.

#include <string>
#include <string_view>

#include "lib/json/node.hpp"

namespace deed::json::detail {

/// `text` in quotes, with the escapes of RFC 8785, 3.2.2.2: the shortest, and no needless ones.
void append_quoted(std::string& out, std::string_view text);

/// As above, for a string node or a member's name.
inline void append_quoted(std::string& out, const Node& string) {
    if (!string.flag) return append_quoted(out, string.view());
    out += '"';
    out.append(string.text, string.size);
    out += '"';
}

/// Compact text in document order and spelling.
void append_compact(std::string& out, const Node& node);

}  // namespace deed::json::detail
