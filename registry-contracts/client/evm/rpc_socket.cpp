#include "registry-contracts/client/evm/rpc_socket.hpp"

#include <algorithm>

#include "lib/net/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"

namespace deed::registry::evm {
namespace {

/// Requests whose callers went away, and whose answers may come yet.
constexpr std::size_t kMaxGivenUp = 1024;
constexpr std::chrono::milliseconds kLookUp{50};

std::optional<std::int64_t> id_of(json::Value answer) {
    const auto id = answer.is_object() ? answer.find("id") : std::nullopt;
    return id && id->is_number() ? id->integer() : std::nullopt;
}

/// What no request asked for, and JSON-RPC allows: section 4.1.
bool is_notification(json::Value message) {
    return message.is_object() && message.find("method") && !message.find("id");
}

/// The entry whose ids hold this one.
template <typename Map, typename Count>
typename Map::iterator holder_of(Map& map, std::int64_t id, Count count) {
    auto after = map.upper_bound(id);
    if (after == map.begin()) return map.end();
    const auto found = std::prev(after);
    return id - found->first < count(found->second) ? found : map.end();
}

const ErrorCode& code_of_status(int status) {
    if (status == 401 || status == 403) return errors::kRpcNotAuthorized;
    if (status == 429) return errors::kRpcRateLimited;
    return status >= 500 ? errors::kRpcGateway : errors::kRpcHttpStatus;
}

}  // namespace

Error RpcSocket::here(const ErrorCode& code, std::string message) const {
    return {code, std::move(message), std::string(url_.origin())};
}

Result<std::shared_ptr<RpcSocket::Connection>> RpcSocket::connection(Call& call) {
    const std::lock_guard opening(opening_);
    {
        const Lock lock(mutex_);
        if (current_ && !current_->broken) return current_;
        current_.reset();
    }
    DEED_TRY(auto opened, net::open_web_socket(url_, options_, call));
    if (!opened.socket)
        return here(code_of_status(opened.status),
                    "the server answers with HTTP status " + std::to_string(opened.status));
    const auto made = std::make_shared<Connection>(Connection{std::move(opened.socket)});
    const Lock lock(mutex_);
    current_ = made;
    return made;
}

Result<json::Document> RpcSocket::exchange(const std::string& body, std::int64_t first_id,
                                           std::int64_t count, Call& call) {
    DEED_TRY(const auto connected, connection(call));
    const auto own = std::make_shared<Exchange>(Exchange{count});
    {
        const Lock lock(mutex_);
        if (connected->waiting.size() >= max_exchanges_)
            return here(net::errors::kBusy, "as many requests wait for answers as may");
        connected->waiting.emplace(first_id, own);
    }
    if (auto sent = connected->socket->send(body, call); !sent) {
        const Lock lock(mutex_);
        connected->waiting.erase(first_id);
        connected->given_up.emplace(first_id, count);
        // It may be on its way in part: nothing can follow it.
        fail(*connected, sent.error());
        return std::move(sent).error();
    }
    return await(connected, first_id, own, call);
}

/// One of those who wait reads for all.
Result<json::Document> RpcSocket::await(const std::shared_ptr<Connection>& connection,
                                        std::int64_t first_id,
                                        const std::shared_ptr<Exchange>& exchange, Call& call) {
    const auto end = std::chrono::steady_clock::now() + options_.connection.total_timeout;
    Lock lock(mutex_);
    const auto give_up = [&](Error error) {
        connection->waiting.erase(first_id);
        connection->given_up.emplace(first_id, exchange->count);
        if (connection->given_up.size() > kMaxGivenUp)
            fail(*connection, here(net::errors::kTimeout, "the node leaves too much unanswered"));
        changed_.notify_all();
        return error;
    };
    for (;;) {
        if (exchange->answer) return std::move(*exchange->answer);
        if (const auto going = call.check(); !going) return give_up(going.error());
        if (std::chrono::steady_clock::now() >= end)
            return give_up(here(net::errors::kTimeout, "the node did not answer in time"));
        auto until = std::min(end, std::chrono::steady_clock::now() + kLookUp);
        if (connection->is_read) {
            changed_.wait_until(lock, until);
            continue;
        }
        connection->is_read = true;
        lock.unlock();
        // In short turns: who reads must also see that its own time is up.
        Call turn(nullptr, nullptr, until);
        const auto message = connection->socket->receive(turn);
        lock.lock();
        connection->is_read = false;
        if (message) {
            take(*connection, *message);
        } else if (message.error().code() != deed::errors::kDeadline) {
            fail(*connection, message.error());
        }
        changed_.notify_all();
    }
}

void RpcSocket::take(Connection& connection, const std::string& message) {
    json::Limits limits;
    limits.max_bytes = options_.max_message_bytes;
    auto document = json::Document::parse(message, limits);
    if (!document)
        return fail(connection, here(errors::kRpcBadAnswer,
                                     "a message is not JSON: " + document.error().message()));
    const json::Value root = document->root();
    if (is_notification(root)) return;
    if (!root.is_array()) return take_answer(connection, *document, root);
    if (root.array().size() == 0)
        return fail(connection, here(errors::kRpcBadAnswer, "a batch has no answers"));
    take_answer(connection, *document, *root.array().begin());
}

/// `answer` is the message, or the first in it; the rest is judged by whoever asked.
void RpcSocket::take_answer(Connection& connection, json::Document document, json::Value answer) {
    const auto id = id_of(answer);
    auto owner = connection.waiting.end();
    if (id) {
        owner =
            holder_of(connection.waiting, *id, [](const auto& waiting) { return waiting->count; });
    } else if (connection.waiting.size() == 1 && connection.given_up.empty()) {
        // An error whose id the node could not read (section 5), if there is no doubt whose.
        owner = connection.waiting.begin();
    }
    if (owner != connection.waiting.end()) {
        owner->second->answer = std::move(document);
        connection.waiting.erase(owner);
        return;
    }
    const auto late =
        id ? holder_of(connection.given_up, *id, [](std::int64_t count) { return count; })
           : connection.given_up.end();
    if (late == connection.given_up.end())
        return fail(connection, here(errors::kRpcWrongId,
                                     "the node answers what was not asked, or answers it again"));
    connection.given_up.erase(late);
}

void RpcSocket::fail(Connection& connection, const Error& error) {
    if (!connection.broken) connection.broken = error;
    for (auto& [id, exchange] : connection.waiting) exchange->answer = error;
    connection.waiting.clear();
    changed_.notify_all();
}

}  // namespace deed::registry::evm
