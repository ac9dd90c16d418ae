// What a bundle says, written anew, is the bundle.
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/entry_bundle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const deed::ByteView input(data, size);
    const auto entries = deed::tlog::parse_bundle(input);
    if (!entries) return 0;
    if (entries->empty() || entries->size() > 256) std::abort();
    const auto again = deed::tlog::encode_bundle(*entries);
    if (!again || *again != deed::to_bytes(input)) std::abort();
    return 0;
}
