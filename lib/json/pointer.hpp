#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::json {

/// The reference tokens of a JSON Pointer (RFC 6901), unescaped. `json.pointer_malformed` if the
/// text is not UTF-8, neither empty nor starts with '/', or holds a '~' not followed by 0 or 1.
DEED_API Result<std::vector<std::string>> parse_pointer(std::string_view pointer);

/// The value a pointer names, or `json.pointer_not_found`.
DEED_API Result<Value> resolve_pointer(Value root, std::string_view pointer);

/// "/" and the token with '~' and '/' escaped, ready to be appended to a pointer.
DEED_API std::string pointer_token(std::string_view token);

}  // namespace deed::json
