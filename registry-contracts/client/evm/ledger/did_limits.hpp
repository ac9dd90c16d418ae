#pragma once

#include <cstddef>

namespace deed::registry::evm {

/// How much is read of one subject; others pay for what they write, but readers for what they read.
struct DidLimits {
    std::size_t max_operations = 4096;
    std::size_t max_bytes = std::size_t{16} << 20;  ///< of all bodies together
};

}  // namespace deed::registry::evm
