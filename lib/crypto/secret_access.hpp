#pragma once

// Internal to lib/crypto.

#include "lib/crypto/secret.hpp"

namespace deed::crypto {

struct SecretAccessForCrypto {
    static SecretAccess get() { return {}; }
};

}  // namespace deed::crypto
