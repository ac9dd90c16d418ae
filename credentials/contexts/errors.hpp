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
inline constexpr ErrorCode kProtectedTerm{
    "context.protected_term", ErrorKind::malformed,
    "An inline context defines a term that the base context defines and protects, so readers of "
    "JSON and of JSON-LD would disagree about it.",
    "Give the term another name, or leave its definition to the base context."};

inline constexpr const ErrorCode* kContextsRoomCodes[] = {&kContextUnknown, &kContextMalformed,
                                                          &kContextAlreadyKnown, &kProtectedTerm};

}  // namespace deed::credentials::errors
