#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    const auto key = deed::crypto::PublicKey::from_multikey(text);
    if (key && key->to_multikey() != text) std::abort();
    return 0;
}
