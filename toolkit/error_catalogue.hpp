#pragma once

#include <span>

#include "lib/error/error.hpp"

namespace deed {

/// Every error code of the library, sorted by name; specs/error-codes.md and `deed help CODE` are made from it.
DEED_API std::span<const ErrorCode* const> all_error_codes();

}  // namespace deed
