#include "lib/crypto/sodium.hpp"

#include <sodium.h>

#include "lib/error/assert.hpp"

namespace deed::crypto {

void require_sodium() {
    static const int state = sodium_init();
    DEED_ASSERT(state >= 0);
}

}  // namespace deed::crypto
