#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::errors {

inline constexpr ErrorCode kMirrorBadUrl{
    "mirror.bad_url", ErrorKind::usage, "A log cannot be read from such a URL.",
    "Give the https URL of the folder that holds the log's file `checkpoint`, without query."};
inline constexpr ErrorCode kMirrorUnavailable{
    "mirror.unavailable", ErrorKind::unavailable,
    "The server of the published log does not hand out its files now.",
    "Try again later, or ask the log's operator."};
inline constexpr ErrorCode kMirrorFileMissing{
    "mirror.file_missing", ErrorKind::unavailable,
    "The server lacks a file that the published log needs.",
    "Check the URL; the log's operator copies `checkpoint` last (`deed log export`)."};
inline constexpr ErrorCode kMirrorEncoded{
    "mirror.encoded", ErrorKind::malformed,
    "The server sends a file of the log compressed, which nobody asked for.",
    "Its operator must serve the files as they are, without Content-Encoding."};
inline constexpr ErrorCode kMirrorTooLarge{
    "mirror.too_large", ErrorKind::unsupported,
    "The published log is larger than a copy in memory may be.",
    "Copy its files here (`deed log verify --export`), or ask for an export of the DID."};
inline constexpr ErrorCode kMirrorTooSlow{
    "mirror.too_slow", ErrorKind::unavailable, "Reading the published log took longer than it may.",
    "Try again later, or copy the log's files here (`deed log verify --export`)."};
inline constexpr ErrorCode kMirrorWrongKey{
    "mirror.wrong_key", ErrorKind::untrusted,
    "The published verifier key is not that of the network.",
    "Check URL and network; the network is the hash of the log's origin and first key."};
inline constexpr ErrorCode kMirrorRolledBack{
    "mirror.rolled_back", ErrorKind::mismatch,
    "The server shows an older head of the log than was seen before.",
    "Ask the log's operator; an old copy of the files was put back, or entries were lost."};
inline constexpr ErrorCode kMirrorForked{
    "mirror.forked", ErrorKind::mismatch,
    "The server shows another history of the log than was seen before.",
    "Keep both checkpoints: signed by one key, they prove that the log changed its history."};

inline constexpr ErrorCode kMirrorBeingRead{"mirror.being_read", ErrorKind::unavailable,
                                            "The published log is being read for the first time.",
                                            "Try again in a while; a long log takes minutes."};
inline constexpr ErrorCode kMirrorDataMismatch{
    "mirror.data_mismatch", ErrorKind::mismatch,
    "A file of data beside the log is not what its name says.",
    "Ask the log's operator to publish the log's files anew (`deed log export`)."};

inline constexpr const ErrorCode* kMirrorRoomCodes[] = {
    &kMirrorBadUrl,   &kMirrorUnavailable, &kMirrorFileMissing, &kMirrorEncoded,
    &kMirrorTooLarge, &kMirrorTooSlow,     &kMirrorWrongKey,    &kMirrorRolledBack,
    &kMirrorForked,   &kMirrorBeingRead,   &kMirrorDataMismatch};

}  // namespace deed::registry::errors
