#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kTimeMalformed{
    "time.malformed", ErrorKind::malformed,
    "The date and time are not an RFC 3339 date-time of the years 0001 to 9999.",
    "Write it as 2026-11-22T02:40:35Z, with Z or an offset such as +08:00."};

inline constexpr const ErrorCode* kTimeRoomCodes[] = {&kTimeMalformed};

}  // namespace deed::errors
