// Whatever is read as a receipt prints byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/proofs/state_proof.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const deed::ByteView input(data, size);
    const auto read = deed::registry::evm::ReceiptValue::decode(input);
    if (!read) return 0;
    const deed::Bytes again = read->encode();
    if (!std::equal(input.begin(), input.end(), again.begin(), again.end())) std::abort();
    return 0;
}
