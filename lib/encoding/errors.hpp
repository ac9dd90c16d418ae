#pragma once

#include "lib/error/error.hpp"

namespace deed::errors {

inline constexpr ErrorCode kEncodingMalformed{
    "encoding.malformed", ErrorKind::malformed,
    "The text or the bytes are not what their encoding would print.",
    "Copy the value again in full; letter case, padding and spare bits count."};
inline constexpr ErrorCode kEncodingTooLong{
    "encoding.too_long", ErrorKind::malformed, "The text is longer than this encoding is read.",
    "Check that this is a key, a hash or a signature and not a whole document."};
inline constexpr ErrorCode kEncodingUnsupportedBase{
    "encoding.unsupported_base", ErrorKind::unsupported,
    "The multibase prefix or name is not one that Deed implements.",
    "Encode the value in base58btc (z), base64url (u) or base16 (f)."};
inline constexpr ErrorCode kEncodingWrongBase{
    "encoding.wrong_base", ErrorKind::malformed,
    "The value is in another base than the one required here.",
    "Encode the value in the base that the message names."};

inline constexpr const ErrorCode* kEncodingRoomCodes[] = {
    &kEncodingMalformed, &kEncodingTooLong, &kEncodingUnsupportedBase, &kEncodingWrongBase};

}  // namespace deed::errors

namespace deed::cbor::errors {

inline constexpr ErrorCode kTruncated{"cbor.truncated", ErrorKind::malformed,
                                      "The CBOR data ends before the item it announces.",
                                      "Fetch the data again in full."};
inline constexpr ErrorCode kNotDeterministic{
    "cbor.not_deterministic", ErrorKind::malformed,
    "The CBOR item is not in deterministic encoding (RFC 8949 section 4.2.1).",
    "Encode with shortest heads, definite lengths and sorted, distinct map keys."};
inline constexpr ErrorCode kUnexpectedType{
    "cbor.unexpected_type", ErrorKind::malformed,
    "The CBOR item has another type, range or count than the format prescribes.",
    "Check that the data is of the kind and version it is read as."};
inline constexpr ErrorCode kTrailingBytes{"cbor.trailing_bytes", ErrorKind::malformed,
                                          "Bytes follow the end of the CBOR item.",
                                          "Pass exactly one item."};
inline constexpr ErrorCode kNotUtf8{"cbor.not_utf8", ErrorKind::malformed,
                                    "A CBOR text string is not well-formed UTF-8.",
                                    "Encode binary data as a byte string, and text as UTF-8."};

inline constexpr ErrorCode kIndefiniteLength{
    "cbor.indefinite_length", ErrorKind::malformed,
    "A CBOR string, array or map does not say how long it is.", "Encode with definite lengths."};
inline constexpr ErrorCode kHeadNotShortest{
    "cbor.head_not_shortest", ErrorKind::malformed,
    "A number or length in the CBOR data is written longer than it need be.",
    "Encode numbers and lengths in their shortest form."};
inline constexpr ErrorCode kDuplicateKey{"cbor.duplicate_key", ErrorKind::malformed,
                                         "A CBOR map has the same key twice.",
                                         "Write each key once."};
inline constexpr ErrorCode kTooDeep{"cbor.too_deep", ErrorKind::malformed,
                                    "The CBOR data is nested deeper than it is read.",
                                    "Check that this is the right file."};

inline constexpr const ErrorCode* kCborRoomCodes[] = {
    &kTruncated,        &kNotDeterministic, &kUnexpectedType, &kTrailingBytes, &kNotUtf8,
    &kIndefiniteLength, &kHeadNotShortest,  &kDuplicateKey,   &kTooDeep};

}  // namespace deed::cbor::errors
