#pragma once

// Internal to this room: heads and co-signatures as the ABI has them.

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/cosigning.hpp"

namespace deed::registry::evm {

inline AbiValue head_value(const LogHead& head) {
    return AbiValue::list({value_of(head.size), value_of(head.root)});
}

/// The numbers of the members whose bits are set, ascending.
inline std::vector<std::uint8_t> members_of(const Uint256& bitmap) {
    constexpr std::size_t kBits = 96;
    const Word word = bitmap.to_word();
    std::vector<std::uint8_t> members;
    for (std::size_t bit = 0; bit < kBits; ++bit)
        if ((word[31 - bit / 8] >> (bit % 8)) & 1)
            members.push_back(static_cast<std::uint8_t>(bit));
    return members;
}

inline Result<AbiValue> cosigning_value(const Cosigning& cosigning) {
    DEED_TRY(const Bytes signatures, cosigning.signatures());
    return AbiValue::list({value_of(cosigning.group()), value_of(std::uint64_t{cosigning.epoch()}),
                           value_of(cosigning.deadline()), value_of(ByteView(signatures))});
}

}  // namespace deed::registry::evm
