#pragma once

// Internal to lib/crypto: how each type of key is told in X.509's structures.

#include <cstdint>
#include <span>

#include "lib/crypto/key.hpp"
#include "lib/encoding/bytes.hpp"

namespace deed::crypto::detail {

/// What stands in the bit string or octet string of a key.
enum class KeyShape : std::uint8_t {
    octets,  ///< the raw key (RFC 8410)
    point,   ///< a SEC1 point, and ECPrivateKey (RFC 5480, RFC 5915)
    rsa      ///< RSAPublicKey (RFC 8017)
};

struct KeyStructure {
    KeyType type;
    KeyShape shape;
    ByteView algorithm;  ///< content of the OID
    ByteView curve;      ///< of the named curve; empty for other shapes
};

/// One row a type that has such structures.
std::span<const KeyStructure> key_structures();
/// `crypto.no_such_encoding` where the type has none.
Result<const KeyStructure*> structure_of(KeyType type);
/// The row of an AlgorithmIdentifier's OIDs, `curve` being empty where none is named, or null.
const KeyStructure* find_structure(ByteView algorithm, ByteView curve);

/// id-ecPublicKey, which needs a curve to name a type.
ByteView ec_public_key_oid();

}  // namespace deed::crypto::detail
