#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "lib/crypto/ecdsa_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto compact = deed::crypto::ecdsa_der_to_compact({data, size});
    if (!compact) return 0;
    const auto der = deed::crypto::ecdsa_compact_to_der(*compact);
    if (!der || !std::equal(der->begin(), der->end(), data, data + size)) std::abort();
    return 0;
}
