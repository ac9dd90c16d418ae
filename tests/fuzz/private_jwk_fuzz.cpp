#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/opened_access.hpp"

// Also Multikeys, and whatever else a file of a private key may hold.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::crypto;
    const auto access = SecretAccessForOpened::get();
    const auto key = read_private_key({data, size}, nullptr);
    if (!key) return 0;
    for (const SecretBytes& printed : {private_key_to_jwk(*key), private_key_to_multikey(*key)}) {
        const auto again = read_private_key(printed.reveal(access), nullptr);
        if (!again || again->public_key() != key->public_key()) std::abort();
        if (read_public_key(printed.reveal(access))) std::abort();
    }
    // No file is a key of both kinds.
    if (read_public_key({data, size})) std::abort();
    return 0;
}
