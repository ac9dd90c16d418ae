#include <sodium.h>

#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"

// X25519 (RFC 7748), by libsodium.

namespace deed::crypto {
namespace detail {
namespace {

constexpr std::size_t kKeySize = crypto_scalarmult_curve25519_BYTES;

class X25519Point final : public Point {};

class X25519Kind final : public KeyKind {
public:
    /// RFC 7748 section 5 has every string of 32 bytes taken; what is of small order shows when
    /// the secret is computed.
    Result<DecodedKey> decode(ByteView raw) const override {
        if (raw.size() != kKeySize) return invalid_public_key("an X25519 key has 32 bytes");
        return DecodedKey{to_bytes(raw), std::make_shared<X25519Point>()};
    }

    Result<Bytes> public_half(const SecretBytes& secret) const override {
        require_sodium();
        Bytes raw(kKeySize);
        const int done = crypto_scalarmult_curve25519_base(
            raw.data(), secret.reveal(SecretAccessForCrypto::get()).data());
        DEED_ASSERT(done == 0);
        return raw;
    }
};

constinit const X25519Kind kKind;

}  // namespace

const KeyKind& x25519_kind() { return kKind; }

}  // namespace detail

Result<SecretBytes> agree(const PrivateKey& own, const PublicKey& peer) {
    const KeyType type = own.public_key().type();
    if (type != peer.type() || !info_of(type).can_agree)
        return Error(errors::kKeyCannotAgree, std::string(to_string(type)) + " and " +
                                                  std::string(to_string(peer.type())) +
                                                  " keys agree on nothing");
    SecretBytes shared(detail::kKeySize);
    auto access = SecretAccessForCrypto::get();
    // Fails for the result zero, which RFC 7748 section 6.1 lets us refuse.
    if (crypto_scalarmult_curve25519(shared.reveal_mutable(access).data(),
                                     own.raw().reveal(access).data(), peer.raw().data()) != 0)
        return Error(errors::kNoSharedSecret, "the X25519 key of the other side is of small order");
    return shared;
}

}  // namespace deed::crypto
