#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "service/http/server.hpp"
#include "tests/support/signers.hpp"

namespace deed::test {

/// A server on a free port, in threads of its own, until this dies.
class RunningServer {
public:
    /// `before` sees the server before it runs.
    RunningServer(service::ServerOptions options, service::RequestHandler& handler,
                  std::function<void(const service::Server&)> before = {})
        : server_(must(service::Server::listen(std::move(options)))),
          thread_([this, &handler, before] {
              if (before) before(*server_);
              Call call(nullptr, &stop_);
              must(server_->run(handler, call));
          }) {}
    ~RunningServer() { stop(); }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    std::uint16_t port() const { return server_->port(); }
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
