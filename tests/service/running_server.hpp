#pragma once

#include <atomic>
#include <thread>

#include "service/http/server.hpp"
#include "tests/support/signers.hpp"

namespace deed::test {

/// A server on a free port, in threads of its own, until this dies.
class RunningServer {
public:
    RunningServer(service::ServerOptions options, service::RequestHandler& handler)
        : server_(must(service::Server::listen(std::move(options)))), thread_([this, &handler] {
              Call call(nullptr, &stop_);
              must(server_->run(handler, call));
          }) {}
    ~RunningServer() { stop(); }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    std::uint16_t port() const { return server_->port(); }
    const service::Server& server() const { return *server_; }
    service::Load load() const { return server_->load(); }
    /// As a signal would, without waiting.
    void begin_to_stop() { stop_.store(true); }
    void stop() {
        begin_to_stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    std::atomic<bool> stop_{false};
    std::unique_ptr<service::Server> server_;
    std::thread thread_;
};

}  // namespace deed::test
