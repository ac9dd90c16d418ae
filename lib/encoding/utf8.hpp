#pragma once

#include "lib/encoding/bytes.hpp"
#include "lib/error/api.hpp"

namespace deed {

/// True for well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing
/// above U+10FFFF. NUL is well-formed.
DEED_API bool is_utf8(ByteView bytes);

}  // namespace deed
