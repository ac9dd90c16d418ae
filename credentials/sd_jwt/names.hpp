#pragma once

// The room's own: the names that SD-JWT keeps for itself. Not for other rooms.

#include <string_view>

#include "lib/error/result.hpp"

namespace deed::credentials {

inline constexpr std::string_view kDigestsName = "_sd";
inline constexpr std::string_view kElementName = "...";
inline constexpr std::string_view kHashName = "_sd_alg";

/// `sd_jwt.claim_reserved` for one of them.
Result<void> refuse_reserved(std::string_view name);

}  // namespace deed::credentials
