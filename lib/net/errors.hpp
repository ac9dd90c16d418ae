#pragma once

#include "lib/error/error.hpp"

namespace deed::net::errors {

inline constexpr ErrorCode kBadUrl{
    "net.bad_url", ErrorKind::usage, "This is not a URL that Deed opens.",
    "Write https://HOST[:PORT][/PATH], without a user name, spaces or "
    "characters that are not ASCII."};
inline constexpr ErrorCode kNotHttps{"net.not_https", ErrorKind::usage,
                                     "The connection would not be encrypted.",
                                     "Use a URL that starts with https://."};
inline constexpr ErrorCode kNoLibrary{
    "net.no_library", ErrorKind::unavailable,
    "The system's library for https, libcurl 7.85 or later, cannot be loaded.",
    "Install it: `apt install libcurl4`."};
inline constexpr ErrorCode kTlsFiles{
    "net.tls_files", ErrorKind::usage,
    "The file of certificate authorities, the client certificate or its key cannot be used.",
    "Give PEM files that can be read, and the key that belongs to the certificate."};
inline constexpr ErrorCode kUnknownHost{"net.unknown_host", ErrorKind::unavailable,
                                        "The name of the server has no address.",
                                        "Check the name, and the network of this machine."};
inline constexpr ErrorCode kAddressRefused{
    "net.address_refused", ErrorKind::untrusted,
    "The name leads to an address of this machine or of a private network, where it may not lead.",
    "Ask the owner of the name; a name of others must not reach into your network."};
inline constexpr ErrorCode kRefused{"net.refused", ErrorKind::unavailable,
                                    "Nobody accepts connections there.",
                                    "Check that the server runs, and where it listens."};
inline constexpr ErrorCode kTimeout{"net.timeout", ErrorKind::unavailable,
                                    "The server did not answer in time.",
                                    "Try again later, or allow more time."};
inline constexpr ErrorCode kClosed{"net.closed", ErrorKind::unavailable,
                                   "The connection broke before the answer was complete.",
                                   "Try again, and look into the server's log."};
inline constexpr ErrorCode kTlsUntrusted{
    "net.tls_untrusted", ErrorKind::untrusted,
    "The server did not prove to be who it was taken for: its certificate is expired, of another "
    "name, or of no authority that is trusted here.",
    "Check name and date, and name the authority's certificate if it is your own."};
inline constexpr ErrorCode kTlsFailed{
    "net.tls_failed", ErrorKind::unavailable,
    "No encrypted connection came about, or it broke: no TLS 1.2, or a client certificate is asked "
    "for.",
    "Check the server, and whether it wants a client certificate."};
inline constexpr ErrorCode kTooLarge{"net.too_large", ErrorKind::malformed,
                                     "The answer is larger than any that is due.",
                                     "Check that this is the right server."};
inline constexpr ErrorCode kTooManyRedirects{"net.too_many_redirects", ErrorKind::malformed,
                                             "The server redirects again and again.",
                                             "Use the address at which the redirects should end."};
inline constexpr ErrorCode kBadResponse{"net.bad_response", ErrorKind::malformed,
                                        "What came back is not an answer in HTTP.",
                                        "Check that this is the right server."};
inline constexpr ErrorCode kBadRequest{"net.bad_request", ErrorKind::malformed,
                                       "What came in is not a request in HTTP/1.1.",
                                       "Send a request of RFC 9112, without lenience."};
inline constexpr ErrorCode kHeadTooLarge{"net.head_too_large", ErrorKind::malformed,
                                         "The request's head is larger than any that is due.",
                                         "Send fewer and shorter header fields."};
inline constexpr ErrorCode kUnsupportedRequest{
    "net.unsupported_request", ErrorKind::unsupported,
    "The request uses a part of HTTP that is not served: another version, transfer coding or "
    "expectation.",
    "Send HTTP/1.1 with a Content-Length."};
inline constexpr ErrorCode kBadSocket{"net.bad_socket", ErrorKind::usage,
                                      "The socket cannot stand there.",
                                      "Choose a path of at most 107 bytes where nothing else "
                                      "stands, in a folder that only you can write."};
inline constexpr ErrorCode kSocketInUse{"net.socket_in_use", ErrorKind::unavailable,
                                        "Another process serves on this socket.",
                                        "Stop the other process, or choose another socket."};
inline constexpr ErrorCode kOtherUser{
    "net.other_user", ErrorKind::untrusted,
    "Another user serves on the socket than the one who should; nothing was sent.",
    "Find out who it is. A service that runs as a user of its own is named with "
    "?uid=UID before '#'."};
inline constexpr ErrorCode kNoThreads{
    "net.no_threads", ErrorKind::unavailable,
    "The system does not let the server start its threads.",
    "Allow it more processes and threads (`ulimit -u`, TasksMax of systemd), and start it again."};
inline constexpr ErrorCode kNoIdna{
    "net.no_idna", ErrorKind::unavailable,
    "The system's library for names of hosts in other scripts, libidn2, cannot be loaded.",
    "Install it: `apt install libidn2-0`."};
inline constexpr ErrorCode kWebSocketBroken{
    "net.web_socket_broken", ErrorKind::malformed, "What came back is not of a WebSocket.",
    "Check that the address is one of a server that speaks RFC 6455."};
inline constexpr ErrorCode kBusy{"net.busy", ErrorKind::unavailable,
                                 "As many requests to other servers are under way as may be.",
                                 "Try again when some of them have ended."};
inline constexpr ErrorCode kFailed{"net.failed", ErrorKind::unavailable,
                                   "The request failed in the network.",
                                   "See the reason, and try again."};

inline constexpr const ErrorCode* kNetRoomCodes[] = {&kBadUrl,
                                                     &kNotHttps,
                                                     &kNoLibrary,
                                                     &kTlsFiles,
                                                     &kUnknownHost,
                                                     &kAddressRefused,
                                                     &kRefused,
                                                     &kTimeout,
                                                     &kClosed,
                                                     &kTlsUntrusted,
                                                     &kTlsFailed,
                                                     &kTooLarge,
                                                     &kTooManyRedirects,
                                                     &kBadResponse,
                                                     &kBadRequest,
                                                     &kHeadTooLarge,
                                                     &kUnsupportedRequest,
                                                     &kBadSocket,
                                                     &kSocketInUse,
                                                     &kOtherUser,
                                                     &kNoThreads,
                                                     &kNoIdna,
                                                     &kWebSocketBroken,
                                                     &kBusy,
                                                     &kFailed};

}  // namespace deed::net::errors
