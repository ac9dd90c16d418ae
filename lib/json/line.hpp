#pragma once

#include <string>

#include "lib/json/document.hpp"

namespace deed::json {

/// Compact text on one line, for people as well: escaped as to_pretty_string() does.
DEED_API std::string to_line(Value value);

}  // namespace deed::json
