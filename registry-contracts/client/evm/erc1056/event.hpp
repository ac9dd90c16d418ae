#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "registry-contracts/client/evm/chain_json.hpp"

// What an ERC-1056 registry has recorded of an identity.

namespace deed::registry::evm {

struct OwnerChanged {
    Address owner{};
};
struct DelegateChanged {
    Word type{};
    Address delegate{};
    Uint256 valid_to;  ///< seconds since 1970; a revocation says the time of its block
};
struct AttributeChanged {
    Word name{};
    Bytes value;
    Uint256 valid_to;  ///< seconds since 1970; a revocation says 0
};

struct Erc1056Event {
    std::variant<OwnerChanged, DelegateChanged, AttributeChanged> change;
    std::uint64_t previous_change = 0;  ///< the block of the change before; 0 for the first one
    std::uint64_t block = 0;
    std::uint64_t block_time = 0;  ///< seconds since 1970
    std::uint64_t log_index = 0;
};

/// The first topics of the three events.
DEED_API std::array<Word, 3> erc1056_topics();
/// The second topic of an identity's events.
DEED_API Word erc1056_topic_of(const Address& identity);

/// `erc1056.event_malformed`. The block's time is left to the caller, who knows it.
DEED_API Result<Erc1056Event> decode_erc1056_event(const Log& log);

}  // namespace deed::registry::evm
