#pragma once

// For lib/net only, which sends a bearer token as a header.

#include "lib/crypto/secret.hpp"

namespace deed::crypto {

struct SecretAccessForBearer {
    static SecretAccess get() { return {}; }
};

}  // namespace deed::crypto
