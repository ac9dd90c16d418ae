#include "lib/crypto/key_structure.hpp"

#include <algorithm>
#include <array>

#include "lib/crypto/key_encoding_errors.hpp"

namespace deed::crypto::detail {
namespace {

constexpr std::array<std::uint8_t, 7> kEcPublicKey{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
constexpr std::array<std::uint8_t, 3> kEd25519Oid{0x2b, 0x65, 0x70};
constexpr std::array<std::uint8_t, 8> kP256Oid{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::array<std::uint8_t, 5> kSecp256k1Oid{0x2b, 0x81, 0x04, 0x00, 0x0a};

// RFC 8410 section 3, RFC 5480 section 2, SEC 2 appendix A.2.1; RFC 9053 table 18, RFC 8812
// table 3.
constexpr KeyStructure kStructures[] = {
    {KeyType::ed25519, KeyShape::octets, kEd25519Oid, {}, 6, -8, -19},
    {KeyType::p256, KeyShape::point, kEcPublicKey, kP256Oid, 1, -7, -9},
    {KeyType::secp256k1, KeyShape::point, kEcPublicKey, kSecp256k1Oid, 8, -47, {}},
};

}  // namespace

std::span<const KeyStructure> key_structures() { return kStructures; }

Result<const KeyStructure*> structure_of(KeyType type) {
    const auto found = std::ranges::find(kStructures, type, &KeyStructure::type);
    if (found != std::end(kStructures)) return found;
    return Error(errors::kNoSuchEncoding,
                 std::string(to_string(type)) + " keys are written as JWK or Multikey only");
}

const KeyStructure* find_structure(ByteView algorithm, ByteView curve) {
    const auto found = std::ranges::find_if(kStructures, [&](const KeyStructure& row) {
        return std::ranges::equal(row.algorithm, algorithm) && std::ranges::equal(row.curve, curve);
    });
    return found == std::end(kStructures) ? nullptr : found;
}

ByteView ec_public_key_oid() { return kEcPublicKey; }

}  // namespace deed::crypto::detail
