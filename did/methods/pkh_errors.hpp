#pragma once

#include "lib/error/error.hpp"

namespace deed::did::errors {

inline constexpr ErrorCode kPkhChain{
    "did_pkh.chain_unsupported", ErrorKind::unsupported,
    "The did:pkh is of a chain for which the method has no documents.",
    "Use an account of eip155, bip122 (Bitcoin, Dogecoin), solana, tezos or arweave."};

inline constexpr const ErrorCode* kDidPkhRoomCodes[] = {&kPkhChain};

}  // namespace deed::did::errors
