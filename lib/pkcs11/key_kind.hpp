#pragma once

// Internal to lib/pkcs11: the one table of how keys look in a token and how they sign there.

#include "lib/crypto/key.hpp"
#include "lib/pkcs11/cryptoki.hpp"

namespace deed::pkcs11 {

struct KeyKind {
    crypto::KeyType type;
    CK_KEY_TYPE token_type;
    std::string_view params;        ///< CKA_EC_PARAMS: the DER of the curve's OID, in hex
    std::string_view other_params;  ///< and as some tokens write it
    CK_MECHANISM_TYPE mechanism;
    std::size_t point_size;  ///< of the public point, uncompressed where it is one of Weierstraß
    std::string_view order;  ///< of an ECDSA curve, in hex; empty for EdDSA
};

/// The kind of a key in a token, by CKA_KEY_TYPE and CKA_EC_PARAMS; null for others.
const KeyKind* find_kind(CK_KEY_TYPE token_type, ByteView params);
const KeyKind* find_kind(crypto::KeyType type);

/// The public key of CKA_EC_POINT, which is the point in a DER OCTET STRING (PKCS#11 2.40 section
/// 2.3.3), or, as some tokens write it, the point alone. `crypto.invalid_public_key`.
Result<crypto::PublicKey> decode_point(const KeyKind& kind, ByteView point);

/// What C_Sign is given: the message itself for EdDSA, its digest for ECDSA, which not all tokens
/// would compute, and which none needs to see.
Bytes input_of(const KeyKind& kind, ByteView message);

/// C_Sign's signature as crypto::Signer promises it: the same for EdDSA, with s in the lower half
/// for ECDSA. `pkcs11.wrong_signature` for one of another length.
Result<Bytes> normalised(const KeyKind& kind, Bytes signature);

}  // namespace deed::pkcs11
