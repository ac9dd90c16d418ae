// Server CPU for a keep-alive request of 1.5 KB: the service, with everything but the verification
// itself, beside a bare echo server of Boost.Beast, in one run. Prints JSON:
// {"beast_us", "service_us", "ratio", "p99_ms", "rate"}.

#include <utility>  // before Asio, which needs it and does not say so

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "did/methods/key.hpp"
#include "service/service.hpp"

namespace {

using namespace deed;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = boost::asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

constexpr int kRequests = 20'000;
constexpr int kRounds = 5;

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// One connection of a bare server, as Beast's own examples write it.
class EchoSession : public std::enable_shared_from_this<EchoSession> {
public:
    explicit EchoSession(Tcp::socket socket) : stream_(std::move(socket)) {}

    void read() {
        request_ = {};
        stream_.expires_after(std::chrono::seconds(30));
        http::async_read(stream_, buffer_, request_,
                         [self = shared_from_this()](beast::error_code fault, std::size_t) {
                             if (!fault) self->write();
                         });
    }

private:
    void write() {
        response_ = {http::status::ok, request_.version()};
        response_.set(http::field::content_type, "application/json");
        response_.keep_alive(request_.keep_alive());
        response_.body() = std::move(request_.body());
        response_.prepare_payload();
        http::async_write(stream_, response_,
                          [self = shared_from_this()](beast::error_code fault, std::size_t) {
                              if (!fault) self->read();
                          });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

class BeastEcho {
public:
    BeastEcho()
        : acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), 0}), thread_([this] {
              accept();
              context_.run();
          }) {}
    ~BeastEcho() {
        context_.stop();
        thread_.join();
    }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    void accept() {
        acceptor_.async_accept([this](beast::error_code fault, Tcp::socket socket) {
            if (fault) return;
            std::make_shared<EchoSession>(std::move(socket))->read();
            accept();
        });
    }

    boost::asio::io_context context_{1};
    Tcp::acceptor acceptor_;
    std::thread thread_;
};

class NoLog final : public Logger {
    void log(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

/// The service in all but what its endpoint does.
class WithoutVerification final : public service::RequestHandler {
public:
    explicit WithoutVerification(service::Service& inner) : inner_(inner) {}
    std::optional<service::Reply> admit(const service::Request& request) override {
        return inner_.admit(request);
    }
    service::Reply handle(const service::Request& request, Call&) override {
        return {.body = request.body, .route = "/credentials/verify"};
    }
    service::Reply refuse(const Error& error) override { return inner_.refuse(error); }
    void done(const service::Exchange& exchange) override { inner_.done(exchange); }

private:
    service::Service& inner_;
};

class DeedEcho {
public:
    DeedEcho()
        : thread_([this] {
              Call call(nullptr, &stop_);
              if (!server_->run(handler_, call)) std::abort();
          }) {}
    ~DeedEcho() {
        stop_ = true;
        thread_.join();
    }
    std::uint16_t port() const { return server_->port(); }

private:
    did::KeyResolver resolver_;
    SystemClock clock_;
    credentials::KnownContexts contexts_;
    NoLog log_;
    service::Service service_{{.resolver = resolver_, .clock = clock_, .contexts = contexts_},
                              service::Guard::make({.is_open = true}).value(),
                              log_};
    WithoutVerification handler_{service_};
    std::atomic<bool> stop_{false};
    std::unique_ptr<service::Server> server_ = service::Server::listen({}).value();
    std::thread thread_;
};

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("nobody listens");
        const std::string body(1500, 'x');
        request_ =
            "POST /credentials/verify HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n"
            "Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    ~Client() { ::close(socket_); }

    void ask() {
        if (::send(socket_, request_.data(), request_.size(), MSG_NOSIGNAL) < 0)
            throw std::runtime_error("not sent");
        std::size_t got = 0;
        std::size_t wanted = 0;
        while (wanted == 0 || got < wanted) {
            const ssize_t size = ::recv(socket_, buffer_.data() + got, buffer_.size() - got, 0);
            if (size <= 0) throw std::runtime_error("no answer");
            got += static_cast<std::size_t>(size);
            const std::string_view text(buffer_.data(), got);
            if (const auto end = text.find("\r\n\r\n"); end != std::string_view::npos)
                wanted = end + 4 + 1500;
        }
    }

private:
    int socket_;
    std::string request_;
    std::array<char, 16384> buffer_;
};

/// Microseconds of CPU that the server takes for a request, and the requests a second.
std::pair<double, double> cost(std::uint16_t port) {
    Client client(port);
    for (int i = 0; i < 500; ++i) client.ask();
    const double before = cpu(RUSAGE_SELF) - cpu(RUSAGE_THREAD);
    const auto begun = SteadyClock::now();
    for (int i = 0; i < kRequests; ++i) client.ask();
    const double wall = std::chrono::duration<double>(SteadyClock::now() - begun).count();
    const double after = cpu(RUSAGE_SELF) - cpu(RUSAGE_THREAD);
    return {(after - before) * 1e6 / kRequests, kRequests / wall};
}

/// The 99th percentile, in milliseconds, when requests come half as fast as they could.
double p99(std::uint16_t port, double rate) {
    Client client(port);
    const std::chrono::duration<double> gap(2.0 / rate);
    std::vector<double> times;
    auto next = SteadyClock::now();
    for (int i = 0; i < kRequests / 4; ++i) {
        next += std::chrono::duration_cast<SteadyClock::duration>(gap);
        std::this_thread::sleep_until(next);
        const auto begun = SteadyClock::now();
        client.ask();
        times.push_back(
            std::chrono::duration<double, std::milli>(SteadyClock::now() - begun).count());
    }
    std::ranges::sort(times);
    return times[times.size() * 99 / 100];
}

}  // namespace

int main() {
    std::pair<double, double> beast_best{1e9, 0};
    std::pair<double, double> deed_best{1e9, 0};
    double late = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        {
            const BeastEcho echo;
            beast_best = std::min(beast_best, cost(echo.port()));
        }
        const DeedEcho service;
        deed_best = std::min(deed_best, cost(service.port()));
        late = std::min(late, p99(service.port(), deed_best.second));
    }
    std::printf(
        "{\"beast_us\": %.2f, \"service_us\": %.2f, \"ratio\": %.3f, \"p99_ms\": %.3f, "
        "\"rate\": %.0f}\n",
        beast_best.first, deed_best.first, deed_best.first / beast_best.first, late,
        deed_best.second);
    return 0;
}
