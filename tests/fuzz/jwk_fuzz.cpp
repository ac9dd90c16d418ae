#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = deed::json::Document::parse(deed::ByteView{data, size});
    if (!document) return 0;
    const auto key = deed::crypto::PublicKey::from_jwk(document->root());
    if (!key) return 0;
    const deed::json::Document printed = key->to_jwk();
    const auto again = deed::crypto::PublicKey::from_jwk(printed.root());
    if (!again || *again != *key) std::abort();
    // Nothing of the key may be spelled in a second way.
    for (const auto [name, value] : printed.root().object()) {
        if (document->root().find(name) != value) std::abort();
    }
    return 0;
}
