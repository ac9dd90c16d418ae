#include <cstdlib>

#include "registry-contracts/client/operation.hpp"

using namespace deed;
using registry::Entry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto name = registry::detached_body_name(input);
    // The body of the seed that travels without its own.
    static const Bytes kDetached(60'001, 'x');
    const auto entry = Entry::parse(input, kDetached);
    if (!entry) return 0;
    if (!name || name->has_value() != entry->operation.body_is_detached()) std::abort();
    if (entry->encode() != to_bytes(input)) std::abort();
    return 0;
}
