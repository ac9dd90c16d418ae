#pragma once

// The room's own: the texts that CMake compiles in. Not for other rooms.

#include <span>
#include <string_view>

namespace deed::credentials {

/// A file of credentials/contexts/data.
struct BundledText {
    std::string_view name;  ///< without ".jsonld"
    std::string_view json;
};

/// All of them, sorted by name.
std::span<const BundledText> bundled_texts();

}  // namespace deed::credentials
