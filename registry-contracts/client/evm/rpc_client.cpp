#include "registry-contracts/client/evm/rpc_client.hpp"

#include <algorithm>

#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"
#include "lib/net/redaction.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/rpc_socket.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kShownMessage = 300;
constexpr std::size_t kMaxExchanges = 1000;  ///< at once on one WebSocket

/// `params` is composed by this room, hence JSON.
std::string text_of(const RpcRequest& request, std::int64_t id) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + request.method +
           R"(","params":)" + request.params + "}";
}

/// The parts of a URL behind its origin that may be keys.
std::vector<std::string> secret_parts(const net::Url& url) {
    constexpr std::size_t kShortest = 6;  // shorter ones are words such as "v2" and "rpc"
    std::vector<std::string> parts;
    const std::string tail = url.to_string().substr(url.origin().size());
    std::string part;
    for (const char c : tail + "/") {
        if (std::string_view("/?&=#").find(c) == std::string_view::npos) {
            part += c;
            continue;
        }
        if (part.size() >= kShortest) parts.push_back(part);
        part.clear();
    }
    return parts;
}

/// The revert data that nodes put into "data": as text, or in an object's "data".
Bytes data_of(json::Value error) {
    auto data = error.find("data");
    if (data && data->is_object()) data = data->find("data");
    const auto text = data ? data->string_if() : std::nullopt;
    if (!text) return {};
    return from_hex(*text).value_or(Bytes{});
}

}  // namespace

Result<json::Value> RpcAnswer::result() const {
    if (const NodeError* said = error()) return said->to_error();
    return std::get<json::Value>(content_);
}

RpcClient::RpcClient(net::HttpClient& http, net::Url endpoint, RpcOptions options)
    : http_(&http), endpoint_(std::move(endpoint)), options_(options) {}

RpcClient::RpcClient(net::WebSocketOptions socket, net::Url endpoint, RpcOptions options)
    : endpoint_(std::move(endpoint)), options_(options) {
    socket.bearer_token = options.bearer_token;
    socket.max_message_bytes = options.max_response_bytes;
    socket_ = std::make_unique<RpcSocket>(*endpoint_, std::move(socket), kMaxExchanges);
}

RpcClient::RpcClient(Error refusal) : refusal_(std::move(refusal)) {}

RpcClient::~RpcClient() = default;

Error RpcClient::here(const ErrorCode& code, std::string message) const {
    return {code, std::move(message), std::string(endpoint_->origin())};
}

std::string RpcClient::without_secrets(std::string_view text) const {
    return net::redacted(text, secret_parts(*endpoint_), options_.bearer_token);
}

Result<json::Document> RpcClient::exchange(const std::string& body, std::int64_t first_id,
                                           std::int64_t count, Call& call) {
    if (http_ != nullptr) return exchange_by_http(body, call);
    auto document = socket_->exchange(body, first_id, count, call);
    if (document) return document;
    return here(document.error().code(), without_secrets(document.error().message()));
}

Result<json::Document> RpcClient::exchange_by_http(const std::string& body, Call& call) {
    net::HttpRequest request{
        .method = net::HttpMethod::post,
        .url = *endpoint_,
        .headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
        .body = to_bytes(as_bytes(body)),
        .bearer_token = options_.bearer_token,
        .max_response_bytes = options_.max_response_bytes};
    auto response = http_->send(request, call);
    if (!response)
        return here(response.error().code(), without_secrets(response.error().message()));
    switch (response->status) {
        case 401:
        case 403:
            return here(errors::kRpcNotAuthorized,
                        "the node answers with HTTP status " + std::to_string(response->status));
        case 429:
            return here(errors::kRpcRateLimited, "the node answers with HTTP status 429");
        default:
            break;
    }
    json::Limits limits;
    limits.max_bytes = options_.max_response_bytes;
    auto document = json::Document::parse(response->body, limits);
    // Some nodes state errors of JSON-RPC under statuses of HTTP that say less.
    const bool has_answer =
        document && (response->status == 200 || document->root().find("jsonrpc").has_value());
    if (has_answer) return std::move(document).value();
    if (response->status == 200)
        return here(errors::kRpcBadAnswer, "the answer is not JSON: " + document.error().message());
    const std::string said =
        "the server answers with HTTP status " + std::to_string(response->status);
    return here(response->status >= 500 ? errors::kRpcGateway : errors::kRpcHttpStatus, said);
}

Result<NodeError> RpcClient::read_error(json::Value error) const {
    const auto code = error.find("code");
    const auto message = error.find("message");
    const auto number = code && code->is_number() ? code->integer() : std::nullopt;
    if (!number || !message || !message->is_string())
        return here(errors::kRpcBadAnswer, "the node's error is not one of JSON-RPC");
    // Before it is cut, lest a part of a key be left.
    const std::string clean = without_secrets(message->string());
    return NodeError{*number, printable(utf8_prefix(clean, kShownMessage)), data_of(error)};
}

Result<RpcAnswer> RpcClient::read(const json::Document& document, json::Value answer) const {
    const auto version = answer.find("jsonrpc");
    const auto result = answer.find("result");
    const auto error = answer.find("error");
    if (!version || version->string_if() != "2.0" || result.has_value() == error.has_value())
        return here(errors::kRpcBadAnswer, "the answer is not one of JSON-RPC 2.0");
    if (result) return RpcAnswer(document, *result);
    DEED_TRY(NodeError said, read_error(*error));
    return RpcAnswer(std::move(said));
}

Result<RpcAnswer> RpcClient::call(const RpcRequest& request, Call& call) {
    if (refusal_) return *refusal_;
    const std::int64_t id = next_id_.fetch_add(1);
    DEED_TRY(const json::Document document, exchange(text_of(request, id), id, 1, call));
    const json::Value root = document.root();
    DEED_TRY(RpcAnswer answer, read(document, root));
    const auto named = root.find("id");
    const bool no_id = named && named->is_null() && answer.error() != nullptr;  // section 5
    const bool is_own = named && named->is_number() && named->integer() == id;
    if (!is_own && !no_id) return here(errors::kRpcWrongId, "the answer is to another request");
    return answer;
}

Result<std::vector<RpcAnswer>> RpcClient::batch(std::span<const RpcRequest> requests, Call& call) {
    if (refusal_) return *refusal_;
    std::vector<RpcAnswer> answers;
    answers.reserve(requests.size());
    while (!requests.empty()) {
        const auto part =
            requests.first(std::min(requests.size(), std::max<std::size_t>(options_.max_batch, 1)));
        DEED_TRY(auto some, one_batch(part, call));
        for (RpcAnswer& answer : some) answers.push_back(std::move(answer));
        requests = requests.subspan(part.size());
    }
    return answers;
}

Result<std::vector<RpcAnswer>> RpcClient::one_batch(std::span<const RpcRequest> requests,
                                                    Call& call) {
    const auto count = static_cast<std::int64_t>(requests.size());
    const std::int64_t first = next_id_.fetch_add(count);
    std::string body = "[";
    for (std::int64_t i = 0; i < count; ++i)
        body += (i == 0 ? "" : ",") + text_of(requests[static_cast<std::size_t>(i)], first + i);
    DEED_TRY(const json::Document document, exchange(body + "]", first, count, call));
    const json::Value root = document.root();
    if (root.is_object()) {
        DEED_TRY(const RpcAnswer refusal, read(document, root));
        if (refusal.error() != nullptr) return refusal.error()->to_error();
    }
    if (!root.is_array() || root.array().size() != requests.size())
        return here(errors::kRpcBadAnswer, "the batch has not one answer for each request");
    std::vector<std::optional<RpcAnswer>> found(requests.size());
    for (const json::Value part : root.array()) {
        const auto named = part.find("id");
        const auto id = named && named->is_number() ? named->integer() : std::nullopt;
        const bool is_own = id && *id >= first && *id < first + count;
        if (!is_own || found[static_cast<std::size_t>(*id - first)])
            return here(errors::kRpcWrongId, "the batch answers another request, or one twice");
        DEED_TRY(RpcAnswer answer, read(document, part));
        found[static_cast<std::size_t>(*id - first)] = std::move(answer);
    }
    std::vector<RpcAnswer> answers;
    for (auto& answer : found) answers.push_back(std::move(*answer));
    return answers;
}

}  // namespace deed::registry::evm
