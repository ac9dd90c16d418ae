#pragma once

// The room's own: one step of a JSON Pointer. Not for other rooms.

#include <cstddef>
#include <optional>
#include <string_view>

#include "lib/error/error.hpp"
#include "lib/json/node.hpp"

namespace deed::json::detail {

/// The index that a token names in an array of `size` elements.
std::optional<std::size_t> array_index(std::string_view token, std::size_t size);

/// The value that a token names in an object or array, or null.
const Node* child_of(const Node& parent, std::string_view token);

Error pointer_not_found(std::string_view pointer);

}  // namespace deed::json::detail
