#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include <condition_variable>

#include "lib/json/document.hpp"
#include "lib/net/web_socket.hpp"

namespace deed::registry::evm {

/// Internal to the room: JSON-RPC 2.0 over one WebSocket, which is opened when it is needed. Any
/// number of exchanges at once; answers come in any order and are told apart by their ids.
///
/// Errors: `net.*` and `call.*`, `rpc.*` for what the server answers to the handshake, and
/// `rpc.bad_answer` and `rpc.wrong_id`, which end the connection: who answers what was not asked
/// cannot be relied on. `net.timeout` where no answer comes within `total_timeout`.
class RpcSocket {
public:
    RpcSocket(net::Url url, net::WebSocketOptions options, std::size_t max_exchanges)
        : url_(std::move(url)), options_(std::move(options)), max_exchanges_(max_exchanges) {}

    /// Sends requests with these ids, and gives the message that answers one of them.
    Result<json::Document> exchange(const std::string& body, std::int64_t first_id,
                                    std::int64_t count, Call& call);

private:
    /// A request, or a batch, that waits for its answer.
    struct Exchange {
        std::int64_t count;
        std::optional<Result<json::Document>> answer = std::nullopt;
    };
    struct Connection {
        std::unique_ptr<net::WebSocket> socket;
        std::map<std::int64_t, std::shared_ptr<Exchange>> waiting = {};  ///< by the first id
        std::map<std::int64_t, std::int64_t> given_up = {};              ///< first ids and counts
        bool is_read = false;  ///< by the thread of one of the exchanges
        std::optional<Error> broken = std::nullopt;
    };
    using Lock = std::unique_lock<std::mutex>;

    Result<std::shared_ptr<Connection>> connection(Call& call);
    Result<json::Document> await(const std::shared_ptr<Connection>& connection,
                                 std::int64_t first_id, const std::shared_ptr<Exchange>& exchange,
                                 Call& call);
    void take(Connection& connection, const std::string& message);
    void take_answer(Connection& connection, json::Document document, json::Value answer);
    void fail(Connection& connection, const Error& error);
    Error here(const ErrorCode& code, std::string message) const;

    const net::Url url_;
    const net::WebSocketOptions options_;
    const std::size_t max_exchanges_;
    std::mutex opening_;  ///< one thread at a time connects
    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<Connection> current_;
};

}  // namespace deed::registry::evm
