#pragma once

#include "lib/error/error.hpp"

namespace deed::did::errors {

inline constexpr ErrorCode kWebUnavailable{
    "did_web.unavailable", ErrorKind::unavailable,
    "The server that should have the DID's file answers, but does not hand it out.",
    "Try again later, or tell the owner of the server what it answers."};
inline constexpr ErrorCode kWebMediaType{
    "did_web.media_type", ErrorKind::malformed,
    "What the server has at the DID's place is of another media type than a DID's file.",
    "Let the server say application/did or application/json for did.json."};

inline constexpr const ErrorCode* kDidWebRoomCodes[] = {&kWebUnavailable, &kWebMediaType};

}  // namespace deed::did::errors
