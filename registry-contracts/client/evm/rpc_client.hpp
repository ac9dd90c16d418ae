#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/net/http_client.hpp"
#include "lib/net/web_socket.hpp"
#include "registry-contracts/client/evm/node_error.hpp"

namespace deed::registry::evm {

struct RpcRequest {
    std::string method;
    std::string params = "[]";  ///< JSON text
};

/// What a node answered to one request: a result, or its error.
class DEED_API RpcAnswer {
public:
    RpcAnswer(json::Document document, json::Value result)
        : document_(std::move(document)), content_(result) {}
    explicit RpcAnswer(NodeError error) : content_(std::move(error)) {}

    const NodeError* error() const { return std::get_if<NodeError>(&content_); }
    /// The result, which lives as long as this; the node's error as NodeError::to_error() has it.
    Result<json::Value> result() const;

private:
    std::optional<json::Document> document_;
    std::variant<json::Value, NodeError> content_;
};

struct RpcOptions {
    std::size_t max_response_bytes = std::size_t{16} << 20;
    std::size_t max_batch = 100;  ///< requests in one HTTP request; more are sent in several
    /// Sent as "Authorization: Bearer …"; must outlive the client.
    const crypto::SecretBytes* bearer_token = nullptr;
};

/// Whoever answers requests: one node, or several that are held against each other. Thread-safe.
class DEED_API Rpc {
public:
    Rpc() = default;
    Rpc(const Rpc&) = delete;
    Rpc& operator=(const Rpc&) = delete;
    virtual ~Rpc() = default;

    virtual Result<RpcAnswer> call(const RpcRequest& request, Call& call) = 0;
    /// The answers in the order of the requests. Nothing is known of any if one batch fails.
    virtual Result<std::vector<RpcAnswer>> batch(std::span<const RpcRequest> requests,
                                                 Call& call) = 0;
};

class RpcSocket;

/// Asks one node by JSON-RPC 2.0 over HTTP or over a WebSocket. Thread-safe.
///
/// Whether http or ws is allowed, how long is waited and which addresses are is up to the
/// HttpClient, or the WebSocketOptions. Over a WebSocket any number of threads ask at once on one
/// connection, which is opened when it is needed and, after it broke, again for the next request;
/// what was asked when it broke fails, and whether the node got it is not known.
/// Errors: `net.*` and `call.*` as there, and `rpc.*` of the way; their texts name the node's
/// origin and never the rest of its URL, where services put their keys, nor the bearer token.
class DEED_API RpcClient final : public Rpc {
public:
    RpcClient(net::HttpClient& http, net::Url endpoint, RpcOptions options = {});
    /// Over a WebSocket, to a URL of Url::parse_web_socket(). The bearer token and the size of
    /// answers are those of `options`.
    RpcClient(net::WebSocketOptions socket, net::Url endpoint, RpcOptions options = {});
    /// One that asks nobody and answers every request with this error.
    explicit RpcClient(Error refusal);
    ~RpcClient() override;

    Result<RpcAnswer> call(const RpcRequest& request, Call& call) override;
    Result<std::vector<RpcAnswer>> batch(std::span<const RpcRequest> requests, Call& call) override;

private:
    Result<json::Document> exchange(const std::string& body, std::int64_t first_id,
                                    std::int64_t count, Call& call);
    Result<json::Document> exchange_by_http(const std::string& body, Call& call);
    Result<std::vector<RpcAnswer>> one_batch(std::span<const RpcRequest> requests, Call& call);
    Result<RpcAnswer> read(const json::Document& document, json::Value answer) const;
    Result<NodeError> read_error(json::Value error) const;
    std::string without_secrets(std::string_view text) const;
    Error here(const ErrorCode& code, std::string message) const;

    net::HttpClient* http_ = nullptr;  ///< or a socket
    std::unique_ptr<RpcSocket> socket_;
    std::optional<net::Url> endpoint_;
    std::optional<Error> refusal_;
    RpcOptions options_;
    std::atomic<std::int64_t> next_id_{1};
};

}  // namespace deed::registry::evm
