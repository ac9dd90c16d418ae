#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lib/crypto/hash.hpp"
#include "lib/error/api.hpp"
#include "lib/error/result.hpp"

/// The one table of the types of keys and of the signature algorithms: their names and numbers in
/// the standards, and their sizes. Everything that must choose by type reads it here.
namespace deed::crypto {

enum class KeyType : std::uint8_t {
    ed25519,
    secp256k1,
    p256,
    p384,
    p521,
    sm2,
    x25519,
    rsa,
    bls12381_g1,
    bls12381_g2
};

enum class Algorithm : std::uint8_t {
    ed25519,
    es256k,
    es256,
    es384,
    es512,
    sm2_sm3,
    rs256,
    rs384,
    rs512,
    ps256,
    ps384,
    ps512
};

struct KeyTypeInfo {
    KeyType type;
    std::string_view name;        ///< JWK's `crv`; "RSA" for RSA
    std::string_view short_name;  ///< as people type it: "p384", "bls12381-g2"
    std::string_view jwk_kty;     ///< "OKP", "EC" or "RSA"
    std::int64_t cose_kty;        ///< IANA "COSE Key Types"
    std::int64_t cose_crv;        ///< IANA "COSE Elliptic Curves"; 0 for RSA; SM2's is private use
    bool can_generate;            ///< PrivateKey::generate() and from_raw() work
    bool can_sign;                ///< a PrivateKey of it makes signatures
    bool can_agree;               ///< agree() works
    std::size_t secret_size;      ///< of the seed or scalar; 0 where there are no private keys
    std::size_t raw_size;         ///< of PublicKey::raw(); 0 where it varies (RSA)
    std::uint64_t public_codec;   ///< multicodec
    std::uint64_t private_codec;  ///< multicodec; never read, but told from others
    std::optional<Algorithm> default_algorithm;  ///< none where the keys make no signatures
};

struct AlgorithmInfo {
    Algorithm id;
    KeyType key_type;
    std::string_view jose;        ///< JWA name, such as "EdDSA"; SM2's is Deed's own
    std::string_view jose_other;  ///< a second name of the same, such as RFC 9864's; or empty
    std::int64_t cose;            ///< IANA "COSE Algorithms"; SM2's is private use
    std::optional<std::int64_t> cose_other;  ///< RFC 9864's fully-specified number
    std::size_t signature_size;              ///< 0 where it is that of the RSA modulus
    HashAlgorithm hash;                      ///< of the message
};

/// In the order of KeyType.
DEED_API std::span<const KeyTypeInfo> key_types();
DEED_API const KeyTypeInfo& info_of(KeyType type);

/// In the order of Algorithm.
DEED_API std::span<const AlgorithmInfo> algorithms();
DEED_API const AlgorithmInfo& info_of(Algorithm algorithm);
/// By either of its JOSE names; null for others, so also for "none" and "HS256".
DEED_API const AlgorithmInfo* find_jose_algorithm(std::string_view name);
/// By either of its COSE numbers; null for others.
DEED_API const AlgorithmInfo* find_cose_algorithm(std::int64_t number);

/// "Ed25519", "P-384" and so on, as in JWK's `crv`; "RSA".
DEED_API std::string_view to_string(KeyType type);
/// The type of that name, or `crypto.unsupported_key_type`.
DEED_API Result<KeyType> key_type_from_name(std::string_view name);
/// The same, and by its short name too: what people type.
DEED_API Result<KeyType> key_type_from_input(std::string_view name);

}  // namespace deed::crypto
