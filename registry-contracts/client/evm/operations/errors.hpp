#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

inline constexpr ErrorCode kChainOperationMalformed{
    "chain_operation.malformed", ErrorKind::malformed,
    "The bytes are not an operation that was signed for a chain.",
    "Fetch the operation again in full from whoever signed it."};
inline constexpr ErrorCode kChainOperationDomain{
    "chain_operation.wrong_contract", ErrorKind::mismatch,
    "The operation was signed for another contract or chain than its network has.",
    "Sign it anew for the DidRegistry that the network's Directory names."};
inline constexpr ErrorCode kChainController{
    "chain_operation.controller_unsupported", ErrorKind::unsupported,
    "Only a secp256k1 key can act on a chain; this key controls identifiers on a log.",
    "Use a secp256k1 key, or record on a log."};

inline constexpr const ErrorCode* kEvmOperationsRoomCodes[] = {
    &kChainOperationMalformed, &kChainOperationDomain, &kChainController};

}  // namespace deed::registry::evm::errors
