#pragma once

// For rooms that keep private data sealed by the key store, and read what it opened.

#include "lib/crypto/secret.hpp"

namespace deed::crypto {

struct SecretAccessForOpened {
    static SecretAccess get() { return {}; }
};

}  // namespace deed::crypto
