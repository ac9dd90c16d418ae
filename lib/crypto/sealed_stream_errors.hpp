#pragma once

#include "lib/error/error.hpp"

namespace deed::crypto::errors {

inline constexpr ErrorCode kNotASealedStream{
    "sealed_stream.not_one", ErrorKind::malformed,
    "The file does not start as a sealed file of its kind does.",
    "Check that this is the right file, and complete from its first byte."};
inline constexpr ErrorCode kNewerSealedStream{"sealed_stream.newer_format", ErrorKind::unsupported,
                                              "The file was sealed by a later version of Deed.",
                                              "Use that version or a later one."};
inline constexpr ErrorCode kWrongStreamPassphrase{
    "sealed_stream.wrong_passphrase", ErrorKind::locked,
    "The passphrase does not open the sealed file, or its beginning was changed.",
    "Try again with the passphrase that was given when the file was made."};
inline constexpr ErrorCode kSealedStreamDamaged{"sealed_stream.damaged", ErrorKind::malformed,
                                                "Bytes of the sealed file were changed.",
                                                "Use another copy of the file."};
inline constexpr ErrorCode kSealedStreamTruncated{"sealed_stream.truncated", ErrorKind::malformed,
                                                  "The end of the sealed file is missing.",
                                                  "Use another copy of the file."};

inline constexpr const ErrorCode* kSealedStreamRoomCodes[] = {
    &kNotASealedStream, &kNewerSealedStream, &kWrongStreamPassphrase, &kSealedStreamDamaged,
    &kSealedStreamTruncated};

}  // namespace deed::crypto::errors
