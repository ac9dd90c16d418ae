#include <cstdint>
#include <cstdlib>

#include "lib/pkcs11/uri.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto uri = deed::pkcs11::parse_key_uri(deed::as_text({data, size}));
    if (!uri) return 0;
    const auto again = deed::pkcs11::parse_key_uri(deed::pkcs11::to_string(*uri));
    if (!again || !(*again == *uri)) std::abort();
    return 0;
}
