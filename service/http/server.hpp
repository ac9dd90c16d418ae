#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/call.hpp"
#include "service/http/message.hpp"

namespace deed::service {

/// One request and its answer, after it was written.
struct Exchange {
    std::string_view method;  ///< empty where no head could be read
    std::string_view peer;
    const Reply& reply;
    std::chrono::steady_clock::duration took;  ///< from the request's last byte to the answer's
    std::size_t request_bytes;                 ///< of the body
    bool delivered;
};

/// Answers requests. Called from several threads at once.
class RequestHandler {
public:
    virtual ~RequestHandler() = default;

    /// On an I/O thread, before the body is read: the answer to a request that is not served
    /// whatever its body. Must not wait.
    virtual std::optional<Reply> admit(const Request& request) = 0;
    /// On an I/O thread, once the request is whole: the answer where it needs no worker, so that it
    /// is given however busy they are. Must not wait.
    virtual std::optional<Reply> at_once(const Request&) { return std::nullopt; }
    /// On a worker. The call ends with the request's deadline, or when the server must.
    virtual Reply handle(const Request& request, Call& call) = 0;
    /// On an I/O thread: what the server itself refuses. Must not wait.
    virtual Reply refuse(const Error& error) = 0;
    /// On an I/O thread, for counting and logging.
    virtual void done(const Exchange& exchange) = 0;
};

/// PEM files. The key must be private (`io.loose_permissions`).
struct TlsFiles {
    std::filesystem::path certificate;  ///< with its chain
    std::filesystem::path key;
    /// Who may sign clients' certificates. A client need not show one, but a bad one is refused.
    std::optional<std::filesystem::path> client_authorities = std::nullopt;
};

struct ServerOptions {
    std::string address = "127.0.0.1";  ///< an IP address
    std::uint16_t port = 0;             ///< 0: any that is free
    std::optional<TlsFiles> tls = std::nullopt;

    std::size_t io_threads = 1;
    std::size_t workers = 2;
    std::size_t max_queue = 64;  ///< requests that wait for a worker
    std::size_t max_connections = 512;
    std::size_t max_body = std::size_t{2} << 20;
    /// What all requests together may hold in memory before they are whole.
    std::size_t max_buffered = std::size_t{128} << 20;

    std::chrono::milliseconds head_timeout{10'000};  ///< from its first byte
    std::chrono::milliseconds body_timeout{20'000};
    std::chrono::milliseconds work_timeout{15'000};  ///< waiting for a worker included
    std::chrono::milliseconds write_timeout{20'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds stop_timeout{20'000};  ///< for what was taken on before the end
};

/// What a server is doing.
struct Load {
    std::size_t connections = 0;
    std::size_t queued = 0;
    std::size_t working = 0;
    std::size_t max_queue = 0;
    bool stopping = false;
};

/// HTTP/1.1 over TCP or TLS. I/O threads read and write and never wait for anything else; workers
/// answer. Each request is bounded in size and time, and so are all of them together.
class Server {
public:
    /// `service.bad_address`, `service.address_in_use`, `service.tls_files`,
    /// `io.loose_permissions`.
    static Result<std::unique_ptr<Server>> listen(ServerOptions options);
    virtual ~Server() = default;

    virtual std::uint16_t port() const = 0;
    virtual Load load() const = 0;
    /// Serves until the call is cancelled, then finishes the requests that have begun. Once only.
    /// `service.no_threads`.
    virtual Result<void> run(RequestHandler& handler, Call& call) = 0;
};

}  // namespace deed::service
