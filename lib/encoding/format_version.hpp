#pragma once

#include <string_view>

#include "lib/error/api.hpp"

namespace deed {

/// Whether `format`, "deed/head/v2" say, is a later version of `current`, "deed/head/v1": the same
/// name with a higher decimal number.
DEED_API bool is_later_format(std::string_view format, std::string_view current);

}  // namespace deed
