#pragma once

#include "lib/error/api.hpp"

namespace deed::detail {

/// Prints the broken promise and aborts; never returns.
[[noreturn]] DEED_API void assertion_failed(const char* expression, const char* file, int line);

}  // namespace deed::detail

/// For promises that only a bug in Deed can break, in every build. Never for input.
#define DEED_ASSERT(expression)                                                        \
    ((expression) ? static_cast<void>(0)                                               \
                  : ::deed::detail::assertion_failed(#expression, __FILE__, __LINE__))
