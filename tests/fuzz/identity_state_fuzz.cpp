#include <cstdlib>

#include "registry-contracts/client/identity_state.hpp"

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto state = registry::IdentityState::parse(input);
    if (state && state->encode() != to_bytes(input)) std::abort();
    return 0;
}
