// Whatever is read as a signed transaction prints byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/signing/transaction.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const deed::ByteView input(data, size);
    const auto read = deed::registry::evm::SignedTransaction::decode(input);
    if (read && !std::equal(input.begin(), input.end(), read->raw().begin(), read->raw().end()))
        std::abort();
    return 0;
}
