#include <cstdlib>

#include "registry-contracts/client/owned_body.hpp"

using namespace deed;
using namespace deed::registry;

namespace {

template <typename Body>
void check(ByteView input) {
    const auto body = Body::parse(input);
    if (body && body->encode() != to_bytes(input)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    check<SchemaRegisterBody>(input);
    check<SchemaUpdateBody>(input);
    check<HandOverBody>(input);
    check<CptBody>(input);
    check<StewardBody>(input);
    check<ListCreateBody>(input);
    check<PublishBody>(input);
    check<BitsBody>(input);
    return 0;
}
