#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_encoding.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::crypto;
    const auto key = public_key_from_cose({data, size});
    if (!key) return 0;
    const auto printed = public_key_to_cose(*key);
    if (!printed) std::abort();
    const auto again = public_key_from_cose(*printed);
    if (!again || *again != *key) std::abort();
    // Deterministic CBOR: what is printed is printed in this way only.
    if (*public_key_to_cose(*again) != *printed) std::abort();
    return 0;
}
