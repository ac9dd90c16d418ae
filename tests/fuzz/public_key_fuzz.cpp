// Public keys of every type: the first byte chooses the type. What is taken has one raw form, which
// gives the same key, and the same through Multikey and JWK.
#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key.hpp"

namespace {

void require(bool promise) {
    if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::crypto::PublicKey;
    if (size == 0 || data[0] >= deed::crypto::key_types().size()) return 0;
    const auto type = static_cast<deed::crypto::KeyType>(data[0]);
    const auto key = PublicKey::from_raw(type, {data + 1, size - 1});
    if (!key) return 0;
    const std::size_t due = deed::crypto::info_of(type).raw_size;
    require(key->type() == type && (due == 0 || key->raw().size() == due));
    const auto again = PublicKey::from_raw(type, key->raw());
    require(again && again->raw() == key->raw());
    const auto multikey = PublicKey::from_multikey(key->to_multikey());
    require(multikey && *multikey == *key);
    const auto jwk = PublicKey::from_jwk(key->to_jwk().root());
    require(jwk && *jwk == *key);
    // Whatever the bytes are, checking a signature with them ends in an answer.
    (void)deed::crypto::verify(*key, deed::as_bytes("m"), {data, size});
    return 0;
}
