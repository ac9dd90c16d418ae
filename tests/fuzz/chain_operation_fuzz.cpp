#include <cstdlib>

#include "registry-contracts/client/evm/operations/did_calls.hpp"

using namespace deed;
using registry::evm::ChainOperation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto made = ChainOperation::parse(input);
    if (!made) return 0;
    if (!ChainOperation::is_one(input)) std::abort();
    if (made->operation().encoded() != to_bytes(input)) std::abort();
    const auto again = ChainOperation::parse(made->operation().encoded());
    if (!again || again->operation().hash() != made->operation().hash()) std::abort();
    if (registry::evm::call_data(*made, true).size() <= 4) std::abort();
    return 0;
}
