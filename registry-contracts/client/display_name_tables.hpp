#pragma once

// Internal to this room: what Unicode says of the characters of display names.

#include <string_view>

namespace deed::registry::detail {

/// Characters that are no part of names, with their NFKC forms, which are.
extern const std::string_view kCompatible;
/// Characters of names, with their UTS #39 skeletons, where these are others.
extern const std::string_view kLookAlikes;

}  // namespace deed::registry::detail
