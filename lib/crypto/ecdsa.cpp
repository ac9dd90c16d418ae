#include <openssl/obj_mac.h>

#include <algorithm>
#include <string>

#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/openssl_key.hpp"
#include "lib/crypto/prehashed.hpp"

// ECDSA on the curves of NIST (FIPS 186-5, SP 800-186), by OpenSSL.

namespace deed::crypto::detail {
namespace {

template <std::size_t kSize>
using Scalar = std::array<std::uint8_t, kSize>;

template <std::size_t kSize>
consteval Scalar<kSize> half(const Scalar<kSize>& number) {
    Scalar<kSize> result{};
    unsigned carry = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
        result[i] = static_cast<std::uint8_t>((carry << 7) | (number[i] >> 1));
        carry = number[i] & 1u;
    }
    return result;
}

template <std::size_t kSize>
consteval Scalar<kSize> less_one(Scalar<kSize> number) {
    --number[kSize - 1];  // the orders are odd
    return number;
}

// SP 800-186 sections 3.2.1.3 to 3.2.1.5.
constexpr auto kP256Order =
    scalar<32>("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
constexpr auto kP384Order = scalar<48>(
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
    "581a0db248b0a77aecec196accc52973");
constexpr auto kP521Order = scalar<66>(
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
    "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");
constexpr auto kP256Half = half(kP256Order);
constexpr auto kP384Half = half(kP384Order);
constexpr auto kP521Half = half(kP521Order);
constexpr auto kP256Largest = less_one(kP256Order);
constexpr auto kP384Largest = less_one(kP384Order);
constexpr auto kP521Largest = less_one(kP521Order);

struct Curve {
    EcCurve ec;
    ByteView order;
    ByteView half_order;  ///< (n - 1) / 2
};

constexpr Curve kP256{
    {KeyType::p256, "EC", "P-256", NID_X9_62_prime256v1, 32, kP256Largest}, kP256Order, kP256Half};
constexpr Curve kP384{
    {KeyType::p384, "EC", "P-384", NID_secp384r1, 48, kP384Largest}, kP384Order, kP384Half};
constexpr Curve kP521{
    {KeyType::p521, "EC", "P-521", NID_secp521r1, 66, kP521Largest}, kP521Order, kP521Half};

bool less(ByteView a, ByteView b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

bool is_high(const Curve& curve, ByteView s) {
    return less(curve.half_order, s) && less(s, curve.order);
}

/// s = n - s, for 0 < s < n.
void negate(const Curve& curve, std::span<std::uint8_t> s) {
    int borrow = 0;
    for (std::size_t i = s.size(); i-- > 0;) {
        const int difference = int{curve.order[i]} - int{s[i]} - borrow;
        borrow = difference < 0 ? 1 : 0;
        s[i] = static_cast<std::uint8_t>(difference & 0xff);
    }
}

std::string name_of(const Curve& curve) { return std::string(to_string(curve.ec.type)); }

Result<void> verify_digest(const Curve& curve, const OpensslKey& key, ByteView digest,
                           ByteView signature, HighS high_s) {
    if (high_s == HighS::refuse && is_high(curve, signature.last(curve.order.size())))
        return Error(errors::kSignatureHighS, "s of the " + name_of(curve) + " signature is high");
    DEED_TRY(const Bytes der, ecdsa_compact_to_der(signature));
    const OpensslKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    DEED_ASSERT(context != nullptr && EVP_PKEY_verify_init(context.get()) == 1);
    if (EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size()) != 1)
        return Error(errors::kSignatureInvalid, "the " + name_of(curve) + " signature is wrong");
    return {};
}

/// r ‖ s with the low s of the two.
Result<Bytes> sign_digest(const Curve& curve, const OpensslKey& key, ByteView digest) {
    const OpensslKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    DEED_ASSERT(context != nullptr && EVP_PKEY_sign_init(context.get()) == 1);
    Bytes der(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())));
    std::size_t size = der.size();
    if (EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size()) != 1)
        return Error(deed::errors::kInternal, "OpenSSL did not sign with " + name_of(curve));
    const std::size_t scalar_size = curve.order.size();
    DEED_TRY(Bytes compact, ecdsa_der_to_compact(ByteView(der).first(size), scalar_size));
    const auto s = std::span(compact).last(scalar_size);
    if (is_high(curve, s)) negate(curve, s);
    return compact;
}

class EcdsaPoint final : public Point {
public:
    EcdsaPoint(const Curve& curve, OpensslKey key) : curve_(curve), key_(std::move(key)) {}

    Result<void> verify(const AlgorithmInfo& algorithm, ByteView message, ByteView signature,
                        HighS high_s) const override {
        return verify_digest(curve_, key_, hash(algorithm.hash, message), signature, high_s);
    }

    Bytes uncompressed() const override { return ec_point(curve_.ec, key_); }

private:
    const Curve& curve_;
    OpensslKey key_;
};

class EcdsaSigner final : public Signer {
public:
    EcdsaSigner(const Curve& curve, PublicKey public_key, OpensslKey key)
        : curve_(curve), public_key_(std::move(public_key)), key_(std::move(key)) {}

    const PublicKey& public_key() const override { return public_key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        DEED_CHECK(call.check());
        const AlgorithmInfo& algorithm = info_of(*info_of(curve_.ec.type).default_algorithm);
        return sign_digest(curve_, key_, hash(algorithm.hash, message));
    }

private:
    const Curve& curve_;
    PublicKey public_key_;
    OpensslKey key_;
};

class EcdsaKind final : public KeyKind {
public:
    explicit constexpr EcdsaKind(const Curve& curve) : curve_(curve) {}

    Result<DecodedKey> decode(ByteView raw) const override {
        DEED_TRY(EcPublicKey key, ec_public_key(curve_.ec, raw));
        return DecodedKey{std::move(key.raw),
                          std::make_shared<EcdsaPoint>(curve_, std::move(key.key))};
    }
    Result<Bytes> public_half(const SecretBytes& secret) const override {
        return ec_public_half(curve_.ec, secret);
    }
    std::unique_ptr<Signer> make_signer(PublicKey public_key, SecretBytes secret) const override {
        OpensslKey key = ec_key_pair(curve_.ec, public_key.uncompressed(), secret);
        return std::make_unique<EcdsaSigner>(curve_, std::move(public_key), std::move(key));
    }
    std::uint8_t first_byte_mask() const override {
        return curve_.order[0] == 0x01 ? 0x01 : 0xff;  // P-521's scalars have 521 bits
    }

private:
    const Curve& curve_;
};

constinit const EcdsaKind kP256Kind(kP256);
constinit const EcdsaKind kP384Kind(kP384);
constinit const EcdsaKind kP521Kind(kP521);

}  // namespace

const KeyKind& p256_kind() { return kP256Kind; }
const KeyKind& p384_kind() { return kP384Kind; }
const KeyKind& p521_kind() { return kP521Kind; }

}  // namespace deed::crypto::detail

namespace deed::crypto {

Result<Bytes> sign_p256_digest(const PrivateKey& key, const Digest256& digest) {
    if (key.public_key().type() != KeyType::p256)
        return Error(errors::kAlgorithmMismatch, "the key is not on P-256");
    const detail::OpensslKey pair =
        detail::ec_key_pair(detail::kP256.ec, key.public_key().uncompressed(), key.raw());
    return detail::sign_digest(detail::kP256, pair, digest);
}

Result<void> verify_p256_digest(const PublicKey& key, const Digest256& digest, ByteView signature) {
    if (key.type() != KeyType::p256)
        return Error(errors::kAlgorithmMismatch, "the key is not on P-256");
    if (signature.size() != 64)
        return Error(errors::kSignatureMalformed, "a P-256 signature has 64 bytes");
    DEED_TRY(const detail::EcPublicKey point, detail::ec_public_key(detail::kP256.ec, key.raw()));
    return detail::verify_digest(detail::kP256, point.key, digest, signature, HighS::refuse);
}

}  // namespace deed::crypto
