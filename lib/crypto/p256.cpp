#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include <algorithm>
#include <array>
#include <optional>

#include "lib/crypto/curve.hpp"
#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/handle.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/encoding/multiformats.hpp"

namespace deed::crypto::detail {
namespace {

using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Group = Handle<EC_GROUP, EC_GROUP_free>;
using GroupPoint = Handle<EC_POINT, EC_POINT_free>;
using Number = Handle<BIGNUM, BN_free>;
using SecretNumber = Handle<BIGNUM, BN_clear_free>;

using Scalar = std::array<std::uint8_t, 32>;

// n of P-256 (SP 800-186 section 3.2.1.3) and (n - 1) / 2, big-endian.
constexpr Scalar kOrder{0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                        0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                        0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

constexpr Scalar half(const Scalar& number) {
    Scalar result{};
    unsigned carry = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        result[i] = static_cast<std::uint8_t>((carry << 7) | (number[i] >> 1));
        carry = number[i] & 1u;
    }
    return result;
}
constexpr Scalar kHalfOrder = half(kOrder);

bool less(ByteView a, ByteView b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

bool is_high(ByteView s) { return less(kHalfOrder, s) && less(s, kOrder); }

/// s = n - s, for 0 < s < n.
void negate(std::span<std::uint8_t> s) {
    int borrow = 0;
    for (std::size_t i = kOrder.size(); i-- > 0;) {
        const int difference = int{kOrder[i]} - int{s[i]} - borrow;
        borrow = difference < 0 ? 1 : 0;
        s[i] = static_cast<std::uint8_t>(difference & 0xff);
    }
}

/// A key made of OpenSSL parameters; nothing if OpenSSL refuses them.
Key key_from(OSSL_PARAM* parameters, int selection) {
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters) != 1) return nullptr;
    return Key(key);
}

// OSSL_PARAM takes pointers to non-const, even where OpenSSL only reads.
OSSL_PARAM group_parameter() {
    static char name[] = "P-256";
    return OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0);
}

OSSL_PARAM public_parameter(Bytes& point) {
    return OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
}

/// OpenSSL requires a point of the curve.
Key public_key_from(Bytes point) {
    OSSL_PARAM parameters[] = {group_parameter(), public_parameter(point),
                               OSSL_PARAM_construct_end()};
    return key_from(parameters, EVP_PKEY_PUBLIC_KEY);
}

/// Appends one coordinate of the key's point in 32 bytes.
void append_coordinate(Bytes& out, const Key& key, const char* name) {
    BIGNUM* value = nullptr;
    const bool found = EVP_PKEY_get_bn_param(key.get(), name, &value) == 1;
    const Number coordinate(value);
    Scalar bytes;
    DEED_ASSERT(found && BN_bn2binpad(coordinate.get(), bytes.data(), int{bytes.size()}) > 0);
    append(out, bytes);
}

class P256Point final : public Point {
public:
    explicit P256Point(Key key) : key_(std::move(key)) {}

    Result<void> verify(ByteView message, SignatureView signature, HighS high_s) const override {
        if (high_s == HighS::refuse && is_high(signature.last<32>())) {
            return Error(errors::kSignatureHighS, "s of the P-256 signature is high");
        }
        DEED_TRY(const Bytes der, ecdsa_compact_to_der(signature));
        const Digest256 digest = sha256(message);
        const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
        DEED_ASSERT(context != nullptr && EVP_PKEY_verify_init(context.get()) == 1);
        if (EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size()) !=
            1) {
            return Error(errors::kSignatureInvalid, "the P-256 signature is wrong");
        }
        return {};
    }

    Bytes uncompressed() const override {
        Bytes point{0x04};
        append_coordinate(point, key_, OSSL_PKEY_PARAM_EC_PUB_X);
        append_coordinate(point, key_, OSSL_PKEY_PARAM_EC_PUB_Y);
        return point;
    }

private:
    Key key_;
};

/// Of a point in either SEC1 form.
Bytes compressed(ByteView point) {
    Bytes result = to_bytes(point.first(33));
    if (point.size() == 65) result[0] = (point[64] & 1) == 0 ? 0x02 : 0x03;
    return result;
}

Result<DecodedPoint> decode(ByteView raw) {
    if (!is_sec1_shape(raw)) return invalid_public_key("not a SEC1 point of 33 or 65 bytes");
    Key key = public_key_from(to_bytes(raw));
    if (key == nullptr) return invalid_public_key("the point is not on P-256");
    return DecodedPoint{compressed(raw), std::make_shared<P256Point>(std::move(key))};
}

/// The public point of a scalar in range, which OpenSSL 3.0 does not derive by itself.
Bytes multiply_base_point(const BIGNUM* scalar) {
    const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    DEED_ASSERT(group != nullptr);
    const GroupPoint point(EC_POINT_new(group.get()));
    DEED_ASSERT(point != nullptr);
    Bytes raw(65);
    const bool ok =
        EC_POINT_mul(group.get(), point.get(), scalar, nullptr, nullptr, nullptr) == 1 &&
        EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, raw.data(),
                           raw.size(), nullptr) == raw.size();
    DEED_ASSERT(ok);
    return raw;
}

SecretNumber secret_number(const SecretBytes& secret) {
    const auto bytes = secret.reveal(SecretAccessForCrypto::get());
    SecretNumber number(BN_secure_new());
    DEED_ASSERT(number != nullptr);
    const bool ok =
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()) != nullptr;
    DEED_ASSERT(ok);
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

Result<Bytes> public_half(const SecretBytes& secret) {
    const SecretNumber scalar = secret_number(secret);
    const bool in_range =
        !BN_is_zero(scalar.get()) && less(secret.reveal(SecretAccessForCrypto::get()), kOrder);
    if (!in_range) return Error(errors::kInvalidPrivateKey, "the P-256 scalar is out of range");
    return multiply_base_point(scalar.get());
}

/// OpenSSL wipes its copy of the scalar when the key is freed.
Key private_key_from(Bytes point, const SecretBytes& secret) {
    SecretBytes native(secret.size());
    auto access = SecretAccessForCrypto::get();
    const auto bytes = native.reveal_mutable(access);
    const SecretNumber scalar = secret_number(secret);
    const int size = BN_bn2nativepad(scalar.get(), bytes.data(), static_cast<int>(bytes.size()));
    DEED_ASSERT(size > 0);
    OSSL_PARAM parameters[] = {
        group_parameter(), public_parameter(point),
        OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, bytes.data(), bytes.size()),
        OSSL_PARAM_construct_end()};
    return key_from(parameters, EVP_PKEY_KEYPAIR);
}

class P256Signer final : public Signer {
public:
    P256Signer(PublicKey public_key, Key key)
        : public_key_(std::move(public_key)), key_(std::move(key)) {}

    const PublicKey& public_key() const override { return public_key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        DEED_CHECK(call.check());
        const Digest256 digest = sha256(message);
        const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
        DEED_ASSERT(context != nullptr && EVP_PKEY_sign_init(context.get()) == 1);
        Bytes der(80);
        std::size_t size = der.size();
        if (EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size()) != 1) {
            return Error(deed::errors::kInternal, "OpenSSL did not sign with P-256");
        }
        DEED_TRY(Bytes compact, ecdsa_der_to_compact(ByteView(der).first(size)));
        const auto s = std::span(compact).last(32);
        if (is_high(s)) negate(s);
        return compact;
    }

private:
    PublicKey public_key_;
    Key key_;
};

std::unique_ptr<Signer> make_signer(PublicKey public_key, SecretBytes secret) {
    Key key = private_key_from(public_key.uncompressed(), secret);
    DEED_ASSERT(key != nullptr);
    return std::make_unique<P256Signer>(std::move(public_key), std::move(key));
}

}  // namespace

// RFC 7518.
constinit const Curve kP256{
    KeyType::p256,         "EC",   "P-256",     "ES256",    "", multicodec::kP256Pub,
    multicodec::kP256Priv, decode, public_half, make_signer};

}  // namespace deed::crypto::detail
