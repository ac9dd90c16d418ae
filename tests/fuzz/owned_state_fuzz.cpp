#include <cstdlib>

#include "registry-contracts/client/owned_state.hpp"

using namespace deed;
using namespace deed::registry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    if (const auto state = OwnedState::parse(input); state && state->encode() != to_bytes(input))
        std::abort();
    if (const auto book = CptBook::parse(input); book && book->encode() != to_bytes(input))
        std::abort();
    if (const auto grant = parse_grant(input); grant && encode_grant(*grant) != to_bytes(input))
        std::abort();
    if (const auto consent = Consent::parse(input); consent && consent->encode() != to_bytes(input))
        std::abort();
    return 0;
}
