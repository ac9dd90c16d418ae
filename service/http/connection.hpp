#pragma once

// The room's own: one connection, request by request.

#include <atomic>
#include <chrono>
#include <memory>
#include <unordered_set>

#include "service/http/asio.hpp"
#include "service/http/server.hpp"
#include "service/http/worker_pool.hpp"

namespace deed::service {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What all connections of a server share.
struct ServerState {
    explicit ServerState(ServerOptions from) : options(std::move(from)), pool(options.max_queue) {}

    const ServerOptions options;
    RequestHandler* handler = nullptr;
    WorkerPool pool;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> buffered{0};  ///< bytes of requests that are not answered
    std::atomic<bool> stopping{false};
    std::atomic<bool> cancelled{false};  ///< of every Call, when patience is at its end
};

/// As its thread sees it; all of this happens on that thread.
class Connection {
public:
    virtual ~Connection() = default;
    /// Ends what lasts too long.
    virtual void look_at_clock(SteadyTime now) = 0;
    /// Closes now where no request has begun, and else after its answer.
    virtual void wind_down() = 0;
    /// Closes now.
    virtual void drop() = 0;
};

/// The connections of one thread.
using Connections = std::unordered_set<Connection*>;

/// Begins to serve a connection, which lives until it is closed. `all` must outlive it, and so must
/// `state`.
void serve_plain(TcpStream stream, ServerState& state, Connections& all);
void serve_tls(TcpStream stream, asio::ssl::context& tls, ServerState& state, Connections& all);
/// Says that there are too many connections, and closes.
void turn_away(TcpStream stream, ServerState& state, Connections& all);

}  // namespace deed::service
