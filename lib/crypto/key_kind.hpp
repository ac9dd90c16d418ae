#pragma once

// Internal to lib/crypto: what each type of key must be able to do.

#include <memory>
#include <span>
#include <string_view>

#include "lib/crypto/key.hpp"

namespace deed::crypto::detail {

/// A public key in the form its library works with. Immutable, so safe between threads.
class Point {
public:
    virtual ~Point() = default;
    /// The algorithm belongs to the key's type; the signature has its size, where it fixes one.
    virtual Result<void> verify(const AlgorithmInfo& algorithm, ByteView message,
                                ByteView signature, HighS high_s) const;
    /// 04 ‖ x ‖ y; a bug where the type has no such form.
    virtual Bytes uncompressed() const;
};

struct DecodedKey {
    Bytes raw;  ///< as PublicKey::raw()
    std::shared_ptr<const Point> point;
};

/// The operations of one type of key. What stands for private keys is called only where the table
/// says that there are any.
class KeyKind {
public:
    /// From any form that PublicKey::from_raw() takes.
    virtual Result<DecodedKey> decode(ByteView raw) const = 0;
    /// The public half, in a form that decode() takes, of a secret of the table's size.
    virtual Result<Bytes> public_half(const SecretBytes& secret) const;
    virtual std::unique_ptr<Signer> make_signer(PublicKey public_key, SecretBytes secret) const;
    /// Bits of a scalar's first byte; the others of random bytes would rarely be in range.
    virtual std::uint8_t first_byte_mask() const { return 0xff; }

protected:
    ~KeyKind() = default;
};

const KeyKind& ed25519_kind();
const KeyKind& secp256k1_kind();
const KeyKind& p256_kind();
const KeyKind& p384_kind();
const KeyKind& p521_kind();
const KeyKind& sm2_kind();
const KeyKind& x25519_kind();
const KeyKind& rsa_kind();
const KeyKind& bls12381_g1_kind();
const KeyKind& bls12381_g2_kind();

/// Whether these bytes have the length and first byte of a SEC1 point with coordinates of that
/// size, compressed or not. The libraries would take the hybrid form as well.
bool is_sec1_shape(ByteView raw, std::size_t coordinate_size);

Error invalid_public_key(std::string_view reason);
Error cannot_sign(KeyType type);

}  // namespace deed::crypto::detail
