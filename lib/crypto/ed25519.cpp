#include <sodium.h>

#include <algorithm>
#include <array>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"

namespace deed::crypto::detail {
namespace {

using Encoding = std::array<std::uint8_t, 32>;

// The y coordinates (little-endian) of the eight points whose order divides 8.
constexpr Encoding kSmallOrderY[] = {
    {0x00},  // order 4
    {0x01},  // order 1
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},  // order 2
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},  // order 8
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a}};  // order 8

/// Whether y < 2^255 - 19 (RFC 8032 section 5.1.3, step 1).
bool is_canonical(const Encoding& y) {
    const bool is_high = y[31] == 0x7f && std::all_of(y.begin() + 1, y.end() - 1,
                                                      [](std::uint8_t b) { return b == 0xff; });
    return !is_high || y[0] < 0xed;
}

/// Addition is libsodium's cheapest function that requires a point of the curve. Its
/// is_valid_point() also proves the prime order, which takes as long as verifying a signature and
/// which RFC 8032 does not ask for.
bool is_on_curve(const Encoding& encoding) {
    constexpr Encoding kIdentity{0x01};
    Encoding ignored;
    return crypto_core_ed25519_add(ignored.data(), encoding.data(), kIdentity.data()) == 0;
}

class Ed25519Point final : public Point {
public:
    explicit Ed25519Point(const Encoding& encoding) : encoding_(encoding) {}

    Result<void> verify(const AlgorithmInfo&, ByteView message, ByteView signature,
                        HighS) const override {
        // Refuses S >= L, and R or A of small order or not canonical.
        if (crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                        encoding_.data()) != 0) {
            return Error(errors::kSignatureInvalid, "the Ed25519 signature is wrong");
        }
        return {};
    }

private:
    Encoding encoding_;
};

Result<DecodedKey> decode_key(ByteView raw) {
    Encoding encoding;
    if (raw.size() != encoding.size()) return invalid_public_key("an Ed25519 key has 32 bytes");
    std::copy(raw.begin(), raw.end(), encoding.begin());

    Encoding y = encoding;
    y[31] &= 0x7f;
    if (!is_canonical(y)) return invalid_public_key("the Ed25519 key is not canonical");
    if (std::find(std::begin(kSmallOrderY), std::end(kSmallOrderY), y) != std::end(kSmallOrderY)) {
        return invalid_public_key("the Ed25519 key is a point of small order");
    }
    if (!is_on_curve(encoding)) return invalid_public_key("the Ed25519 key is not on the curve");
    return DecodedKey{to_bytes(raw), std::make_shared<Ed25519Point>(encoding)};
}

struct ExpandedKey {
    Bytes public_key;
    SecretBytes secret;  ///< seed and public key, 64 bytes, as libsodium signs with
};

ExpandedKey expand(const SecretBytes& seed) {
    require_sodium();
    ExpandedKey key{Bytes(crypto_sign_PUBLICKEYBYTES), SecretBytes(crypto_sign_SECRETKEYBYTES)};
    auto access = SecretAccessForCrypto::get();
    crypto_sign_seed_keypair(key.public_key.data(), key.secret.reveal_mutable(access).data(),
                             seed.reveal(access).data());
    return key;
}

class Ed25519Signer final : public Signer {
public:
    Ed25519Signer(PublicKey public_key, SecretBytes secret)
        : public_key_(std::move(public_key)), secret_(std::move(secret)) {}

    const PublicKey& public_key() const override { return public_key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        DEED_CHECK(call.check());
        Bytes signature(crypto_sign_BYTES);
        crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                             secret_.reveal(SecretAccessForCrypto::get()).data());
        return signature;
    }

private:
    PublicKey public_key_;
    SecretBytes secret_;
};

class Ed25519Kind final : public KeyKind {
public:
    Result<DecodedKey> decode(ByteView raw) const override { return decode_key(raw); }
    Result<Bytes> public_half(const SecretBytes& seed) const override {
        return expand(seed).public_key;
    }
    std::unique_ptr<Signer> make_signer(PublicKey public_key, SecretBytes seed) const override {
        return std::make_unique<Ed25519Signer>(std::move(public_key), expand(seed).secret);
    }
};

constinit const Ed25519Kind kKind;

}  // namespace

const KeyKind& ed25519_kind() { return kKind; }

}  // namespace deed::crypto::detail
