#include "lib/crypto/algorithm.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/error/assert.hpp"

namespace deed::crypto {
namespace {

// IANA "COSE Key Types".
constexpr std::int64_t kOkp = 1;
constexpr std::int64_t kEc2 = 2;
constexpr std::int64_t kRsa = 3;
// IANA leaves numbers below -65536 to private use; specs/sm-profile.md states these two.
constexpr std::int64_t kCoseSm2Curve = -70150;
constexpr std::int64_t kCoseSm2Sm3 = -70151;

// Names: RFC 7518, RFC 8037, RFC 8812; draft-ietf-cose-bls-key-representations-09 for BLS12-381;
// specs/sm-profile.md for SM2.
constexpr std::array<KeyTypeInfo, 10> kKeyTypes{{
    {KeyType::ed25519, "Ed25519", "ed25519", "OKP", kOkp, 6, true, true, false, 32, 32,
     multicodec::kEd25519Pub, multicodec::kEd25519Priv, Algorithm::ed25519},
    {KeyType::secp256k1, "secp256k1", "secp256k1", "EC", kEc2, 8, true, true, false, 32, 33,
     multicodec::kSecp256k1Pub, multicodec::kSecp256k1Priv, Algorithm::es256k},
    {KeyType::p256, "P-256", "p256", "EC", kEc2, 1, true, true, false, 32, 33, multicodec::kP256Pub,
     multicodec::kP256Priv, Algorithm::es256},
    {KeyType::p384, "P-384", "p384", "EC", kEc2, 2, true, true, false, 48, 49, multicodec::kP384Pub,
     multicodec::kP384Priv, Algorithm::es384},
    {KeyType::p521, "P-521", "p521", "EC", kEc2, 3, true, true, false, 66, 67, multicodec::kP521Pub,
     multicodec::kP521Priv, Algorithm::es512},
    {KeyType::sm2, "SM2", "sm2", "EC", kEc2, kCoseSm2Curve, true, true, false, 32, 33,
     multicodec::kSm2Pub, multicodec::kSm2Priv, Algorithm::sm2_sm3},
    {KeyType::x25519, "X25519", "x25519", "OKP", kOkp, 4, true, false, true, 32, 32,
     multicodec::kX25519Pub, multicodec::kX25519Priv, std::nullopt},
    {KeyType::rsa, "RSA", "rsa", "RSA", kRsa, 0, false, false, false, 0, 0, multicodec::kRsaPub,
     multicodec::kRsaPriv, Algorithm::rs256},
    {KeyType::bls12381_g1, "BLS12381G1", "bls12381-g1", "OKP", kOkp, 13, false, false, false, 0, 48,
     multicodec::kBls12381G1Pub, multicodec::kBls12381G1Priv, std::nullopt},
    {KeyType::bls12381_g2, "BLS12381G2", "bls12381-g2", "OKP", kOkp, 14, false, false, false, 0, 96,
     multicodec::kBls12381G2Pub, multicodec::kBls12381G2Priv, std::nullopt},
}};

// Numbers: RFC 8152, RFC 8230, RFC 8812, RFC 9864. Ed25519 hashes by itself, with SHA-512.
constexpr std::array<AlgorithmInfo, 12> kAlgorithms{{
    {Algorithm::ed25519, KeyType::ed25519, "EdDSA", "Ed25519", -8, -19, 64, HashAlgorithm::sha512},
    {Algorithm::es256k, KeyType::secp256k1, "ES256K", "", -47, {}, 64, HashAlgorithm::sha256},
    {Algorithm::es256, KeyType::p256, "ES256", "", -7, -9, 64, HashAlgorithm::sha256},
    {Algorithm::es384, KeyType::p384, "ES384", "", -35, -51, 96, HashAlgorithm::sha384},
    {Algorithm::es512, KeyType::p521, "ES512", "", -36, -52, 132, HashAlgorithm::sha512},
    {Algorithm::sm2_sm3, KeyType::sm2, "deed-sm2-sm3", "", kCoseSm2Sm3, {}, 64, HashAlgorithm::sm3},
    {Algorithm::rs256, KeyType::rsa, "RS256", "", -257, {}, 0, HashAlgorithm::sha256},
    {Algorithm::rs384, KeyType::rsa, "RS384", "", -258, {}, 0, HashAlgorithm::sha384},
    {Algorithm::rs512, KeyType::rsa, "RS512", "", -259, {}, 0, HashAlgorithm::sha512},
    {Algorithm::ps256, KeyType::rsa, "PS256", "", -37, {}, 0, HashAlgorithm::sha256},
    {Algorithm::ps384, KeyType::rsa, "PS384", "", -38, {}, 0, HashAlgorithm::sha384},
    {Algorithm::ps512, KeyType::rsa, "PS512", "", -39, {}, 0, HashAlgorithm::sha512},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kKeyTypes.size(); ++i) {
        if (static_cast<std::size_t>(kKeyTypes[i].type) != i) return false;
    }
    for (std::size_t i = 0; i < kAlgorithms.size(); ++i) {
        if (static_cast<std::size_t>(kAlgorithms[i].id) != i) return false;
    }
    return true;
}
static_assert(in_order(), "the tables are indexed by their enumerations");

Error unknown_name(std::string_view name) {
    return {errors::kUnsupportedKeyType, "no type of key is called \"" + std::string(name) + "\""};
}

}  // namespace

std::span<const KeyTypeInfo> key_types() { return kKeyTypes; }

const KeyTypeInfo& info_of(KeyType type) {
    const auto index = static_cast<std::size_t>(type);
    DEED_ASSERT(index < kKeyTypes.size());
    return kKeyTypes[index];
}

std::span<const AlgorithmInfo> algorithms() { return kAlgorithms; }

const AlgorithmInfo& info_of(Algorithm algorithm) {
    const auto index = static_cast<std::size_t>(algorithm);
    DEED_ASSERT(index < kAlgorithms.size());
    return kAlgorithms[index];
}

const AlgorithmInfo* find_jose_algorithm(std::string_view name) {
    if (name.empty()) return nullptr;
    const auto found = std::find_if(
        kAlgorithms.begin(), kAlgorithms.end(),
        [&](const AlgorithmInfo& row) { return row.jose == name || row.jose_other == name; });
    return found == kAlgorithms.end() ? nullptr : &*found;
}

const AlgorithmInfo* find_cose_algorithm(std::int64_t number) {
    const auto found =
        std::find_if(kAlgorithms.begin(), kAlgorithms.end(), [&](const AlgorithmInfo& row) {
            return row.cose == number || row.cose_other == number;
        });
    return found == kAlgorithms.end() ? nullptr : &*found;
}

std::string_view to_string(KeyType type) { return info_of(type).name; }

Result<KeyType> key_type_from_name(std::string_view name) {
    for (const KeyTypeInfo& row : kKeyTypes) {
        if (row.name == name) return row.type;
    }
    return unknown_name(name);
}

Result<KeyType> key_type_from_input(std::string_view name) {
    for (const KeyTypeInfo& row : kKeyTypes) {
        if (row.name == name || row.short_name == name) return row.type;
    }
    return unknown_name(name);
}

}  // namespace deed::crypto
