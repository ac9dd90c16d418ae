// A header keeps its bytes, and is read from them again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/proofs/header.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::registry::evm::BlockHeader;
    const deed::ByteView input(data, size);
    const auto read = BlockHeader::decode(input);
    if (!read) return 0;
    const auto again = BlockHeader::decode(read->encoded());
    if (!again || !again->check_hash(read->hash()) ||
        !std::equal(input.begin(), input.end(), again->encoded().begin(), again->encoded().end()))
        std::abort();
    return 0;
}
