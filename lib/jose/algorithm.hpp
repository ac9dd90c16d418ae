#pragma once

// The room's own: the JWS algorithms. Not for other rooms.

#include "lib/crypto/key.hpp"

namespace deed::jose {

struct AlgorithmInfo {
    std::string_view jose;
    std::string_view jose_other;
    crypto::KeyType key_type;
    std::size_t signature_size;
};

inline constexpr AlgorithmInfo kAlgorithms[] = {
    {"EdDSA", "Ed25519", crypto::KeyType::ed25519, 64},
    {"ES256K", "", crypto::KeyType::secp256k1, 64},
    {"ES256", "", crypto::KeyType::p256, 64},
};

}  // namespace deed::jose
