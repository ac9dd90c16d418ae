#pragma once

#include <memory>
#include <string_view>

#include "lib/crypto/key_source.hpp"
#include "lib/crypto/secret.hpp"

namespace deed::pkcs11 {

/// Asked for the PIN of a token when, and only when, its URI names no file of it, the token has no
/// keypad of its own, and a private key is needed. Thread-safe.
class DEED_API PinSource {
public:
    virtual ~PinSource() = default;
    /// `pkcs11.no_pin` when none can be had.
    virtual Result<crypto::SecretBytes> pin(std::string_view token_label, Call& call) = 0;
};

/// Keys in hardware tokens, by RFC 7512 URIs. A module is loaded when the first of its keys is
/// asked for. A token's PIN is asked for at most once, kept in locked memory for when the token was
/// pulled and is back, and a wrong one is never tried again. Signers work from any number of
/// threads, and after a fork; they check every signature with the public key before they hand it
/// out. `pins` must outlive the source.
///
/// Errors are `pkcs11.…`, `io.loose_permissions` of a PIN file, and `key_reference.other_key`.
DEED_API std::unique_ptr<crypto::KeySource> key_source(PinSource& pins);

}  // namespace deed::pkcs11
