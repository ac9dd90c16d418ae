#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "did/methods/jwk.hpp"
#include "lib/encoding/text.hpp"

// A JWK as the identifier of a did:jwk. What resolves has one key, and the did:jwk made of that key
// resolves to the same key and to itself.

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto did = did::Did::parse("did:jwk:" + base64url_encode({data, size}));
    if (!did) return 0;
    did::JwkResolver resolver;
    Call call;
    const auto resolution = resolver.resolve(*did, call);
    if (!resolution) return 0;
    const auto* method = resolution->document.find_method("#0");
    if (method == nullptr || !method->public_key) std::abort();
    const auto own = did::did_jwk_of(*method->public_key);
    if (!own) return 0;  // no JWK of the key is short enough for a DID
    const auto again = resolver.resolve(*own, call);
    if (!again || again->document.find_method("#0")->public_key != method->public_key) std::abort();
    if (did::did_jwk_of(*again->document.find_method("#0")->public_key).value() != *own)
        std::abort();
    return 0;
}
