#pragma once

// Internal to this room: heads and co-signatures as the ABI has them.

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/registries/cosigning.hpp"

namespace deed::registry::evm {

inline AbiValue head_value(const LogHead& head) {
    return AbiValue::list({value_of(head.size), value_of(head.root)});
}

inline Result<AbiValue> cosigning_value(const Cosigning& cosigning) {
    DEED_TRY(const Bytes signatures, cosigning.signatures());
    return AbiValue::list({value_of(cosigning.group()), value_of(std::uint64_t{cosigning.epoch()}),
                           value_of(cosigning.deadline()), value_of(ByteView(signatures))});
}

}  // namespace deed::registry::evm
