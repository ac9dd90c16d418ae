#pragma once

// For lib/pkcs11, which hands a PIN to the module of a token.

#include "lib/crypto/secret.hpp"

namespace deed::crypto {

struct SecretAccessForToken {
    static SecretAccess get() { return {}; }
};

}  // namespace deed::crypto
