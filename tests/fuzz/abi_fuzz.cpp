// Input: the name of a type, a newline, and data. A type prints as it was read, and whatever data
// is decoded encodes to the same bytes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/wire/abi.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const deed::ByteView input(data, size);
    const auto* newline = std::find(input.data(), input.data() + input.size(), '\n');
    if (newline == input.data() + input.size()) return 0;
    const auto name_size = static_cast<std::size_t>(newline - input.data());
    const auto name = deed::as_text(input.first(name_size));
    const auto type = deed::registry::evm::AbiType::parse(name);
    if (!type) return 0;
    if (type->to_string() != name) std::abort();
    const deed::ByteView encoded = input.subspan(name_size + 1);
    const auto values = deed::registry::evm::abi_decode({&*type, 1}, encoded);
    if (!values) return 0;
    const auto again = deed::registry::evm::abi_encode({&*type, 1}, *values);
    if (!again || !std::equal(encoded.begin(), encoded.end(), again->begin(), again->end()))
        std::abort();
    return 0;
}
