#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/opened_access.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::crypto;
    const deed::ByteView bytes{data, size};
    const auto access = SecretAccessForOpened::get();
    if (const auto key = public_key_from_der(bytes)) {
        const auto printed = public_key_to_der(*key);
        const auto again = printed ? public_key_from_der(*printed) : key;
        if (!printed || !again || *again != *key) std::abort();
    }
    // Without a passphrase, so that nothing is derived.
    if (const auto key = private_key_from_der(bytes, nullptr)) {
        const auto printed = private_key_to_der(*key);
        if (!printed) std::abort();
        const auto again = private_key_from_der(printed->reveal(access), nullptr);
        if (!again || again->public_key() != key->public_key()) std::abort();
    }
    return 0;
}
