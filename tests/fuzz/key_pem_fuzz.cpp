#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/opened_access.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::crypto;
    const std::string_view text = deed::as_text({data, size});
    const auto access = SecretAccessForOpened::get();
    if (const auto key = public_key_from_pem(text)) {
        const auto printed = public_key_to_pem(*key);
        const auto again = printed ? public_key_from_pem(*printed) : key;
        if (!printed || !again || *again != *key) std::abort();
    }
    if (const auto key = private_key_from_pem(text, nullptr)) {
        const auto printed = private_key_to_pem(*key);
        if (!printed) std::abort();
        const auto again = private_key_from_pem(deed::as_text(printed->reveal(access)), nullptr);
        if (!again || again->public_key() != key->public_key()) std::abort();
    }
    return 0;
}
