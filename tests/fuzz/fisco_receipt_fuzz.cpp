// Whatever is read of a receipt of FISCO BCOS 2 is written byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/fisco/wire/receipt.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const deed::ByteView input(data, size);
    const auto receipt = deed::registry::fisco::RlpReceipt::decode(input);
    if (!receipt) return 0;
    const deed::Bytes encoded = receipt->encode();
    if (!std::equal(input.begin(), input.end(), encoded.begin(), encoded.end())) std::abort();
    return 0;
}
