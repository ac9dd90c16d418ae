#pragma once

// Internal to lib/crypto: the DER structures that hold a key, told apart by their first elements.

#include <cstdint>
#include <string_view>

#include "lib/crypto/key_encoding.hpp"

namespace deed::crypto::detail {

enum class KeyDer : std::uint8_t { spki, rsa_public, pkcs8, encrypted_pkcs8, sec1, rsa_private };

/// `crypto.der_malformed`, `crypto.der_trailing_bytes`, `crypto.unknown_key_file`.
Result<KeyDer> kind_of_der(ByteView der);
bool is_private(KeyDer kind);

/// The PrivateKeyInfo in an EncryptedPrivateKeyInfo. `crypto.key_passphrase_wrong`,
/// `crypto.weak_key_encryption`, `crypto.unsupported_key_encryption`,
/// `crypto.key_encryption_too_costly`.
Result<SecretBytes> open_encrypted_der(ByteView der, const KeyPassphrase& passphrase);

}  // namespace deed::crypto::detail
