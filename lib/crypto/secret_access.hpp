#pragma once

// Internal to lib/crypto.

#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"

namespace deed::crypto {

struct SecretAccessForCrypto {
    static SecretAccess get() { return {}; }
};

inline ByteView reveal(const SecretBytes& secret) {
    return secret.reveal(SecretAccessForCrypto::get());
}

}  // namespace deed::crypto
