#pragma once

// For the prompt of the command line only.

#include "lib/crypto/secret.hpp"

namespace deed::crypto {

struct SecretAccessForPrompt {
    static SecretAccess get() { return {}; }
};

}  // namespace deed::crypto
