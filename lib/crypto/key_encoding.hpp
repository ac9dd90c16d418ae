#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/crypto/secret.hpp"

// Keys in the forms that other programs read and write. Whatever holds a private key is
// SecretBytes, text as well. Readers take one key and nothing else: a private key where a public
// one is due is `crypto.private_key_exposed`, a public one where a private one is due
// `crypto.public_key_given`; types without such a form are `crypto.no_such_encoding`, unknown ones
// `crypto.unsupported_key_type`; and all may fail with `crypto.invalid_public_key`, and those of
// private keys with `crypto.invalid_private_key` and, where the form holds both halves and they do
// not belong together, `crypto.key_pair_mismatch`.

namespace deed::crypto {

/// Asked for the passphrase of an encrypted private key, once and only if one is needed.
using KeyPassphrase = std::function<Result<SecretBytes>()>;

// --- DER. `crypto.der_malformed`, `crypto.der_trailing_bytes`, `crypto.explicit_curve`,
// `crypto.wrong_key_parameters`.

/// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, RFC 5480, RFC 8410); points uncompressed.
DEED_API Result<Bytes> public_key_to_der(const PublicKey& key);
/// The same, with points in either form; also RSAPublicKey (RFC 8017 appendix A.1.1).
DEED_API Result<PublicKey> public_key_from_der(ByteView der);

/// OneAsymmetricKey (PKCS#8, RFC 5958) version 1, as OpenSSL writes it.
DEED_API Result<SecretBytes> private_key_to_der(const PrivateKey& key);
/// PKCS#8 of version 1 or 2, plain or encrypted (see private_key_from_encrypted_der()), or
/// ECPrivateKey (RFC 5915) with a named curve.
DEED_API Result<PrivateKey> private_key_from_der(ByteView der, const KeyPassphrase& passphrase);

/// EncryptedPrivateKeyInfo (RFC 5958 section 3) by PBES2 (RFC 8018): PBKDF2 with HMAC-SHA-256 and
/// 1,000,000 iterations, AES-256-CBC. `crypto.key_passphrase_empty`.
DEED_API Result<SecretBytes> private_key_to_encrypted_der(const PrivateKey& key,
                                                          const SecretBytes& passphrase);

// --- PEM (RFC 7468): one block of a label that names a key. `crypto.pem_malformed`,
// `crypto.pem_several_blocks`, `crypto.pem_label`, `crypto.pem_label_mismatch`, and those of DER.

DEED_API Result<std::string> public_key_to_pem(const PublicKey& key);
DEED_API Result<PublicKey> public_key_from_pem(std::string_view pem);
DEED_API Result<SecretBytes> private_key_to_pem(const PrivateKey& key);
DEED_API Result<SecretBytes> private_key_to_encrypted_pem(const PrivateKey& key,
                                                          const SecretBytes& passphrase);
DEED_API Result<PrivateKey> private_key_from_pem(std::string_view pem,
                                                 const KeyPassphrase& passphrase);

// --- JWK (RFC 7517, RFC 7518 section 6, RFC 8037, RFC 8812), of the text: what is parsed of it is
// wiped. Base64url is canonical, `d` of full length, and x and y those of d.

DEED_API SecretBytes private_key_to_jwk(const PrivateKey& key);
DEED_API Result<PrivateKey> private_key_from_jwk(ByteView text);

// --- Multikey `secretKeyMultibase` (CID 1.0 section 2.2.2): base58btc of multicodec and secret.

DEED_API SecretBytes private_key_to_multikey(const PrivateKey& key);
DEED_API Result<PrivateKey> private_key_from_multikey(std::string_view text);

// --- COSE_Key (RFC 9052 section 7, RFC 9053 section 7, RFC 8812, RFC 8230;
// specs/sm-profile.md), public, in deterministic CBOR: kty, crv, x, y, or kty, n, e. Readers take compressed points as well, an
// `alg` that fits and labels they do not know. `crypto.cose_key_malformed`.

DEED_API Result<Bytes> public_key_to_cose(const PublicKey& key);
DEED_API Result<PublicKey> public_key_from_cose(ByteView cbor);

// --- A file in any of these forms.

/// No file of one key is larger.
inline constexpr std::size_t kMaxKeyFile = 64 * 1024;

/// PEM, DER, a JWK, or a Multikey as text or as JSON ({"type": "Multikey", …}). Text may end with
/// line feeds. `crypto.unknown_key_file`.
DEED_API Result<PublicKey> read_public_key(ByteView file);
DEED_API Result<PrivateKey> read_private_key(ByteView file, const KeyPassphrase& passphrase);

}  // namespace deed::crypto
