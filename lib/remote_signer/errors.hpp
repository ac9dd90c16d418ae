#pragma once

#include "lib/error/error.hpp"

namespace deed::remote::errors {

inline constexpr ErrorCode kBadReference{
    "remote.bad_reference", ErrorKind::usage,
    "The reference does not name a key of a signing service.",
    "Write remote:unix:/path/to/socket#KEY or remote:https://HOST[:PORT][/PATH][?OPTIONS]#KEY; see "
    "specs/remote-signer.md."};
inline constexpr ErrorCode kBadToken{"remote.bad_token", ErrorKind::usage,
                                     "The file does not hold a bearer token.",
                                     "Put the token alone on one line."};
inline constexpr ErrorCode kKeyNotFound{"remote.key_not_found", ErrorKind::not_found,
                                        "The signing service has no key of this name.",
                                        "Check the name behind '#', and which keys are served."};
inline constexpr ErrorCode kKeyLocked{"remote.key_locked", ErrorKind::locked,
                                      "The signing service cannot use the key: it is locked.",
                                      "Ask its operator to unlock the key or its token."};
inline constexpr ErrorCode kUnauthorized{
    "remote.unauthorized", ErrorKind::locked, "The signing service does not serve this user.",
    "Check token or certificate, or the service's list of users."};
inline constexpr ErrorCode kAlgorithmUnsupported{
    "remote.algorithm_unsupported", ErrorKind::unsupported,
    "The signing service does not sign with this algorithm with this key.",
    "Use another key, or another algorithm."};
inline constexpr ErrorCode kOtherKey{
    "remote.other_key", ErrorKind::mismatch,
    "The signing service has another key under this name than the one that is due.",
    "Find out who changed it. If the change was meant, add the key anew."};
inline constexpr ErrorCode kMessageTooLarge{
    "remote.message_too_large", ErrorKind::malformed,
    "The message is larger than a signing service must take.",
    "Sign it with a key on this machine, or in a form that is hashed first."};
inline constexpr ErrorCode kRequestRefused{
    "remote.request_refused", ErrorKind::unsupported,
    "The signing service does not understand the request.",
    "Check that it speaks version 1 of the protocol of specs/remote-signer.md."};
inline constexpr ErrorCode kUnavailable{"remote.unavailable", ErrorKind::unavailable,
                                        "The signing service cannot sign now.",
                                        "Try again later, and look into its log."};
inline constexpr ErrorCode kBadAnswer{
    "remote.bad_answer", ErrorKind::malformed, "The answer is not one of a signing service.",
    "Check that the reference leads to a service of the protocol of specs/remote-signer.md."};
inline constexpr ErrorCode kWrongSignature{
    "remote.wrong_signature", ErrorKind::signature,
    "What the signing service gave back is not a signature by the key over the message.",
    "Nothing was signed. Do not trust the service until its operator can say what happened."};

inline constexpr const ErrorCode* kRemoteRoomCodes[] = {
    &kBadReference, &kBadToken,        &kKeyNotFound,
    &kKeyLocked,    &kUnauthorized,    &kAlgorithmUnsupported,
    &kOtherKey,     &kMessageTooLarge, &kRequestRefused,
    &kUnavailable,  &kBadAnswer,       &kWrongSignature};

}  // namespace deed::remote::errors
