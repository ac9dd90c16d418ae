#pragma once

// Internal to lib/crypto.

namespace deed::crypto {

/// Makes libsodium ready; must precede its use for randomness or memory. Cheap when repeated.
void require_sodium();

}  // namespace deed::crypto
