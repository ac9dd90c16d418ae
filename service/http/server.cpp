#include "service/http/server.hpp"

#include <deque>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "service/http/connection.hpp"
#include "service/http/errors.hpp"
#include "service/http/tls.hpp"

namespace deed::service {
namespace {

using Clock = std::chrono::steady_clock;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Timer =
    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;

constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::milliseconds kLastWords{1'000};  ///< for calls that were cancelled
constexpr std::size_t kTurnedAway = 64;                 ///< at once; more are closed unheard

/// Until the context is stopped. What throws, most likely for want of memory, costs its own
/// connection, which goes with the handler that held it, and no other.
void run_on(asio::io_context& context) {
    while (true) {
        try {
            context.run();
            return;
        } catch (const std::exception&) {
            continue;
        }
    }
}

/// One thread's sockets.
struct IoThread {
    IoThread() : context(1), sweep(context) {}

    void begin_sweeping() {
        sweep.expires_after(kTick);
        sweep.async_wait([this](SystemError fault) {
            if (fault) return;
            // A connection that ends leaves the set: look at a copy.
            const std::vector<Connection*> now_there(connections.begin(), connections.end());
            const auto now = Clock::now();
            for (Connection* one : now_there) one->look_at_clock(now);
            begin_sweeping();
        });
    }

    void for_each(void (Connection::*what)()) {
        asio::post(context, [this, what] {
            const std::vector<Connection*> now_there(connections.begin(), connections.end());
            for (Connection* one : now_there) (one->*what)();
        });
    }

    Connections connections;  ///< outlives the context, which holds the connections
    asio::io_context context;
    Timer sweep;
};

class AsioServer final : public Server {
public:
    AsioServer(ServerOptions options, std::unique_ptr<asio::ssl::context> tls)
        : state_(std::move(options)),
          tls_(std::move(tls)),
          threads_(std::max<std::size_t>(state_.options.io_threads, 1)),
          acceptor_(threads_.front().context),
          tick_(threads_.front().context) {}

    Result<void> open() {
        SystemError fault;
        const auto address = asio::ip::make_address(state_.options.address, fault);
        if (fault)
            return Error(errors::kBadAddress,
                         "\"" + state_.options.address + "\" is no IP address");
        const asio::ip::tcp::endpoint end(address, state_.options.port);
        acceptor_.open(end.protocol(), fault);
        if (!fault) acceptor_.set_option(Acceptor::reuse_address(true), fault);
        if (!fault) acceptor_.bind(end, fault);
        if (!fault) acceptor_.listen(Acceptor::max_listen_connections, fault);
        if (!fault) port_ = acceptor_.local_endpoint(fault).port();
        if (!fault) return {};
        const bool is_taken = fault == asio::error::address_in_use;
        return Error(is_taken ? errors::kAddressInUse : errors::kBadAddress,
                     state_.options.address + ":" + std::to_string(state_.options.port) + ": " +
                         fault.message());
    }

    std::uint16_t port() const override { return port_; }

    Load load() const override {
        return {.connections = state_.connections.load(std::memory_order_relaxed),
                .queued = state_.pool.queued(),
                .working = state_.pool.working(),
                .max_queue = state_.options.max_queue,
                .stopping = state_.stopping.load(std::memory_order_relaxed)};
    }

    Result<void> run(RequestHandler& handler, Call& call) override {
        state_.handler = &handler;
        DEED_CHECK(state_.pool.start(std::max<std::size_t>(state_.options.workers, 1)));
        std::vector<std::thread> helpers;
        try {
            for (std::size_t i = 1; i < threads_.size(); ++i)
                helpers.emplace_back([&thread = threads_[i]] {
                    const auto work = asio::make_work_guard(thread.context);
                    thread.begin_sweeping();
                    run_on(thread.context);
                });
        } catch (const std::system_error& fault) {
            end(helpers);
            return Error(errors::kNoThreads, fault.what());
        }
        threads_.front().begin_sweeping();
        accept();
        watch(call);
        run_on(threads_.front().context);
        end(helpers);
        return {};
    }

private:
    void end(std::vector<std::thread>& helpers) {
        state_.pool.stop();
        for (IoThread& thread : threads_) thread.context.stop();
        for (std::thread& helper : helpers) helper.join();
    }

    void accept() {
        IoThread& thread = threads_[next_++ % threads_.size()];
        acceptor_.async_accept(
            thread.context, [this, &thread](SystemError fault, TcpStream stream) {
                if (fault == asio::error::operation_aborted || !acceptor_.is_open()) return;
                // Without descriptors to give, the system is asked again at the next tick.
                if (fault) return void(is_waiting_ = true);
                accept();
                welcome(std::move(stream), thread);
            });
    }

    void welcome(TcpStream stream, IoThread& thread) {
        const std::size_t there = state_.connections.load();
        const std::size_t most = state_.options.max_connections;
        if (there >= most + (tls_ ? 0 : kTurnedAway)) return;
        const bool is_served = there < most;
        asio::post(thread.context,
                   [this, &thread, is_served, stream = std::move(stream)]() mutable {
                       if (!is_served)
                           turn_away(std::move(stream), state_, thread.connections);
                       else if (tls_)
                           serve_tls(std::move(stream), *tls_, state_, thread.connections);
                       else
                           serve_plain(std::move(stream), state_, thread.connections);
                   });
    }

    /// Looks now and then whether the end has come, and sees to it.
    void watch(Call& call) {
        tick_.expires_after(kTick);
        tick_.async_wait([this, &call](SystemError) {
            if (!state_.stopping.load()) {
                if (std::exchange(is_waiting_, false)) accept();
                if (!call.check()) begin_to_stop();
            } else if (state_.connections.load() == 0 || Clock::now() >= stop_at_ + kLastWords) {
                return threads_.front().context.stop();
            } else if (Clock::now() >= stop_at_) {
                state_.cancelled.store(true);
            } else {
                for (IoThread& thread : threads_) thread.for_each(&Connection::wind_down);
            }
            watch(call);
        });
    }

    void begin_to_stop() {
        state_.stopping.store(true);
        stop_at_ = Clock::now() + state_.options.stop_timeout;
        SystemError ignored;
        acceptor_.close(ignored);
        for (IoThread& thread : threads_) thread.for_each(&Connection::wind_down);
    }

    ServerState state_;
    std::unique_ptr<asio::ssl::context> tls_;
    std::deque<IoThread> threads_;
    Acceptor acceptor_;
    Timer tick_;
    std::size_t next_ = 0;
    bool is_waiting_ = false;
    SteadyTime stop_at_{};
    std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options) {
    std::unique_ptr<asio::ssl::context> tls;
    if (options.tls) {
        DEED_TRY(tls, make_tls(*options.tls));
    }
    auto server = std::make_unique<AsioServer>(std::move(options), std::move(tls));
    DEED_CHECK(server->open());
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace deed::service
