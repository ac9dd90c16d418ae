#pragma once

#include "lib/error/error.hpp"

namespace deed::did::errors {

inline constexpr ErrorCode kSignedOperationMalformed{
    "signed_operation.malformed", ErrorKind::malformed,
    "The file is not a signed operation of this version.",
    "Ask for the file again; it is written by `deed did create --offline`."};
inline constexpr ErrorCode kSignedOperationNotADid{
    "signed_operation.not_a_did", ErrorKind::unsupported,
    "The signed operation is none of a did:weid.",
    "Submit operations on DIDs only; evidence is anchored by `deed evidence anchor`."};

inline constexpr const ErrorCode* kSignedOperationRoomCodes[] = {&kSignedOperationMalformed,
                                                                 &kSignedOperationNotADid};

}  // namespace deed::did::errors
