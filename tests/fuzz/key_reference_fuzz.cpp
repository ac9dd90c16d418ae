#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_reference.hpp"
#include "lib/encoding/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::crypto::KeyReference;
    const auto reference = KeyReference::parse(deed::as_text({data, size}));
    if (!reference) return 0;
    const auto again = KeyReference::parse(reference->to_string());
    if (!again || !(*again == *reference)) std::abort();
    return 0;
}
