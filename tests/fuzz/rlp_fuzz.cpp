// Whatever the reader takes, the writer prints byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "tests/registry-contracts/client/evm/rlp_walk.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const deed::ByteView input(data, size);
    const auto rewritten = deed::test::rewrite_rlp(input);
    if (rewritten && !std::equal(input.begin(), input.end(), rewritten->begin(), rewritten->end()))
        std::abort();
    return 0;
}
