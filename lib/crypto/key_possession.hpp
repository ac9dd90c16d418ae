#pragma once

#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"

namespace deed::crypto {

/// Has one probe signed and verifies it: whoever shows a public key need not hold its private half.
/// The probe is "deed/key-possession/v1", a zero byte and 32 random bytes; nothing that Deed signs
/// begins so. `key_reference.not_possessed`, errors of the signer.
DEED_API Result<void> prove_possession(Signer& signer, Call& call);

}  // namespace deed::crypto
