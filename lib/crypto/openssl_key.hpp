#pragma once

// Internal to lib/crypto: OpenSSL's keys, and those on curves that OpenSSL computes with.

#include <openssl/evp.h>

#include <array>
#include <string_view>

#include "lib/crypto/handle.hpp"
#include "lib/crypto/key_kind.hpp"

namespace deed::crypto::detail {

using OpensslKey = Handle<EVP_PKEY, EVP_PKEY_free>;
using OpensslKeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

/// A key made of OpenSSL parameters; null if OpenSSL refuses them. `selection` is
/// EVP_PKEY_PUBLIC_KEY or EVP_PKEY_KEYPAIR.
OpensslKey openssl_key(const char* type, OSSL_PARAM* parameters, int selection);

/// A short Weierstrass curve as OpenSSL knows it.
struct EcCurve {
    KeyType type;
    const char* openssl_type;  ///< "EC", or "SM2": an EC key on SM2's curve would sign with ECDSA
    const char* group;
    int nid;
    std::size_t coordinate_size;  ///< of scalars as well
    ByteView largest_secret;      ///< n - 1 (SEC1 section 3.2.1), n - 2 for SM2
};

struct EcPublicKey {
    Bytes raw;  ///< the compressed point
    OpensslKey key;
};
/// A point of the curve in either SEC1 form; `crypto.invalid_public_key` otherwise.
Result<EcPublicKey> ec_public_key(const EcCurve& curve, ByteView raw);

/// 04 ‖ x ‖ y of a key.
Bytes ec_point(const EcCurve& curve, const OpensslKey& key);

/// 04 ‖ x ‖ y of a scalar; `crypto.invalid_private_key` unless it is from 1 to the largest.
Result<Bytes> ec_public_half(const EcCurve& curve, const SecretBytes& secret);

/// The pair of a scalar in range and its own point. OpenSSL wipes its copy when it is freed.
OpensslKey ec_key_pair(const EcCurve& curve, Bytes point, const SecretBytes& secret);

/// The bytes of a hexadecimal number at compile time.
template <std::size_t kSize>
consteval std::array<std::uint8_t, kSize> scalar(std::string_view hexadecimal) {
    if (hexadecimal.size() != 2 * kSize) throw "the number has another size";
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::array<std::uint8_t, kSize> bytes{};
    for (std::size_t i = 0; i < kSize; ++i)
        bytes[i] = static_cast<std::uint8_t>(digit(hexadecimal[2 * i]) * 16 +
                                             digit(hexadecimal[2 * i + 1]));
    return bytes;
}

}  // namespace deed::crypto::detail
