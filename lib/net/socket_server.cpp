#include "lib/net/socket_server.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "lib/net/errors.hpp"
#include "lib/net/socket_connection.hpp"
#include "lib/net/socket_listener.hpp"

namespace deed::net {
namespace {

constexpr std::chrono::milliseconds kLookAround{100};
constexpr std::size_t kMaxLeaving = 16;
using Refusal = RequestHandler::Refusal;

/// Connections that wait for a thread.
class Queue {
public:
    explicit Queue(std::size_t limit) : limit_(limit) {}

    /// False, and untaken, if too many wait.
    bool push(SocketListener::Accepted& accepted) {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() >= limit_) return false;
            waiting_.push_back(std::move(accepted));
            count_.store(waiting_.size());
        }
        changed_.notify_one();
        return true;
    }
    /// Nothing once closed: who waits then is not served any more.
    std::optional<SocketListener::Accepted> pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        if (closed_) return std::nullopt;
        SocketListener::Accepted first = std::move(waiting_.front());
        waiting_.pop_front();
        count_.store(waiting_.size());
        return first;
    }
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
    }
    /// Whether a thread with a silent connection has better to do.
    bool is_pressing() const { return count_.load() > 0 || closed_.load(); }

private:
    const std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<SocketListener::Accepted> waiting_;
    std::atomic<std::size_t> count_ = 0;
    std::atomic<bool> closed_ = false;
};

/// Threads that end, once their queue is closed, when this object dies.
class Workers {
public:
    Workers(Queue& queue, std::size_t count, const SocketServerOptions& options,
            RequestHandler& handler, Call& call)
        : queue_(queue) {
        threads_.reserve(count);
        try {
            while (threads_.size() < count)
                threads_.emplace_back([&] { work(queue, options, handler, call); });
        } catch (const std::system_error&) {
            // Those that run already end when this object dies, as ever.
            all_started_ = false;
        }
    }
    bool all_started() const { return all_started_; }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers() {
        queue_.close();
        for (std::thread& thread : threads_) thread.join();
    }

private:
    static void work(Queue& queue, const SocketServerOptions& options, RequestHandler& handler,
                     Call& call) {
        while (auto accepted = queue.pop()) {
            try {
                SocketConnection(std::move(accepted->connection), accepted->peer, options,
                                 [&queue] { return queue.is_pressing(); })
                    .serve(handler, call);
            } catch (const std::exception& error) {
                // Out of memory, most likely: this connection is given up, the others go on.
                call.log(LogLevel::error, "a connection failed", {{"reason", error.what()}});
            }
        }
    }

    Queue& queue_;
    std::vector<std::thread> threads_;
    bool all_started_ = true;
};

class ThreadedServer final : public SocketServer {
public:
    ThreadedServer(SocketServerOptions options, SocketListener listener)
        : options_(std::move(options)), listener_(std::move(listener)) {}

    Result<void> run(RequestHandler& handler, Call& call) override {
        Queue queue(options_.max_waiting);
        const Workers workers(queue, options_.workers, options_, handler, call);
        if (!workers.all_started())
            return Error(errors::kNoThreads, "the system gives no more threads");
        while (call.check()) {
            auto accepted = listener_.accept(kLookAround);
            if (!accepted) {
                // Too many open files, say: those in work will end.
                call.log(LogLevel::error, accepted.error().message());
                std::this_thread::sleep_for(kLookAround);
            } else if (*accepted) {
                take(**accepted, queue, handler);
            } else {
                leaving_.clear();
            }
        }
        return {};
    }

private:
    bool serves(uid_t user) const {
        return user == ::geteuid() || std::ranges::count(options_.allowed_users, user) > 0;
    }
    void take(SocketListener::Accepted& accepted, Queue& queue, RequestHandler& handler) {
        const Peer peer = accepted.peer;
        if (!serves(peer.user))
            turn_away(accepted,
                      handler.refuse(Refusal::forbidden, peer, "this user is not served"));
        else if (!queue.push(accepted))
            turn_away(accepted, handler.refuse(Refusal::busy, peer, "too many wait already"));
    }
    void turn_away(SocketListener::Accepted& accepted, const ServerReply& reply) {
        SocketConnection::turn_away(accepted.connection, reply);
        leaving_.push_back(std::move(accepted.connection));
        if (leaving_.size() > kMaxLeaving) leaving_.pop_front();
    }

    const SocketServerOptions options_;
    SocketListener listener_;
    std::deque<Descriptor> leaving_;  ///< turned away; closed when nobody else comes for a moment
};

}  // namespace

Result<std::unique_ptr<SocketServer>> SocketServer::listen(SocketServerOptions options) {
    const mode_t mode = options.allowed_users.empty() ? 0600 : 0666;
    DEED_TRY(SocketListener listener, SocketListener::open(options.socket, mode));
    return std::unique_ptr<SocketServer>(
        std::make_unique<ThreadedServer>(std::move(options), std::move(listener)));
}

}  // namespace deed::net
