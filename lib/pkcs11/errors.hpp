#pragma once

#include "lib/error/error.hpp"

namespace deed::pkcs11::errors {

inline constexpr ErrorCode kUriMalformed{
    "pkcs11.uri_malformed", ErrorKind::usage, "The text is not a PKCS#11 URI (RFC 7512).",
    "Write pkcs11:token=LABEL;object=LABEL?module-path=/path/of/module.so, with %XX for what is "
    "not a letter or digit."};
inline constexpr ErrorCode kUriAttribute{
    "pkcs11.uri_attribute", ErrorKind::unsupported,
    "The PKCS#11 URI has an attribute, or a value of one, that a signing key's URI does not have.",
    "Use token, manufacturer, serial, model, slot-id, object, id, type, module-path, module-name "
    "and pin-source."};
inline constexpr ErrorCode kUriNoKey{"pkcs11.uri_names_no_key", ErrorKind::usage,
                                     "The PKCS#11 URI names no key.",
                                     "Add object=LABEL or id=%XX to the URI."};
inline constexpr ErrorCode kPinInUri{
    "pkcs11.pin_in_uri", ErrorKind::usage, "The PKCS#11 URI holds a PIN, which others can read.",
    "Change the PIN; leave pin-value out, and give --pin-file, pin-source=file:/PATH or type it."};
inline constexpr ErrorCode kNoModule{
    "pkcs11.no_module", ErrorKind::usage, "The PKCS#11 URI does not say which module reaches it.",
    "Add ?module-path=/path/of/module.so or ?module-name=NAME to the URI."};
inline constexpr ErrorCode kModuleNotFound{
    "pkcs11.module_not_found", ErrorKind::not_found, "There is no PKCS#11 module of this name.",
    "Install the token's module, or name its file by module-path."};
inline constexpr ErrorCode kModuleUntrusted{
    "pkcs11.module_untrusted", ErrorKind::usage,
    "The PKCS#11 module's file, or a folder that it is in, may be changed by other users.",
    "Let root or yourself own the file and its folders, and nobody else write them."};
inline constexpr ErrorCode kModuleUnusable{
    "pkcs11.module_unusable", ErrorKind::unavailable,
    "The PKCS#11 module could not be loaded or started.",
    "Check the module's own configuration with its own tools."};
inline constexpr ErrorCode kTokenAbsent{"pkcs11.token_absent", ErrorKind::unavailable,
                                        "No token that the PKCS#11 URI describes is there.",
                                        "Plug the token in, or correct the URI."};
inline constexpr ErrorCode kSeveralTokens{
    "pkcs11.several_tokens", ErrorKind::usage,
    "Several tokens are there that the PKCS#11 URI describes.", "Name one by serial= in the URI."};
inline constexpr ErrorCode kNoPin{"pkcs11.no_pin", ErrorKind::locked,
                                  "The token needs a PIN and none was given.",
                                  "Run in a terminal, or give --pin-file or DEED_PIN_FILE."};
inline constexpr ErrorCode kPinIncorrect{
    "pkcs11.pin_incorrect", ErrorKind::locked, "The PIN is wrong; it was tried once only.",
    "Look up the PIN: most tokens lock themselves after a few wrong ones."};
inline constexpr ErrorCode kPinLocked{"pkcs11.pin_locked", ErrorKind::locked,
                                      "The token locked its PIN after wrong ones.",
                                      "Unlock it with its own tool, as its security officer."};
inline constexpr ErrorCode kPinLastTry{
    "pkcs11.pin_last_try", ErrorKind::locked,
    "The next wrong PIN would lock the token, so none was tried.",
    "Log in once with the token's own tool; then run the command again."};
inline constexpr ErrorCode kPinExpired{"pkcs11.pin_expired", ErrorKind::locked,
                                       "The token wants a new PIN to be set.",
                                       "Set it with the token's own tool."};
inline constexpr ErrorCode kPinNotSet{"pkcs11.pin_not_set", ErrorKind::locked,
                                      "The token has no user PIN yet.",
                                      "Initialise the token with its own tool."};
inline constexpr ErrorCode kNoSuchKey{
    "pkcs11.no_such_key", ErrorKind::not_found,
    "The token has no private key that the PKCS#11 URI describes.",
    "List the token's keys with its own tool, such as `pkcs11-tool -O`."};
inline constexpr ErrorCode kSeveralKeys{
    "pkcs11.several_keys", ErrorKind::usage,
    "The token has several keys that the PKCS#11 URI describes.", "Name one by id= in the URI."};
inline constexpr ErrorCode kNoPublicKey{
    "pkcs11.no_public_key", ErrorKind::not_found,
    "The token has neither the public half of the key nor a certificate for it.",
    "Put the public key object, with the id of the private key, on the token."};
inline constexpr ErrorCode kCertificateMismatch{
    "pkcs11.certificate_mismatch", ErrorKind::mismatch,
    "The token's public key object and its certificate are of different keys.",
    "Find out with the token's own tool which is not of the private key, and delete it."};
inline constexpr ErrorCode kKeyUnsupported{
    "pkcs11.key_unsupported", ErrorKind::unsupported,
    "The token's key is of a type, or on a curve, that Deed does not sign with.",
    "Use an Ed25519, secp256k1, P-256, P-384 or P-521 key."};
inline constexpr ErrorCode kMechanismRefused{
    "pkcs11.mechanism_refused", ErrorKind::unsupported,
    "The token does not sign with this key in the way that Deed needs.",
    "Use a key whose CKA_SIGN is set, on a token with CKM_ECDSA or CKM_EDDSA."};
inline constexpr ErrorCode kWrongSignature{
    "pkcs11.wrong_signature", ErrorKind::signature,
    "The token gave a signature that its own public key does not verify; it was thrown away.",
    "Check that public and private key on the token are of one pair; do not trust the token."};
inline constexpr ErrorCode kTokenFailed{"pkcs11.token_failed", ErrorKind::unavailable,
                                        "The token or its module reported a failure.",
                                        "Check the token with its own tool, and try again."};

inline constexpr const ErrorCode* kPkcs11RoomCodes[] = {
    &kUriMalformed,     &kUriAttribute,   &kUriNoKey,        &kPinInUri,
    &kNoModule,         &kModuleNotFound, &kModuleUntrusted, &kModuleUnusable,
    &kTokenAbsent,      &kSeveralTokens,  &kNoPin,           &kPinIncorrect,
    &kPinLocked,        &kPinLastTry,     &kPinExpired,      &kPinNotSet,
    &kNoSuchKey,        &kSeveralKeys,    &kNoPublicKey,     &kKeyUnsupported,
    &kMechanismRefused, &kWrongSignature, &kTokenFailed,     &kCertificateMismatch};

}  // namespace deed::pkcs11::errors
