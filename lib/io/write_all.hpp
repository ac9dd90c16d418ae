#pragma once

#include <filesystem>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::detail {

/// Writes every byte, however short the single writes are.
Result<void> write_all(int descriptor, const std::filesystem::path& name, ByteView bytes);

}  // namespace deed::detail
