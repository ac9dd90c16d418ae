#include "lib/crypto/key_structure.hpp"

#include <algorithm>
#include <array>

#include "lib/crypto/key_encoding_errors.hpp"

namespace deed::crypto::detail {
namespace {

constexpr std::array<std::uint8_t, 9> kRsaEncryption{0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                     0x0d, 0x01, 0x01, 0x01};
constexpr std::array<std::uint8_t, 7> kEcPublicKey{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
constexpr std::array<std::uint8_t, 3> kX25519Oid{0x2b, 0x65, 0x6e};
constexpr std::array<std::uint8_t, 3> kEd25519Oid{0x2b, 0x65, 0x70};
constexpr std::array<std::uint8_t, 5> kSecp256k1Oid{0x2b, 0x81, 0x04, 0x00, 0x0a};
constexpr std::array<std::uint8_t, 8> kP256Oid{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::array<std::uint8_t, 5> kP384Oid{0x2b, 0x81, 0x04, 0x00, 0x22};
constexpr std::array<std::uint8_t, 5> kP521Oid{0x2b, 0x81, 0x04, 0x00, 0x23};
constexpr std::array<std::uint8_t, 8> kSm2Oid{0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d};

// RFC 8410 section 3, RFC 5480 section 2.1.1, SEC 2 appendix A.2.1, GM/T 0006
// (1.2.156.10197.1.301), RFC 3279 section 2.3.1.
constexpr KeyStructure kStructures[] = {
    {KeyType::ed25519, KeyShape::octets, kEd25519Oid, {}},
    {KeyType::x25519, KeyShape::octets, kX25519Oid, {}},
    {KeyType::secp256k1, KeyShape::point, kEcPublicKey, kSecp256k1Oid},
    {KeyType::p256, KeyShape::point, kEcPublicKey, kP256Oid},
    {KeyType::p384, KeyShape::point, kEcPublicKey, kP384Oid},
    {KeyType::p521, KeyShape::point, kEcPublicKey, kP521Oid},
    {KeyType::sm2, KeyShape::point, kEcPublicKey, kSm2Oid},
    {KeyType::rsa, KeyShape::rsa, kRsaEncryption, {}},
};

}  // namespace

std::span<const KeyStructure> key_structures() { return kStructures; }

Result<const KeyStructure*> structure_of(KeyType type) {
    const auto found = std::ranges::find(kStructures, type, &KeyStructure::type);
    if (found != std::end(kStructures)) return found;
    return Error(errors::kNoSuchEncoding,
                 std::string(to_string(type)) + " keys have no form in DER, PEM or COSE");
}

const KeyStructure* find_structure(ByteView algorithm, ByteView curve) {
    const auto found = std::ranges::find_if(kStructures, [&](const KeyStructure& row) {
        return std::ranges::equal(row.algorithm, algorithm) && std::ranges::equal(row.curve, curve);
    });
    return found == std::end(kStructures) ? nullptr : found;
}

ByteView ec_public_key_oid() { return kEcPublicKey; }

}  // namespace deed::crypto::detail
