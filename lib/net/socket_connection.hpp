#pragma once

// Internal to lib/net: one connection of a server, request by request.

#include <functional>
#include <optional>

#include "lib/io/file.hpp"
#include "lib/net/socket_server.hpp"

namespace deed::net {

class SocketConnection {
public:
    /// `wanted_elsewhere` says whether a silent connection should be given up.
    SocketConnection(Descriptor socket, Peer peer, const SocketServerOptions& options,
                     std::function<bool()> wanted_elsewhere)
        : socket_(std::move(socket)),
          peer_(peer),
          options_(options),
          wanted_elsewhere_(std::move(wanted_elsewhere)) {}

    /// Serves requests until the connection or its patience ends.
    void serve(RequestHandler& handler, Call& call);
    /// Sends a refusal without waiting. Who is told so may be writing still: the socket should be
    /// closed a little later.
    static void turn_away(const Descriptor& socket, const ServerReply& reply);

private:
    using Time = std::chrono::steady_clock::time_point;
    enum class Filled : unsigned char { some, ended, late };

    bool serve_one(RequestHandler& handler, Call& call);
    bool await_request();
    Filled fill(Time until);
    bool refuse(RequestHandler& handler, RequestHandler::Refusal refusal, std::string_view detail);
    std::optional<ParsedHead> read_head(RequestHandler& handler);
    std::optional<Bytes> read_body(const RequestHead& head, RequestHandler& handler);
    bool write(std::string_view bytes);

    Descriptor socket_;
    Peer peer_;
    const SocketServerOptions& options_;
    std::function<bool()> wanted_elsewhere_;
    std::string received_;  ///< and not yet used
};

}  // namespace deed::net
