#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lib/net/http_client.hpp"

namespace deed::net {

struct WebSocketOptions {
    /// Where it may lead, and by which certificates, as for https: `addresses`, `ca_file`,
    /// `client_certificate`, the timeouts of connecting and, for the opening handshake as a whole,
    /// `total_timeout`; `allow_http` allows ws. Neither redirects nor proxies are followed.
    HttpClientOptions connection = {};
    std::size_t max_message_bytes = std::size_t{16} << 20;
    /// Messages that wait for receive(); then nothing more is read from the connection.
    std::size_t max_waiting = 64;
    /// And their bytes in all, which the last of them may exceed.
    std::size_t max_waiting_bytes = std::size_t{16} << 20;
    /// From whom nothing comes for so long, not even the answer to a ping half-way, is gone.
    std::chrono::milliseconds silence{std::chrono::seconds(30)};
    /// Sent as "Authorization: Bearer …" with the handshake; needed while it is opened.
    const crypto::SecretBytes* bearer_token = nullptr;
};

/// A connection for messages of text (RFC 6455). Thread-safe: several may send and receive at once.
/// Pings are answered whether or not anybody receives.
///
/// Errors of both methods: `net.closed` once the other end has closed it, `net.timeout` when it has
/// gone silent, `net.too_large` for a message above the limit, `net.web_socket_broken` for what RFC
/// 6455 forbids, `net.failed`, `call.*`. After any but those of `call.*` it is of no use any more.
class DEED_API WebSocket {
public:
    /// Closes it, without waiting longer than a second.
    virtual ~WebSocket() = default;
    /// Sends a message of UTF-8; it is on its way when this returns. After an error of `call.*` it
    /// may be, too.
    virtual Result<void> send(std::string_view text, Call& call) = 0;
    /// The next message.
    virtual Result<std::string> receive(Call& call) = 0;
};

/// What a server answers to the handshake.
struct WebSocketOpening {
    int status = 0;                     ///< of HTTP
    std::unique_ptr<WebSocket> socket;  ///< if that is 101
};

/// Opens a connection to a URL of Url::parse_web_socket(). `net.not_https` for ws unless it is
/// allowed, `net.*` as HttpClient has them, `net.web_socket_broken` where the answer is no
/// handshake of RFC 6455. libcurl, which carries the bytes, is loaded here.
DEED_API Result<WebSocketOpening> open_web_socket(const Url& url, const WebSocketOptions& options,
                                                  Call& call);

}  // namespace deed::net
