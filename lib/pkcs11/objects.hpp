#pragma once

// Internal to lib/pkcs11.

#include <optional>
#include <vector>

#include "lib/crypto/key.hpp"
#include "lib/pkcs11/token.hpp"

namespace deed::pkcs11 {

/// A private key in a token, as long as the session's generation lasts.
struct KeyObject {
    CK_OBJECT_HANDLE handle;
    bool always_authenticate;  ///< every use wants the PIN again
};

/// The public half of the key that the URI describes, of its public key object or its certificate,
/// as far as this login shows them; nothing if there is none. Anybody may have put them there.
/// `pkcs11.several_keys`, `pkcs11.certificate_mismatch`, `pkcs11.key_unsupported`,
/// `crypto.invalid_public_key`.
Result<std::optional<crypto::PublicKey>> find_public_key(Session& session, const KeyUri& uri);

/// The private key that the URI describes, on a session that is logged in, and its public half.
/// `pkcs11.no_such_key`, `pkcs11.several_keys`, `pkcs11.no_public_key`.
struct KeyPair {
    KeyObject key;
    crypto::PublicKey public_key;
};
Result<KeyPair> find_key_pair(Session& session, const KeyUri& uri);

}  // namespace deed::pkcs11
