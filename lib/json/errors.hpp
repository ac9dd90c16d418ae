#pragma once

#include "lib/error/error.hpp"

namespace deed::json::errors {

inline constexpr ErrorCode kSyntax{"json.syntax", ErrorKind::malformed,
                                   "The text is not JSON (RFC 8259).",
                                   "Correct the text at the byte that the message names."};
inline constexpr ErrorCode kNotUtf8{"json.not_utf8", ErrorKind::malformed, "The text is not UTF-8.",
                                    "Check that this is the right file; if it is, convert it to UTF-8."};
inline constexpr ErrorCode kLoneSurrogate{
    "json.lone_surrogate", ErrorKind::malformed,
    "A \\u escape stands for half a surrogate pair, which is no character.",
    "Write both halves of the pair, or the character itself."};
inline constexpr ErrorCode kDuplicateMember{
    "json.duplicate_member", ErrorKind::malformed,
    "An object has two members of the same name, which readers understand differently.",
    "Remove or rename one of them."};
inline constexpr ErrorCode kTrailingBytes{"json.trailing_bytes", ErrorKind::malformed,
                                          "Something follows the JSON value.",
                                          "Give one JSON value and nothing after it."};
inline constexpr ErrorCode kNumberNotInteroperable{
    "json.number_not_interoperable", ErrorKind::malformed,
    "A number has no faithful double: an integer would change its digits, or the number would "
    "become zero or infinity.",
    "Write the number as a string, or with fewer digits or a smaller exponent."};
inline constexpr ErrorCode kTooLarge{"json.too_large", ErrorKind::malformed,
                                     "The text, or one number in it, is longer than allowed.",
                                     "Split the data, or raise the limit."};
inline constexpr ErrorCode kTooDeep{"json.too_deep", ErrorKind::malformed,
                                    "Arrays and objects are nested deeper than allowed.",
                                    "Flatten the data, or raise the limit."};
inline constexpr ErrorCode kPointerMalformed{
    "json.pointer_malformed", ErrorKind::malformed, "The text is not a JSON Pointer (RFC 6901).",
    "Start it with '/', and write '~0' for '~' and '~1' for '/' inside names."};
inline constexpr ErrorCode kPointerNotFound{"json.pointer_not_found", ErrorKind::not_found,
                                            "The document has no value at this JSON Pointer.",
                                            "Check the pointer against the document."};

inline constexpr const ErrorCode* kJsonRoomCodes[] = {&kSyntax,           &kNotUtf8,
                                                      &kLoneSurrogate,    &kDuplicateMember,
                                                      &kTrailingBytes,    &kNumberNotInteroperable,
                                                      &kTooLarge,         &kTooDeep,
                                                      &kPointerMalformed, &kPointerNotFound};

}  // namespace deed::json::errors
