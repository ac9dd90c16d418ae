#pragma once

#include "lib/error/error.hpp"

namespace deed::crypto::errors {

inline constexpr ErrorCode kUnknownKeyFile{
    "crypto.unknown_key_file", ErrorKind::malformed, "This is not a key in any form Deed reads.",
    "Give PEM, DER (SubjectPublicKeyInfo, PKCS#8, SEC1), a JWK, a Multikey or a COSE_Key."};
inline constexpr ErrorCode kPublicKeyGiven{"crypto.public_key_given", ErrorKind::malformed,
                                           "A public key stands where a private key is due.",
                                           "Give the file that holds the private key."};
inline constexpr ErrorCode kKeyPairMismatch{
    "crypto.key_pair_mismatch", ErrorKind::mismatch,
    "The private key does not belong to the public key beside it.",
    "Export the key again from where it was made; the file was changed or mixed up."};
inline constexpr ErrorCode kNoSuchEncoding{
    "crypto.no_such_encoding", ErrorKind::unsupported,
    "No standard says how a key of this type is written in this form.", "Choose another form."};

inline constexpr ErrorCode kDerMalformed{
    "crypto.der_malformed", ErrorKind::malformed,
    "The bytes are not the strict DER of a key (X.690, RFC 5280, RFC 5958, RFC 5915).",
    "Convert the key with a current tool, such as `openssl pkcs8 -topk8`."};
inline constexpr ErrorCode kDerTrailingBytes{
    "crypto.der_trailing_bytes", ErrorKind::malformed, "Bytes follow the end of the DER structure.",
    "Cut the file after the key, or export the key again."};
inline constexpr ErrorCode kExplicitCurve{
    "crypto.explicit_curve", ErrorKind::unsupported,
    "The curve is given by its parameters instead of its name (RFC 5480 section 2.1.1).",
    "Write the key with a named curve: `openssl ec -param_enc named_curve`."};
inline constexpr ErrorCode kKeyParameters{
    "crypto.wrong_key_parameters", ErrorKind::malformed,
    "The algorithm's parameters are not those of this type of key.",
    "Export the key again with a current tool."};

inline constexpr ErrorCode kPemMalformed{
    "crypto.pem_malformed", ErrorKind::malformed, "The text is not one PEM block (RFC 7468).",
    "Give the lines from BEGIN to END, unchanged and without text around them."};
inline constexpr ErrorCode kPemSeveralBlocks{
    "crypto.pem_several_blocks", ErrorKind::malformed,
    "The file holds more than one PEM block, so it does not say which key is meant.",
    "Put each key into a file of its own."};
inline constexpr ErrorCode kPemLabel{
    "crypto.pem_label", ErrorKind::unsupported, "The PEM block does not say that it holds a key.",
    "Give a PUBLIC KEY, PRIVATE KEY, ENCRYPTED PRIVATE KEY or EC PRIVATE KEY."};
inline constexpr ErrorCode kPemLabelMismatch{
    "crypto.pem_label_mismatch", ErrorKind::malformed,
    "The PEM block holds something else than its label says.",
    "Export the key again from where it was made."};

inline constexpr ErrorCode kKeyPassphraseNeeded{
    "crypto.key_passphrase_needed", ErrorKind::locked,
    "The private key is encrypted, and no passphrase for it was given.",
    "Run in a terminal, or give --key-passphrase-file."};
inline constexpr ErrorCode kKeyPassphraseWrong{
    "crypto.key_passphrase_wrong", ErrorKind::locked,
    "The passphrase does not open the private key, or the file was changed.",
    "Try again with the passphrase that the key was exported with."};
inline constexpr ErrorCode kKeyPassphraseEmpty{"crypto.key_passphrase_empty", ErrorKind::usage,
                                               "The passphrase for the private key is empty.",
                                               "Give a passphrase of some length."};
inline constexpr ErrorCode kWeakKeyEncryption{
    "crypto.weak_key_encryption", ErrorKind::unsupported,
    "The private key is encrypted by a scheme that does not protect it.",
    "Encrypt it anew: `openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256`."};
inline constexpr ErrorCode kUnsupportedKeyEncryption{
    "crypto.unsupported_key_encryption", ErrorKind::unsupported,
    "The private key is encrypted by a scheme that Deed does not know.",
    "Encrypt it anew: `openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256`."};
inline constexpr ErrorCode kKeyEncryptionTooCostly{
    "crypto.key_encryption_too_costly", ErrorKind::unsupported,
    "Opening the private key would take more time or memory than Deed spends on a file.",
    "Encrypt it anew with at most 10,000,000 iterations of PBKDF2, or 256 MiB of scrypt."};

inline constexpr ErrorCode kCoseKeyMalformed{
    "crypto.cose_key_malformed", ErrorKind::malformed,
    "The bytes are not a COSE_Key (RFC 9052 section 7) in deterministic CBOR.",
    "Ask the owner of the key for it again."};

inline constexpr const ErrorCode* kKeyEncodingRoomCodes[] = {&kUnknownKeyFile,
                                                             &kPublicKeyGiven,
                                                             &kKeyPairMismatch,
                                                             &kNoSuchEncoding,
                                                             &kDerMalformed,
                                                             &kDerTrailingBytes,
                                                             &kExplicitCurve,
                                                             &kKeyParameters,
                                                             &kPemMalformed,
                                                             &kPemSeveralBlocks,
                                                             &kPemLabel,
                                                             &kPemLabelMismatch,
                                                             &kKeyPassphraseNeeded,
                                                             &kKeyPassphraseWrong,
                                                             &kKeyPassphraseEmpty,
                                                             &kWeakKeyEncryption,
                                                             &kUnsupportedKeyEncryption,
                                                             &kKeyEncryptionTooCostly,
                                                             &kCoseKeyMalformed};

}  // namespace deed::crypto::errors
