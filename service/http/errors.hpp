#pragma once

#include "lib/error/error.hpp"

namespace deed::service::errors {

// What the transport refuses before a request can be judged.

inline constexpr ErrorCode kBodyTooLarge{"service.body_too_large", ErrorKind::malformed,
                                         "The body is larger than this service takes.",
                                         "Send less, or have the operator raise --max-body."};
inline constexpr ErrorCode kChunkMalformed{
    "service.chunk_malformed", ErrorKind::malformed,
    "The chunked body is not what RFC 9112 section 7.1 prescribes, or uses extensions or trailers.",
    "Send plain chunks, or a Content-Length."};
inline constexpr ErrorCode kRequestCut{"service.request_cut", ErrorKind::malformed,
                                       "The connection was closed before the request was whole.",
                                       "Send the whole request before closing."};
inline constexpr ErrorCode kSlow{"service.too_slow", ErrorKind::unavailable,
                                 "The request did not come in time.", "Send it in one go."};
inline constexpr ErrorCode kBusy{"service.busy", ErrorKind::unavailable,
                                 "The service has as much work as it takes on.",
                                 "Try again after the seconds that Retry-After names."};

// What keeps a server from starting.

inline constexpr ErrorCode kBadAddress{
    "service.bad_address", ErrorKind::usage, "The service cannot listen there.",
    "Write ADDRESS:PORT or [ADDRESS]:PORT with an address of this machine; port 0 takes any free "
    "one."};
inline constexpr ErrorCode kAddressInUse{"service.address_in_use", ErrorKind::unavailable,
                                         "Another process listens on this address and port.",
                                         "Stop it, or choose another port."};
inline constexpr ErrorCode kTlsFiles{
    "service.tls_files", ErrorKind::usage,
    "The certificate, its key or the clients' authorities cannot be used.",
    "Give PEM files: the certificate with its chain, the key that belongs to it, and for clients "
    "the authorities' certificates."};
inline constexpr ErrorCode kNoThreads{
    "service.no_threads", ErrorKind::unavailable,
    "The system does not let the service start its threads.",
    "Allow it more processes and threads (`ulimit -u`, TasksMax of systemd), and start it again."};

inline constexpr const ErrorCode* kServiceTransportRoomCodes[] = {
    &kBodyTooLarge, &kChunkMalformed, &kRequestCut, &kSlow,     &kBusy,
    &kBadAddress,   &kAddressInUse,   &kTlsFiles,   &kNoThreads};

}  // namespace deed::service::errors
