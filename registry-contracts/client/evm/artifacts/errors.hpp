#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kForeignCode{
    "evm.foreign_code", ErrorKind::untrusted,
    "The code at this address is not that of Deed's contract.",
    "Check the address, the chain, and that `deed` is of the version that deployed it; do not "
    "trust what this contract says."};

inline constexpr const ErrorCode* kEvmArtifactsRoomCodes[] = {&kForeignCode};

}  // namespace deed::registry::evm::errors
