#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"
#include "lib/net/http_request.hpp"

namespace deed::net {

/// Who is at the other end of a socket, as the kernel says.
struct Peer {
    uid_t user = 0;
    pid_t process = 0;
};

struct ServerRequest {
    RequestHead head;
    Bytes body;
    Peer peer;
};

struct ServerReply {
    int status = 200;
    std::string media_type = "application/json";
    std::string body;
    std::vector<HttpHeader> headers = {};
};

/// Answers requests. Called from many threads at once.
class DEED_API RequestHandler {
public:
    virtual ~RequestHandler() = default;
    virtual ServerReply handle(const ServerRequest& request, Call& call) = 0;

    /// What the server itself must refuse, before a request could be read.
    enum class Refusal : unsigned char {
        bad_request,
        head_too_large,
        unsupported,
        body_too_large,
        timeout,
        forbidden,  ///< a user that is not served
        busy
    };
    virtual ServerReply refuse(Refusal refusal, const Peer& peer, std::string_view detail) = 0;
};

struct SocketServerOptions {
    std::filesystem::path socket;
    /// Users that are served besides the own one. With any, the socket lets all users connect, and
    /// the others are turned away by what the kernel says of them.
    std::vector<uid_t> allowed_users;
    std::size_t workers = 8;
    std::size_t max_waiting = 64;  ///< connections beyond those in work
    std::size_t max_body = std::size_t{1} << 20;
    // From its first byte, however slowly the rest comes.
    std::chrono::milliseconds head_timeout{5'000};
    std::chrono::milliseconds body_timeout{10'000};
    std::chrono::milliseconds write_timeout{10'000};
    /// A kept connection that is silent so long is closed; at once when others wait.
    std::chrono::milliseconds idle_timeout{60'000};
};

/// HTTP/1.1 over a Unix socket, for few and trusted users: a bounded number of threads and of
/// waiting connections, each request bounded in size and time.
class DEED_API SocketServer {
public:
    /// Takes the socket's place, also from a process that died. The folder must be one that nobody
    /// else may write (`io.loose_permissions`). `net.bad_socket`, `net.socket_in_use`.
    static Result<std::unique_ptr<SocketServer>> listen(SocketServerOptions options);
    /// Removes the socket.
    virtual ~SocketServer() = default;

    /// Serves until the call is cancelled, then finishes the requests in work. Once only.
    /// `net.no_threads` where the system does not let its threads start; nobody was served then.
    virtual Result<void> run(RequestHandler& handler, Call& call) = 0;
};

}  // namespace deed::net
