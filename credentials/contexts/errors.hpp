#pragma once

#include "lib/error/error.hpp"

namespace deed::credentials::errors {

inline constexpr ErrorCode kContextUnknown{
    "context.unknown", ErrorKind::unsupported,
    "The credential refers to a JSON-LD context that is not known here, so its terms may mean "
    "anything.",
    "Give the context with --context URL=FILE, from a source you trust."};
inline constexpr ErrorCode kContextMalformed{
    "context.malformed", ErrorKind::malformed,
    "The file is no JSON-LD context: it must be a JSON object with an @context member, known by an "
    "absolute URL.",
    "Fetch the context again from its publisher."};
inline constexpr ErrorCode kContextAlreadyKnown{
    "context.already_known", ErrorKind::usage,
    "A context of this URL is bundled or was given before.",
    "Give each context once, and none that Deed brings along."};
inline constexpr ErrorCode kContextDigestMalformed{
    "context.digest_malformed", ErrorKind::usage,
    "The digest that a context must have is not written as one.",
    "Write sha256-, sha384- or sha512- and the digest in base64 or hexadecimal."};
inline constexpr ErrorCode kContextDigestMismatch{
    "context.digest_mismatch", ErrorKind::mismatch,
    "The bytes given for a context are not those that its digest names.",
    "Fetch the context again from its publisher, or learn the digest of what it serves today."};
inline constexpr ErrorCode kProtectedTerm{
    "context.protected_term", ErrorKind::malformed,
    "An inline context defines a term that the base context defines and protects, so readers of "
    "JSON and of JSON-LD would disagree about it.",
    "Give the term another name, or leave its definition to the base context."};

inline constexpr const ErrorCode* kContextsRoomCodes[] = {
    &kContextUnknown,         &kContextMalformed,      &kContextAlreadyKnown,
    &kContextDigestMalformed, &kContextDigestMismatch, &kProtectedTerm};

}  // namespace deed::credentials::errors
