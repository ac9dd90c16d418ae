#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "lib/crypto/algorithm.hpp"
#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"
#include "lib/json/document.hpp"

namespace deed::crypto {

namespace detail {
class Point;
}

/// Whether ECDSA signatures with s in the upper half are good. Both halves verify; operations on a
/// ledger allow the low one only, so that nobody can make a second valid form of a signature.
enum class HighS : std::uint8_t { accept, refuse };

/// A public key that was checked to be a valid point when it was made. Cheap to copy; a thread
/// remembers the keys it met last, so that decoding one again is cheap too.
class DEED_API PublicKey {
public:
    /// `raw` is 32 bytes for Ed25519 (canonical, not of small order) and X25519; DER RSAPublicKey
    /// (RFC 8017 appendix A.1.1) for RSA, of 2048 to 8192 bits and an odd exponent from 65537; the
    /// compressed point or 04 ‖ x ‖ y for the others (SEC1; for BLS12-381 its usual compressed
    /// form, in the subgroup). `crypto.invalid_public_key` otherwise; `crypto.unsupported_key_type`
    /// for BLS12-381 in a build without its library.
    static Result<PublicKey> from_raw(KeyType type, ByteView raw);

    /// Multikey `publicKeyMultibase` (CID 1.0 section 2.2.2): base58btc of multicodec and key.
    /// `crypto.invalid_public_key`, or `crypto.unsupported_key_type` for other codecs.
    static Result<PublicKey> from_multikey(std::string_view text);

    /// A public JWK (RFC 7517, RFC 7518 sections 6.2 and 6.3, RFC 8037, RFC 8812); an `alg` must
    /// fit the key, other members do not count. `crypto.invalid_public_key`,
    /// `crypto.unsupported_key_type`; a private member is `crypto.private_key_exposed`.
    static Result<PublicKey> from_jwk(json::Value jwk);

    KeyType type() const { return type_; }
    /// 32 bytes for Ed25519 and X25519, DER RSAPublicKey for RSA, the compressed point for the
    /// others.
    const Bytes& raw() const { return raw_; }
    /// The point 04 ‖ x ‖ y; for keys of JWK's type EC only.
    Bytes uncompressed() const;

    std::string to_multikey() const;
    json::Document to_jwk() const;

    friend bool operator==(const PublicKey& a, const PublicKey& b) {
        return a.type_ == b.type_ && a.raw_ == b.raw_;
    }

private:
    friend DEED_API Result<void> verify(const PublicKey&, Algorithm, ByteView, ByteView, HighS);

    PublicKey(KeyType type, Bytes raw, std::shared_ptr<const detail::Point> point)
        : type_(type), raw_(std::move(raw)), point_(std::move(point)) {}
    static Result<PublicKey> decode(KeyType type, ByteView raw);

    KeyType type_;
    Bytes raw_;
    std::shared_ptr<const detail::Point> point_;
};

/// Checks a signature: Ed25519 as in RFC 8032 (strict: canonical S, no small-order point); ECDSA
/// r ‖ s of fixed width; SM2 r ‖ s (GB/T 32918.2) with the user id 1234567812345678;
/// RSASSA-PKCS1-v1_5 or PSS with a salt as long as the digest (RFC 8017). Fails with
/// `crypto.algorithm_mismatch` if the algorithm is for keys of another type,
/// `crypto.signature_malformed` for another length than the algorithm's, `crypto.signature_high_s`
/// where that is refused, and `crypto.signature_invalid` for a wrong signature.
DEED_API Result<void> verify(const PublicKey& key, Algorithm algorithm, ByteView message,
                             ByteView signature, HighS high_s = HighS::accept);

/// The same with the default algorithm of the key's type; `crypto.key_cannot_sign` if it has none.
DEED_API Result<void> verify(const PublicKey& key, ByteView message, ByteView signature,
                             HighS high_s = HighS::accept);

/// Signs with one private key, wherever that key is. Thread-safe.
class DEED_API Signer {
public:
    virtual ~Signer() = default;
    virtual const PublicKey& public_key() const = 0;
    /// By the default algorithm of the key's type: Ed25519, low-S ECDSA r ‖ s, or SM2 r ‖ s. The
    /// same message gives the same signature with Ed25519 and secp256k1 (RFC 6979), but not with
    /// the others, where OpenSSL draws the nonce at random. `crypto.key_cannot_sign` for X25519.
    virtual Result<Bytes> sign(ByteView message, Call& call) = 0;
};

/// A private key in memory.
class DEED_API PrivateKey {
public:
    /// Of a type that the table says can be generated.
    static PrivateKey generate(KeyType type);
    /// The Ed25519 seed or the scalar, of the table's size, big-endian except for X25519.
    /// `crypto.invalid_private_key` if out of range; `crypto.no_private_keys` for RSA and
    /// BLS12-381.
    static Result<PrivateKey> from_raw(KeyType type, SecretBytes raw);

    const PublicKey& public_key() const { return public_key_; }
    const SecretBytes& raw() const { return raw_; }
    /// A signer that owns the key.
    static std::unique_ptr<Signer> into_signer(PrivateKey key);

private:
    PrivateKey(PublicKey public_key, SecretBytes raw)
        : public_key_(std::move(public_key)), raw_(std::move(raw)) {}
    PublicKey public_key_;
    SecretBytes raw_;
};

/// The 32 bytes that both sides of an X25519 exchange get (RFC 7748 section 6.1).
/// `crypto.no_shared_secret` if the peer's key is of small order; `crypto.key_cannot_agree` unless
/// both keys are X25519 keys.
DEED_API Result<SecretBytes> agree(const PrivateKey& own, const PublicKey& peer);

}  // namespace deed::crypto
