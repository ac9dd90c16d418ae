#pragma once

// Internal to lib/crypto: what each kind of key must be able to do.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "lib/crypto/key.hpp"

namespace deed::crypto::detail {

using SignatureView = std::span<const std::uint8_t, 64>;

/// A point of some curve in the form its library verifies with. Immutable, so safe between threads.
class Point {
public:
    virtual ~Point() = default;
    virtual Result<void> verify(ByteView message, SignatureView signature, HighS high_s) const = 0;
    /// 04 ‖ x ‖ y; a bug where the curve has no such form.
    virtual Bytes uncompressed() const = 0;
};

struct DecodedPoint {
    Bytes raw;  ///< as PublicKey::raw()
    std::shared_ptr<const Point> point;
};

/// One kind of key: its names in the standards and its operations.
struct Curve {
    KeyType type;
    std::string_view jwk_kty;
    std::string_view jwk_crv;
    std::string_view jwk_alg;
    std::string_view jwk_other_alg;  ///< a second name of the same algorithm, or empty
    std::uint64_t public_codec;
    std::uint64_t private_codec;

    /// From any form that PublicKey::from_raw takes.
    Result<DecodedPoint> (*decode)(ByteView raw);
    /// The public half, in a form that `decode` takes, of a secret of 32 bytes.
    Result<Bytes> (*public_half)(const SecretBytes& secret);
    std::unique_ptr<Signer> (*make_signer)(PublicKey public_key, SecretBytes secret);
};

extern const Curve kEd25519;
extern const Curve kSecp256k1;
extern const Curve kP256;

inline constexpr const Curve* kCurves[] = {&kEd25519, &kSecp256k1, &kP256};

const Curve& curve_of(KeyType type);

/// Whether these bytes have the length and first byte of a SEC1 point, compressed or not. The
/// libraries would take the hybrid form as well.
bool is_sec1_shape(ByteView raw);

Error invalid_public_key(std::string_view reason);

}  // namespace deed::crypto::detail
