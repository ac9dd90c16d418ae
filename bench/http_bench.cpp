// Server CPU for a keep-alive request of 1.5 KB: the service, with everything but the verification
// itself, beside a bare echo server of Boost.Beast, in one run, by several connections at once and
// by one alone. Prints JSON: {"beast_us", "service_us", "ratio", the same with "alone" in their
// names, "p99_ms", "beast_p99_ms", "rate"}.

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
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "cli/serve_log.hpp"
#include "did/methods/key.hpp"
#include "lib/json/writer.hpp"
#include "service/request_body.hpp"
#include "service/service.hpp"

namespace {

using namespace deed;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = boost::asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

constexpr int kRequests = 20'000;
constexpr int kConnections = 8;
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

/// The service in all but the verification: the request is read as JSON, and as much JSON printed.
class WithoutVerification final : public service::RequestHandler {
public:
    explicit WithoutVerification(service::Service& inner) : inner_(inner) {}
    std::optional<service::Reply> admit(const service::Request& request) override {
        return inner_.admit(request);
    }
    std::optional<service::Reply> at_once(const service::Request& request) override {
        return inner_.at_once(request);
    }
    service::Reply handle(const service::Request& request, Call&) override {
        const auto body = service::read_body(request);
        if (!body) return inner_.refuse(body.error());
        return {.body = body->to_string(), .route = "/credentials/verify"};
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
    cli::ServeLogger log_{clock_};  // a line a request, as `deed serve` writes it
    service::Service service_{{.resolver = resolver_, .clock = clock_, .contexts = contexts_},
                              service::Guard::make({.is_open = true}).value(),
                              log_};
    WithoutVerification handler_{service_};
    std::atomic<bool> stop_{false};
    std::unique_ptr<service::Server> server_ = service::Server::listen({}).value();
    std::thread thread_;
};

/// A credential of 1.5 KB in a request for its verification.
std::string request_body() {
    std::ifstream file(DEED_BENCH_DATA_DIR "/credential.json", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto credential = json::Document::parse(text);
    if (!credential) throw std::runtime_error("no " DEED_BENCH_DATA_DIR "/credential.json");
    json::Writer writer;
    writer.begin_object().key("verifiableCredential").value(credential->root());
    return writer.end_object().take();
}

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("nobody listens");
        const std::string body = request_body();
        answer_size_ = body.size();
        request_ =
            "POST /credentials/verify HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n"
            "Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

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
            if (!text.starts_with("HTTP/1.1 200 ")) throw std::runtime_error("not 200");
            if (const auto end = text.find("\r\n\r\n"); end != std::string_view::npos)
                wanted = end + 4 + answer_size_;
        }
    }

private:
    int socket_;
    std::string request_;
    std::size_t answer_size_ = 0;
    std::array<char, 16384> buffer_;
};

/// Runs `work` in as many threads; returns the CPU that they took.
double in_threads(int count, const std::function<void(int)>& work) {
    std::vector<double> spent(static_cast<std::size_t>(count));
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            try {
                work(i);
            } catch (const std::exception& fault) {
                std::puts(fault.what());
                std::fflush(stdout);
                std::_Exit(1);
            }
            spent[static_cast<std::size_t>(i)] = cpu(RUSAGE_THREAD);
        });
    for (std::thread& thread : threads) thread.join();
    return std::accumulate(spent.begin(), spent.end(), 0.0);
}

struct Cost {
    double microseconds = 1e9;  ///< of the server's CPU for a request
    double rate = 0;            ///< requests a second
};

/// Of as many connections that each ask again as soon as they were answered.
Cost cost(std::uint16_t port, int connections) {
    const double before = cpu(RUSAGE_SELF);
    const auto begun = SteadyClock::now();
    const int each = kRequests / connections;
    const double of_clients = in_threads(connections, [&](int) {
        Client client(port);
        for (int i = 0; i < each; ++i) client.ask();
    });
    const double wall = std::chrono::duration<double>(SteadyClock::now() - begun).count();
    const int asked = each * connections;
    return {(cpu(RUSAGE_SELF) - before - of_clients) * 1e6 / asked, asked / wall};
}

/// Keeps the cheaper round, and the higher rate.
void keep_best(Cost& best, const Cost& round) {
    best.microseconds = std::min(best.microseconds, round.microseconds);
    best.rate = std::max(best.rate, round.rate);
}

/// The 99th percentile, in milliseconds, when requests come half as fast as they could. A request
/// that has to wait until the one before was answered counts from when it was due; that the client
/// itself woke up late does not.
double p99(std::uint16_t port, double rate) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const auto gap = std::chrono::duration_cast<SteadyClock::duration>(
        std::chrono::duration<double>(2.0 * kConnections / rate));
    std::array<std::vector<double>, kConnections> times;
    in_threads(kConnections, [&](int index) {
        Client client(port);
        auto due = SteadyClock::now() + gap * index / kConnections;
        for (int i = 0; i < kRequests / 4 / kConnections; ++i, due += gap) {
            if (SteadyClock::now() < due) {
                std::this_thread::sleep_until(due);
                due = SteadyClock::now();
            }
            client.ask();
            times[static_cast<std::size_t>(index)].push_back(
                Milliseconds(SteadyClock::now() - due).count());
        }
    });
    std::vector<double> all;
    for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
    std::ranges::sort(all);
    return all[all.size() * 99 / 100];
}

}  // namespace

int main() {
    if (std::freopen("/dev/null", "w", stderr) == nullptr) return 1;  // the log of the service
    Cost beast_alone;
    Cost beast_busy;
    Cost deed_alone;
    Cost deed_busy;
    double late = 1e9;
    double beast_late = 1e9;  // at the same rate: what the machine is good for at the moment
    for (int round = 0; round < kRounds; ++round) {
        {
            const BeastEcho echo;
            keep_best(beast_alone, cost(echo.port(), 1));
            keep_best(beast_busy, cost(echo.port(), kConnections));
        }
        const DeedEcho service;
        keep_best(deed_alone, cost(service.port(), 1));
        keep_best(deed_busy, cost(service.port(), kConnections));
        late = std::min(late, p99(service.port(), deed_busy.rate));
        const BeastEcho echo;
        beast_late = std::min(beast_late, p99(echo.port(), deed_busy.rate));
    }
    std::printf(
        "{\"beast_us\": %.2f, \"service_us\": %.2f, \"ratio\": %.3f, \"beast_alone_us\": %.2f, "
        "\"service_alone_us\": %.2f, \"ratio_alone\": %.3f, \"p99_ms\": %.3f, \"beast_p99_ms\": "
        "%.3f, \"rate\": %.0f}\n",
        beast_busy.microseconds, deed_busy.microseconds,
        deed_busy.microseconds / beast_busy.microseconds, beast_alone.microseconds,
        deed_alone.microseconds, deed_alone.microseconds / beast_alone.microseconds, late,
        beast_late, deed_busy.rate);
    return 0;
}
