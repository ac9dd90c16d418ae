#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"
#include "lib/json/document.hpp"

namespace deed::crypto {

namespace detail {
class Point;
}

enum class KeyType : std::uint8_t { ed25519, secp256k1, p256 };

/// "Ed25519", "secp256k1" or "P-256", as in JWK's `crv`.
DEED_API std::string_view to_string(KeyType type);
/// The type of that name, or `crypto.unsupported_key_type`.
DEED_API Result<KeyType> key_type_from_name(std::string_view name);

/// Whether ECDSA signatures with s in the upper half are good. Both halves verify; operations on a
/// ledger allow the low one only, so that nobody can make a second valid form of a signature.
enum class HighS : std::uint8_t { accept, refuse };

/// A public key that was checked to be a valid point when it was made. Cheap to copy; a thread
/// remembers the keys it met last, so that decoding one again is cheap too.
class DEED_API PublicKey {
public:
    /// `raw` is 32 bytes for Ed25519 (canonical, not of small order), or a SEC1 point, compressed
    /// (33 bytes) or not (65), for the others. `crypto.invalid_public_key` otherwise.
    static Result<PublicKey> from_raw(KeyType type, ByteView raw);

    /// Multikey `publicKeyMultibase` (CID 1.0 section 2.2.2): base58btc of multicodec and key.
    /// `crypto.invalid_public_key`, or `crypto.unsupported_key_type` for other codecs.
    static Result<PublicKey> from_multikey(std::string_view text);

    /// A public JWK (RFC 7517, RFC 7518 section 6.2, RFC 8037, RFC 8812); an `alg` must fit the
    /// curve, other members do not count. `crypto.invalid_public_key`,
    /// `crypto.unsupported_key_type`; a private member is `crypto.private_key_exposed`.
    static Result<PublicKey> from_jwk(json::Value jwk);

    KeyType type() const { return type_; }
    /// 32 bytes for Ed25519, the 33-byte compressed point for the others.
    const Bytes& raw() const { return raw_; }
    /// The 65-byte point 04 ‖ x ‖ y; for secp256k1 and P-256 only.
    Bytes uncompressed() const;

    std::string to_multikey() const;
    json::Document to_jwk() const;

    friend bool operator==(const PublicKey& a, const PublicKey& b) {
        return a.type_ == b.type_ && a.raw_ == b.raw_;
    }

private:
    friend DEED_API Result<void> verify(const PublicKey&, ByteView, ByteView, HighS);

    PublicKey(KeyType type, Bytes raw, std::shared_ptr<const detail::Point> point)
        : type_(type), raw_(std::move(raw)), point_(std::move(point)) {}
    static Result<PublicKey> decode(KeyType type, ByteView raw);

    KeyType type_;
    Bytes raw_;
    std::shared_ptr<const detail::Point> point_;
};

/// Checks a signature of 64 bytes: Ed25519 as in RFC 8032 (strict: canonical S, no small-order
/// point), or ECDSA r ‖ s over SHA-256 of the message. Fails with `crypto.signature_malformed` for
/// another length, `crypto.signature_high_s` where that is refused, and `crypto.signature_invalid`
/// for a wrong signature.
DEED_API Result<void> verify(const PublicKey& key, ByteView message, ByteView signature,
                             HighS high_s = HighS::accept);

/// Signs with one private key, wherever that key is. Thread-safe.
class DEED_API Signer {
public:
    virtual ~Signer() = default;
    virtual const PublicKey& public_key() const = 0;
    /// 64 bytes: Ed25519, or low-S ECDSA r ‖ s over SHA-256 of the message. The same message gives
    /// the same signature with Ed25519 and secp256k1 (RFC 6979), but not with P-256, where OpenSSL
    /// draws the nonce at random.
    virtual Result<Bytes> sign(ByteView message, Call& call) = 0;
};

/// A private key in memory.
class DEED_API PrivateKey {
public:
    static PrivateKey generate(KeyType type);
    /// 32 bytes: the Ed25519 seed or the scalar. `crypto.invalid_private_key` if out of range.
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

}  // namespace deed::crypto
