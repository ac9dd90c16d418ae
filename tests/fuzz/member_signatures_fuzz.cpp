// Members' signatures that are read encode to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/registries/members.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::registry::evm;
    const deed::ByteView input(data, size);
    const auto read = decode_signatures(input);
    if (!read) return 0;
    const auto encoded = encode_signatures(*read);
    if (!encoded || *encoded != deed::to_bytes(input)) std::abort();
    return 0;
}
